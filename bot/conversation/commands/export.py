"""/export: everything that is kept of the learner, as a file."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.privacy import export
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    export.show(scene)


EXPORT = ChatCommand("export", _run)
