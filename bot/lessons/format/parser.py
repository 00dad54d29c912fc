"""Reads a lesson file. Each function here reads a kind of section into its part of the model.

Ids that nobody wrote down are made from words, once all written ones are known.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.lessons.faults import Faults, LessonError, Position, choose, list_names, nearest, shorten
from bot.lessons.format.drawings import read_diagram
from bot.lessons.format.front_matter import LONGEST_ID
from bot.lessons.format.images import check_images
from bot.lessons.format.labelled import items, no_id, read_labelled
from bot.lessons.format.normal_form import heading, one_line
from bot.lessons.format.outline import Section, outline
from bot.lessons.format.practice import performance, project, try_it, what_if
from bot.lessons.format.reader import SectionReader
from bot.lessons.format.vocabulary import (
    BEFORE,
    DIAGRAM,
    MORE,
    READ_ON,
    SECTIONS,
    WHY_DESIGNED,
    find_name,
    key,
)
from bot.lessons.model import (
    LEVELS,
    Connection,
    Lesson,
    Level,
    MentalModel,
    Myth,
    Overview,
    Pitfall,
    Step,
    Term,
    UnderTheHood,
)
from bot.lessons.practice import Exercise, Milestone
from bot.lessons.question import Part, Question
from bot.values import replace

Identified = Question | Exercise | Milestone


def with_ids(value: Any, names: Mapping[int, str]) -> Any:
    """A part of a lesson in which every part with an id gets its own from ``names``."""
    if isinstance(value, tuple):
        return tuple(with_ids(item, names) for item in value)
    if not isinstance(value, Part):
        return value
    update = {key: with_ids(getattr(value, key), names) for key in type(value).model_fields}
    if isinstance(value, Identified):
        update["id"] = names[id(value)]
    return value.model_copy(update=update)


def slug(text: str, taken: set[str]) -> str:
    """An id made from a question's words, unlike those that are taken."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    base = ""
    for word in words or ["question"]:
        longer = f"{base}-{word}" if base else word[: LONGEST_ID - 4]
        if len(longer) > LONGEST_ID - 4:
            break
        base = longer
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


_STEP = re.compile(r"(?:\d{1,4}[.)]\s+)?(?P<title>.*?)\s*\((?P<level>[^()]*)\)")


def build_up(reader: SectionReader, section: Section) -> None:
    reader.values["steps"] = tuple(_step(reader, part) for part in reader.entries(section, "step"))


def _step(reader: SectionReader, section: Section) -> Step:
    title, level = _step_heading(reader, section)
    more = _more(reader, section)
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
        more=more,
    )


def _more(reader: SectionReader, section: Section) -> str:
    """What only those read who ask for it; its heading is taken out of the step's."""
    headings = [part for part in section.parts if find_name(part.title, (MORE,))]
    for part in headings[1:]:
        what = f'the heading "{MORE}" appears twice'
        reader.faults.add(part.place, what, "join the two into one")
    above = section.parts[: section.parts.index(headings[0])] if headings else []
    section.parts = [part for part in section.parts if part not in headings]
    if not headings:
        return ""
    text = reader.leaf(headings[0])
    if not any(find_name(part.title, (READ_ON,)) for part in above):
        what, mend = f'"{MORE}" without "{READ_ON}" above it', "put it below the step's own text"
        reader.faults.add(headings[0].place, what, f'{mend}, which stands under "#### {READ_ON}"')
    elif not text:
        what, mend = f'nothing stands under "{MORE}"', "write its text, or remove the heading"
        reader.faults.add(headings[0].place, what, mend)
    return text


def names_step(title: str) -> bool:
    """Whether a heading is a step's: a title and a known level."""
    match = _STEP.fullmatch(title)
    return match is not None and match["level"].strip().lower() in LEVELS


def _step_heading(reader: SectionReader, section: Section) -> tuple[str, Level]:
    match = _STEP.fullmatch(section.title)
    inner = find_name(section.title.partition(":")[0], (BEFORE, READ_ON, MORE))
    if match is None and inner:
        what = f'"{inner}" has a heading of the wrong level'
        reader.faults.add(section.place, what, "begin it with ####")
        return section.title, LEVELS[0]
    if match is None:
        mend = f'write "### 1. Its title (level)"; the level is {list_names(LEVELS)}'
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
    questions = []
    for part in reader.entries(section, "challenge"):
        reader.no_parts(part)
        question, _ = reader.question(part, ())
        if question is not None:
            questions.append(question)
    reader.values["challenge"] = tuple(questions)


