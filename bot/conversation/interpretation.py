"""What an input stands for: an act of the open question, or why it does not count.

An input becomes an *act*, a short text such as ``commit 0 sure``: a press by its token, typed words
by the choice that they match (its number, its label, or a beginning of it). Only choices of the
open question have acts, so nothing can be reached that was not offered.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation import buttons
from bot.conversation.inputs import Input, Press, Text, Upload
from bot.conversation.session import Offer, Open, Session

_DIGITS = 4
"""Digits of the longest number that is looked at: far more than any question has choices."""

_KEYCAP = re.compile("[\ufe0f\u20e3]")
_PAUSE = re.compile(r"[,;:](?=\s|$)")
_ARTICLE = re.compile(r"(an?|the|der|die|das|den|dem|eine?[nmr]?) ")
"""Of the languages that lessons are written in."""


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
    plain = _ARTICLE.sub("", label, count=1) if _ARTICLE.match(label) else label
    return any(words.startswith(wanted) for words in (label, plain, _answer(offer)))


def _fold(text: str) -> str:
    """The words without case, width, pauses, outer punctuation and surplus space."""
    wide = _KEYCAP.sub("", unicodedata.normalize("NFKC", text)).casefold()
    words = " ".join(_PAUSE.sub(" ", wide.replace("’", "'")).split())
    return words.strip(" .!?…\"'“”[]()") or words


@dataclass(frozen=True, slots=True)
class Stray:
    """An input that does not count, and what its learner is told; nothing if it is not ours."""

    key: str | None


def act_of(session: Session | None, given: Press | Text | Upload) -> str | Stray | None:
    """What an input stands for; ``None`` for words that fit no choice, or an unwanted file."""
    if session is None:
        return None
    if isinstance(given, Upload):
        return _file(session, given)
    if isinstance(given, Text):
        if given.question:
            return _written(session, given)
        return match(given.text, session.open) if session.open else None
    token = buttons.parse(given.token)
    if token is None:
        return Stray(None)
    meant = _meant(session, token.nonce, token.question)
    if isinstance(meant, Open):
        offers, choice = meant.offers, token.choice - meant.first
        if choice < 0:
            return Stray("press.changed")
        return offers[choice].act if choice < len(offers) else Stray(None)
    return meant


def _file(session: Session, given: Upload) -> str | Stray | None:
    """A file is an answer where files are wanted, or belongs to the one that it was sent with."""
    if session.album and given.album == session.album.id:
        return "add"
    if given.question:
        return _written(session, given)
    asked = session.open
    return asked.words if asked and asked.files else None


def _written(session: Session, given: Text | Upload) -> str | Stray | None:
    """Words for a certain question: an answer as they are, even if they read like a choice."""
    name = buttons.named(given.question)
    if name is None:
        return Stray(None)
    meant = _meant(session, *name)
    if isinstance(meant, Open):
        if not meant.words:
            return Stray(None)
        if isinstance(given, Upload):
            return meant.words if meant.files else None
        return meant.words if given.text.strip() else None
    # These words were kept nowhere, so that they were got already would be untrue.
    return Stray("press.closed") if meant.key == "press.again" else meant


def _meant(session: Session, nonce: str, number: int) -> Open | Stray:
    """The open question, if that is the one, or why it is not."""
    if nonce != session.nonce or number > session.asked:
        return Stray("press.foreign")
    if session.open and number == session.open.number:
        return session.open
    return Stray("press.again" if number == session.answered else "press.closed")


def aimed(given: Input) -> bool:
    """Whether an input is an answer to a certain question, and only to that."""
    if isinstance(given, Text | Upload):
        return bool(given.question)
    return isinstance(given, Press)
