"""A question that comes again comes in words that its learner has not just read."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from adapters.cli import ways
from bot.conversation.facts.learner import Attempt
from bot.conversation.inputs import Command
from bot.conversation.lesson.beats import MOST_AGAIN, Again, Pose
from bot.conversation.lesson.modes import MODES, flow, missing
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.lesson.modes.chosen import OWN, TYPED, akin, kind
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.phrases import phrase
from bot.conversation.question import posing
from bot.conversation.session import Run
from bot.learning.items import Answer, Item
from bot.lessons.model import Lesson, Step
from bot.lessons.question import Option, Question
from tests.rigs.courses import read_course
from tests.rigs.paths import CONTENT
from tests.rigs.properties import thirds
from tests.rigs.talk import Conversation, said

_, GENAI = read_course(CONTENT / "genai")
LESSONS = {lesson.id: lesson for lesson in GENAI}
every_lesson = pytest.mark.parametrize("lesson", thirds(GENAI, "id"))

ASKING = [mode for mode in MODES if mode not in ("project", "try")]


def begun(lesson: Lesson, mode: str, talk: Conversation | None = None) -> Conversation:
    talk = talk or Conversation([lesson])
    talk.learner = replace(talk.learner, reminder_offered=3)
    talk.send(Command("learn", lesson.id))
    talk.press(phrase(f"mode.{mode}"))
    return talk


def asked(talk: Conversation, lesson: Lesson, *, half: bool) -> list[tuple[str, int]]:
    """Go through it, and miss all or every other answer: the questions with their wordings."""
    found: list[tuple[str, int]] = []
    met = ways.Played()
    while talk.session and talk.session.run and talk.session.open:
        here = Playthrough(talk.session.run, lesson)
        if isinstance(here.beat, Pose | Again) and talk.session.run.stage == "open":
            found.append((here.question.id, words_in(talk, here.question)))
        if phrase("more.all") in talk.labels:
            talk.press(phrase("more.all"))
        else:
            given = met.questions + len(met.wrote)
            ways.answer(talk, lesson, met, half and given % 2 == 1)
    return found


def words_in(talk: Conversation, question: Question) -> int:
    """Which of its wordings the message that asks has in it."""
    assert talk.asked
    shown = [
        (len(words), n)
        for n in range(1 + len(question.variants))
        if (words := posing.words(question, n)) in talk.asked.text
    ]
    return max(shown)[1]


@pytest.mark.parametrize("half", [False, True], ids=["all", "half"])
@pytest.mark.parametrize("mode", ASKING)
@every_lesson
def test_no_words_are_shown_twice_in_a_run_while_others_are_left(
    lesson: Lesson, mode: str, half: bool
) -> None:
    if missing(lesson)[mode]:
        return
    talk = begun(lesson, mode)
    found = asked(talk, lesson, half=half)
    assert found
    many = {one.id: 1 + len(one.variants) for one in questions(lesson)}
    for question, times in Counter(question for question, _ in found).items():
        words = {words for id, words in found if id == question}
        assert len(words) == min(times, many[question]), question


@pytest.mark.parametrize("mode", ["recall", "challenge"])
@every_lesson
def test_another_day_a_test_asks_in_other_words_than_the_last_time(
    lesson: Lesson, mode: str
) -> None:
    talk = begun(lesson, "recall")
    asked(talk, lesson, half=True)
    before = dict(talk.items)
    begun(lesson, mode, talk)
    assert talk.session
    assert talk.session.run
    for beat in flow(talk.session.run, lesson):
        item = before.get((lesson.id, beat.question.id)) if isinstance(beat, Pose) else None
        if item and isinstance(beat, Pose) and beat.question.variants:
            assert beat.wording != item.wording, beat.question.id


def item(number: int, wording: int | None = None) -> Item:
    answer = Answer("Yes", "sure", right=True, at=0)
    return Item("sea", "port", number, 1.0, 5.0, 0, answer, wording=wording)


def question(*variants: str) -> Question:
    made = (Option(label="Yes", right=True), Option(label="No"))
    return Question(id="port", text="Is it near?", options=made, variants=variants)


def test_variants_take_turns_and_a_single_one_does_so_with_the_questions_own_words() -> None:
    three = question("Is it close?", "Is it next door?", "Is it round the corner?")
    assert [posing.following(three, last) for last in (None, 0, 1, 2, 3)] == [0, 1, 2, 3, 1]
    one = question("Is it close?")
    assert [posing.following(one, last) for last in (0, 1)] == [1, 0]
    assert posing.following(question(), 0) == 0


def test_what_earlier_versions_asked_is_known_from_the_number_of_answers() -> None:
    two = question("Is it close?", "Is it next door?")
    assert [posing.latest(two, item(n)) for n in (0, 1, 2, 3, 4)] == [None, 0, 1, 2, 1]
    assert posing.latest(two, item(1, wording=2)) == 2
    assert posing.latest(question("Is it close?"), item(3, wording=2)) == 0, "one is gone"


def test_what_has_no_other_words_gives_way_to_what_has_and_comes_back_by_review() -> None:
    single = ports("Home", "To the fair")
    (step,) = single.steps
    reworded = [
        step.model_copy(
            update={"prediction": question("Is it close?").model_copy(update={"id": id})}
        )
        for id in ("a", "b", "c", "d")
    ]
    sea = single.model_copy(update={"steps": (step, *reworded)})
    talk = begun(sea, "deep")
    found = asked(talk, sea, half=False)
    again = [id for id, times in Counter(id for id, _ in found).items() if times > 1]
    assert len(again) == MOST_AGAIN
    assert "port" not in again
    assert ("sea", "port") in talk.items


def ports(*labels: str) -> Lesson:
    made = tuple(Option(label=one, right=at == 0) for at, one in enumerate(labels))
    asked = Question(id="port", text="Where does she go?", options=made)
    step = Step(level="foundation", title="Ports", text="On ports.", prediction=asked)
    return Lesson(id="sea", title="Sea", minutes=1, steps=(step,))


def test_where_nothing_else_was_missed_the_same_words_come_with_their_options_turned() -> None:
    talk = begun(ports("Home", "To the fair"), "deep")
    assert talk.labels[:2] == ["Home", "To the fair"]
    talk.press("To the fair", "Sure (9 in 10)", "Continue")
    assert talk.labels[:2] == ["To the fair", "Home"]
    assert "Now you have it" in said(talk.press("Home", "Sure (9 in 10)"))


@pytest.mark.parametrize("labels", [("Yes", "No"), ("Nein", "Ja")])
def test_yes_or_no_is_left_to_the_reviews_where_it_has_no_other_words(
    labels: tuple[str, str],
) -> None:
    talk = begun(ports(*labels), "deep")
    talk.press(f"{labels[1]}", "Sure (9 in 10)")
    assert "comes back" in said(talk.press("Continue"))
    assert not any(label in labels for label in talk.labels)


def test_a_review_follows_on_the_words_of_the_last_time() -> None:
    lesson = LESSONS["retrieval"]
    talk = begun(lesson, "recall")
    asked(talk, lesson, half=False)
    for (id, name), before in list(talk.items.items()):
        one = next((one for one in lesson.questions if one.id == name), None)
        if one is None:
            continue
        talk.items = {(id, name): replace(before, due=0)}
        talk.session = None
        talk.send_command("review")
        assert posing.words(one, before.wording or 0) not in talk.asked.text if talk.asked else ""


# Which questions


def chosen(lesson: Lesson, mode: str, at: int = 0) -> list[Pose]:
    choose = MODES[mode].chooses
    assert choose
    run = Run("run", lesson.id, lesson.revision, mode, seed=choose(lesson, {}, at))
    return [beat for beat in flow(run, lesson) if isinstance(beat, Pose)]


@every_lesson
def test_in_a_test_no_two_in_a_row_answer_each_other_and_the_kinds_are_mixed(
    lesson: Lesson,
) -> None:
    for at in range(12):
        found = [beat.question for beat in chosen(lesson, "challenge", at)]
        assert not any(akin(lesson, *pair) for pair in pairwise(found))
        kinds = [kind(lesson, one.id) for one in found]
        assert len(set(kinds)) >= 6
        counted = Counter(kinds)
        assert counted.pop("application", 0) == min(OWN, len(lesson.challenge))
        assert max(counted.values()) <= 2
        assert not any(one == other for one, other in pairwise(kinds))
        assert not two_ranges_in_a_row(found)


@every_lesson
def test_a_first_recall_asks_of_every_step_and_has_terms_to_type(lesson: Lesson) -> None:
    steps = [step.prediction for step in lesson.steps if step.prediction]
    words = [one for one in lesson.questions if one.typed and not one.typed.is_number]
    for at in range(12):
        found = [beat.question for beat in chosen(lesson, "recall", at)]
        assert not any(akin(lesson, *pair) for pair in pairwise(found))
        for one in (one for one in steps if not one.estimate):
            assert one in found or any(akin(lesson, one, other) for other in found), one.id
        ready = [
            one
            for one in words
            if one in found or not any(akin(lesson, one, other) for other in found)
        ]
        assert sum(one in words for one in found) >= min(len(ready), TYPED)
        terms = [one in words for one in found]
        assert terms == sorted(terms), "what a term means would tell other answers"
        assert not any(one.estimate for one in found)
        assert not two_ranges_in_a_row(found)


def two_ranges_in_a_row(found: list[Question]) -> bool:
    estimates = [one.estimate is not None for one in found]
    return any(one and other for one, other in pairwise(estimates))


def test_two_about_one_drawing_and_two_that_share_their_words_are_akin() -> None:
    lesson = LESSONS["cost-speed-deployment"]
    asked = {one.id: one for one in lesson.questions}
    gap, turn = (asked[one] for one in ("chats-on-board", "deck-full-and-growing"))
    assert akin(lesson, gap, turn)
    assert not akin(lesson, gap, asked["forty-to-eighty"])
    one = asked["forty-to-eighty"]
    again = one.model_copy(update={"id": "again", "text": f"Suppose so. {one.text}"})
    more = lesson.model_copy(update={"challenge": (*lesson.challenge, again)})
    assert akin(more, one, again), "what says the same in other words"


@every_lesson
def test_what_is_asked_cold_stands_by_itself_where_it_has_such_words(lesson: Lesson) -> None:
    for beat in chosen(lesson, "challenge"):
        if kind(lesson, beat.question.id) == "step":
            assert beat.wording, "a step's own words need its concept"


def test_an_answer_says_in_which_words_it_was_asked() -> None:
    lesson = LESSONS["retrieval"]
    talk = begun(lesson, "learn")
    asked(talk, lesson, half=False)
    exits = {one.question for one in talk.facts if isinstance(one, Attempt) and one.phase == "exit"}
    assert exits
    for name in exits:
        assert talk.items[lesson.id, name].wording
