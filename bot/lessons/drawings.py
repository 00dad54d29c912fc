"""Reads diagrams: a drawing or a picture, its words, and what may be asked about it first."""

from bot.lessons.blocks import Node
from bot.lessons.faults import shorten
from bot.lessons.illustrations import image_of
from bot.lessons.labels import labelled, no_id
from bot.lessons.model import Diagram, Drawing, Image, Question
from bot.lessons.outline import Section
from bot.lessons.parts import Reader
from bot.lessons.vocabulary import LOOK_AGAIN, LOOKING
from bot.lessons.written import drawn


def read_diagram(reader: Reader, section: Section, where: str) -> None:
    """Read a diagram, one of those in the part called ``where``."""
    whole = reader.whole
    asking, looking = reader.asking(section, LOOKING, LOOK_AGAIN, "a diagram")
    drawing, others = _drawing(reader, no_id(whole, section.blocks))
    if not drawing:
        what = "a diagram without a drawing"
        mend = "draw it in characters, between ```text and ```, or name a picture: ![…](name.png)"
        reader.faults.add(section.place, what, mend)
    mend = "a diagram is one code fence or picture, then **In words:** and one paragraph"
    if asking or looking:
        mend = f'what explains it stands under "#### {LOOK_AGAIN}"'
    said = labelled(whole, others, ("In words",), text=mend)
    if isinstance(drawing, Image) and (place := said.places.get("In words")):
        what = "a picture that is told in words twice"
        reader.faults.add(place, what, "say all that it shows between the picture's [ and ]")
    puzzle: Drawing = ""
    question: Question | None = None
    if asking is not None:
        puzzle, asking.blocks = _drawing(reader, asking.blocks)
        question = reader.question(asking, ())[0]
    explanation = ""
    if looking is not None:
        explanation = labelled(whole, no_id(whole, looking.blocks)).text
    diagram = Diagram(
        drawing=drawing,
        alternative=said.get("In words"),
        prediction=question,
        puzzle=puzzle,
        explanation=explanation,
    )
    reader.diagrams.setdefault(where, []).append((diagram, section.place))


def _drawing(reader: Reader, blocks: list[Node]) -> tuple[Drawing, list[Node]]:
    """The drawing among these blocks, or the empty string, and the other blocks."""
    fences = [one for one in blocks if one.type in ("fence", "code_block") or image_of(one)]
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
        what = f'a diagram in the language "{shorten(language)}", which a chat cannot draw'
        reader.faults.add(reader.whole.place(first), what, "draw it in characters: ```text")
    return "\n".join(drawn(first.content)), others
