"""/settings: what is set, and a way to change each."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.settings import cards
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    cards.overview(scene)


SETTINGS = ChatCommand("settings", _run)
