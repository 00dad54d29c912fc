"""What there is to do in a lesson, read: exercises, project, performance and what if.

A line of a project's rubric may end in the numbers of the milestones that it is about, in brackets,
``(4)`` or ``(3, 4)``. Without numbers, or with all of them, it is about all. The numbers are for
the program: no learner is shown brackets. Below a line there may be two pieces of work that show
it, in a list, each behind its label: *Does it*, *Not yet*, and *Why*, which says what makes the
difference. All three are there, or none; each is a paragraph. Rubric lines are also written here.
"""

import re
from collections.abc import Sequence

from bot.lessons.faults import Position, list_names, shorten
from bot.lessons.format.checks import EXAMPLES, as_code, read_check
from bot.lessons.format.labelled import (
    Labelled,
    items,
    items_with_lists,
    no_id,
    paragraph_only,
    read_labelled,
    write_label,
)
from bot.lessons.format.markdown import content
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import LABEL, heading, line_of, one_line
from bot.lessons.format.outline import Outline, Section
from bot.lessons.format.reader import SectionReader
from bot.lessons.format.vocabulary import (
    CHOOSE,
    HOW,
    PAIR,
    RUBRIC,
    YOUR_NUMBERS,
    YOUR_REASON,
    find_name,
    key,
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
    Pair,
    Project,
    Sums,
    WhatIf,
)
from bot.lessons.question import Question

_MEND = f"begin it with {list_names([f'**{label}:**' for label in PAIR])}"


def read_pair(whole: Outline, below: Node, criterion: Position) -> Pair:
    """Read the list below a criterion; what is wrong with it is reported."""
    texts: dict[str, str] = {}
    faults = len(whole.faults.found)
    for item in below.children:
        paragraph = item.children[0] if item.children else item
        place = whole.place(paragraph)
        if not paragraph_only(item):
            what = "a piece of work that is not one paragraph"
            whole.faults.add(place, what, "make it one paragraph of text")
            continue
        label = LABEL.match(content(paragraph))
        name = find_name(label[2], PAIR) if label else None
        said = line_of(paragraph, label.end()) if label else ""
        if name is None:
            line = shorten(content(paragraph), 40)
            what = f'a line below a criterion that does not say what it is: "{line}"'
            whole.faults.add(place, what, _MEND)
        elif name in texts:
            what = f'"{name}" is said twice below one criterion'
            whole.faults.add(place, what, "keep one piece of work of a kind")
        elif not said:
            what = f'nothing follows the label "{name}"'
            whole.faults.add(place, what, "write its text, or remove the label")
        texts.setdefault(name or "", said)
    missing = [label for label in PAIR if label not in texts]
    if missing and len(whole.faults.found) == faults:
        what = f"two pieces of work to tell apart without {list_names(missing)}"
        whole.faults.add(criterion, what, "write all three below the criterion, or none of them")
    does, not_yet, why = (texts.get(label, "") for label in PAIR)
    return Pair(does=does, not_yet=not_yet, why=why)


def write_pair(pair: Pair) -> list[str]:
    """A line for each text of a pair, behind its label; none if it isn't whole."""
    texts = zip(PAIR, (pair.does, pair.not_yet, pair.why), strict=True)
    lines = [line for label, text in texts for line in write_label(label, text)]
    return lines if len(lines) == len(PAIR) else []


_ABOUT = re.compile(r"(?P<text>.*\S)\s+\((?P<numbers>\d[\d\s,;&–-]*)\)")
_NUMBERS = re.compile(r"\d{1,4}(?:\s*,\s*\d{1,4})*\s*")

Rubric = tuple[tuple[str, ...], tuple[tuple[int, ...], ...], tuple[Pair, ...]]
"""The criteria, what each is about, and what shows each: see ``Project``."""


