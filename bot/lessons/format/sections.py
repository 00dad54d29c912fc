"""Reads the sections of a lesson: build-up, exercises, challenge, project, diagrams and more."""

import re

from bot.lessons.faults import choose, listed, shorten
from bot.lessons.format.images import image_of
from bot.lessons.format.labelled import Labelled, items, labelled, no_id
from bot.lessons.format.normal_form import Node, heading
from bot.lessons.format.outline import Section
from bot.lessons.format.reader import SectionReader
from bot.lessons.format.vocabulary import (
    BEFORE,
    CHOOSE,
    LOOK_AGAIN,
    LOOKING,
    READ_ON,
    RUBRIC,
    key,
    named,
)
from bot.lessons.format.writer import drawing_lines
from bot.lessons.model import (
    LEVELS,
    Aspect,
    Diagram,
    Exercise,
    Image,
    Level,
    Milestone,
    Picture,
    Project,
    Question,
    Step,
)

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


_NUMBER = re.compile(r"\d{1,4}[.)](?:\s+|$)")
_ANSWER = ("Answer", "Criteria")


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
            what = f'the label "{label}" stands here twice'
            reader.faults.add(chosen.places[label], what, "join the two or remove one")
    criteria = said if "Criteria" in said.blocks else chosen
    exercise = Exercise(
        id=name or "unnamed",
        title=section.title,
        prompt=said.text,
        answer=said.get("Answer") or chosen.get("Answer"),
        criteria=_criteria(reader, criteria),
        choice=choice,
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


def challenge(reader: SectionReader, section: Section) -> None:
    """Read the section with the questions of a scored test."""
    questions = []
    for part in reader.entries(section, "challenge"):
        reader.no_parts(part)
        question, _ = reader.question(part, ())
        if question is not None:
            questions.append(question)
    reader.values["challenge"] = tuple(questions)


def project(reader: SectionReader, section: Section) -> None:
    """Read the section with a task of several days."""
    brief = reader.blocks(section)
    milestones: list[Milestone] = []
    rubric: tuple[str, ...] | None = None
    for part in section.parts:
        if part.level > 3:
            what = f'the heading "{shorten(part.title)}" stands too deep'
            reader.faults.add(part.place, what, "begin it with ###")
        elif not named(part.title, (RUBRIC,)):
            milestones.append(_milestone(reader, part))
            reader.places[f"milestone:{len(milestones)}"] = part.place
        elif rubric is not None:
            what = f'the heading "{RUBRIC}" stands here twice'
            reader.faults.add(part.place, what, "join the two into one")
        else:
            reader.no_parts(part)
            reader.places["rubric"] = part.place
            found = items(reader.whole, part.blocks, "criterion", "a list")
            rubric = tuple(text for text, _ in found)
    reader.values["project"] = Project(
        brief=brief, milestones=tuple(milestones), rubric=rubric or ()
    )


def _milestone(reader: SectionReader, section: Section) -> Milestone:
    reader.no_parts(section)
    number = _NUMBER.match(section.title)
    title = heading(section.title[number.end() :]) if number else section.title
    if not title:
        reader.faults.add(section.place, "a milestone without a title", "write it in the heading")
    name, blocks = reader.identified(section, "milestone")
    text = labelled(reader.whole, blocks).text
    milestone = Milestone(id=name or "unnamed", title=title, text=text)
    reader.titled.append((milestone, name is not None))
    return milestone


def performance(reader: SectionReader, section: Section) -> None:
    """Read the section on how the thing performs, aspect by aspect."""
    aspects = []
    for part in reader.entries(section, "aspect"):
        _, question, after = reader.with_prediction(part, "an aspect")
        aspects.append(Aspect(title=part.title, prediction=question, text=after.text))
    reader.values["performance"] = tuple(aspects)


def read_diagram(reader: SectionReader, section: Section, where: str) -> None:
    """Read a diagram, one of those in the part called ``where``."""
    whole = reader.whole
    asking, looking = reader.prediction_headings(section, LOOKING, LOOK_AGAIN, "a diagram")
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
    puzzle: Picture = ""
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


def _drawing(reader: SectionReader, blocks: list[Node]) -> tuple[Picture, list[Node]]:
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
    return "\n".join(drawing_lines(first.content)), others
