"""Between Markdown and plain words: texts are Markdown, what a button says is not."""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import bidirectional

from bot.lessons.format.markdown import PARSER

_MENTION = 40
"""Characters of somebody's words that are said back to them at most."""

FENCE = re.compile(r"```|~~~")
"""How a block begins that is code."""

_OPENING = re.compile(r"^(\d*)([-+=.)])")
_OPENS, _CLOSES = frozenset('"“„«'), frozenset('"”“»')
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&#])")


@lru_cache(maxsize=4096)
def plain(markdown: str) -> str:
    """A line of Markdown as plain words: escapes and the ticks around code are gone."""
    tokens = (token for block in PARSER.parseInline(markdown) for token in block.children or ())
    return "".join(token.content for token in tokens) or markdown


def escape_markdown(words: str) -> str:
    """Plain words as Markdown that shows exactly them inside a line."""
    return _SPECIAL.sub(r"\\\1", words)


def begin_sentence(words: str) -> str:
    """Words that begin a sentence; in a lesson they may follow a colon."""
    return words[:1].upper() + words[1:]


def put_mark(mark: str, text: str) -> str:
    """The text behind its mark; a list or code fence gets a line of its own."""
    if not text:
        return ""
    plain = text[0] not in "`~-*+>#|" or (text.startswith(("**", "`")) and text[:3] != "```")
    return f"{mark} {text}" if plain else f"{mark}\n\n{text}"


def unquote_words(words: str) -> str:
    """Words that are put in quotation marks: a pair of their own around them is left off."""
    inner = words[1:-1]
    quotes = words[:1] in _OPENS and words[-1:] in _CLOSES and not set(inner) & {*_OPENS, *_CLOSES}
    return inner if inner and quotes else words


def mention(words: str) -> str:
    """Somebody's words, safe inside a sentence: a line, no Markdown, not too long."""
    kept = "".join(mark if mark.isalnum() or mark in " .,:+'-" else " " for mark in words)
    return " ".join(kept.split())[:_MENTION]


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]")
"""Letters that are read from right to left, and what belongs to them; it is looked at first."""

_ISOLATED = re.compile("[\u2067\u2068][^\u2067-\u2069]*\u2069")
_BLOCK = re.compile(r"\s*(?:(?:[-*+]|\d+[.)]|>|#+)\s+)*")
_MARK = "\u200f"


def isolate_words(words: str) -> str:
    """Words that turn nothing around them, if they are read from right to left.

    They stand in an isolate (UAX #9) of the direction of most of their letters. What is several
    lines, or a block of Markdown, is a paragraph of its own and needs none; nor does a sentence in
    which all such words stand in isolates by now.
    """
    if not _RIGHT_TO_LEFT.search(words) or not _RIGHT_TO_LEFT.search(_ISOLATED.sub("", words)):
        return words
    if "\n" in words or words[:2] in ("> ", "- ", "``"):
        return words
    opens = "\u2067" if _is_turned(words) else "\u2068"
    return f"{opens}{words}\u2069"


def begin_in_direction(text: str) -> str:
    """A text whose paragraphs begin in the direction of most of their letters.

    Clients take a paragraph's direction from its first letter, so one in Hebrew that begins with
    "RAG" would be set from left to right: a mark that is a letter to them stands before it.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return text
    lines, fenced = [], False
    for line in text.split("\n"):
        fenced ^= FENCE.match(line) is not None
        lines.append(line if fenced else _turn(line))
    return "\n".join(lines)


def _turn(line: str) -> str:
    outside = _ISOLATED.sub("", line)
    first = next((turned for turned in _letters(outside)), True)
    if first or not _is_turned(outside):
        return line
    block = _BLOCK.match(line)
    at = block.end() if block else 0
    return f"{line[:at]}{_MARK}{line[at:]}"


def _is_turned(words: str) -> bool:
    """Whether most of these letters are read from right to left."""
    letters = list(_letters(words))
    return 2 * sum(letters) > len(letters)


def _letters(words: str) -> Iterator[bool]:
    """For each letter, whether it is read from right to left; what is no letter has no say."""
    kinds = map(bidirectional, words)
    return (kind != "L" for kind in kinds if kind in ("L", "R", "AL"))


def exact(words: str) -> str:
    return "\n".join(_exact_lines(words))


def quote_words(words: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _exact_lines(words))


def _exact_lines(words: str) -> Iterator[str]:
    # What would begin a list or underline a heading does so at the beginning of a line only.
    return (_OPENING.sub(r"\1\\\2", escape_markdown(line.strip())) for line in words.splitlines())
