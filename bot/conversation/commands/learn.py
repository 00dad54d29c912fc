"""/learn: choose a lesson; words of its name, its id or its tags lead there."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.menu import menu
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    if argument:
        menu.search(scene, argument)
    else:
        menu.everything(scene)


LEARN = ChatCommand("learn", _run, argument="lesson")
