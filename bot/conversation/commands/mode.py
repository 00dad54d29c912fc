"""/mode: another way through the lesson under way; what was done in this one is kept."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.menu import menu
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    run = scene.session.latest
    if run is None:
        scene.say(phrase("mode.none"))
    else:
        menu.ways(scene, run.lesson)


MODE = ChatCommand("mode", _run)