_OVERVIEW = {"What is it": "what", "Why it matters": "matters", "Where it fits": "fits"}


@dataclass(frozen=True)
class ParsedLesson:
    """A lesson as it was read from a file.

    ``places`` says where each part stands, all counted from 1: ``lesson``, ``key:<front matter
    key>``, ``section:<Name>``, ``step:<n>``, ``question:<id>``, ``option:<id>:<n>``,
    ``variant:<id>:<n>``, ``unprompted:<id>``, ``accepted:<id>``, ``near:<id>:<n>``,
    ``myth:<n>`` and ``myth:<id>``, ``diagram:<n>`` (in the order of the model), ``note:<n>``,
    ``connection:<n>``, ``pitfall:<n>``, ``takeaway:<n>``, ``term:<n>``, ``exercise:<n>``,
    ``challenge:<n>``, ``milestone:<n>``, ``rubric``, ``rubric:<n>``, ``aspect:<n>``, ``case:<n>``.
    ``unnamed`` are the ids of questions, exercises and milestones that were made from their words,
    because none is written. ``images`` are the files of pictures that are named, and where; what
    is in them is not known yet (``bot.lessons.upload.pictures``).
    """

    lesson: Lesson
    places: Mapping[str, Position] = field(default_factory=dict)
    unnamed: frozenset[str] = frozenset()
    images: tuple[tuple[str, Position], ...] = ()
    lines: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def place(self, *keys: str) -> Position:
        """The place of the first of these keys that is known, else the start of the file."""
        return next((self.places[name] for name in keys if name in self.places), Position())

    def place_of(self, words: str, *keys: str) -> Position:
        """Where these words are first written from that place on; that place, if nowhere."""
        start = self.place(*keys)
        for number, line in enumerate(self.lines[start.line - 1 :], start.line):
            if (column := line.find(words)) >= 0:
                return Position(number, column + 1)
        return start


def parse(source: str, file: str = "lesson.md") -> ParsedLesson:
    """Read a lesson file, called ``file`` in its faults. Raises ``LessonError``."""
    faults = Faults(file)
    reader = _LessonReader(outline(source, faults))
    reader.read()
    if faults.found:
        raise LessonError(faults.found)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return replace(reader.draft(), lines=tuple(lines))


