"""/sources: where the figures and claims of the lesson under way come from."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.menu import sources
from bot.conversation.needs.learner import Needs
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    card = finding.find(library, argument) if argument else None
    return sources.needs(library, session, card.id if card else argument)


def _run(scene: Scene, argument: str) -> None:
    sources.tell(scene)


SOURCES = ChatCommand("sources", _run, argument="lesson", needs=_needs)
