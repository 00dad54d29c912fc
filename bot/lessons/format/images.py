"""Pictures in a lesson's text: a Markdown image that is a paragraph of its own.

``![A pot, and what comes in and gets away](pictures/pot.png)`` names a file beside the lesson and
says what it shows. It stands where a diagram is drawn, or between two paragraphs of a text that
learners read in pieces; there it is shown between them.

Its words are required: they are the caption on Telegram, the description on Discord, and all that
there is in a terminal, which adds the file to look at.
"""

import re
import string
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from bot.lessons.faults import shorten
from bot.lessons.format.dollars import formula_of, words_of
from bot.lessons.format.markdown import content, is_visible, tree
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import one_line
from bot.lessons.format.outline import Outline, Section
from bot.lessons.format.vocabulary import DIAGRAM, LOOKING, READ_ON, SECTIONS, find_name, key
from bot.lessons.model import Image
from bot.lessons.pictures.assets import ENDINGS

LONGEST_NAME = 200
"""Characters of a picture's name with its folders, as in an archive."""

MAX_PICTURES = 40
"""Pictures in a lesson, which has some ten steps."""

_IN_TEXTS = frozenset(
    {
        "Overview",
        "Mental model",
        "Build-up",
        "Under the hood",
        "When not to use",
        "Production patterns",
        "Connections",
        "Performance",
    }
)
"""Sections whose texts are dealt out in pieces, so that a picture can stand between two."""

