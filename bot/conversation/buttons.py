"""What a button carries: ``1<nonce>.<question>.<choice>``.

A token says which session, which question and which choice, and nothing about the answer, so no key
leaks. It is at most 24 ASCII bytes long, so Telegram's 64 bytes and Discord's 100 characters hold
by construction. The leading ``1`` is the format's version; with a ``2`` the button is shared by the
members of a class, whose id takes the place of a session's nonce. With a ``3`` it is a card's about
the classes of a chat, which belongs to whoever asked for it there. ``4<key>`` is the button of a
question that was posted, for anybody.

==============================  ==============================================
a press on                      what it is
==============================  ==============================================
the open question               it counts
the question just closed        a double tap or redelivery: nothing changes
an older question               closed; a way to go on is offered
another nonce                   another learner's, or from before a reset
anything else                   not ours
==============================  ==============================================
"""

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import count

from bot.values import value

MAX_BYTES = 24
"""Bytes of the longest token."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FORM = re.compile(r"([123])([a-v0-9]{8})\.([a-z0-9]{1,8})\.([a-z0-9]{1,4})", re.ASCII)
_POSTED = re.compile(r"4([a-v0-9]{8})", re.ASCII)
_NONCE = re.compile(r"[a-v0-9]{8}", re.ASCII)
_NAME = re.compile(r"([a-v0-9]{8})\.([0-9]{1,12})", re.ASCII)


@value
class Token:
    """A press, taken apart; ``question`` and ``choice`` are numbers that count from 1 and 0."""

    nonce: str
    question: int
    choice: int
    shared: bool = False
    of_chat: bool = False

    def __str__(self) -> str:
        form = 3 if self.of_chat else 2 if self.shared else 1
        return f"{form}{self.nonce}.{_base36(self.question)}.{_base36(self.choice)}"


def choice_tokens(nonce: str, question: int, first: int = 0) -> Iterator[str]:
    """The tokens of a question's choices from this number on, as buttons carry them."""
    stem = f"1{nonce}.{_base36(question)}."
    return (stem + _base36(choice) for choice in count(first))


@lru_cache(maxsize=64)
def parse(text: str) -> Token | None:
    """The token in ``text``, or ``None`` if it is none of ours."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    form, nonce, question, choice = match.groups()
    return Token(nonce, int(question, 36), int(choice, 36), form == "2", form == "3")


def question_token(key: str) -> str:
    """The token on a card that leads to the question of this key."""
    return f"4{key}"


def posted_key(text: str) -> str:
    """The key that such a token holds; empty if it is none."""
    match = _POSTED.fullmatch(text)
    return match[1] if match else ""


def is_nonce(text: str) -> bool:
    """Whether this has the form of what ``nonce`` makes."""
    return _NONCE.fullmatch(text) is not None


def name(nonce: str, question: int) -> str:
    """A question's name among all that were ever asked of a learner."""
    return f"{nonce}.{question}"


def parse_question_name(text: str) -> tuple[str, int] | None:
    """The nonce and the number in a question's name, or ``None`` if it is none of ours."""
    match = _NAME.fullmatch(text)
    return (match[1], int(match[2])) if match else None


def nonce(seed: str) -> str:
    """A session's nonce from what began it: 40 bits of its SHA-256 in base 32.

    It need not be secret, only unlikely to be another's: the learner could have typed what a forged
    press says.
    """
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:5], "big")
    return "".join(_DIGITS[(number >> shift) & 31] for shift in range(35, -1, -5))


def _base36(number: int) -> str:
    if 0 <= number < len(_DIGITS):
        return _DIGITS[number]
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if number == 0:
            return digits
