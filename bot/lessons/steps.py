"""Reads the build-up: its steps, each of which may ask for a prediction before its text."""

import re

from bot.lessons.blocks import heading
from bot.lessons.faults import choose, listed, shorten
from bot.lessons.model import LEVELS, Level, Step
from bot.lessons.outline import Section
from bot.lessons.parts import Reader
from bot.lessons.vocabulary import BEFORE, READ_ON, named

_STEP = re.compile(r"(?:\d{1,4}[.)]\s+)?(?P<title>.*?)\s*\((?P<level>[^()]*)\)")


def build_up(reader: Reader, section: Section) -> None:
    """Read the section, step by step."""
    reader.values["steps"] = tuple(_step(reader, part) for part in reader.entries(section, "step"))


def _step(reader: Reader, section: Section) -> Step:
    title, level = _step_heading(reader, section)
    first, question, after = reader.asked_first(
        section, "a step", ("Concept",), ("Result", "Insight")
    )
    return Step(
        level=level,
        title=title,
        concept=first.get("Concept"),
        prediction=question,
        text=after.text,
        result=after.get("Result"),
        insight=after.get("Insight"),
    )


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
