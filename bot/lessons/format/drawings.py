"""A diagram read: its drawing, what is asked of it, and what explains it; and a drawing written.

A drawing is characters in a fence, or a picture.
"""

from bot.lessons.faults import shorten
from bot.lessons.format.images import image_markdown, image_of
from bot.lessons.format.labelled import no_id, read_labelled
from bot.lessons.format.markdown import clean
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import heading
from bot.lessons.format.outline import Section
from bot.lessons.format.reader import SectionReader
from bot.lessons.format.vocabulary import LOOK_AGAIN, LOOKING, YOUR_TURN, key
from bot.lessons.model import Diagram, Image, Picture
from bot.lessons.question import Question


def _read_drawing(reader: SectionReader, blocks: list[Node]) -> tuple[Picture, list[Node]]:
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


def read_diagram(reader: SectionReader, section: Section, where: str) -> None:
    whole = reader.whole
    turns = [part for part in section.parts if key(part.title.partition(":")[0]) == key(YOUR_TURN)]
    section.parts = [part for part in section.parts if part not in turns]
    asking, looking = reader.prediction_headings(section, LOOKING, LOOK_AGAIN, "a diagram")
    drawing, others = _read_drawing(reader, no_id(whole, section.blocks))
    if not drawing:
        what = "a diagram without a drawing"
        mend = "draw it in characters, between ```text and ```, or name a picture: ![…](name.png)"
        reader.faults.add(section.place, what, mend)
    mend = "a diagram is one code fence or picture, then **In words:** and one paragraph"
    if asking or looking:
        mend = f'what explains it goes under "#### {LOOK_AGAIN}"'
    said = read_labelled(whole, others, ("In words",), text=mend)
    if isinstance(drawing, Image) and (place := said.places.get("In words")):
        what = "a picture that is told in words twice"
        reader.faults.add(place, what, "say all that it shows between the picture's [ and ]")
    puzzle: Picture = ""
    question: Question | None = None
    if asking is not None:
        puzzle, asking.blocks = _read_drawing(reader, asking.blocks)
        question = reader.question(asking, ())[0]
    explanation = ""
    if looking is not None:
        explanation = read_labelled(whole, no_id(whole, looking.blocks)).text
    turn, turn_drawing = _turn(reader, turns)
    diagram = Diagram(
        drawing=drawing,
        alternative=said.get("In words"),
        prediction=question,
        puzzle=puzzle,
        explanation=explanation,
        turn=turn,
        turn_drawing=turn_drawing,
    )
    reader.diagrams.setdefault(where, []).append((diagram, section.place))


def _turn(reader: SectionReader, turns: list[Section]) -> tuple[Question | None, Picture]:
    """What there is to do with a drawing: a question, perhaps beside a drawing of its own."""
    for second in turns[1:]:
        reader.faults.add(second.place, "a second turn in one diagram", "ask one")
    if not turns:
        return None, ""
    part = turns[0]
    reader.no_parts(part)
    drawing, blocks = _read_drawing(reader, part.blocks)
    words = heading(part.title.partition(":")[2])
    return reader.question(Section(words, part.level, part.place, blocks), ())[0], drawing


def is_drawn(drawing: Picture) -> bool:
    """Whether it shows anything."""
    return isinstance(drawing, Image) or bool(_lines(drawing))


def write_drawing(drawing: Picture) -> str:
    return image_markdown(drawing) if isinstance(drawing, Image) else _fence(drawing)


def _lines(drawing: str) -> list[str]:
    """A drawing's lines: without trailing spaces, tabs, and empty lines around it."""
    lines = [line.expandtabs(4).rstrip() for line in clean(drawing).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _fence(drawing: str) -> str:
    """A drawing between marks longer than any within it."""
    text = "\n".join(_lines(drawing))
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"
