"""Reads what is there to be done: try-its, challenge questions, the project, performance."""

import re

from bot.lessons.blocks import heading
from bot.lessons.faults import shorten
from bot.lessons.labels import Labelled, items, labelled
from bot.lessons.model import Aspect, Exercise, Milestone, Project, Question
from bot.lessons.outline import Section
from bot.lessons.parts import Reader
from bot.lessons.vocabulary import CHOOSE, RUBRIC, key, named

_NUMBER = re.compile(r"\d{1,4}[.)](?:\s+|$)")
_ANSWER = ("Answer", "Criteria")


def try_it(reader: Reader, section: Section) -> None:
    """Read the section with small things to do now."""
    entries = reader.entries(section, "exercise")
    reader.values["exercises"] = tuple(_exercise(reader, part) for part in entries)


def _exercise(reader: Reader, section: Section) -> Exercise:
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


def _criteria(reader: Reader, said: Labelled) -> tuple[str, ...]:
    blocks = said.blocks.get("Criteria", [])
    if said.openings.get("Criteria"):
        what = "text on the line of Criteria"
        mend = "leave an empty line below **Criteria:**, and write each as an item of a list"
        reader.faults.add(said.places["Criteria"], what, mend)
    return tuple(text for text, _ in items(reader.whole, blocks, "criterion", "a list"))


def challenge(reader: Reader, section: Section) -> None:
    """Read the section with the questions of a scored test."""
    questions = []
    for part in reader.entries(section, "challenge"):
        reader.no_parts(part)
        question, _ = reader.question(part, ())
        if question is not None:
            questions.append(question)
    reader.values["challenge"] = tuple(questions)


def project(reader: Reader, section: Section) -> None:
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


def _milestone(reader: Reader, section: Section) -> Milestone:
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


def performance(reader: Reader, section: Section) -> None:
    """Read the section on how the thing performs, aspect by aspect."""
    aspects = []
    for part in reader.entries(section, "aspect"):
        _, question, after = reader.asked_first(part, "an aspect")
        aspects.append(Aspect(title=part.title, prediction=question, text=after.text))
    reader.values["performance"] = tuple(aspects)
