"""/forget: all that is kept of the learner is deleted, after asking once."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.needs.learner import Needs
from bot.conversation.privacy import forget
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return forget.NEEDS


def _run(scene: Scene, argument: str) -> None:
    forget.ask(scene)


FORGET = ChatCommand("forget", _run, needs=_needs)
