"""/admin: what those do who edit what is taught. To all others there is no such command."""

from bot.conversation.acts import Acting
from bot.conversation.admin.registry import ACTS
from bot.conversation.commands.base import ChatCommand
from bot.conversation.menu import unexpected
from bot.conversation.needs.learner import Needs
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _meant(session: Session | None, argument: str) -> Acting:
    """What follows the command is what a button might stand for."""
    return ACTS.find(("admin", *argument.split()), session)


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    acting = _meant(session, argument)
    return acting.act.needs(library, session, *acting.arguments)


def _run(scene: Scene, argument: str) -> None:
    if not scene.known.roles:
        unexpected.unexpected(scene)
        return
    acting = _meant(scene.session, argument)
    acting.act.run(scene, *acting.arguments)


ADMIN = ChatCommand("admin", _run, argument="words", needs=_needs)
