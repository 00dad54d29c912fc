"""/help: how this works, and what else there is."""

from collections.abc import Callable, Iterable

from bot.conversation.commands.base import ChatCommand
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene


def help_on(commands: Callable[[], Iterable[ChatCommand]]) -> ChatCommand:
    """The command that explains these commands; they are asked for when it runs."""

    def run(scene: Scene, argument: str) -> None:
        lines = [
            phrase("help.command", name=command.name, summary=command.summary)
            for command in commands()
        ]
        here = [phrase("help.group")] if scene.envelope.place else []
        you = phrase("help.you", learner=scene.envelope.sender)
        scene.say(
            "\n\n".join([phrase("help"), *here, "\n".join(f"- {line}" for line in lines), you])
        )

    return ChatCommand("help", run)
