"""Finding a lesson by what somebody types: its name, words of it, or what is much like them."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import islice

from bot.lessons.card import Card
from bot.lessons.library import Library

_LIKE = 0.7
"""How alike two words must be, of 1, if a text may mean either: a letter or two off."""

_SHORT = 3
"""Letters of a word that is too short to be looked for inside of others, or for a slip."""

_MAX_TEXT_WORDS = 60
"""Words of a longer text that are looked at."""

_MAX_WORDS, _MAX_LETTERS = 8, 32
"""Words, and letters of each, that are compared at most."""


def find(library: Library, text: str) -> Card | None:
    """The lesson that ``text`` means: its id, its title, or an unmistakable beginning."""
    wanted = _fold(text)
    if not wanted:
        return None
    if exact := library.cards.get(text.strip().lower()):
        return exact
    named = [card for card in library.cards.values() if _fold(card.title) == wanted]
    begun = [card for card in library.cards.values() if _begins(card, wanted)]
    card = next((cards[0] for cards in (named, begun) if len(cards) == 1), None)
    if card is None and library.original:
        # They may know it by its name in the other language.
        known = find(library.original, text)
        return library.cards[known.id] if known else None
    return card


def search(library: Library, text: str, limit: int) -> list[Card]:
    """Lessons that hold every word of ``text`` in id, title or tags, in course order."""
    wanted = _fold(text).split()
    fitting = (
        card
        for card, words in _words(library)
        if all(any(_holds(word, part) for word in words) for part in wanted)
    )
    return list(islice(fitting, limit))


def find_lesson(library: Library, text: str, limit: int) -> list[Card]:
    """The single lesson that ``text`` means, or else those that hold its words."""
    known = find(library, text)
    return [known] if known else search(library, text, limit)


def like(library: Library, text: str, limit: int) -> list[Card]:
    """Lessons that may be meant by ``text`` though none holds all of it, in course order.

    These hold most of its letters; else it is the lesson with the most similar word.
    """
    wanted = [part for part in _fold(text).split() if len(part) >= _SHORT][:_MAX_WORDS]
    held = [
        (sum(len(part) for part in wanted if any(_holds(word, part) for word in words)), card)
        for card, words in _words(library)
    ]
    most = max((letters for letters, _ in held), default=0)
    if most:
        return [card for letters, card in held if letters == most][:limit]
    close = [
        (SequenceMatcher(None, part[:_MAX_LETTERS], word).ratio(), card)
        for card, words in _words(library)
        for word in words
        for part in wanted
        # Comparing is slow, and who mistypes a word hardly does so at its beginning.
        if word[0] == part[0] and len(word) > _SHORT
    ]
    likeness, nearest = max(close, key=lambda pair: pair[0], default=(0.0, None))
    return [nearest] if nearest and likeness >= _LIKE else []


def find_mentioned(library: Library, text: str, limit: int) -> list[Card]:
    """Lessons whose words a longer text holds, those first that it holds the most telling ones of.

    A word tells the more, the longer it is and the fewer lessons have it.
    """
    said = "".join(word if word.isalnum() else " " for word in _fold(text)).split()
    wanted = [word for word in dict.fromkeys(said) if len(word) >= _SHORT][:_MAX_TEXT_WORDS]
    lessons = list(_words(library))
    weights: dict[str, float] = {}
    for _, words in lessons:
        for part in wanted:
            if any(_fits(word, part) for word in words):
                weights[part] = weights.get(part, 0) + 1
    scored = [
        (
            sum(len(word) / weights[word] for word in wanted if any(_fits(w, word) for w in words)),
            n,
        )
        for n, (_, words) in enumerate(lessons)
    ]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1]))
    return [lessons[n][0] for _, n in best[:limit]]


def _words(library: Library) -> Iterable[tuple[Card, set[str]]]:
    """What each lesson is found by, in order; also by its names in the other language."""
    for card in library.in_order():
        original = library.source.cards.get(card.id, card)
        said = (card.id, card.title, *card.tags, original.title, *original.tags)
        yield card, set(_fold(" ".join(said)).split())


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def _begins(card: Card, text: str) -> bool:
    return _fold(card.id).startswith(text) or _fold(card.title).startswith(text)


def _holds(word: str, wanted: str) -> bool:
    """Whether a word begins with another, or contains a longer word, as a compound does."""
    return word.startswith(wanted) or (len(wanted) > _SHORT and wanted in word)


def _fits(word: str, wanted: str) -> bool:
    """Whether a word of a sentence is held, or only ends otherwise, as a plural does."""
    return _holds(word, wanted) or (len(word) > _SHORT and wanted.startswith(word))
