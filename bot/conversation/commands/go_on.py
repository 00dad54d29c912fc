"""/continue: go on where the learner was."""

from bot.conversation import play, reviewing, schedule
from bot.conversation.commands.base import ChatCommand
from bot.conversation.known import Needs
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Session
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    if session and session.review:
        return schedule.needs_resume(library, session)
    run = session.latest if session else None
    return play.needs(run) if run else Needs()


def _run(scene: Scene, argument: str) -> None:
    if scene.session.review:
        reviewing.resume(scene)
    elif run := scene.session.latest:
        play.resume(scene, run)
    else:
        scene.say(phrase("continue.nothing"))


CONTINUE = ChatCommand("continue", _run, needs=_needs)
