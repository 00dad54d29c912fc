"""A learner's own work in numbered pieces, so that one of its lines can be pointed at.

A piece is a line; of work that is one paragraph, or a few long ones, it is a sentence. What goes on
in an indented line belongs to the line above it, and so does a bracket that closes it; a block of
code is one piece, and a row of a table is a line. Longer work is in its paragraphs, or in lines
that stand together, so that there are never more than ``MOST``.

A link and a file have none: nothing in them can be seen here.
"""

import re
from collections.abc import Iterator, Sequence

from bot.conversation.language.markup import exact
from bot.conversation.lesson import made, versions
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.lessons.lint.readability import SENTENCE_END

MOST = 8
"""Pieces that are told apart at a glance, and buttons for them that fit every platform."""

FEWEST_PARAGRAPHS = 4
"""Paragraphs that longer work is pointed at by: with fewer of them one is half of it."""

LONG = 200
"""Characters of a line that is a paragraph: what is meant is one of its sentences."""

SHOWN = 1_200
"""Characters of the work that are shown with its numbers: whole, it stands right above."""

SHORT = 60
"""Characters of a piece that is quoted where all is judged: enough to know it by."""

_CODE = re.compile(r"(```|~~~).*?^\1[ \t]*$|(?:```|~~~).*", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"```|~~~")
_MARK = re.compile(r"(?:[-*•·–]|\d{1,2}[.)])\s+(?=\S)")
"""What a line of a list begins with: our numbers take its place."""

_RULE = re.compile(r"[\s|:=_*+-]+")
"""A line that only divides, such as the second one of a table."""

_CUT = re.compile(r"(?:^\d+|(?:^|\W)(?:[^\W\d]|nr|dr|mrs?|ca|bzw|vgl|approx))\.$", re.IGNORECASE)
"""How a part ends that is no sentence: a number or an abbreviation, as in "e.g."."""


def of(scene: Scene, milestone: str) -> tuple[str, ...]:
    """The pieces of the work on a milestone; none if a line of it can't be pointed at."""
    there = versions.standing(scene, milestone)
    if any(one.file or versions.is_link(one) for one in there):
        return ()
    found = pieces("\n\n".join(one.text for one in there))
    return found if len(found) > 1 else ()


def pieces(text: str) -> tuple[str, ...]:
    """A text in at most ``MOST`` pieces, in their order."""
    paragraphs = [found for one in _blocks(text) if (found := list(_lines(one)))]
    lines = [line for one in paragraphs for line in one]
    if len(lines) == 1 or any(len(one) > LONG for one in lines):
        sentences = [each for one in lines for each in _sentences(one)]
        lines = sentences if len(sentences) <= MOST or len(lines) == 1 else lines
    if len(lines) <= MOST:
        return tuple(lines)
    if FEWEST_PARAGRAPHS <= len(paragraphs) <= MOST:
        return tuple("\n".join(one) for one in paragraphs)
    each = -(-len(lines) // MOST)
    joined = " " if len(paragraphs) == 1 and len(paragraphs[0]) == 1 else "\n"
    return tuple(joined.join(lines[at : at + each]) for at in range(0, len(lines), each))


def shown(found: Sequence[str]) -> str:
    """The pieces with their numbers, each on a line of its own."""
    shares = made.shares([len(one) for one in found], SHOWN)
    parts = [
        _code(number, one, share)
        if _FENCE.match(one)
        else phrase("project.apart.piece", number=number, text=exact(made.shortened(one, share)))
        for number, (one, share) in enumerate(zip(found, shares, strict=True), start=1)
    ]
    apart = any("\n" in one for one in parts)
    return ("\n\n" if apart else "\n").join(parts)


def in_short(piece: str) -> str:
    """The first words of a piece, on one line."""
    words = "\n".join(line for line in piece.splitlines() if not _FENCE.match(line))
    return exact(made.first_words(words, SHORT))


def _code(number: int, piece: str, share: int) -> str:
    """A block of code below its number; its end is where it is cut."""
    body = "\n".join(line for line in piece.splitlines() if not _FENCE.match(line))
    block = f"```\n{made.shortened(body, share)}\n```"
    return f"{phrase('project.apart.piece', number=number, text='').strip()}\n\n{block}"


def _blocks(text: str) -> Iterator[str]:
    """Its paragraphs, and its blocks of code."""
    at = 0
    for found in _CODE.finditer(text):
        yield from re.split(r"\n\s*\n", text[at : found.start()])
        yield found[0]
        at = found.end()
    yield from re.split(r"\n\s*\n", text[at:])


def _lines(block: str) -> Iterator[str]:
    """The lines of a paragraph, each with what goes on below it."""
    if _FENCE.match(block):
        yield block
        return
    begun = ""
    for line in block.splitlines():
        if _RULE.fullmatch(line) or not line.strip():
            continue
        goes_on = line[0].isspace() and not _MARK.match(line.strip())
        if begun and (goes_on or not any(map(str.isalnum, line))):
            begun += f" {line.strip()}"
            continue
        if begun:
            yield begun
        begun = _MARK.sub("", line.strip(), count=1) if _MARK.match(line.strip()) else line.strip()
    if begun:
        yield begun


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line; code is no text, so it stays whole."""
    if line[0] in "{[<`~":
        yield line
        return
    begun = ""
    for part in SENTENCE_END.split(line):
        if begun and (_CUT.search(begun) or part[0].islower()):
            begun += f" {part}"
            continue
        if begun:
            yield begun
        begun = part
    yield begun
