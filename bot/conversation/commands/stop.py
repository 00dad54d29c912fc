"""/stop: leave the lesson; the place in it is kept."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene


def _run(scene: Scene, argument: str) -> None:
    run = scene.session.run
    scene.close()
    if run is None:
        scene.say(phrase("stop.nothing"))
        return
    scene.session = scene.session.put_away()
    card = scene.library.cards.get(run.lesson)
    scene.say(phrase("stop.kept", title=card.title if card else run.lesson))


STOP = ChatCommand("stop", _run)
