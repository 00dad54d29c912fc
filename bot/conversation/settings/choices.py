"""The settings that are a choice of a few."""

from bot.conversation.language.locale import LANGUAGES
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer
from bot.conversation.settings import words
from bot.conversation.settings.cards import card, overview, ticked
from bot.conversation.settings.changing import change
from bot.conversation.turn import Scene

GOALS = (0, 5, 10, 20, 40)
"""Answers a day that can be aimed at; 0 is no goal."""


def act(scene: Scene, name: str, chosen: list[str]) -> None:
    """Show the choice, or take it."""
    values = _values(name)
    if not chosen:
        scene.answered()
        _show(scene, name, values)
        return
    label, value = values[int(chosen[0])]
    scene.answered_with(label)
    change(scene, name, value)
    overview(scene)


def _show(scene: Scene, name: str, values: list[tuple[str, object]]) -> None:
    now = getattr(scene.session.preferences, name)
    offers = [
        Offer(ticked(label, value == now), f"set {name} {number}")
        for number, (label, value) in enumerate(values)
    ]
    rows = [offers[first : first + 3] for first in range(0, len(offers), 3)]
    card(scene, [phrase(f"set.ask.{name}")], rows)


def _values(name: str) -> list[tuple[str, object]]:
    """What can be chosen, each with its label; raises ``ValueError`` for no such setting."""
    match name:
        case "goal":
            return [(words.goal(answers), answers) for answers in GOALS]
        case "pace":
            return [(phrase(f"set.pace.{pace}"), pace) for pace in ("long", "short")]
        case "language":
            return [(words.language(code), code) for code in ("", *LANGUAGES)]
        case "confidence" | "experiment" | "news":
            return [(words.on_off(choice), choice) for choice in (True, False)]
    raise ValueError(f"there is no setting {name}")
