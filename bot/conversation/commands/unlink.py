"""/unlink: two linked accounts become two learners again, after asking which keeps what."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.identities import unlinking
from bot.conversation.needs.learner import Needs
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return unlinking.NEEDS


def _run(scene: Scene, argument: str) -> None:
    unlinking.ask(scene)


UNLINK = ChatCommand("unlink", _run, needs=_needs)
