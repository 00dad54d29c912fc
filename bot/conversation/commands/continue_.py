"""/continue: go on where the learner was."""

from bot.conversation.acts import UnderWay
from bot.conversation.commands.base import ChatCommand
from bot.conversation.lesson import acts
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.review import queue, review
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    if session and session.review:
        return queue.needs_resume(library, session)
    run = session.latest if session else None
    return acts.needs(run) if run else Needs()


def _run(scene: Scene, argument: str) -> None:
    if scene.session.review:
        review.resume(scene)
    elif run := scene.session.latest:
        acts.resume(scene, run)
    else:
        scene.say(phrase("continue.nothing"))


def _goes_on(session: Session, argument: str) -> UnderWay | None:
    return session.review or session.latest


CONTINUE = ChatCommand("continue", _run, needs=_needs, goes_on=_goes_on)
