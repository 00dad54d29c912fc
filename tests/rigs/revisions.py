"""A lesson on tea in several revisions, and a learner in the midst of one."""

from bot.lessons.model import Lesson
from tests.rigs.courses import read_lesson
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.talk import Conversation

_PLAIN = read_lesson(KITCHEN / "tea.md")
TEA = _PLAIN.model_copy(
    update={"overview": _PLAIN.overview.model_copy(update={"matters": "It wakes people."})}
)
TINY = read_lesson(LESSONS / "tea-2.md")
SAFER = read_lesson(LESSONS / "tea-3.md")
BREAD = read_lesson(KITCHEN / "bread.md")
GERMAN = read_lesson(KITCHEN / "tea.de.md").model_copy(update={"translates": TEA.revision})


def at_the_question(lesson: Lesson = TEA) -> Conversation:
    """Ana before the prediction of how hot the water is to be."""
    ana = Conversation([lesson, BREAD])
    ana.begin("tea")
    while not any("Boiling" in label or "100" in label for label in ana.labels):
        ana.press("Continue")
    return ana
