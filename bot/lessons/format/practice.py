"""Reads what there is to do in a lesson: exercises, project, performance and what if."""

import re

from bot.lessons.faults import Position, listed, shorten
from bot.lessons.format.checks import EXAMPLES, as_code, read_check
from bot.lessons.format.labelled import Labelled, items, labelled, no_id
from bot.lessons.format.normal_form import heading, one_line
from bot.lessons.format.outline import Section
from bot.lessons.format.reader import SectionReader
from bot.lessons.format.rubric import read_rubric
from bot.lessons.format.vocabulary import (
    CHOOSE,
    RUBRIC,
    YOUR_NUMBERS,
    YOUR_REASON,
    key,
    named,
    read_time,
)
from bot.lessons.numbers import SumError, evaluate, strict
from bot.lessons.practice import (
    Aspect,
    Case,
    Check,
    Exercise,
    Formula,
    Given,
    Milestone,
    Project,
    Sums,
    WhatIf,
)
from bot.lessons.question import Question

_PIECE = r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*"
_WORK = re.compile(rf"{_PIECE}(?:, {_PIECE})*")
_NUMBER = re.compile(r"\d{1,4}[.)](?:\s+|$)")
_PRODUCT = re.compile(r"(?P<title>.*?)\s*\(product\)", re.IGNORECASE)
_ANSWER = ("Answer", "Origin", "Checks", "Criteria")
_MILESTONE = ("If you're stuck", "Builds on", "Or begin here", "Hand in")
_REASON = ("Answer", "Criteria")


def try_it(reader: SectionReader, section: Section) -> None:
    """Read the section with small things to do now."""
    entries = reader.entries(section, "exercise")
    reader.values["exercises"] = tuple(_exercise(reader, part) for part in entries)


def _exercise(reader: SectionReader, section: Section) -> Exercise:
    name, blocks = reader.identified(section, "exercise")
    said = labelled(reader.whole, blocks, _ANSWER)
    choice: Question | None = None
    chosen = Labelled()
    for n, part in enumerate(section.parts):
        written, colon, text = part.title.partition(":")
        if not colon or key(written) != key(CHOOSE):
            what = f'unknown heading "{shorten(part.title)}" in an exercise'
            reader.faults.add(part.place, what, f'an exercise has only "#### {CHOOSE}: …"')
        elif n:
            mend = "begin an exercise of its own for it (###)"
            reader.faults.add(part.place, "a second choice in one exercise", mend)
        else:
            asked = Section(heading(text), part.level, part.place, part.blocks)
            choice, chosen = reader.question(asked, _ANSWER)
        reader.no_parts(part)
    for label in _ANSWER:
        if label in said.places and label in chosen.places:
            what = f'the label "{label}" appears twice'
            reader.faults.add(chosen.places[label], what, "join the two or remove one")
    checks, criteria = (
        said if label in said.blocks else chosen for label in ("Checks", "Criteria")
    )
    exercise = Exercise(
        id=name or "unnamed",
        title=section.title,
        prompt=said.text,
        answer=said.get("Answer") or chosen.get("Answer"),
        criteria=_criteria(reader, criteria),
        choice=choice,
        checks=_checks(reader, checks, "Checks"),
        origin=said.get("Origin") or chosen.get("Origin"),
    )
    reader.titled.append((exercise, name is not None))
    return exercise


def _criteria(reader: SectionReader, said: Labelled) -> tuple[str, ...]:
    blocks = said.blocks.get("Criteria", [])
    if said.openings.get("Criteria"):
        what = "text on the line of Criteria"
        mend = "leave an empty line below **Criteria:**, and write each as an item of a list"
        reader.faults.add(said.places["Criteria"], what, mend)
    return tuple(text for text, _ in items(reader.whole, blocks, "criterion", "a list"))


def _checks(reader: SectionReader, said: Labelled, label: str) -> tuple[Check, ...]:
    """What a program checks."""
    checks = []
    for line, place in _listed(reader, said, label, "check"):
        check = read_check(line)
        if check is None:
            what = f'nothing that a program can check: "{shorten(line, 40)}"'
            reader.faults.add(place, what, f"write {EXAMPLES}")
        else:
            checks.append(check)
    return tuple(checks)


