"""Somebody before the first of four milestones, of which a rubric looks at three."""

from bot.conversation.facts.learner import Submission
from bot.conversation.inputs import Command
from bot.lessons.model import Lesson
from bot.lessons.practice import Milestone, Pair, Project
from tests.rigs.talk import Conversation

TITLES = ("Ask", "Count", "Compare", "Write")
RUBRIC = ("All hangs together.", "It is counted.", "Both agree.", "It is asked.", "It is exact.")
ABOUT = ((), (2,), (2, 3), (1,), (2,))


def before_milestones(pairs: tuple[Pair, ...] = (), **second: object) -> Conversation:
    """A project is begun; ``pairs`` go with its rubric, and *Count* has these values as well."""
    parts = [
        Milestone.model_validate(
            {"id": title.lower(), "title": title, "text": "Do it."}
            | (second if title == "Count" else {})
        )
        for title in TITLES
    ]
    project = Project(
        brief="Brief.", milestones=tuple(parts), rubric=RUBRIC, about=ABOUT, pairs=pairs
    )
    talk = Conversation([Lesson(id="own", title="Own", minutes=1, project=project)])
    talk.send(Command("learn", "own"))
    talk.press("Project", "Continue")
    return talk


def agree(talk: Conversation) -> None:
    """Find all of it there, as often as that is asked, and go on."""
    while {"All of it", "None: it does"} & {*talk.labels}:
        talk.press("All of it" if "All of it" in talk.labels else "None: it does")
    if "Yes, go on" in talk.labels:
        talk.press("Yes, go on")


def work(talk: Conversation, item: str = "ask") -> list[str]:
    """What was handed in for a milestone, in words."""
    return [one.text for one in talk.facts if isinstance(one, Submission) and one.item == item]
