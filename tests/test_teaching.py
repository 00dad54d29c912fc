"""The page on what each mode asks of a learner is what its command prints."""

import pytest

from adapters.cli.ways import ALL, HALF, NONE
from bench import teaching
from bot.conversation.lesson.modes import offered
from bot.lessons.lint.readability import AT_A_GLANCE, BESIDE, VERDICT
from bot.lessons.model import Lesson
from tests.rigs.courses import read_lesson
from tests.rigs.paths import LESSONS

LESSONS_OF_THE_COURSE = teaching.originals()


def test_the_page_is_what_its_command_prints() -> None:
    """Three lessons are played; of the others it is enough that all their modes are there."""
    page = teaching.PAGE.read_text(encoding="utf-8")
    assert page.startswith(teaching.head())
    lessons = teaching.originals()
    played, _, _ = page.partition("\n## ")
    written = [line.split(" | ")[:2] for line in played.splitlines() if line.startswith("| ")][2:]
    assert written == [[f"| {one.id}", mode] for one in lessons for mode, _ in offered(one)]
    assert not [line for line in teaching.guesses(lessons) if line not in page]
    sample = [lessons[0], lessons[len(lessons) // 2], lessons[-1]]
    found = [line for line in teaching.rows(sample) if line not in page.splitlines()]
    found += [line for line in teaching.tours(sample) if line not in page.splitlines()]
    assert not found, "the page is out of date: python -m bench teaching write"


LIMITS = {
    "presses": 14,
    "onward": 5,
    "messages": 16,
    "reveal": VERDICT,
    "message": AT_A_GLANCE,
    "beside": BESIDE,
}
"""What a first tour takes at most of anybody; who is right throughout reads 700 words at most, and
who has no idea throughout is led on once more from what is told them at the end."""

NOT_YET = frozenset(lesson.id for lesson in LESSONS_OF_THE_COURSE)
"""Lessons whose tours take more; it may only shrink."""


@pytest.mark.parametrize("lesson", LESSONS_OF_THE_COURSE, ids=lambda lesson: lesson.id)
def test_a_first_tour_is_short_for_whoever_takes_it(lesson: Lesson) -> None:
    played = {knows: teaching.tour(lesson, knows) for knows in (ALL, HALF, NONE)}
    over = [
        f"{name}: {getattr(tour, name)}"
        for knows, tour in played.items()
        for name, most in LIMITS.items()
        if getattr(tour, name) > most + (name == "onward" and knows == NONE)
    ]
    if played[ALL].words > 700:
        over.append(f"words: {played[ALL].words}")
    assert bool(over) == (lesson.id in NOT_YET), over


@pytest.mark.parametrize("name", ["coffee", "rain"])
def test_every_kind_of_question_and_work_is_played_to_the_end(name: str) -> None:
    lesson = read_lesson(LESSONS / f"{name}.md")
    for mode, _ in offered(lesson):
        good, bad = (teaching.play(lesson, mode, misses=misses) for misses in (False, True))
        assert min(good.presses, bad.presses) > 0
        assert good.questions <= bad.questions or mode == "project"