class _LessonReader(SectionReader):
    """Reads a file section by section, and puts the lesson together at its end."""

    def read(self) -> None:
        root = self.whole.root
        check_images(self.whole)
        for block in no_id(self.whole, root.blocks):
            mend = 'begin a section before it, such as "## Overview"'
            self.faults.add(self.whole.place(block), "text before the first section", mend)
        seen: set[str] = set()
        for section in root.parts:
            if section.level == 1:
                self._title(section, seen)
                continue
            if section.level > 2:
                what = f'the heading "{shorten(section.title)}" is outside every section'
                self.faults.add(section.place, what, 'begin a section before it: "## Overview"')
                continue
            name = find_name(section.title, SECTIONS)
            if name is None:
                what = f'unknown section "{shorten(section.title)}"'
                mend = choose(section.title, SECTIONS)
                if names_step(section.title):
                    mend = 'begin a step with ###, in the section "## Build-up"'
                self.faults.add(section.place, what, mend)
                # What stands in it is read as the section that is meant, to find its faults too.
                name = nearest(section.title, SECTIONS)
                if name is None or name in seen:
                    continue
            elif name in seen:
                what, mend = f'the section "{name}" appears twice', "join the two into one"
                self.faults.add(section.place, what, mend)
            else:
                seen.add(name)
                self.places[f"section:{name}"] = section.place
            _SECTIONS[name](self, section)
        self._tour()

    def draft(self) -> ParsedLesson:
        """The lesson, once nothing is wrong with it."""
        names: dict[int, str] = {}
        unnamed = set()

        def name(part: Identified, words: str, written: bool) -> str:
            id_ = part.id if written else slug(words, self.taken)
            if not written:
                self.taken.add(id_)
                unnamed.add(id_)
            names[id(part)] = id_
            return id_

        for parsed in self.questions:
            if parsed.question is None:
                continue
            id_ = name(parsed.question, parsed.question.text, parsed.named)
            self.places[f"question:{id_}"] = parsed.place
            for n, place in enumerate(parsed.options, start=1):
                self.places[f"option:{id_}:{n}"] = place
            for n, place in enumerate(parsed.variants, start=1):
                self.places[f"variant:{id_}:{n}"] = place
            for kind, label in (("unprompted", "From memory"), ("accepted", "Accepted")):
                if label in parsed.rest.places:
                    self.places[f"{kind}:{id_}"] = parsed.rest.places[label]
            for n, (_, place) in enumerate(parsed.rest.repeated.get("Near", ()), start=1):
                self.places[f"near:{id_}:{n}"] = place
        for part, written in self.titled:
            name(part, part.title, written)
        values = {key: with_ids(value, names) for key, value in self.values.items()}
        for n, myth in enumerate(values.get("myths", ()), start=1):
            self.places[f"myth:{n}"] = self.places[f"myth:{myth.question.id}"] = self.places[
                f"question:{myth.question.id}"
            ]
        drawings = [*self.diagrams.get("mental_model", ()), *self.diagrams.get("hood", ())]
        for n, (_, place) in enumerate(drawings, start=1):
            self.places[f"diagram:{n}"] = place
        self.places["lesson"] = self.places.get("key:id", Position())
        images = tuple(self.whole.images)
        return ParsedLesson(Lesson(**values), self.places, frozenset(unnamed), images)

    def _tour(self) -> None:
        """Report a tour that goes where there is no step, or not forwards."""
        tour, steps = self.values.get("tour", ()), len(self.values.get("steps", ()))
        if list(tour) != sorted(set(tour)) or any(number > steps for number in tour):
            what = f'"tour" names {", ".join(map(str, tour))}, and there are {steps} steps'
            mend = "name steps by their numbers, in order and each once"
            self.faults.add(self.places["key:tour"], what, mend)

    def _title(self, section: Section, seen: set[str]) -> None:
        if "title" in self.places:
            mend = "begin sections with two signs: ##"
            self.faults.add(section.place, "a second title (a heading with one #)", mend)
            return
        self.places["title"] = section.place
        if seen:
            self.faults.add(section.place, "the title comes after a section", "move it to the top")
        title = self.values.get("title")
        if title is not None and title != section.title:
            what = f'the title "{shorten(section.title)}" is not the one in the front matter'
            mend = f'write "{shorten(title)}" in both, or the other in both'
            self.faults.add(section.place, what, mend)
        self.no_blocks(section, 'begin a section before it, such as "## Overview"')


def _overview(reader: SectionReader, section: Section) -> None:
    reader.no_blocks(section)
    parts = reader.parts(section, tuple(_OVERVIEW))
    texts = {_OVERVIEW[name]: reader.leaf(part) for name, part in parts}
    reader.values["overview"] = Overview(**texts)


def _mental_model(reader: SectionReader, section: Section) -> None:
    reader.no_blocks(section)
    model: dict[str, Any] = {}
    for name, part in reader.parts(section, ("Core idea", "Analogy", DIAGRAM)):
        if name == DIAGRAM:
            read_diagram(reader, part, "mental_model")
        elif name == "Analogy":
            model["analogy"] = reader.leaf(part)
        else:
            model["core_idea"] = one_line(reader.leaf(part))
            if [block.type for block in part.blocks] != ["paragraph"]:
                what = "the core idea is not one paragraph"
                reader.faults.add(part.place, what, "say it in one paragraph of plain sentences")
    drawings = tuple(diagram for diagram, _ in reader.diagrams.get("mental_model", ()))
    reader.values["mental_model"] = MentalModel(**model, diagrams=drawings)


def _under_the_hood(reader: SectionReader, section: Section) -> None:
    asking = [
        part
        for part in section.parts
        if part.level > 3 and find_name(part.title.partition(":")[0], (BEFORE, READ_ON))
    ]
    section.parts = [part for part in section.parts if part not in asking]
    own = Section(section.title, section.level, section.place, section.blocks, asking)
    _, question, after = reader.with_prediction(own, "what is under the hood")
    hood: dict[str, Any] = {"prediction": question, "how": after.text}
    for name, part in reader.parts(section, (WHY_DESIGNED, DIAGRAM)):
        if name == DIAGRAM:
            read_diagram(reader, part, "hood")
        else:
            hood["why"] = reader.leaf(part)
    drawings = tuple(diagram for diagram, _ in reader.diagrams.get("hood", ()))
    reader.values["under_the_hood"] = UnderTheHood(**hood, diagrams=drawings)


