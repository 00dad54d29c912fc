"""/progress: how far a learner is, what stays with them, and how well they judge themselves."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.lesson import experiment
from bot.conversation.needs.learner import AHEAD, Needs
from bot.conversation.phrases import phrase
from bot.conversation.progress import goals, words
from bot.conversation.progress.picture import chart
from bot.conversation.progress.profile import figures
from bot.conversation.question import memory
from bot.conversation.session import Session
from bot.conversation.turn import Scene
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
        words.lessons(found),
        " ".join(part for part in (words.streak(found), goals.week(scene)) if part),
        *words.predictions(found),
        words.changed(scene),
        *experiment.progress(scene),
        " ".join(part for part in (memory.outlook(scene), words.week(found)) if part),
    ]
    text = "\n\n".join(part for part in parts if part)
    if found.answered:
        scene.outputs.append(chart(found, text))
    else:
        scene.say(text)


PROGRESS = ChatCommand("progress", _run, needs=_needs)
