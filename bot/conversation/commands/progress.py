"""/progress: how far a learner is, what stays with them, and how well they judge themselves."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.lesson import experiment
from bot.conversation.needs.learner import AHEAD, Needs
from bot.conversation.phrases import phrase
from bot.conversation.progress import words
from bot.conversation.progress.picture import chart
from bot.conversation.progress.profile import Profile, profile_of
from bot.conversation.review import queue
from bot.conversation.session import Session
from bot.conversation.settings import ready_by
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return Needs(progress=True, history=True, totals=True, experiment=True, due=True, ahead=AHEAD)


def _run(scene: Scene, argument: str) -> None:
    if scene.envelope.overheard:
        scene.say(phrase("progress.alone"))
        return
    profile = profile_of(scene)
    if not (profile.lessons or profile.answered):
        scene.say(phrase("progress.none"))
        return
    parts = [
        phrase("progress.title"),
        words.lessons(profile),
        ready_by.progress(scene),
        " ".join(part for part in (words.streak(profile), words.goal(scene)) if part),
        *words.predictions(profile),
        words.beliefs(scene),
        *experiment.progress(scene),
        _outlook(scene, profile),
    ]
    text = "\n\n".join(part for part in parts if part)
    if profile.answered:
        scene.outputs.append(chart(profile, text))
    else:
        scene.say(text)


def _outlook(scene: Scene, profile: Profile) -> str:
    """What is due, and on which days; no numbers for who comes back after long silence."""
    week = "" if queue.returning(scene) else words.due(profile)
    return " ".join(part for part in (queue.outlook(scene), week) if part)


PROGRESS = ChatCommand("progress", _run, needs=_needs)
