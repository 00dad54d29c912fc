"""What a diagram shows, read and written: characters in a fence, or a picture."""

from bot.lessons.faults import shorten
from bot.lessons.format.images import image_markdown, image_of
from bot.lessons.format.markdown import clean
from bot.lessons.format.nodes import Node
from bot.lessons.format.reader import SectionReader
from bot.lessons.model import Image, Picture


def read_drawing(reader: SectionReader, blocks: list[Node]) -> tuple[Picture, list[Node]]:
    """The drawing among these blocks, or the empty string, and the other blocks."""
    fences = [block for block in blocks if block.type in ("fence", "code_block") or image_of(block)]
    others = [block for block in blocks if block not in fences]
    if not fences:
        return "", others
    for fence in fences[1:]:
        what = "a second drawing in one diagram"
        mend = 'begin it with a "### Diagram" of its own'
        reader.faults.add(reader.whole.place(fence), what, mend)
    first = fences[0]
    if image := image_of(first):
        return image, others
    language = first.info.strip() if first.type == "fence" else ""
    if language not in ("", "text", "txt", "ascii"):
        what = f'a diagram in the language "{shorten(language)}", which a chat can\'t draw'
        reader.faults.add(reader.whole.place(first), what, "draw it in characters: ```text")
    return "\n".join(_lines(first.content)), others


def is_drawn(drawing: Picture) -> bool:
    """Whether it shows anything."""
    return isinstance(drawing, Image) or bool(_lines(drawing))


def write_drawing(drawing: Picture) -> str:
    return image_markdown(drawing) if isinstance(drawing, Image) else _fenced(drawing)


def _lines(drawing: str) -> list[str]:
    """A drawing's lines: without trailing spaces, tabs, and empty lines around it."""
    lines = [line.expandtabs(4).rstrip() for line in clean(drawing).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _fenced(drawing: str) -> str:
    """A drawing between marks longer than any within it."""
    text = "\n".join(_lines(drawing))
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"
