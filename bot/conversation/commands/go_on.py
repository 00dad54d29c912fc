"""/continue: go on where the learner was."""

from bot.conversation import play, reviewing, schedule
from bot.conversation.commands.base import ChatCommand
from bot.conversation.known import Needs
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Run, Session
from bot.lessons.library import Library


def _under_way(session: Session | None) -> Run | None:
    if session is None:
        return None
    return session.run or next(iter(session.shelf), None)


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    if session and session.review:
        return schedule.needs_resume(library, session)
    run = _under_way(session)
    return play.needs(run) if run else Needs()


def _run(scene: Scene, argument: str) -> None:
    if scene.session.review:
        reviewing.resume(scene)
    elif run := _under_way(scene.session):
        play.resume(scene, run)
    else:
        scene.say(phrase("continue.nothing"))


CONTINUE = ChatCommand("continue", _run, needs=_needs)
