"""Codes that link: drawn elsewhere, shown once, and known by their hash after that.

A code is ten marks of thirty-two, 50 bits. It holds for a quarter of an hour and for a single
account, each account may miss five in an hour, and is not told what is wrong with a code. So a
million accounts that guess for all of that time hit a valid code about once in 10^8 tries. Nor does
the hash give a code away while it holds: 2^50 of them take a day on a good graphics card.
"""

import hashlib

from bot.learning.items import HOUR
from bot.lessons.library import Library

MARKS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a code is made of: nothing in it is taken for something else."""

LENGTH = 10

LINK = "link-"
"""How the payload of a link begins that links accounts: ``link-<code>``."""

HOLDS = HOUR // 4
"""Microseconds that a code holds: a quarter of an hour."""

MAX_CODES = 5
"""Codes that an account may make, and may miss, in an hour."""


def read(text: str) -> str:
    """The code in a text, or in a link within it; empty if there is none."""
    _, _, word = text.strip().rpartition(LINK)
    code = "".join(mark for mark in word.upper() if mark not in " -‐–")
    return code if len(code) == LENGTH and all(mark in MARKS for mark in code) else ""


def linked_by(library: Library, payload: str) -> str:
    """What a link's payload gives as a code; empty if it is for something else."""
    word = payload.strip()
    lesson = word.lower() in library.cards
    return word.removeprefix(LINK) if word.startswith(LINK) and not lesson else ""


def hash_code(code: str) -> str:
    return hashlib.sha256(f"link {code}".encode()).hexdigest()


def render(code: str) -> str:
    """A code as it is easily copied by hand."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
