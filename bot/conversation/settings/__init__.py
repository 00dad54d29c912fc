"""Settings: one card that says what is set, and a card for each that can be chosen.

An act is ``set``, alone for the card of all, or with the name of a setting and what is chosen of
it. What is typed on a card comes as ``set <name> typed``. Each choice is put on record and in
force at once.
"""

from bot.conversation.acts import Act
from bot.conversation.settings import cards, choices, times, zone
from bot.conversation.settings.cards import overview
from bot.conversation.turn import Scene

__all__ = ["ACTS", "overview"]


def act(scene: Scene, *words: str) -> None:
    """Carry out a choice on one of the cards."""
    match list(words):
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


ACTS = (Act("set", act),)
