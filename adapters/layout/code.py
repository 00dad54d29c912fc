"""Code that has a file's name, sent as that file, with a text that needs no scrolling past it.

Behind the language of a box of code may stand a name: ``py ask.py``. Boxes of one name are one
file, one below the other. On a phone nobody reads thirty lines of a program, or copies them out of
three boxes to put them together on a computer; so where a platform takes files, the boxes leave the
text, and what announced each of them ends as a sentence. Elsewhere they stand where they are.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from adapters.layout.atoms import BLOCKS
from adapters.layout.split import fence
from bot.conversation.outputs import Document
from bot.values import value

_NAMED = re.compile(r"\S+ +(?P<name>[A-Za-z0-9][\w.-]{0,60}\.[A-Za-z0-9]{1,8})", re.ASCII)
_MAY_BE = re.compile(r"^(```|~~~)", re.MULTILINE)


@value
class CodeFile:
    """A file of code, as what is sent and its bytes."""

    document: Document
    content: bytes


@lru_cache(maxsize=256)
def filed(text: str) -> tuple[str, tuple[CodeFile, ...]]:
    """The text without its code that has a file's name, and these files."""
    if not _MAY_BE.search(text):
        return text, ()
    lines, pieces = text.split("\n"), dict[str, list[str]]()
    for start, end, name, code in [*_boxes(text)][::-1]:
        pieces.setdefault(name, []).insert(0, code)
        before = [at for at in range(start) if lines[at].strip()]
        if before and lines[before[-1]].rstrip().endswith(":"):
            lines[before[-1]] = f"{lines[before[-1]].rstrip()[:-1]}."
        lines[start:end] = []
    if not pieces:
        return text, ()
    brief = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return brief, tuple(_file(name, codes) for name, codes in reversed(pieces.items()))


def _boxes(text: str) -> Iterator[tuple[int, int, str, str]]:
    """The boxes that stand in nothing else and have a name: their lines, name and code."""
    for token in BLOCKS.parse(text):
        named = _NAMED.fullmatch(token.info.strip()) if token.type == "fence" else None
        if named and token.level == 0 and token.map:
            start, end = token.map
            yield start, end, named["name"], token.content


def _file(name: str, codes: list[str]) -> CodeFile:
    whole = "\n".join(codes)
    content = whole.encode()
    document = Document(name, "text/plain", "", len(content), "", fence(whole.rstrip("\n")))
    return CodeFile(document, content)
