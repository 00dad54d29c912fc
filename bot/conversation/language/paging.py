"""Texts as messages that are easily read: a thought each, sized for a phone.

Parts that are short share a message, a long part is dealt out over several. That a message fits a
platform at all is another matter, which the adapters see to.
"""

import re
from collections.abc import Iterable, Sequence

from bot.conversation.language.locale import manner
from bot.learning.preferences import Pace
from bot.lessons.format.images import in_words
from bot.lessons.lint.readability import CAPTION, SENTENCE_END

_COMFORTABLE: dict[Pace, int] = {"long": 700, "short": 350}

WHOLE_MESSAGES = 1.6
"""Comfortable messages' worth of text that may come at once, in two messages."""

MORE_AT_ONCE = 2.0
"""The same for who takes the whole of a lesson: they read on longer."""


def comfortable() -> int:
    """Characters of a message that reads at a glance on a phone, at the learner's pace."""
    return _COMFORTABLE[manner().pace]


def pack(parts: Iterable[str], limit: int | None = None) -> list[str]:
    """Join neighbouring parts up to ``limit`` characters; split a longer part between blocks.

    Without a limit, a message is as long as is comfortable.
    What leads on to the next block (a line in bold, or words that end in a colon) never ends a
    message, code right below other code is compared with it and stays there, and a message that
    would be left with a few words shares the text before it more evenly.
    A single block longer than ``limit`` stays whole if it is not a plain paragraph.
    """
    limit = comfortable() if limit is None else limit
    pieces = [piece for part in parts if part for piece in _pieces(part, limit)]
    messages: list[list[str]] = []
    for position, piece in enumerate(pieces):
        ahead = [piece]
        if position + 1 < len(pieces) and _belong(piece, pieces[position + 1]):
            ahead.append(pieces[position + 1])
        glued = bool(messages) and _belong(messages[-1][-1], piece)
        if messages and (glued or _length([*messages[-1], *ahead]) <= limit):
            messages[-1].append(piece)
        else:
            messages.append([piece])
    if len(messages) > 1 and _length(messages[-1]) < limit // 3:
        messages[-2:] = _evenly([*messages[-2], *messages[-1]])
    return ["\n\n".join(message) for message in messages]


def paragraphs(*parts: str) -> str:
    """These below each other in a single text; what is empty leaves no gap."""
    return "\n\n".join(part for part in parts if part)


def in_short(text: str) -> str:
    """The first sentences of a text, as many as are taken in beside something to look at.

    Of a picture it is the words. What only leads on to code or to a list is left out with that.
    """
    follows = False
    for block in blocks(in_words(text)):
        *before, last = SENTENCE_END.split(block)
        said = " ".join(before) if _leads_on(last) else block
        if said and not follows:
            return pack([said], CAPTION)[0]
        follows = _leads_on(last)
    return ""


def ending(text: str) -> str:
    """The last sentences of a paragraph, as many as are taken in at a glance."""
    result = last_sentences(in_words(text), CAPTION)
    return f"{result.rstrip()[:-1]}." if _leads_on(result) else result


def last_sentences(text: str, most: int, fewest: int = 1) -> str:
    """The last sentences of a paragraph, as many as fit in ``most`` characters.

    They are so many at ``fewest``, however long, and no emphasis or code is cut in two.
    """
    *before, result = SENTENCE_END.split(text)
    count = 1
    while before and (
        count < fewest or len(before[-1]) + 1 + len(result) <= most or not _is_balanced(result)
    ):
        result, count = f"{before.pop()} {result}", count + 1
    return result


def lead_in(texts: list[str]) -> tuple[list[str], str]:
    """These without the blocks at their end that only announce what comes next, and those."""
    parts = [block for text in texts for block in blocks(text)]
    cut = len(parts)
    while cut and _leads_on(parts[cut - 1]):
        cut -= 1
    if cut == len(parts):
        return texts, ""
    return ["\n\n".join(parts[:cut])] if cut else [], "\n\n".join(parts[cut:])


def _evenly(pieces: list[str]) -> list[list[str]]:
    """Two messages of these pieces, as even as the borders between their blocks allow."""
    parts = [block for piece in pieces for block in blocks(piece)]
    cuts = [cut for cut in range(1, len(parts)) if not _belong(parts[cut - 1], parts[cut])]
    if not cuts:
        return [pieces]
    best = min(cuts, key=lambda cut: max(_length(parts[:cut]), _length(parts[cut:])))
    return [parts[:best], parts[best:]]


def _length(pieces: Sequence[str]) -> int:
    return sum(map(len, pieces)) + 2 * (len(pieces) - 1)


def blocks(text: str) -> list[str]:
    """The blocks of a Markdown text: what blank lines outside of code fences part."""
    groups: list[list[str]] = [[]]
    fence = ""
    for line in text.split("\n"):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        if line.strip() or fence:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return ["\n".join(lines) for lines in groups if lines]


def heading(text: str) -> str:
    """What a text is about: its first block."""
    return next(iter(blocks(text)), "")


def is_heading(piece: str) -> bool:
    """Whether it is a line in bold alone, which is to stand above something."""
    return piece.startswith("**") and piece.split("\n")[0].endswith("**") and len(piece) < 120


def _leads_on(piece: str) -> bool:
    """Whether it says little without the block that comes after it."""
    return is_heading(piece) or piece.rstrip().endswith(":")


def _belong(above: str, below: str) -> bool:
    return _leads_on(above) or (_is_code(above) and _is_code(below))


def _is_code(piece: str) -> bool:
    return piece.startswith(("```", "~~~"))


def _pieces(part: str, limit: int) -> list[str]:
    if len(part) <= limit:
        return [part]
    return [piece for block in blocks(part) for piece in _sentences(block, limit)]


def _sentences(block: str, limit: int) -> Sequence[str]:
    plain = "\n" not in block and not re.match(r"[ >#|*+\-`~]|\d+[.)] ", block)
    if len(block) <= limit or not plain:
        return [block]
    pieces: list[str] = []
    for sentence in SENTENCE_END.split(block):
        whole = pieces and not _is_balanced(pieces[-1])
        if pieces and (whole or len(pieces[-1]) + 1 + len(sentence) <= limit):
            pieces[-1] += " " + sentence
        else:
            pieces.append(sentence)
    return pieces


def _is_balanced(text: str) -> bool:
    """Whether no emphasis, code or link is left open, so that the text may end here."""
    rest = re.sub(r"\\.", "", text)
    for mark in ("**", "__", "||", "``", *"*_`"):
        if rest.count(mark) % 2:
            return False
        rest = rest.replace(mark, "")
    return rest.count("[") == rest.count("]")