def _myths(reader: SectionReader, section: Section) -> None:
    myths = []
    for part in reader.entries(section, "myth"):
        reader.no_parts(part)
        question, rest = reader.question(part, ("Belief", "Reality", "Why it matters"))
        if question is not None and not question.options:
            mend = "give it options, such as - [ ] Yes and - [x] No"
            reader.faults.add(part.place, "a myth that is not answered by choosing", mend)
        if question is not None:
            myths.append(
                Myth(
                    question=question,
                    belief=rest.get("Belief"),
                    reality=rest.get("Reality"),
                    matters=rest.get("Why it matters"),
                )
            )
    reader.values["myths"] = tuple(myths)


def _expert_notes(reader: SectionReader, section: Section) -> None:
    reader.values["expert_notes"] = _items(reader, section, "note", "a numbered list")


def _takeaways(reader: SectionReader, section: Section) -> None:
    reader.values["takeaways"] = _items(reader, section, "takeaway", "a list")


_TERM = re.compile(
    r"\*\*(?P<name>[^*]+)\*\*\s*(?:\(also called:\s*(?P<also>[^)]+)\))?:\s+(?P<text>\S.*)",
    re.IGNORECASE,
)
"""An item of the terms: ``**Token** (also called: word piece): A piece of text.``"""


def _terms(reader: SectionReader, section: Section) -> None:
    terms: dict[str, Term] = {}
    for n, line in enumerate(_items(reader, section, "term", "a list"), start=1):
        match, place = _TERM.fullmatch(line), reader.places[f"term:{n}"]
        if match is None:
            what = f'a term without its name or its definition: "{shorten(line, 40)}"'
            mend = "write - **Token** (also called: word piece): A piece of text that …"
            reader.faults.add(place, what, mend)
            continue
        also = tuple(part.strip() for part in (match["also"] or "").split(",") if part.strip())
        name = heading(match["name"])
        if key(name) in terms:
            reader.faults.add(place, f'the term "{shorten(name)}" twice', "join the two into one")
        terms[key(name)] = Term(word=name, also=also, text=match["text"])
    reader.values["terms"] = tuple(terms.values())


def _sources(reader: SectionReader, section: Section) -> None:
    reader.values["sources"] = _items(reader, section, "source", "a list")


def _items(reader: SectionReader, section: Section, what: str, kind: str) -> tuple[str, ...]:
    reader.no_parts(section)
    entries = items(reader.whole, section.blocks, what, kind)
    for n, (_, place) in enumerate(entries, start=1):
        reader.places[f"{what}:{n}"] = place
    return tuple(text for text, _ in entries)


def _when_not(reader: SectionReader, section: Section) -> None:
    reader.values["when_not_to_use"] = reader.leaf(section)


def _production(reader: SectionReader, section: Section) -> None:
    reader.values["production_patterns"] = reader.leaf(section)


def _connections(reader: SectionReader, section: Section) -> None:
    connections = []
    for part in reader.entries(section, "connection"):
        reader.no_parts(part)
        said = read_labelled(reader.whole, no_id(reader.whole, part.blocks), ("Relation",))
        relation = said.get("Relation")
        connections.append(Connection(title=part.title, relation=relation, text=said.text))
    reader.values["connections"] = tuple(connections)


def _pitfalls(reader: SectionReader, section: Section) -> None:
    pitfalls = []
    labels = ("Wrong approach", "Right approach", "Root cause", "Why it works")
    for part in reader.entries(section, "pitfall"):
        reader.no_parts(part)
        mend = f"begin it with {list_names([f'**{label}:**' for label in labels])}"
        said = read_labelled(reader.whole, no_id(reader.whole, part.blocks), labels, text=mend)
        wrong, right, cause, reason = (said.get(label) for label in labels)
        pitfalls.append(
            Pitfall(title=part.title, wrong=wrong, right=right, cause=cause, reason=reason)
        )
    reader.values["pitfalls"] = tuple(pitfalls)


_SECTIONS: Mapping[str, Callable[[SectionReader, Section], None]] = {
    "Overview": _overview,
    "Mental model": _mental_model,
    "Build-up": build_up,
    "Under the hood": _under_the_hood,
    "Myths": _myths,
    "Expert notes": _expert_notes,
    "When not to use": _when_not,
    "Production patterns": _production,
    "Connections": _connections,
    "Pitfalls": _pitfalls,
    "Takeaways": _takeaways,
    "Terms": _terms,
    "Try it": try_it,
    "Challenge": challenge,
    "Project": project,
    "Performance": performance,
    "What if": what_if,
    "Sources": _sources,
}
