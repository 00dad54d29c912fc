"""Reads a lesson file. Each function here reads one kind of section into its part of the model."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.lessons.blocks import heading, normal, one_line, render
from bot.lessons.faults import Faults, LessonError, Place, choose, listed, shorten
from bot.lessons.labels import Labelled, items, labelled, no_id
from bot.lessons.model import (
    LEVELS,
    Connection,
    Diagram,
    Lesson,
    Level,
    MentalModel,
    Myth,
    Overview,
    Pitfall,
    Question,
    Reserved,
    Step,
    UnderTheHood,
)
from bot.lessons.outline import Outline, Section, outline
from bot.lessons.questions import Asked, read_question, slug
from bot.lessons.vocabulary import (
    BEFORE,
    DIAGRAM,
    MODES,
    READ_ON,
    SECTIONS,
    WHY_DESIGNED,
    key,
    named,
)
from bot.lessons.writing import drawn

_OVERVIEW = {"What is it": "what", "Why it matters": "matters", "Where it fits": "fits"}
_STEP = re.compile(r"(?:\d{1,4}[.)]\s+)?(?P<title>.*?)\s*\((?P<level>[^()]*)\)")
_IN_SECTION = "put it under one of the section's own headings (###)"


@dataclass(frozen=True)
class Draft:
    """A lesson as it was read from a file.

    ``places`` says where each part stands, all counted from 1: ``lesson``, ``key:<front matter
    key>``, ``section:<Name>``, ``step:<n>``, ``question:<id>``, ``option:<id>:<n>``,
    ``myth:<n>`` and ``myth:<id>``, ``diagram:<n>`` (in the order of the model), ``note:<n>``,
    ``connection:<n>``, ``pitfall:<n>``, ``takeaway:<n>``.
    ``unnamed`` are the questions whose id was made from their words, because none is written.
    """

    lesson: Lesson
    places: Mapping[str, Place] = field(default_factory=dict)
    unnamed: frozenset[str] = frozenset()

    def place(self, *keys: str) -> Place:
        """The place of the first of these keys that is known, else the start of the file."""
        return next((self.places[name] for name in keys if name in self.places), Place())


def parse(source: str, file: str = "lesson.md") -> Draft:
    """Read the text of a lesson file. ``file`` is the name that its faults are reported with.

    Raises ``LessonError`` with every fault of the file.
    """
    faults = Faults(file)
    reader = _Reader(outline(source, faults))
    reader.read()
    if faults.found:
        raise LessonError(faults.found)
    return reader.draft()


class _Reader:
    def __init__(self, whole: Outline) -> None:
        self.whole = whole
        self.faults = whole.faults
        self.values: dict[str, Any] = dict(whole.front.values)
        self.places: dict[str, Place] = {
            f"key:{name}": place for name, place in whole.front.places.items()
        }
        self.diagrams: dict[str, list[tuple[Diagram, Place]]] = {}
        self.asked: list[Asked] = []
        self.taken: set[str] = set()

    def read(self) -> None:
        root = self.whole.root
        for block in no_id(self.whole, root.blocks):
            mend = 'begin a section before it, such as "## Overview"'
            self.faults.add(self.whole.place(block), "text before the first section", mend)
        seen: set[str] = set()
        for section in root.parts:
            if section.level == 1:
                self._title(section, seen)
                continue
            if section.level > 2:
                what = f'the heading "{shorten(section.title)}" stands in no section'
                self.faults.add(section.place, what, 'begin a section before it: "## Overview"')
                continue
            name = named(section.title, SECTIONS)
            if name is None:
                what = f'unknown section "{shorten(section.title)}"'
                self.faults.add(section.place, what, choose(section.title, SECTIONS))
            elif name in seen:
                what, mend = f'the section "{name}" stands here twice', "join the two into one"
                self.faults.add(section.place, what, mend)
            else:
                seen.add(name)
                self.places[f"section:{name}"] = section.place
                _SECTIONS[name](self, section)

    def draft(self) -> Draft:
        """The lesson, once nothing is wrong with it."""
        names: dict[int, str] = {}
        unnamed = set()
        for asked in self.asked:
            if asked.question is None:
                continue
            name = asked.question.id
            if not asked.named:
                name = slug(asked.question.text, self.taken)
                self.taken.add(name)
                unnamed.add(name)
            names[id(asked.question)] = name
            self.places[f"question:{name}"] = asked.place
            for n, place in enumerate(asked.options, start=1):
                self.places[f"option:{name}:{n}"] = place

        def with_name(question: Question) -> Question:
            return question.model_copy(update={"id": names[id(question)]})

        values = self.values
        values["steps"] = tuple(
            step.model_copy(update={"prediction": with_name(step.prediction)})
            if step.prediction
            else step
            for step in values.get("steps", ())
        )
        values["myths"] = tuple(
            myth.model_copy(update={"question": with_name(myth.question)})
            for myth in values.get("myths", ())
        )
        for n, myth in enumerate(values["myths"], start=1):
            self.places[f"myth:{n}"] = self.places[f"myth:{myth.question.id}"] = self.places[
                f"question:{myth.question.id}"
            ]
        drawings = [*self.diagrams.get("mental_model", ()), *self.diagrams.get("hood", ())]
        for n, (_, place) in enumerate(drawings, start=1):
            self.places[f"diagram:{n}"] = place
        self.places["lesson"] = self.places.get("key:id", Place())
        return Draft(Lesson(**values), self.places, frozenset(unnamed))

    # What stands around the sections

    def _title(self, section: Section, seen: set[str]) -> None:
        if "title" in self.places:
            mend = "begin sections with two signs: ##"
            self.faults.add(section.place, "a second title (a heading with one #)", mend)
            return
        self.places["title"] = section.place
        if seen:
            self.faults.add(section.place, "the title stands below a section", "move it to the top")
        title = self.values.get("title")
        if title is not None and title != section.title:
            what = f'the title "{shorten(section.title)}" is not the one in the front matter'
            mend = f'write "{shorten(title)}" in both, or the other in both'
            self.faults.add(section.place, what, mend)
        self._nothing(section, 'begin a section before it, such as "## Overview"')

    def _nothing(self, section: Section, mend: str = _IN_SECTION) -> None:
        """Report blocks right below a heading that has none."""
        labelled(self.whole, no_id(self.whole, section.blocks), text=mend)

    def _no_parts(self, section: Section) -> None:
        """Report headings within a part that has none."""
        for part in section.parts:
            what = f'a heading inside "{shorten(section.title)}": "{shorten(part.title)}"'
            self.faults.add(part.place, what, "take it out, or write bold words instead")

    def _blocks(self, section: Section) -> str:
        return labelled(self.whole, no_id(self.whole, section.blocks)).text

    def _leaf(self, section: Section) -> str:
        self._no_parts(section)
        return self._blocks(section)

    def _parts(self, section: Section, known: tuple[str, ...]) -> list[tuple[str, Section]]:
        """The headings below a section that has a fixed set of them; a diagram may be repeated."""
        found: list[tuple[str, Section]] = []
        for part in section.parts:
            name = named(part.title, known)
            if name is None or part.level > 3:
                what = f'unknown heading "{shorten(part.title)}" in "{shorten(section.title)}"'
                mend = choose(part.title, known)
                if name is not None:
                    what, mend = f'"{name}" has a heading of the wrong level', "begin it with ###"
                self.faults.add(part.place, what, mend)
            elif name != DIAGRAM and any(name == other for other, _ in found):
                what, mend = f'the heading "{name}" stands here twice', "join the two into one"
                self.faults.add(part.place, what, mend)
            else:
                found.append((name, part))
        return found

    def _entries(self, section: Section, place_key: str) -> list[Section]:
        """The parts of a section that is a row of headings (###), such as pitfalls."""
        self._nothing(section)
        entries = []
        for part in section.parts:
            if part.level > 3:
                what = f'the heading "{shorten(part.title)}" stands too deep'
                self.faults.add(part.place, what, "begin it with ###")
                continue
            if not part.title:
                self.faults.add(part.place, "a heading without words", "write its title")
            entries.append(part)
            self.places[f"{place_key}:{len(entries)}"] = part.place
        return entries

    # The sections

    def overview(self, section: Section) -> None:
        self._nothing(section)
        parts = self._parts(section, tuple(_OVERVIEW))
        texts = {_OVERVIEW[name]: self._leaf(part) for name, part in parts}
        self.values["overview"] = Overview(**texts)

    def mental_model(self, section: Section) -> None:
        self._nothing(section)
        model: dict[str, Any] = {}
        for name, part in self._parts(section, ("Core idea", "Analogy", DIAGRAM)):
            if name == DIAGRAM:
                self._diagram(part, "mental_model")
            elif name == "Analogy":
                model["analogy"] = self._leaf(part)
            else:
                model["core_idea"] = one_line(self._leaf(part))
                if [block.type for block in part.blocks] != ["paragraph"]:
                    what = "the core idea is not one paragraph"
                    self.faults.add(part.place, what, "say it in one paragraph of plain sentences")
        drawings = tuple(diagram for diagram, _ in self.diagrams.get("mental_model", ()))
        self.values["mental_model"] = MentalModel(**model, diagrams=drawings)

    def _diagram(self, section: Section, where: str) -> None:
        self._no_parts(section)
        blocks = no_id(self.whole, section.blocks)
        fences = [block for block in blocks if block.type in ("fence", "code_block")]
        mend = "a diagram is one code fence, then **In words:** and one paragraph"
        others = [block for block in blocks if block not in fences]
        said = labelled(self.whole, others, ("In words",), text=mend)
        drawing = "\n".join(drawn(fences[0].content)) if fences else ""
        if not drawing:
            what = "a diagram without a drawing"
            self.faults.add(section.place, what, "draw it in characters, between ```text and ```")
        for fence in fences[1:]:
            what = "a second drawing in one diagram"
            self.faults.add(
                self.whole.place(fence), what, 'begin it with a "### Diagram" of its own'
            )
        language = fences[0].info.strip() if fences and fences[0].type == "fence" else ""
        if language not in ("", "text", "txt", "ascii"):
            what = f'a diagram in the language "{shorten(language)}", which a chat cannot draw'
            self.faults.add(self.whole.place(fences[0]), what, "draw it in characters: ```text")
        diagram = Diagram(drawing=drawing, alternative=said.get("In words"))
        self.diagrams.setdefault(where, []).append((diagram, section.place))

    def build_up(self, section: Section) -> None:
        self.values["steps"] = tuple(self._step(part) for part in self._entries(section, "step"))

    def _step(self, section: Section) -> Step:
        title, level = self._step_heading(section)
        asking: Section | None = None
        reading: Section | None = None
        for part in section.parts:
            before, colon, text = part.title.partition(":")
            if colon and key(before) == key(BEFORE):
                if asking is not None or reading is not None:
                    what = "a second prediction in one step" if asking else "a prediction too late"
                    self.faults.add(part.place, what, 'ask one, before "#### Read on"')
                asking = asking or Section(heading(text), part.level, part.place, part.blocks)
            elif named(part.title, (READ_ON,)):
                if reading is not None:
                    what = f'the heading "{READ_ON}" stands here twice'
                    self.faults.add(part.place, what, "join the two into one")
                reading = reading or part
            else:
                what = f'unknown heading "{shorten(part.title)}" in a step'
                mend = choose(before, (BEFORE, READ_ON))
                self.faults.add(part.place, what, mend if "mean" in mend else _STEP_HEADINGS)
                continue
            self._no_parts(part)
        return self._step_parts(section, title, level, asking, reading)

    def _step_heading(self, section: Section) -> tuple[str, Level]:
        match = _STEP.fullmatch(section.title)
        if match is None:
            mend = f'write "### 1. Its title (level)"; the level is {listed(LEVELS)}'
            what = f'the step "{shorten(section.title)}" has no level'
            self.faults.add(section.place, what, mend)
            return section.title, LEVELS[0]
        written = match["level"].strip().lower()
        level = next((known for known in LEVELS if known == written), None)
        if level is None:
            what = f'unknown level "{shorten(match["level"])}"'
            self.faults.add(section.place, what, choose(written, LEVELS))
            level = LEVELS[0]
        if not match["title"]:
            self.faults.add(section.place, "a step without a title", "write it before the level")
        return heading(match["title"]), level

    def _step_parts(
        self,
        section: Section,
        title: str,
        level: Level,
        asking: Section | None,
        reading: Section | None,
    ) -> Step:
        blocks = no_id(self.whole, section.blocks)
        question: Question | None = None
        after = Labelled()
        if asking is None:
            first = labelled(self.whole, blocks, ("Concept", "Result", "Insight"))
            after = first
        else:
            mend = f'with a prediction, the text stands under "#### {READ_ON}"'
            first = labelled(self.whole, blocks, ("Concept",), text=mend)
            question = self._question(asking, ())[0]
        if reading is not None:
            if asking is None:
                what = f'"{READ_ON}" in a step that asks nothing'
                mend = f'ask before it with "#### {BEFORE}: …", or remove this heading'
                self.faults.add(reading.place, what, mend)
            after = labelled(self.whole, no_id(self.whole, reading.blocks), ("Result", "Insight"))
        return Step(
            level=level,
            title=title,
            concept=first.get("Concept"),
            prediction=question,
            text=after.text,
            result=after.get("Result"),
            insight=after.get("Insight"),
        )

    def _question(
        self, section: Section, labels: tuple[str, ...]
    ) -> tuple[Question | None, Labelled]:
        asked = read_question(
            self.whole, section.title, section.place, section.blocks, labels, self.taken
        )
        self.asked.append(asked)
        return asked.question, asked.rest

    def under_the_hood(self, section: Section) -> None:
        hood: dict[str, Any] = {"how": self._blocks(section)}
        for name, part in self._parts(section, (WHY_DESIGNED, DIAGRAM)):
            if name == DIAGRAM:
                self._diagram(part, "hood")
            else:
                hood["why"] = self._leaf(part)
        drawings = tuple(diagram for diagram, _ in self.diagrams.get("hood", ()))
        self.values["under_the_hood"] = UnderTheHood(**hood, diagrams=drawings)

    def myths(self, section: Section) -> None:
        myths = []
        for part in self._entries(section, "myth"):
            self._no_parts(part)
            question, rest = self._question(part, ("Belief", "Reality", "Why it matters"))
            if question is not None:
                myths.append(
                    Myth(
                        question=question,
                        belief=rest.get("Belief"),
                        reality=rest.get("Reality"),
                        matters=rest.get("Why it matters"),
                    )
                )
        self.values["myths"] = tuple(myths)

    def expert_notes(self, section: Section) -> None:
        self.values["expert_notes"] = self._items(section, "note", "a numbered list")

    def takeaways(self, section: Section) -> None:
        self.values["takeaways"] = self._items(section, "takeaway", "a list")

    def _items(self, section: Section, what: str, kind: str) -> tuple[str, ...]:
        self._no_parts(section)
        found = items(self.whole, section.blocks, what, kind)
        for n, (_, place) in enumerate(found, start=1):
            self.places[f"{what}:{n}"] = place
        return tuple(text for text, _ in found)

    def when_not(self, section: Section) -> None:
        self.values["when_not_to_use"] = self._leaf(section)

    def production(self, section: Section) -> None:
        self.values["production_patterns"] = self._leaf(section)

    def connections(self, section: Section) -> None:
        connections = []
        for part in self._entries(section, "connection"):
            self._no_parts(part)
            said = labelled(self.whole, no_id(self.whole, part.blocks), ("Relation",))
            relation = said.get("Relation")
            connections.append(Connection(title=part.title, relation=relation, text=said.text))
        self.values["connections"] = tuple(connections)

    def pitfalls(self, section: Section) -> None:
        pitfalls = []
        labels = ("Wrong approach", "Right approach", "Root cause")
        for part in self._entries(section, "pitfall"):
            self._no_parts(part)
            mend = "begin it with **Wrong approach:**, **Right approach:** or **Root cause:**"
            said = labelled(self.whole, no_id(self.whole, part.blocks), labels, text=mend)
            wrong, right, cause = (said.get(label) for label in labels)
            pitfalls.append(Pitfall(title=part.title, wrong=wrong, right=right, cause=cause))
        self.values["pitfalls"] = tuple(pitfalls)

    def reserved(self, section: Section) -> None:
        self._no_parts(section)
        name = named(section.title, tuple(MODES))
        text = normal(render(no_id(self.whole, section.blocks), labels=True), labels=True)
        if name is not None and text:
            kept = self.values.get("reserved", ())
            self.values["reserved"] = (*kept, Reserved(mode=MODES[name], text=text))


_STEP_HEADINGS = f'a step has only "#### {BEFORE}: …" and "#### {READ_ON}"'

_SECTIONS: Mapping[str, Callable[[_Reader, Section], None]] = {
    "Overview": _Reader.overview,
    "Mental model": _Reader.mental_model,
    "Build-up": _Reader.build_up,
    "Under the hood": _Reader.under_the_hood,
    "Myths": _Reader.myths,
    "Expert notes": _Reader.expert_notes,
    "When not to use": _Reader.when_not,
    "Production patterns": _Reader.production,
    "Connections": _Reader.connections,
    "Pitfalls": _Reader.pitfalls,
    "Takeaways": _Reader.takeaways,
    **dict.fromkeys(MODES, _Reader.reserved),
}
