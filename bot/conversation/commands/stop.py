"""/stop: leave the lesson, whose place is kept, or the review, whose questions stay due."""

from dataclasses import replace

from bot.conversation.commands.base import ChatCommand
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    run = scene.session.run
    scene.close()
    if scene.session.review:
        scene.session = replace(scene.session, review=None)
        scene.say(phrase("stop.review"))
        return
    if run is None:
        scene.say(phrase("stop.nothing"))
        return
    scene.session = scene.session.put_away()
    card = scene.library.cards.get(run.lesson)
    scene.say(phrase("stop.kept", title=card.title if card else run.lesson))


STOP = ChatCommand("stop", _run)
