"""/learn: choose a lesson; its name or the beginning of it leads straight there."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.language.markup import mention
from bot.conversation.menu import menu
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    if not argument:
        menu.everything(scene)
    elif found := scene.library.find(argument):
        menu.card(scene, found.id)
    else:
        scene.say(phrase("lesson.unknown", text=mention(argument)))


LEARN = ChatCommand("learn", _run, argument="lesson")