def _listed(
    reader: SectionReader, said: Labelled, label: str, what: str
) -> list[tuple[str, Position]]:
    """What stands behind a label, with its place: one on its line, or a list below it."""
    lines: list[tuple[str, Position]] = []
    if opening := said.openings.get(label):
        lines.append((opening, said.places[label]))
    return lines + items(reader.whole, said.blocks.get(label, []), what, "a list")


def _ways_round(reader: SectionReader, said: Labelled) -> tuple[str, ...]:
    """What else will do, each for a case of its own."""
    entries = _listed(reader, said, "If you're stuck", "way round")
    return tuple(one_line(way) for way, _ in entries)


def project(reader: SectionReader, section: Section) -> None:
    """Read the section with a task of several days."""
    said = labelled(reader.whole, no_id(reader.whole, section.blocks), ("Time",))
    milestones: list[Milestone] = []
    rubric: Section | None = None
    for part in section.parts:
        if part.level > 3:
            what = f'the heading "{shorten(part.title)}" is too deep'
            reader.faults.add(part.place, what, "begin it with ###")
        elif not named(part.title, (RUBRIC,)):
            milestones.append(_milestone(reader, part))
            reader.places[f"milestone:{len(milestones)}"] = part.place
        elif rubric is not None:
            what = f'the heading "{RUBRIC}" appears twice'
            reader.faults.add(part.place, what, "join the two into one")
        else:
            reader.no_parts(part)
            reader.places["rubric"] = part.place
            rubric = part
    criteria, about, pairs = read_rubric(reader, rubric.blocks if rubric else (), len(milestones))
    minutes, days = _time(reader, said)
    reader.values["project"] = Project(
        brief=said.text,
        minutes=minutes,
        days=days,
        milestones=tuple(milestones),
        rubric=criteria,
        about=about,
        pairs=pairs,
    )


def _time(reader: SectionReader, said: Labelled) -> tuple[int, int]:
    """The minutes and days that a project takes; 0 where nothing is said."""
    written = said.get("Time")
    result = read_time(written) if written else (0, 0)
    if result is None:
        what = f'no time that can be read: "{shorten(written, 40)}"'
        mend = "write how long it takes: **Time:** 4 hours, over 4 days"
        reader.faults.add(said.places["Time"], what, mend)
        return 0, 0
    return result


def _milestone(reader: SectionReader, section: Section) -> Milestone:
    reader.no_parts(section)
    number = _NUMBER.match(section.title)
    title = heading(section.title[number.end() :]) if number else section.title
    product = _PRODUCT.fullmatch(title)
    title = heading(product["title"]) if product else title
    if not title:
        reader.faults.add(section.place, "a milestone without a title", "write it in the heading")
    name, blocks = reader.identified(section, "milestone")
    said = labelled(reader.whole, blocks, _MILESTONE)
    work = re.sub(r",\s*", ", ", said.get("Builds on").replace("`", "").rstrip("."))
    if work and not _WORK.fullmatch(work):
        what = f'a milestone that builds on what has no such name: "{shorten(work, 40)}"'
        mend = "write a lesson's id and a milestone's: **Builds on:** retrieval/thirty-questions"
        reader.faults.add(said.places["Builds on"], what, mend)
        work = ""
    if "Or begin here" in said.places and "Builds on" not in said.places:
        what = "a beginning for who lacks earlier work, where none is built on"
        mend = "name that work above it, **Builds on:** …, or put this into the text"
        reader.faults.add(said.places["Or begin here"], what, mend)
    milestone = Milestone(
        id=name or "unnamed",
        title=title,
        text=said.text,
        ways_round=_ways_round(reader, said),
        builds_on=work,
        begin_here=said.get("Or begin here"),
        hand_in=_checks(reader, said, "Hand in"),
        product=product is not None,
    )
    reader.titled.append((milestone, name is not None))
    return milestone


