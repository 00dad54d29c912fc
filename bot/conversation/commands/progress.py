"""/progress: how far a learner is, what stays with them, and how well they judge themselves."""

from bot.conversation import goals, insight, schedule, trying
from bot.conversation.charting import chart
from bot.conversation.commands.base import ChatCommand
from bot.conversation.figures import figures
from bot.conversation.known import AHEAD, Needs
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Session
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return Needs(progress=True, mirror=True, past=True, trial=True, due=True, ahead=AHEAD)


def _run(scene: Scene, argument: str) -> None:
    found = figures(scene)
    if not found.lessons:
        scene.say(phrase("progress.none"))
        return
    parts = [
        phrase("progress.title"),
        insight.lessons(found),
        " ".join(part for part in (insight.streak(found), goals.week(scene)) if part),
        *insight.predictions(found),
        insight.changed(scene),
        *trying.progress(scene),
        " ".join(part for part in (schedule.outlook(scene), insight.week(found)) if part),
    ]
    text = "\n\n".join(part for part in parts if part)
    if found.answered:
        scene.outputs.append(chart(found, text))
    else:
        scene.say(text)


PROGRESS = ChatCommand("progress", _run, needs=_needs)