def read_rubric(reader: SectionReader, blocks: Sequence[Node], milestones: int) -> Rubric:
    criteria: list[str] = []
    about: list[tuple[int, ...]] = []
    pairs: list[Pair] = []
    lines = items_with_lists(reader.whole, blocks, "criterion", "a list", lists_below=True)
    for number, (line, place, below) in enumerate(lines, start=1):
        reader.places[f"rubric:{number}"] = place
        # Without milestones there is nothing that a number could mean.
        match = _ABOUT.fullmatch(line) if milestones else None
        criteria.append(one_line(match["text"]) if match else line)
        about.append(_about(reader, match["numbers"], place, milestones) if match else ())
        pairs.append(read_pair(reader.whole, below, place) if below else Pair())
    shown = any(pair != Pair() for pair in pairs)
    return tuple(criteria), tuple(about) if any(about) else (), tuple(pairs) if shown else ()


def _about(
    reader: SectionReader, written: str, place: Position, milestones: int
) -> tuple[int, ...]:
    """The milestones that these numbers name; none for all of them."""
    if not _NUMBERS.fullmatch(written):
        what = f'milestones that can\'t be read: "({shorten(written, 40)})"'
        reader.faults.add(place, what, "write their numbers with commas between them: (3, 4)")
        return ()
    numbers = sorted({int(text) for text in written.split(",")})
    for number in numbers:
        if not 1 <= number <= milestones:
            what = f"a criterion about milestone {number}, which there isn't"
            most = f"a number from 1 to {milestones}" if milestones > 1 else "(1)"
            mend = f"write {most}, or let the criterion end in words if it is no milestone's number"
            reader.faults.add(place, what, mend)
            return ()
    return () if len(numbers) == milestones else tuple(numbers)


def write_rubric(project: Project) -> list[str]:
    """The rubric as a list: each criterion with the numbers of what it is about, and its pair."""
    every = tuple(range(1, len(project.milestones) + 1))
    about = (*project.about, *[()] * len(project.rubric))
    pairs = (*project.pairs, *[Pair()] * len(project.rubric))
    lines: list[str] = []
    for text, numbers, pair in zip(map(one_line, project.rubric), about, pairs, strict=False):
        # Words that look like numbers of milestones stay words if numbers come after them.
        said = numbers or (every if every and _ABOUT.fullmatch(text) else ())
        line = one_line(f"{text} ({', '.join(map(str, said))})" if said else text)
        lines += [f"- {line}", *(f"  - {part}" for part in write_pair(pair))]
    return ["\n".join(lines)] if lines else []


_PIECE = r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*"
_WORK = re.compile(rf"{_PIECE}(?:, {_PIECE})*")
_NUMBER = re.compile(r"\d{1,4}[.)](?:\s+|$)")
_PRODUCT = re.compile(r"(?P<title>.*?)\s*\(product\)", re.IGNORECASE)
_ANSWER = ("Answer", "Origin", "Checks", "Criteria")
_MILESTONE = ("If you're stuck", "Builds on", "Or begin here", "Hand in")
_REASON = ("Answer", "Criteria")


def try_it(reader: SectionReader, section: Section) -> None:
    entries = reader.entries(section, "exercise")
    reader.values["exercises"] = tuple(_exercise(reader, part) for part in entries)


def _exercise(reader: SectionReader, section: Section) -> Exercise:
    name, blocks = reader.split_id(section, "exercise")
    said = read_labelled(reader.whole, blocks, _ANSWER)
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
    checks = []
    for line, place in _list_items(reader, said, label, "check"):
        check = read_check(line)
        if check is None:
            what = f'nothing that a program can check: "{shorten(line, 40)}"'
            reader.faults.add(place, what, f"write {EXAMPLES}")
        else:
            checks.append(check)
    return tuple(checks)


def _list_items(
    reader: SectionReader, said: Labelled, label: str, what: str
) -> list[tuple[str, Position]]:
    """The items behind a label, with their places: a single item on its line, or a list below."""
    lines: list[tuple[str, Position]] = []
    if opening := said.openings.get(label):
        lines.append((opening, said.places[label]))
    return lines + items(reader.whole, said.blocks.get(label, []), what, "a list")


