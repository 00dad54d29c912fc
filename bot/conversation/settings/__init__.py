"""Settings: one card that says what is set, and a card for each that can be chosen.

An act is ``set``, alone for the card of all, or with the name of a setting and what is chosen of
it. What is typed on a card comes as ``set <name> typed``. Each choice is put on record and in
force at once.
"""

from bot.conversation.settings import cards, choices, times, zone
from bot.conversation.settings.cards import overview
from bot.conversation.turn import Scene

__all__ = ["act", "overview"]


def act(scene: Scene, arguments: list[str]) -> None:
    """Carry out a choice on one of the cards."""
    match arguments:
        case []:
            scene.answered()
            cards.overview(scene)
        case ["done"]:
            scene.answered()
            cards.done(scene)
        case ["zone", *chosen]:
            zone.act(scene, chosen)
        case ["times" | "days" | "quiet" | "agree" as name, *chosen]:
            times.act(scene, name, chosen)
        case [name, *chosen]:
            choices.act(scene, name, chosen)
