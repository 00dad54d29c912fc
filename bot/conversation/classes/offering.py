"""Which lesson a class is on: the one that is named, or one that is picked among those that fit.

Without a word all lessons are offered, a page at a time, in the order of their courses; with words
those that hold them. A button carries a number made of the lesson's id, so it means the same one
whatever is published meanwhile.
"""

from collections.abc import Sequence
from hashlib import sha256

from bot.conversation import availability
from bot.conversation.classes import chat_card
from bot.conversation.classes.chat_card import Kind, Labels
from bot.conversation.classes.controls import LEAST
from bot.conversation.language.markup import mention
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.faults import shorten
from bot.lessons.library import Library

SEVERAL = 8
"""Lessons that are offered at once."""

_QUOTED = 60
"""Characters of a message that are quoted."""

_PAGES = 100
"""Numbers of buttons that turn to a page; from here on they stand for lessons."""

_NUMBERS = 36**4 - _PAGES
"""How many numbers there are for lessons: what fits in a button's four digits."""


def found(library: Library, argument: str) -> list[Card]:
    """The lesson that words mean; several, if it may be any of these."""
    words = argument.strip()
    return finding.meant(library, words, SEVERAL) if words else []


def near(library: Library, words: str) -> list[Card]:
    """Lessons that these words may be about, though none holds all of them."""
    return finding.mentioned(library, words, SEVERAL) or finding.like(library, words, SEVERAL)


def offer_near(scene: Scene, cards: Sequence[Card], words: str) -> None:
    """Offer lessons that a message may be about, or somebody who has mistyped."""
    text = phrase("class.near", text=mention(shorten(words, _QUOTED)))
    chat_card.put(scene, Kind.LESSONS, text, [[_lesson(card)] for card in cards])


def offered(scene: Scene, cards: Sequence[Card], words: str) -> None:
    """Offer these lessons, which all hold these words."""
    text = phrase("class.several", text=mention(words))
    chat_card.put(scene, Kind.LESSONS, text, [[_lesson(card)] for card in cards])


def offer_all(scene: Scene) -> None:
    """Offer all lessons that a class can be on."""
    cards = _fitting(scene)
    if not cards:
        scene.say(phrase("class.none"))
        return
    chat_card.put(scene, Kind.LESSONS, _all_text(scene), _page(cards, 0))


def meant(library: Library, number: int) -> Card | None:
    """The lesson that a button stands for; ``None`` if it turns a page, or there is none."""
    return next((card for card in library.cards.values() if _number(card) == number), None)


def turn(scene: Scene, number: int) -> None:
    """Turn to another page."""
    cards = _fitting(scene)
    if number < _PAGES and cards:
        chat_card.change(scene, Kind.LESSONS, phrase("class.which"), _page(cards, number))


def close(scene: Scene, card: Card) -> None:
    """The lesson was picked, so no other is offered any more."""
    chat_card.close(scene, Kind.LESSONS, phrase("class.picked_lesson", title=card.title))


def _all_text(scene: Scene) -> str:
    runs = scene.envelope.place is not None and scene.envelope.place.runs
    parts = [
        phrase("class.which"),
        phrase("class.which.more"),
        phrase("class.which.admins") if runs else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _fitting(scene: Scene) -> list[Card]:
    ordered = [id for course in scene.library.courses for id in course.lessons]
    cards = scene.library.cards
    found = [cards[id] for id in dict.fromkeys([*ordered, *cards]) if id in cards]
    return [
        card
        for card in found
        if len(card.questions) >= LEAST and not availability.lock(scene, card.id)
    ]


def _page(cards: Sequence[Card], page: int) -> Labels:
    pages = -(-len(cards) // SEVERAL)
    page %= pages
    shown = cards[page * SEVERAL : (page + 1) * SEVERAL]
    rows = [[_lesson(card)] for card in shown]
    return [*rows, [(phrase("class.pick.more"), (page + 1) % pages)]] if pages > 1 else rows


def _lesson(card: Card) -> tuple[str, int]:
    return card.title, _number(card)


def _number(card: Card) -> int:
    return _PAGES + int(sha256(card.id.encode()).hexdigest()[:12], 16) % _NUMBERS
