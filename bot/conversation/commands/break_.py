"""/break: the tutor stays quiet for a while; what follows may say from when to when."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.settings import break_
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    if argument:
        break_.read(scene, argument)
    else:
        break_.show(scene)


BREAK = ChatCommand("break", _run, argument="when")