_WHERE = (
    'it may stand under "### Diagram", in an overview, an analogy, a step, under the hood, '
    "in a connection or in what is said of performance"
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_SAY = "say between [ and ] what it shows, for those who can't see it"
_OWN_LINE = "put it on a line of its own, with an empty line before and after it"
_BESIDE = "put the file beside the lesson, and write its name: ![what it shows](name.png)"


def image_of(block: Node) -> Image | None:
    """The picture that a block is and nothing else; ``None`` for all other blocks."""
    if block.type != "paragraph" or not block.children:
        return None
    if formula := formula_of(content(block)):
        return Image(file=f"$${formula}$$", shows=words_of(formula))
    inline = block.children[0].children
    if len(inline) != 1 or inline[0].type != "image":
        return None
    file = unquote(str(inline[0].attrs.get("src", ""))).removeprefix("./")
    return Image(file=file, shows=one_line(inline[0].content))


def split_at_images(text: str) -> list[str | Image]:
    """A text of several blocks, apart where a picture stands between them."""
    if "![" not in text and "$$" not in text:
        return [text] if text else []
    entries: list[str | Image] = []
    lines, start = text.split("\n"), 0
    for block in tree(text).children:
        if (image := image_of(block)) and block.map:
            entries += [*_text(lines[start : block.map[0]]), image]
            start = block.map[1]
    return [*entries, *_text(lines[start:])]


def in_words(text: str) -> str:
    """A text of several blocks with the words of its pictures in their places."""
    pieces = split_at_images(text)
    return "\n\n".join(piece.shows if isinstance(piece, Image) else piece for piece in pieces)


def image_markdown(image: Image) -> str:
    """A picture as it stands in a lesson's file."""
    if is_formula(image.file):
        return image.file
    words, file = one_line(image.shows), image.file
    if re.search(r"[\s()<>\\%]", file) or file != unquote(file):
        file = f"<{re.sub(r'([<>%])', _percent, file)}>"
    line = f"![{words}]({file})"
    if _reads(line) == (words, image.file):
        return line
    # Brackets that don't match, say: with all of its marks escaped it is the same words.
    words = re.sub(f"([{re.escape(string.punctuation)}])", r"\\\1", words)
    return f"![{words}]({file})"


def is_formula(file: str) -> bool:
    """Whether what a picture is called is the formula that it is drawn of, and no file."""
    return file.startswith("$$")


def _percent(mark: re.Match[str]) -> str:
    return f"%{ord(mark[0]):02X}"


def _reads(line: str) -> tuple[str, str]:
    blocks = tree(line).children
    image = image_of(blocks[0]) if len(blocks) == 1 else None
    return (image.shows, image.file) if image else ("", "")


def _text(lines: Sequence[str]) -> Iterator[str]:
    if text := "\n".join(lines).strip("\n"):
        yield text


# What is wrong with them


def check_images(whole: Outline) -> None:
    """Report pictures that stand where none can, or name what is no file beside the lesson."""
    seen_files: dict[str, Node] = {}
    for section in whole.root.parts:
        name = find_name(section.title, SECTIONS) or ""
        for part in _sections(section):
            if "![" in part.title and any(map(_image_in, tree(part.title).children)):
                whole.faults.add(part.place, "a picture in a heading", _OWN_LINE)
            for block in part.blocks:
                _block(whole, block, _may(name, part), seen_files)
    if len(seen_files) > MAX_PICTURES:
        place = whole.place(list(seen_files.values())[MAX_PICTURES])
        what = f"more than {MAX_PICTURES} pictures in one lesson"
        whole.faults.add(place, what, "leave out some, or make two lessons of it")


def _sections(section: Section) -> Iterator[Section]:
    yield section
    for part in section.parts:
        yield from _sections(part)


def _may(name: str, part: Section) -> bool:
    """Whether a picture may stand right below this heading of this section."""
    written, colon, _ = part.title.partition(":")
    if colon and key(written) == key(LOOKING):
        return True
    question = bool(colon) and part.level == 4 and not find_name(part.title, (READ_ON,))
    core = (
        name == "Mental model"
        and not find_name(part.title, ("Analogy", DIAGRAM))
        and part.level < 4
    )
    return name in _IN_TEXTS and not question and not core


def _image_in(node: Node) -> bool:
    return node.type == "image" or any(map(_image_in, node.children))


def _block(whole: Outline, block: Node, may: bool, files: dict[str, Node]) -> None:
    image = image_of(block)
    if not image and not _image_in(block):
        return
    place, faults = whole.place(block), whole.faults
    if image and is_formula(image.file) and not may:
        mend = (
            f"write it in a line, where it reads {shorten(image.shows, 40)}: ${image.file[2:-2]}$"
        )
        faults.add(place, "a formula that is drawn, where no picture can be shown", mend)
        return
    if image and is_formula(image.file):
        files.setdefault(image.file, block)
        whole.images.append((image.file, place))
        return
    if image is None:
        faults.add(place, "a picture in the middle of a text", _OWN_LINE)
        return
    if not may:
        faults.add(place, "a picture where none can be shown", _WHERE)
    if fault := name_fault(image.file):
        faults.add(place, *fault)
    elif not is_visible(image.shows):
        faults.add(place, f'the picture "{shorten(image.file)}" without words', _SAY)
    elif block.children[0].children[0].attrs.get("title"):
        what = "a title after the picture's name, which no chat shows"
        faults.add(place, what, f"remove it; {_SAY}")
    files.setdefault(image.file, block)
    whole.images.append((image.file, place))


def name_fault(file: str) -> tuple[str, str] | None:
    """What is wrong with the name of a picture's file, and how to mend it; ``None`` if nothing."""
    shown = shorten(file) or " "
    parts = file.split("/")
    ending = file[file.rfind(".") :].lower() if "." in parts[-1] else ""
    if not file:
        return "a picture without a file", _BESIDE
    if _ADDRESS.match(file) and not re.match(r"[A-Za-z]:[\\/]", file):
        return f'a picture at an address, "{shown}", which lessons don\'t fetch', _BESIDE
    if file.startswith("/") or "\\" in file or re.match(r"[A-Za-z]:", file):
        return f'"{shown}" is a place on one computer, not beside the lesson', _BESIDE
    if ".." in parts:
        return f'"{shown}" leads out of the lesson\'s folder', _BESIDE
    if len(file) > LONGEST_NAME or not file.isprintable():
        return f'"{shown}" isn\'t a name for a picture', "give it a short name, such as pot.png"
    if any(not part or part.startswith(".") for part in parts):
        return f'"{shown}" has a part that is empty or hidden', "rename the file or its folder"
    if ending == ".svg":
        return f'"{shown}" is an SVG drawing, which chats can\'t show', "export it as PNG"
    if ending not in ENDINGS:
        return f'"{shown}" isn\'t a picture that chats can show', "save it as PNG, JPEG or WebP"
    return None
