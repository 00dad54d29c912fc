"""The time zone: picked, or typed as a city, a country or an offset."""

from bot.conversation.language.locale import manner
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer
from bot.conversation.settings import times
from bot.conversation.settings.cards import card, overview, quoted, typed
from bot.conversation.settings.changing import change
from bot.conversation.turn import Scene
from bot.learning import zones
from bot.learning.zones import Found

PICKS = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "America/Mexico_City",
    "Africa/Lagos",
    "Asia/Kolkata",
    "Asia/Tokyo",
)
"""Places to begin with, far from one another; all others are typed."""


def act(scene: Scene, chosen: list[str]) -> None:
    """Ask for the zone, or take it; ``then`` comes last if it was asked for reminders' sake."""
    on = chosen[-1:] == ["then"]
    match chosen[: len(chosen) - on]:
        case ["typed"]:
            _read(scene, on)
        case [zone]:
            _take(scene, zone, on)
        case _:
            scene.answered()
            ask(scene, on)


def ask(scene: Scene, on: bool = False) -> None:
    """Ask where the learner's clock is."""
    _show(scene, phrase("set.ask.zone"), PICKS, on)


def _read(scene: Scene, on: bool) -> None:
    text = typed(scene)
    found = zones.find(text, scene.envelope.at, manner().language)
    if found.sure and len(found.zones) == 1:
        _take(scene, found.zones[0], on)
        return
    scene.answered_with(quoted(text))
    _show(scene, phrase(f"set.zone.{_doubt(found)}", text=quoted(text)), found.zones or PICKS, on)


def _doubt(found: Found) -> str:
    if not found.zones:
        return "unknown"
    return "several" if found.sure else "near"


def _take(scene: Scene, zone: str, on: bool) -> None:
    label = zones.title(zone, manner().language)
    scene.answered_with(label)
    change(scene, "zone", zone)
    if on:
        times.ask(scene)
    else:
        overview(scene)


def _show(scene: Scene, text: str, offered: tuple[str, ...], on: bool) -> None:
    then = " then" if on else ""
    offers = [
        Offer(zones.title(zone, manner().language), f"set zone {zone}{then}") for zone in offered
    ]
    rows = [offers[first : first + 2] for first in range(0, len(offers), 2)]
    card(scene, [text], rows, words=f"set zone typed{then}")
