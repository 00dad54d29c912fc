"""/learn: choose a lesson; its name or the beginning of it leads straight there."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.menu import menu
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    if not argument:
        menu.everything(scene)
    elif found := scene.library.find(argument):
        menu.card(scene, found.id)
    else:
        scene.say(phrase("lesson.unknown", text=_quoted(argument)))


def _quoted(text: str) -> str:
    """Somebody's words, safe inside a sentence: one line, no Markdown, not too long."""
    plain = "".join(mark if mark.isalnum() or mark in " .,'-" else " " for mark in text)
    return " ".join(plain.split())[:40]


LEARN = ChatCommand("learn", _run, argument="lesson")
