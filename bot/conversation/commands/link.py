"""/link: make a code that links this account to one elsewhere; with a code, link it to that one."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.identities import linking
from bot.conversation.needs.learner import Needs
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return linking.needs(argument)


def _run(scene: Scene, argument: str) -> None:
    linking.link(scene, argument)


LINK = ChatCommand("link", _run, argument="code", needs=_needs)
