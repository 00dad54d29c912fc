"""The page on what each mode asks of a learner is what its command prints."""

import pytest

from bench import teaching
from bot.conversation.lesson.modes import offered
from tests.rigs.courses import read_lesson
from tests.rigs.paths import LESSONS


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
    assert not found, "the page is out of date: python -m bench teaching write"


@pytest.mark.parametrize("name", ["coffee", "rain"])
def test_every_kind_of_question_and_work_is_played_to_the_end(name: str) -> None:
    lesson = read_lesson(LESSONS / f"{name}.md")
    for mode, _ in offered(lesson):
        good, bad = (teaching.play(lesson, mode, misses=misses) for misses in (False, True))
        assert min(good.presses, bad.presses) > 0
        assert good.questions <= bad.questions or mode == "project"
