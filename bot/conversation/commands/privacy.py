"""/privacy: what is kept, why, for how long and who can read it, in five lines."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    lines = [phrase(f"privacy.{text}") for text in ("what", "why", "long", "who", "yours")]
    scene.say("\n\n".join([phrase("privacy"), "\n".join(f"- {line}" for line in lines)]))


PRIVACY = ChatCommand("privacy", _run)
