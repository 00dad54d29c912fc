"""What the readers of all sections share: the lesson so far, and how its parts are told apart."""

from typing import Any

from bot.lessons.faults import Position, choose, shorten
from bot.lessons.format.labelled import Labelled, no_id, read_labelled
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import heading
from bot.lessons.format.outline import Outline, Section
from bot.lessons.format.questions import ParsedQuestion, read_id, read_question
from bot.lessons.format.vocabulary import BEFORE, DIAGRAM, READ_ON, find_name, key
from bot.lessons.model import Diagram
from bot.lessons.practice import Exercise, Milestone
from bot.lessons.question import Question

_IN_SECTION = "put it under one of the section's own headings (###)"

_TO_LOOK_AT = frozenset({"table", "fence"})
"""Blocks that may stand between a step's concept and its question, which is about them."""


class SectionReader:
    """Collects the values of a lesson, where they stand, and what is wrong with them."""

    def __init__(self, whole: Outline) -> None:
        self.whole = whole
        self.faults = whole.faults
        self.values: dict[str, Any] = dict(whole.front_matter.values)
        self.places: dict[str, Position] = {
            f"key:{name}": place for name, place in whole.front_matter.places.items()
        }
        self.diagrams: dict[str, list[tuple[Diagram, Position]]] = {}
        self.questions: list[ParsedQuestion] = []
        self.titled: list[tuple[Exercise | Milestone, bool]] = []
        self.taken: set[str] = set()

    def no_blocks(self, section: Section, mend: str = _IN_SECTION) -> None:
        """Report blocks right below a heading that has none."""
        read_labelled(self.whole, no_id(self.whole, section.blocks), text=mend)

    def no_parts(self, section: Section) -> None:
        """Report headings within a part that has none."""
        for part in section.parts:
            what = f'a heading inside "{shorten(section.title)}": "{shorten(part.title)}"'
            self.faults.add(part.place, what, "take it out, or write bold words instead")

    def blocks(self, section: Section) -> str:
        """The text right below a heading."""
        return read_labelled(self.whole, no_id(self.whole, section.blocks)).text

    def leaf(self, section: Section) -> str:
        """The text below a heading that has no headings within it."""
        self.no_parts(section)
        return self.blocks(section)

    def parts(self, section: Section, known: tuple[str, ...]) -> list[tuple[str, Section]]:
        """The headings below a section that has a fixed set of them; a diagram may be repeated."""
        results: list[tuple[str, Section]] = []
        for part in section.parts:
            name = find_name(part.title, known)
            if name is None or part.level > 3:
                what = f'unknown heading "{shorten(part.title)}" in "{shorten(section.title)}"'
                mend = choose(part.title, known)
                if name is not None:
                    what, mend = f'"{name}" has a heading of the wrong level', "begin it with ###"
                self.faults.add(part.place, what, mend)
            elif name != DIAGRAM and any(name == other for other, _ in results):
                what, mend = f'the heading "{name}" appears twice', "join the two into one"
                self.faults.add(part.place, what, mend)
            else:
                results.append((name, part))
        return results

    def entries(self, section: Section, place_key: str) -> list[Section]:
        """The parts of a section that is a row of headings (###), such as pitfalls."""
        self.no_blocks(section)
        entries = []
        for part in section.parts:
            if part.level > 3:
                what = f'the heading "{shorten(part.title)}" is too deep'
                self.faults.add(part.place, what, "begin it with ###")
                continue
            if not part.title:
                self.faults.add(part.place, "a heading without words", "write its title")
            entries.append(part)
            self.places[f"{place_key}:{len(entries)}"] = part.place
        return entries

    def question(
        self, section: Section, labels: tuple[str, ...]
    ) -> tuple[Question | None, Labelled]:
        parsed = read_question(
            self.whole, section.title, section.place, section.blocks, labels, self.taken
        )
        self.questions.append(parsed)
        return parsed.question, parsed.rest

    def split_id(self, section: Section, kind: str) -> tuple[str | None, list[Node]]:
        """The id below the heading of a part, if any, and the blocks without it."""
        comments = [block for block in section.blocks if block.type == "html_block"]
        name = read_id(self.whole, comments, self.taken, kind)
        return name, [block for block in section.blocks if block not in comments]

    def prediction_headings(
        self, section: Section, before: str, after: str, kind: str
    ) -> tuple[Section | None, Section | None]:
        """The two headings of a part that may ask first: the question, and what is read then."""
        asking: Section | None = None
        reading: Section | None = None
        for part in section.parts:
            written, colon, text = part.title.partition(":")
            if colon and key(written) == key(before):
                if asking is not None or reading is not None:
                    late = "a prediction too late"
                    what = f"a second prediction in {kind}" if asking else late
                    self.faults.add(part.place, what, f'ask one, before "#### {after}"')
                asking = asking or Section(heading(text), part.level, part.place, part.blocks)
            elif find_name(part.title, (after,)):
                if reading is not None:
                    what = f'the heading "{after}" appears twice'
                    self.faults.add(part.place, what, "join the two into one")
                reading = reading or part
            else:
                what = f'unknown heading "{shorten(part.title)}" in {kind}'
                near = choose(written, (before, after))
                only = f'{kind} has only "#### {before}: …" and "#### {after}"'
                self.faults.add(part.place, what, near if "mean" in near else only)
                continue
            self.no_parts(part)
        return asking, reading

    def with_prediction(
        self, section: Section, kind: str, first: tuple[str, ...] = (), then: tuple[str, ...] = ()
    ) -> tuple[Labelled, Question | None, Labelled]:
        """Read a part whose text may be asked about before it is read.

        ``first`` are the labels that stand before the question, ``then`` those after the text.
        Where there are such, tables and code that the question is about may stand there, too.
        Without a question, all of it stands together.
        """
        asking, reading = self.prediction_headings(section, BEFORE, READ_ON, kind)
        blocks = no_id(self.whole, section.blocks)
        question: Question | None = None
        if asking is None:
            before = after = read_labelled(self.whole, blocks, (*first, *then))
        else:
            mend = f'with a prediction, the text goes under "#### {READ_ON}"'
            beside = _TO_LOOK_AT if first else frozenset[str]()
            before = read_labelled(self.whole, blocks, first, text=mend, beside=beside)
            after = Labelled()
            question = self.question(asking, ())[0]
        if reading is not None:
            if asking is None:
                what = f'"{READ_ON}" in {kind} that asks nothing'
                mend = f'ask before it with "#### {BEFORE}: …", or remove this heading'
                self.faults.add(reading.place, what, mend)
            after = read_labelled(self.whole, no_id(self.whole, reading.blocks), then)
        return before, question, after
