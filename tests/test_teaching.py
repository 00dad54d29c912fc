"""The page on what each mode asks of a learner is what its command prints."""

import pytest

from adapters.cli.ways import ALL, HALF, NONE, Played, answer, go_through
from bench import teaching
from bot.conversation.lesson.challenge.results import MAX_WORDS
from bot.conversation.lesson.modes import offered_modes
from bot.conversation.outputs import Ask
from bot.lessons.lint.readability import AT_A_GLANCE, BESIDE, VERDICT, prose
from bot.lessons.model import Lesson
from tests.rigs.courses import read_lesson
from tests.rigs.paths import LESSONS
from tests.rigs.talk import Conversation

LESSONS_OF_THE_COURSE = teaching.originals()


def test_the_page_is_what_its_command_prints() -> None:
    """Three lessons are played; of the others it is enough that all their modes are there."""
    page = teaching.PAGE.read_text(encoding="utf-8")
    assert page.startswith(teaching.head())
    lessons = teaching.originals()
    played, _, _ = page.partition("\n## ")
    written = [line.split(" | ")[:2] for line in played.splitlines() if line.startswith("| ")][2:]
    assert written == [[f"| {one.id}", mode] for one in lessons for mode, _ in offered_modes(one)]
    assert not [line for line in teaching.guesses(lessons) if line not in page]
    sample = [lessons[0], lessons[len(lessons) // 2], lessons[-1]]
    found = [line for line in teaching.rows(sample) if line not in page.splitlines()]
    found += [line for line in teaching.tours(sample) if line not in page.splitlines()]
    assert not found, "the page is out of date: python -m bench teaching write"


RIGHT = {"words": 700, "presses": 14, "messages": 16}
"""What a first tour takes at most of who is right throughout, its end included."""

LIMITS = {
    "presses": 15,
    "onward": 5,
    "messages": 17,
    "reveal": VERDICT,
    "message": AT_A_GLANCE,
    "beside": BESIDE,
}
"""What it takes at most of anybody: what was missed opens a message more."""

NOT_YET = {
    "messages": frozenset({"next-token", "retrieval"}),
    "onward": frozenset({"safety-and-bias"}),
}
"""Lessons whose tours take more; each may only shrink. Two show a drawing as a message."""


@pytest.mark.parametrize("lesson", LESSONS_OF_THE_COURSE, ids=lambda lesson: lesson.id)
def test_a_first_tour_is_short_for_whoever_takes_it(lesson: Lesson) -> None:
    tours = [teaching.tour(lesson, knows) for knows in (ALL, HALF, NONE)]
    most = {name: max(getattr(tour, name) for tour in tours) for name in LIMITS}
    over = {name: most[name] for name, limit in LIMITS.items() if most[name] > limit}
    right = {name: getattr(tours[0], name) for name in RIGHT}
    over |= {name: count for name, count in right.items() if count > RIGHT[name]}
    assert over.keys() == {name for name, ids in NOT_YET.items() if lesson.id in ids}, over


@pytest.mark.parametrize("name", ["coffee", "rain"])
def test_every_kind_of_question_and_work_is_played_to_the_end(name: str) -> None:
    lesson = read_lesson(LESSONS / f"{name}.md")
    for mode, _ in offered_modes(lesson):
        good, bad = (teaching.play(lesson, mode, misses=misses) for misses in (False, True))
        assert min(good.presses, bad.presses) > 0
        assert good.questions <= bad.questions or mode == "project"


@pytest.mark.parametrize("lesson", LESSONS_OF_THE_COURSE, ids=lambda lesson: lesson.id)
@pytest.mark.parametrize("knows", [ALL, HALF, NONE], ids=["all", "half", "none"])
def test_the_results_of_a_test_are_a_list_and_an_answer_a_message(
    lesson: Lesson, knows: tuple[bool | None, ...]
) -> None:
    """None has more than 120 words; a number opens each, and one button leads on."""
    talk = Conversation([lesson])
    talk.send_command("learn", f"{lesson.id} challenge")
    met = Played()
    while not any(label.startswith(("✅ ", "❌ ")) for label in talk.labels):
        count = met.questions + len(met.wrote)
        assert answer(talk, lesson, met, knows[count % len(knows)])
    assert talk.asked
    assert prose(talk.asked.text) <= MAX_WORDS
    assert talk.labels[-2:] in (["Continue", "Ask or report"], ["Finish", "Ask or report"])
    numbers = talk.labels[:-2]
    for label in numbers:
        talk.press(label)
        assert talk.asked
        assert prose(talk.asked.text) <= MAX_WORDS, talk.asked.text
        talk.press("The list")
    assert talk.labels[:-2] == numbers


TOO_LONG = {
    "recall": frozenset({"next-token"}),
    "project": frozenset(
        {
            "coding-agent",
            "evaluation",
            "next-token",
            "prompt-retrieve-or-tune",
            "writing-a-prompt",
        }
    ),
}
"""Lessons whose takeaways or rubric take more than a list may have; each set may only shrink."""


@pytest.mark.parametrize("lesson", LESSONS_OF_THE_COURSE, ids=lambda lesson: lesson.id)
@pytest.mark.parametrize(("mode", "begins"), [("recall", "**To take"), ("project", "🏁")])
def test_what_was_recalled_or_made_is_a_list_of_120_words(
    lesson: Lesson, mode: str, begins: str
) -> None:
    talk = Conversation([lesson])
    talk.send_command("learn", f"{lesson.id} {mode}")
    go_through(talk, lesson, Played(), NONE if mode == "recall" else ALL)
    asks = [asked for asked in talk.outputs if isinstance(asked, Ask)]
    found = [prose(asked.text) for asked in asks if asked.text.startswith(begins)]
    assert found
    assert (max(found) > MAX_WORDS) == (lesson.id in TOO_LONG[mode])
