"""Reads the build-up of a lesson, its challenge, and its diagrams."""

import re

from bot.lessons.faults import choose, listed, shorten
from bot.lessons.format.drawings import read_drawing
from bot.lessons.format.labelled import labelled, no_id
from bot.lessons.format.normal_form import heading
from bot.lessons.format.outline import Section
from bot.lessons.format.reader import SectionReader
from bot.lessons.format.vocabulary import (
    BEFORE,
    LOOK_AGAIN,
    LOOKING,
    READ_ON,
    YOUR_TURN,
    key,
    named,
)
from bot.lessons.model import LEVELS, Diagram, Image, Level, Picture, Step
from bot.lessons.question import Question

_STEP = re.compile(r"(?:\d{1,4}[.)]\s+)?(?P<title>.*?)\s*\((?P<level>[^()]*)\)")


def build_up(reader: SectionReader, section: Section) -> None:
    """Read the section, step by step."""
    reader.values["steps"] = tuple(_step(reader, part) for part in reader.entries(section, "step"))


def _step(reader: SectionReader, section: Section) -> Step:
    title, level = _step_heading(reader, section)
    first, question, after = reader.with_prediction(
        section, "a step", ("Concept",), ("Result", "Insight")
    )
    return Step(
        level=level,
        title=title,
        concept=first.get("Concept"),
        shown=first.text if question else "",
        prediction=question,
        text=after.text,
        result=after.get("Result"),
        insight=after.get("Insight"),
    )


def names_step(title: str) -> bool:
    """Whether a heading is one of a step: a title and a known level."""
    match = _STEP.fullmatch(title)
    return match is not None and match["level"].strip().lower() in LEVELS


def _step_heading(reader: SectionReader, section: Section) -> tuple[str, Level]:
    match = _STEP.fullmatch(section.title)
    inner = named(section.title.partition(":")[0], (BEFORE, READ_ON))
    if match is None and inner:
        what = f'"{inner}" has a heading of the wrong level'
        reader.faults.add(section.place, what, "begin it with ####")
        return section.title, LEVELS[0]
    if match is None:
        mend = f'write "### 1. Its title (level)"; the level is {listed(LEVELS)}'
        what = f'the step "{shorten(section.title)}" has no level'
        reader.faults.add(section.place, what, mend)
        return section.title, LEVELS[0]
    written = match["level"].strip().lower()
    level = next((known for known in LEVELS if known == written), None)
    if level is None:
        what = f'unknown level "{shorten(match["level"])}"'
        reader.faults.add(section.place, what, choose(written, LEVELS))
        level = LEVELS[0]
    if not match["title"]:
        reader.faults.add(section.place, "a step without a title", "write it before the level")
    return heading(match["title"]), level


def challenge(reader: SectionReader, section: Section) -> None:
    """Read the section with the questions of a scored test."""
    questions = []
    for part in reader.entries(section, "challenge"):
        reader.no_parts(part)
        question, _ = reader.question(part, ())
        if question is not None:
            questions.append(question)
    reader.values["challenge"] = tuple(questions)


def read_diagram(reader: SectionReader, section: Section, where: str) -> None:
    """Read a diagram, one of those in the part called ``where``."""
    whole = reader.whole
    turns = [one for one in section.parts if key(one.title.partition(":")[0]) == key(YOUR_TURN)]
    section.parts = [one for one in section.parts if one not in turns]
    asking, looking = reader.prediction_headings(section, LOOKING, LOOK_AGAIN, "a diagram")
    drawing, others = read_drawing(reader, no_id(whole, section.blocks))
    if not drawing:
        what = "a diagram without a drawing"
        mend = "draw it in characters, between ```text and ```, or name a picture: ![…](name.png)"
        reader.faults.add(section.place, what, mend)
    mend = "a diagram is one code fence or picture, then **In words:** and one paragraph"
    if asking or looking:
        mend = f'what explains it goes under "#### {LOOK_AGAIN}"'
    said = labelled(whole, others, ("In words",), text=mend)
    if isinstance(drawing, Image) and (place := said.places.get("In words")):
        what = "a picture that is told in words twice"
        reader.faults.add(place, what, "say all that it shows between the picture's [ and ]")
    puzzle: Picture = ""
    question: Question | None = None
    if asking is not None:
        puzzle, asking.blocks = read_drawing(reader, asking.blocks)
        question = reader.question(asking, ())[0]
    explanation = ""
    if looking is not None:
        explanation = labelled(whole, no_id(whole, looking.blocks)).text
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
    drawing, blocks = read_drawing(reader, part.blocks)
    words = heading(part.title.partition(":")[2])
    return reader.question(Section(words, part.level, part.place, blocks), ())[0], drawing
