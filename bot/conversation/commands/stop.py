"""/stop: leave the lesson, whose place is kept, or the review, whose questions stay due."""

from bot.conversation.acts import Act
from bot.conversation.commands.base import ChatCommand
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.values import replace


def _run(scene: Scene, argument: str) -> None:
    said = _left(scene)
    if scene.envelope.overheard:
        # Whoever wants to end a class writes this in its group, and it is not what they leave.
        said = f"{said}\n\n{phrase('stop.class')}"
    scene.say(said)


def _left(scene: Scene) -> str:
    """Leave what is under way, and say what becomes of it."""
    run = scene.session.run
    scene.close()
    if scene.session.review:
        scene.session = replace(scene.session, review=None)
        return phrase("stop.review")
    if run is None:
        return phrase("stop.nothing")
    scene.session = scene.session.put_away()
    card = scene.library.cards.get(run.lesson)
    return phrase("stop.kept", title=card.title if card else run.lesson)


def _leave(scene: Scene) -> None:
    _run(scene, "")


ACTS = (Act("leave", _leave),)
STOP = ChatCommand("stop", _run)
