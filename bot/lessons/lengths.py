"""How long an answer is: words, lines, sentences, characters, and lines that say the same."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_MARKED = re.compile(r"(?:(?:[-*+•·–—>]|\(?\d{1,3}[.)]|\(?[^\W\d_][.)])\s+)+")
"""How the points of a list begin: it numbers them, and says nothing."""

VERDICT = 2
"""Words of a line that may well stand in a text twice: a verdict ("yes"), or a bracket of code."""


def repeated_lines(text: str) -> int:
    """How many lines only say what another has said already.

    Case, spaces and the number or mark at a line's beginning do not count. Verdicts in one word or
    two may repeat, unless there is nothing else.
    """
    lines = [_said(line) for line in text.splitlines() if line.strip()]
    if len({*lines}) == 1:
        return len(lines) - 1
    long = [line for line in lines if len(line.split()) > VERDICT]
    return len(long) - len({*long})


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