def _ways_round(reader: SectionReader, said: Labelled) -> tuple[str, ...]:
    """What else will do, each for a case of its own."""
    entries = _list_items(reader, said, "If you're stuck", "way round")
    return tuple(one_line(way) for way, _ in entries)


def project(reader: SectionReader, section: Section) -> None:
    said = read_labelled(reader.whole, no_id(reader.whole, section.blocks), ("Time",))
    milestones: list[Milestone] = []
    rubric: Section | None = None
    for part in section.parts:
        if part.level > 3:
            what = f'the heading "{shorten(part.title)}" is too deep'
            reader.faults.add(part.place, what, "begin it with ###")
        elif not find_name(part.title, (RUBRIC,)):
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
    how = _how(reader, section)
    number = _NUMBER.match(section.title)
    title = heading(section.title[number.end() :]) if number else section.title
    product = _PRODUCT.fullmatch(title)
    title = heading(product["title"]) if product else title
    if not title:
        reader.faults.add(section.place, "a milestone without a title", "write it in the heading")
    name, blocks = reader.split_id(section, "milestone")
    said = read_labelled(reader.whole, blocks, _MILESTONE)
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
        how=how,
        ways_round=_ways_round(reader, said),
        builds_on=work,
        begin_here=said.get("Or begin here"),
        hand_in=_checks(reader, said, "Hand in"),
        product=product is not None,
    )
    reader.titled.append((milestone, name is not None))
    return milestone


def _how(reader: SectionReader, section: Section) -> str:
    """How to go about a milestone, for who asks; its heading is taken out of the section."""
    headings = [part for part in section.parts if find_name(part.title, (HOW,))]
    section.parts = [part for part in section.parts if part not in headings]
    reader.no_parts(section)
    for part in headings[1:]:
        reader.faults.add(part.place, f'the heading "{HOW}" appears twice', "join the two into one")
    text = reader.leaf(headings[0]) if headings else ""
    if headings and not text:
        what = f'nothing stands under "{HOW}"'
        reader.faults.add(headings[0].place, what, "write its text, or remove the heading")
    return text


def performance(reader: SectionReader, section: Section) -> None:
    aspects = []
    for part in reader.entries(section, "aspect"):
        own = [piece for piece in part.parts if find_name(piece.title, (YOUR_NUMBERS,))]
        part.parts = [piece for piece in part.parts if piece not in own]
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
    said = read_labelled(whole, others, ("Sum", "In words"), text="a sum has a list, and labels")
    quantities = []
    for line, place in items(whole, lists[:1], "number", "a list"):
        match = _GIVEN.fullmatch(line)
        value = strict(match["value"]) if match else None
        if match is None or value is None:
            mend = "write its name, a number and how it is asked: pages = 500: How many pages?"
            faults.add(place, "a number of a sum that isn't one", mend)
        else:
            quantities.append(Given(name=match["name"], value=value, ask=match["ask"]))
    formulas = []
    for line, place in said.repeated.get("Sum", ()):
        match = _FORMULA.fullmatch(as_code(line))
        if match is None:
            faults.add(place, "a sum without a name", "write one: cost = pages * 0.02")
        else:
            expression = match["expression"]
            formulas.append((Formula(name=match["name"], expression=expression), place))
    text = said.get("In words")
    if not (quantities and formulas and text):
        what = "a sum that lacks its numbers, its formula or its words"
        mend = "write a list (pages = 500: How many pages?), **Sum:** … and **In words:** …"
        faults.add(section.place, what, mend)
        return None
    sums = Sums(
        given=tuple(quantities), formulas=tuple(formula for formula, _ in formulas), text=text
    )
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
        reader.faults.add(formulas[0][1], what, f"use {list_names(list(numbers))}")
    return not unknown


def what_if(reader: SectionReader, section: Section) -> None:
    cases: list[Case] = []
    asks = answer = ""
    criteria: tuple[str, ...] = ()
    for part in reader.entries(section, "case"):
        if find_name(part.title, (YOUR_REASON,)):
            reader.no_parts(part)
            said = read_labelled(reader.whole, no_id(reader.whole, part.blocks), _REASON)
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
