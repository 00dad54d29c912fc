"""Reads the build-up: its steps, each of which may ask for a prediction before its text."""

import re

from bot.lessons.blocks import heading
from bot.lessons.faults import choose, listed, shorten
from bot.lessons.labels import Labelled, labelled, no_id
from bot.lessons.model import LEVELS, Level, Question, Step
from bot.lessons.outline import Section
from bot.lessons.parts import Reader
from bot.lessons.vocabulary import BEFORE, READ_ON, key, named

_STEP = re.compile(r"(?:\d{1,4}[.)]\s+)?(?P<title>.*?)\s*\((?P<level>[^()]*)\)")
_STEP_HEADINGS = f'a step has only "#### {BEFORE}: …" and "#### {READ_ON}"'


def build_up(reader: Reader, section: Section) -> None:
    """Read the section, step by step."""
    reader.values["steps"] = tuple(_step(reader, part) for part in reader.entries(section, "step"))


def _step(reader: Reader, section: Section) -> Step:
    title, level = _step_heading(reader, section)
    asking: Section | None = None
    reading: Section | None = None
    for part in section.parts:
        before, colon, text = part.title.partition(":")
        if colon and key(before) == key(BEFORE):
            if asking is not None or reading is not None:
                what = "a second prediction in one step" if asking else "a prediction too late"
                reader.faults.add(part.place, what, 'ask one, before "#### Read on"')
            asking = asking or Section(heading(text), part.level, part.place, part.blocks)
        elif named(part.title, (READ_ON,)):
            if reading is not None:
                what = f'the heading "{READ_ON}" stands here twice'
                reader.faults.add(part.place, what, "join the two into one")
            reading = reading or part
        else:
            what = f'unknown heading "{shorten(part.title)}" in a step'
            mend = choose(before, (BEFORE, READ_ON))
            reader.faults.add(part.place, what, mend if "mean" in mend else _STEP_HEADINGS)
            continue
        reader.no_parts(part)
    return _step_parts(reader, section, title, level, asking, reading)


def names_step(title: str) -> bool:
    """Whether a heading is one of a step: a title and a known level."""
    match = _STEP.fullmatch(title)
    return match is not None and match["level"].strip().lower() in LEVELS


def _step_heading(reader: Reader, section: Section) -> tuple[str, Level]:
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


def _step_parts(
    reader: Reader,
    section: Section,
    title: str,
    level: Level,
    asking: Section | None,
    reading: Section | None,
) -> Step:
    blocks = no_id(reader.whole, section.blocks)
    question: Question | None = None
    after = Labelled()
    if asking is None:
        first = labelled(reader.whole, blocks, ("Concept", "Result", "Insight"))
        after = first
    else:
        mend = f'with a prediction, the text stands under "#### {READ_ON}"'
        first = labelled(reader.whole, blocks, ("Concept",), text=mend)
        question = reader.question(asking, ())[0]
    if reading is not None:
        if asking is None:
            what = f'"{READ_ON}" in a step that asks nothing'
            mend = f'ask before it with "#### {BEFORE}: …", or remove this heading'
            reader.faults.add(reading.place, what, mend)
        after = labelled(reader.whole, no_id(reader.whole, reading.blocks), ("Result", "Insight"))
    return Step(
        level=level,
        title=title,
        concept=first.get("Concept"),
        prediction=question,
        text=after.text,
        result=after.get("Result"),
        insight=after.get("Insight"),
    )
