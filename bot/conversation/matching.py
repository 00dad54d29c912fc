"""Typed words as a choice of the open question: its number, its label, or a beginning of it."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from bot.conversation.manner import LANGUAGES, Manner, speaking
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer, Open

_DIGITS = 4
"""Digits of the longest number that is looked at: far more than any question has choices."""

_KEYCAP = re.compile("[\ufe0f\u20e3]")
_PAUSE = re.compile(r"[,;:](?=\s|$)")
_FIRST = re.compile(r"\w+(?:'| )")
"""A label's first word; one that is cut short, as in "l'eau", ends in its apostrophe."""


def match(text: str, asked: Open) -> str | None:
    """The act that ``text`` stands for, or ``None`` if it fits no choice or several.

    Where words are an answer, a text is one unless it is just a label or a number.

    A whole label comes before a number (a choice may be called "2"), a number before the words
    after a label's colon, and these before the beginning of either: so "no" is the answer and not
    "No idea". "coding" fits both "Sure: coding" and "Probably: coding", so it stands for picking
    it, with the confidence open.
    """
    wanted = _fold(text)
    if not wanted:
        return None
    offers = asked.offers
    if len(same := [one for one in offers if _fold(one.label) == wanted]) == 1:
        return same[0].act
    if wanted.isdecimal():
        number = int(wanted) if len(wanted) <= _DIGITS else 0
        if 1 <= number <= len(offers):
            return offers[number - 1].act
        return asked.words or None
    if asked.words:
        return asked.words
    return _one_of([one for one in offers if _answer(one) == wanted]) or _one_of(
        [one for one in offers if _begins(one, wanted)]
    )


def _one_of(offers: Sequence[Offer]) -> str | None:
    """The act of the only one, or picking what all of these commit to."""
    if len(offers) == 1:
        return offers[0].act
    picked = {tuple(one.act.split()[:2]) for one in offers}
    if len(picked) == 1 and (pick := picked.pop())[0] == "commit":
        return f"pick {pick[1]}"
    return None


def _answer(offer: Offer) -> str:
    return _fold(offer.label.partition(": ")[2])


def _begins(offer: Offer, wanted: str) -> bool:
    label = _fold(offer.label)
    if label.startswith(wanted) or _answer(offer).startswith(wanted):
        return True
    first = _FIRST.match(label)
    # Only where it would fit, since who speaks English needs no other language's catalogue.
    return (
        first is not None
        and label.startswith(wanted, first.end())
        and first[0].rstrip() in _articles()
    )


@cache
def _articles() -> frozenset[str]:
    """The articles of all languages: a lesson may be in another one than its learner."""
    found: set[str] = set()
    for language in LANGUAGES:
        with speaking(Manner(language)):
            found.update(phrase("match.articles").split())
    return frozenset(found)


def _fold(text: str) -> str:
    """The words without case, width, pauses, outer punctuation and surplus space."""
    wide = _KEYCAP.sub("", unicodedata.normalize("NFKC", text)).casefold()
    words = " ".join(_PAUSE.sub(" ", wide.replace("’", "'")).split())
    return words.strip(" .!?…\"'“”[]()") or words
