"""The page on what each mode asks of a learner is what its command prints."""

from bench import teaching
from bot.conversation.lesson.modes import offered


def test_the_page_is_what_its_command_prints() -> None:
    """Three lessons are played; of the others it is enough that all their modes are there."""
    page = teaching.PAGE.read_text(encoding="utf-8")
    assert page.startswith(teaching.head())
    lessons = teaching.originals()
    written = [line.split(" | ")[:2] for line in page.splitlines() if line.startswith("| ")][2:]
    assert written == [[f"| {one.id}", mode] for one in lessons for mode, _ in offered(one)]
    sample = [lessons[0], lessons[len(lessons) // 2], lessons[-1]]
    found = [line for line in teaching.rows(sample) if line not in page.splitlines()]
    assert not found, "the page is out of date: python -m bench teaching write"
