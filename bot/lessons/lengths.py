"""How long an answer is: words, lines, sentences, characters, and lines that say the same."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_MARKED = re.compile(r"(?:(?:[-*+•·–—>]|\(?\d{1,3}[.)]|\(?[^\W\d_][.)])\s+)+")
"""How the points of a list begin: it numbers them, and says nothing."""

STEM = 4
"""Words from which on a line says enough to be the same again with another tail."""

TAIL = 2
"""Words behind a line that has said it all: "once more"."""

NUMBERED = 3
"""Lines of one stem from which on their numbers only count them: two may well be results."""

_WORDS_BEHIND = re.compile(r"(?P<stem>.*[^\W\d_]{5}[.!]) (?P<tail>[^\W\d_]+(?: [^\W\d_]+)?)[.!]?")
"""A word or two behind a sentence's end; a short word before it may be cut: "with Dr. Roe"."""

_NUMBER_BEHIND = re.compile(
    r"(?P<stem>.*[^\W\d_][.!?…\"'”’]*) (?:#?(?P<bare>\d{1,4})"
    r"|\((?=[^()\d]*(?P<bracketed>\d{1,4}))[^()\s]+(?: [^()\s]+){0,3}\))"
)

VERDICT = 2
"""Words of a line that may well stand in a text twice: a verdict ("yes"), or a bracket of code."""


def repeated_lines(text: str) -> int:
    """How many lines only say what another has said already.

    Case, spaces and the number or mark at a line's beginning do not count, and neither does what a
    line says again with a tail (``_stem``). Verdicts in one word or two may repeat, unless there is
    nothing else.
    """
    lines = [_said(line) for line in text.splitlines() if line.strip()]
    if len({*lines}) == 1:
        return len(lines) - 1
    long = [_ended(line) for line in lines if len(line.split()) > VERDICT]
    there, counted = {*long}, _counted(long)
    return len(long) - len({_stem(line, there, counted) for line in long})


def _stem(line: str, lines: Collection[str], counted: Collection[str]) -> str:
    """What a line says without its tail, if that is no more than a tail.

    That is a number by which lines are only counted, and a word or two behind the end of a sentence
    or behind all that another line says. What stands behind a question may be its answer, so
    questions that begin alike, or are asked twice, are all there; and so are sums and rows.
    """
    if (number := _NUMBER_BEHIND.fullmatch(line)) and number["stem"] in counted:
        return _ended(number["stem"])
    ended = _WORDS_BEHIND.fullmatch(line)
    if ended and _says_enough(ended["stem"]):
        return _ended(ended["stem"])
    stem = line
    for _ in range(TAIL):
        stem, _, tail = stem.rpartition(" ")
        if any(map(str.isdigit, tail)) or not _says_enough(stem):
            return line
        if _ended(stem) in lines and not stem.endswith(("?", ":")):
            return _ended(stem)
    return line


def _ended(line: str) -> str:
    """The same without the mark at its end, unless it asks."""
    return line.rstrip(" .!,;")


def _counted(lines: Sequence[str]) -> set[str]:
    """What lines say again and again with only a number behind it that goes up by steps."""
    found: dict[str, list[int]] = {}
    for line in lines:
        if (match := _NUMBER_BEHIND.fullmatch(line)) and _says_enough(match["stem"]):
            found.setdefault(match["stem"], []).append(int(match["bare"] or match["bracketed"]))
    return {
        stem
        for stem, numbers in found.items()
        if len(numbers) + lines.count(_ended(stem)) >= NUMBERED and _goes_up_by_steps(numbers)
    }


def _goes_up_by_steps(numbers: Sequence[int]) -> bool:
    steps = {after - before for before, after in pairwise(numbers)}
    return len(steps) == 1 and min(steps) > 0


def _says_enough(stem: str) -> bool:
    return len(re.findall(r"[^\W_]+", stem)) >= STEM


def _said(line: str) -> str:
    """What a line says, as it is compared with another."""
    plain = " ".join(unicodedata.normalize("NFKC", line).casefold().split())
    mark = _MARKED.match(plain)
    return plain[mark.end() :] if mark else plain


def extent(unit: str, text: str) -> int:
    """How many words, lines, sentences or characters a text has."""
    match unit:
        case "lines":
            return sum(bool(line.strip()) for line in text.splitlines())
        case "sentences":
            ended = len(_SENTENCE_END.findall(text))
            open_end = bool(text.strip()) and not _SENTENCE_END.search(text.strip()[-1:])
            return ended + open_end
        case "characters":
            return len(text.strip())
    return len(_WORD.findall(text))