def performance(reader: SectionReader, section: Section) -> None:
    """Read the section on how the thing performs, aspect by aspect."""
    aspects = []
    for part in reader.entries(section, "aspect"):
        own = [
            other_section
            for other_section in part.parts
            if named(other_section.title, (YOUR_NUMBERS,))
        ]
        part.parts = [other_section for other_section in part.parts if other_section not in own]
        _, question, after = reader.with_prediction(part, "an aspect")
        for second in own[1:]:
            reader.faults.add(second.place, "a second sum in one aspect", "join the two into one")
        sums = _sums(reader, own[0]) if own else None
        aspects.append(Aspect(title=part.title, prediction=question, text=after.text, sums=sums))
    reader.values["performance"] = tuple(aspects)


_GIVEN = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>[^\s:]+)\s*:\s*(?P<ask>.+)")
_FORMULA = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<expression>.+)")


def _sums(reader: SectionReader, section: Section) -> Sums | None:
    """Read a sum: a list of what is given, formulas, and the words that say what comes of it."""
    faults, whole = reader.faults, reader.whole
    reader.no_parts(section)
    blocks = no_id(whole, section.blocks)
    lists = [block for block in blocks if block.type in ("bullet_list", "ordered_list")]
    others = [block for block in blocks if block not in lists[:1]]
    said = labelled(whole, others, ("Sum", "In words"), text="a sum has a list, and labels")
    given = []
    for line, place in items(whole, lists[:1], "number", "a list"):
        match = _GIVEN.fullmatch(line)
        value = strict(match["value"]) if match else None
        if match is None or value is None:
            mend = "write its name, a number and how it is asked: pages = 500: How many pages?"
            faults.add(place, "a number of a sum that isn't one", mend)
        else:
            given.append(Given(name=match["name"], value=value, ask=match["ask"]))
    formulas = []
    for line, place in said.repeated.get("Sum", ()):
        match = _FORMULA.fullmatch(as_code(line))
        if match is None:
            faults.add(place, "a sum without a name", "write one: cost = pages * 0.02")
        else:
            expression = match["expression"]
            formulas.append((Formula(name=match["name"], expression=expression), place))
    text = said.get("In words")
    if not (given and formulas and text):
        what = "a sum that lacks its numbers, its formula or its words"
        mend = "write a list (pages = 500: How many pages?), **Sum:** … and **In words:** …"
        faults.add(section.place, what, mend)
        return None
    sums = Sums(given=tuple(given), formulas=tuple(formula for formula, _ in formulas), text=text)
    return sums if _comes_out(reader, sums, formulas) else None


def _comes_out(reader: SectionReader, sums: Sums, formulas: list[tuple[Formula, Position]]) -> bool:
    """Whether a sum has a result with the lesson's own numbers, and its words name what it has."""
    numbers = {example.name: example.value for example in sums.given}
    for formula, place in formulas:
        try:
            numbers[formula.name] = evaluate(formula.expression, numbers)
        except SumError as error:
            mend = "write a formula of the names above it, such as pages * 700"
            reader.faults.add(place, f"a sum that can't be worked out: {error}", mend)
            return False
    unknown = [name for name in re.findall(r"{(\w+)}", sums.text) if name not in numbers]
    if unknown:
        what = f'a sum whose words name "{unknown[0]}", which it does not work out'
        reader.faults.add(formulas[0][1], what, f"use {listed(list(numbers))}")
    return not unknown


def what_if(reader: SectionReader, section: Section) -> None:
    """Read the section on how it would be otherwise, case by case."""
    cases: list[Case] = []
    asks = answer = ""
    criteria: tuple[str, ...] = ()
    for part in reader.entries(section, "case"):
        if named(part.title, (YOUR_REASON,)):
            reader.no_parts(part)
            said = labelled(reader.whole, no_id(reader.whole, part.blocks), _REASON)
            if criteria:
                what = f'the heading "{YOUR_REASON}" appears twice'
                reader.faults.add(part.place, what, "join the two into one")
            asks, answer = said.text, said.get("Answer")
            criteria = _criteria(reader, said)
            continue
        _, question, after = reader.with_prediction(part, "a case")
        cases.append(Case(title=part.title, prediction=question, text=after.text))
    reader.values["what_if"] = WhatIf(
        cases=tuple(cases), asks=asks, answer=answer, criteria=criteria
    )
