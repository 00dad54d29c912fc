"""/progress: how far a learner is, what stays with them, and how well they judge themselves."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.lesson import experiment
from bot.conversation.needs.learner import AHEAD, Needs
from bot.conversation.phrases import phrase
from bot.conversation.progress import words
from bot.conversation.progress.picture import chart
from bot.conversation.progress.profile import profile_of
from bot.conversation.review import queue
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return Needs(progress=True, history=True, totals=True, experiment=True, due=True, ahead=AHEAD)


def _run(scene: Scene, argument: str) -> None:
    if scene.envelope.overheard:
        scene.say(phrase("progress.alone"))
        return
    profile = profile_of(scene)
    if not profile.lessons:
        scene.say(phrase("progress.none"))
        return
    parts = [
        phrase("progress.title"),
        words.lessons(profile),
        " ".join(part for part in (words.streak(profile), words.goal(scene)) if part),
        *words.predictions(profile),
        words.beliefs(scene),
        *experiment.progress(scene),
        " ".join(part for part in (queue.outlook(scene), words.due(profile)) if part),
    ]
    text = "\n\n".join(part for part in parts if part)
    if profile.answered:
        scene.outputs.append(chart(profile, text))
    else:
        scene.say(text)


PROGRESS = ChatCommand("progress", _run, needs=_needs)
