"""A lesson's translations: what they must have in common with it, and how they join it.

A translation stands beside its original, as ``<id>.<language>.md``. It has the same parts in the
same order and the same ids, so that what a learner did in either counts in both. Its words are its
own, and so are its minutes and tags. It may hold the first tour alone (``bot.lessons.partial``).

As published it is a revision of the same lesson, whose card names the revision of the original that
it translates. So attempts, items and progress need to know nothing of languages.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from bot.lessons.faults import Fault, Faults, Position
from bot.lessons.format.front_matter import is_id, is_language
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.lint.readability import ROWS
from bot.lessons.model import Image, Lesson
from bot.lessons.partial import fill, tour_of
from bot.lessons.practice import Pair
from bot.lessons.question import Part, Question

_FREE = frozenset(
    {"language", "translates", "holds", "minutes", "tags", "title", "pictures", "sources"}
)
"""What a translation has of its own; without sources it has those of its original."""

_SAME = frozenset(
    {"needs", "leads_to", "level", "id", "tour", "tour_ends", "name", "expression", "builds_on"}
)
"""What is the same in every language, beside numbers."""

_Numbers = tuple[tuple[int, ...], ...]

_OWN_MANY = frozenset({"accepted", "near", "words"})
"""Lists that may be of another length in another language: it has other words for a thing."""

_SECTIONS = {
    "overview": "Overview",
    "mental_model": "Mental model",
    "steps": "Build-up",
    "under_the_hood": "Under the hood",
    "myths": "Myths",
    "expert_notes": "Expert notes",
    "when_not_to_use": "When not to use",
    "production_patterns": "Production patterns",
    "connections": "Connections",
    "pitfalls": "Pitfalls",
    "takeaways": "Takeaways",
    "terms": "Terms",
    "exercises": "Try it",
    "challenge": "Challenge",
    "project": "Project",
    "performance": "Performance",
    "what_if": "What if",
    "sources": "Sources",
}

_LISTS = {**ROWS, "diagrams": "diagram"}
"""What the places of a list's items begin with in a draft, diagrams counted over all of it."""

_MANY = {
    "performance": "aspects",
    "challenge": "challenge questions",
    "rubric": "lines of the rubric",
}
"""What an author calls the items of a list, where its name in words is not that."""

_NAMES = {
    "what": "What is it?",
    "matters": "Why it matters",
    "fits": "Where it fits",
    "how": "text",
    "why": "Why designed this way?",
    "wrong": "Wrong approach",
    "right": "Right approach",
    "cause": "Root cause",
    "alternative": "In words",
    "puzzle": "drawing with a gap",
    "explanation": "explanation",
    "temptation": "Why it tempts",
    "prediction": "question",
    "choice": "question",
    "turn": "Your turn",
    "turn_drawing": "drawing beside it",
    "sums": "Your numbers",
    "shown": "table or code before the question",
    "label": "check in your own words",
    "reason": "Why it works",
    "begin_here": "Or begin here",
    "below": "Too low",
    "above": "Too high",
    "typed": "Accepted",
}
"""What an author calls a field, where its own name in words is not that."""


_LEAVE = 'leave it out; or translate the whole lesson, and remove "holds: tour"'
"""What to do with more than the tour in a translation of the tour."""


def translation_name(file: str) -> tuple[str, str] | None:
    """The lesson and the language that a file of this name translates; ``None`` for others."""
    name = re.split(r"[/\\]", file)[-1]
    id, _, language = name.removesuffix(".md").partition(".")
    return (id, language) if name.endswith(".md") and is_id(id) and is_language(language) else None


def link_original(original: Lesson, translation: Lesson) -> Lesson:
    """The translation as it is published: it knows its original, and what names its parts."""
    if translation.holds:
        translation = fill(original, translation)
    pitfalls = tuple(
        pitfall.model_copy(update={"translates": source.title})
        for source, pitfall in zip(original.pitfalls, translation.pitfalls, strict=True)
    )
    update = {
        "translates": original.revision,
        "pitfalls": pitfalls,
        "sources": translation.sources or original.sources,
    }
    return translation.model_copy(update=update)


def name_faults(draft: ParsedLesson, file: str) -> list[Fault]:
    """What is wrong with the id and language of a file that its name calls a translation."""
    faults, lesson = Faults(file), draft.lesson
    id, language = translation_name(file) or ("", "")
    if not lesson.language:
        # What follows the first dot may be anything: "standard-error.bio.md", "notes.txt.md".
        what = f'the language is not said, but "{language}" in the name of the file'
        mend = (
            f"write `language: {language}` if it translates {id}.md; if it's a lesson of its own, "
            f"give the file a name without dots: {lesson.id}.md"
        )
        faults.add(draft.place("key:id"), what, mend)
        return faults.found
    if lesson.id != id:
        what = f'the id is "{lesson.id}", but the file translates "{id}" by its name'
        faults.add(draft.place("key:id"), what, "make them the same")
    if lesson.language != language:
        what = f'the language is "{lesson.language}", but "{language}" in the name of the file'
        faults.add(draft.place("key:language", "key:id"), what, f"write `language: {language}`")
    return faults.found


def differences(original: ParsedLesson, translation: ParsedLesson, file: str) -> list[Fault]:
    """What a translation lacks, adds or orders otherwise than its original; each is an error."""
    comparison, meant = _Comparison(translation, file), original.lesson
    if not translation.lesson.holds:
        comparison.lessons(meant, translation.lesson)
    elif meant.tour and meant.tour_ends:
        comparison.lessons(tour_of(meant), translation.lesson)
    else:
        what = "it holds the tour alone, but its original doesn't say which parts these are"
        mend = 'give the original "tour" and "tour-ends"'
        comparison.faults.add(translation.place("key:holds"), what, mend)
    return comparison.faults.found


class _Comparison:
    """Walks through both lessons at once, and notes where they part."""

    def __init__(self, draft: ParsedLesson, file: str) -> None:
        self.faults = Faults(file)
        self._draft = draft
        self._beyond = _LEAVE if draft.lesson.holds else ""
        self._question = ""
        self._drawings = 0
        self._here = Position()
        """Where the part is whose list is walked through, if its items have no places."""

    def lessons(self, original: Lesson, translation: Lesson) -> None:
        for name in Lesson.model_fields:
            if name not in _FREE and name != "id":
                section = _SECTIONS.get(name, "")
                key = name.replace("_", "-")
                place = self._draft.place(f"section:{section}", f"key:{key}", "lesson")
                self._value(name, getattr(original, name), getattr(translation, name), place)

    def _value(self, name: str, original: Any, other: Any, place: Position) -> None:
        if name == "also":
            return  # Each language has other names of its own for a term, or none.
        if name == "about":
            self._about(original, other)
        elif name == "pairs":
            self._pairs(original, other)
        elif name == "product":
            self._product(original, other, place)
        elif name in _SAME or isinstance(original, bool | int | float):
            self._same(name, original, other, place)
        elif isinstance(original, tuple):
            self._lists(name, original, other, place)
        elif isinstance(other, Image):
            # A picture may take a drawing's place, or have other words in it.
            if not original:
                self._absent(_name_language(name), False, place)
        elif isinstance(original, Part) and isinstance(other, Part):
            self._parts(original, other, place)
        elif bool(original) != bool(other):
            self._absent(_name_language(name), bool(original), place)

    def _parts(self, part: Part, other: Part, place: Position) -> None:
        if isinstance(other, Question):
            self._question = other.id
            place = self._draft.place(f"question:{other.id}")
        for name in type(other).model_fields:
            if name != "translates":
                # What a diagram shows in words may stand in its picture.
                text = "words" if name == "alternative" else name
                self._value(name, getattr(part, text), getattr(other, text), place)

    def _lists(
        self, name: str, entries: Sequence[Any], other: Sequence[Any], place: Position
    ) -> None:
        self._here = place
        if name in _OWN_MANY and entries and other:
            return
        if len(entries) != len(other):
            many = _MANY.get(name, name.replace("_", " "))
            what = f"{len(other)} instead of the original's {len(entries)} {many}"
            mend = "give it the same ones, in the same order"
            if self._beyond:
                what = f"{len(other)} instead of the {len(entries)} {many} of the original's tour"
            self.faults.add(place, what, mend if entries else self._beyond or mend)
            return
        for n, (mine, translated) in enumerate(zip(entries, other, strict=True), start=1):
            if isinstance(translated, Part):
                self._parts(mine, translated, self._item(name, n))

    def _item(self, name: str, n: int) -> Position:
        """Where the n-th of a list stands; drawings are counted through both of their lists."""
        if name == "options":
            return self._draft.place(f"option:{self._question}:{n}")
        if name == "diagrams":
            self._drawings += 1
            n = self._drawings
        return self._draft.place(f"{_LISTS[name]}:{n}") if name in _LISTS else self._here

    def _same(self, name: str, original: Any, other: Any, place: Position) -> None:
        if original == other:
            return
        if isinstance(original, bool):
            key, wrong = ("[x]", "[ ]") if original else ("[ ]", "[x]")
            what = f"an option marked {wrong}, where the original has {key}"
            self.faults.add(place, what, "keep the order of the options and their marks")
        elif name == "id":
            what = f'the id "{other}", where the original has "{original}"'
            self.faults.add(place, what, f"write <!-- id: {original} --> below its heading")
        else:
            said, meant = (
                ", ".join(map(str, v)) if isinstance(v, tuple) else v for v in (other, original)
            )
            what = f'{_name_language(name)} "{said}", where the original has "{meant}"'
            self.faults.add(place, what, "make them the same")

    def _about(self, groups: _Numbers, other: _Numbers) -> None:
        """Each criterion of a rubric is about the same milestones."""
        pairs = zip_longest(groups, other, fillvalue=())
        for n, (meant, said) in enumerate(pairs, start=1):
            if meant != said:
                here, there = _milestones(said), _milestones(meant)
                what = f"a criterion about {here}, where the original's is about {there}"
                numbers = ", ".join(map(str, meant))
                mend = f"end it in ({numbers})" if meant else "leave its numbers out"
                self.faults.add(self._draft.place(f"rubric:{n}", "rubric"), what, mend)

    def _pairs(self, original: Sequence[Pair], other: Sequence[Pair]) -> None:
        """The same criteria are shown by two pieces of work."""
        pairs = zip_longest(original, other, fillvalue=Pair())
        for n, (meant, said) in enumerate(pairs, start=1):
            if (meant == Pair()) != (said == Pair()):
                place = self._draft.place(f"rubric:{n}", "rubric")
                self._absent("Does it", meant != Pair(), place)

    def _product(self, holds: bool, other: bool, place: Position) -> None:
        if holds != other:
            verb, mend = ("is not", "end its heading in") if holds else ("is", "leave out")
            what = f"a milestone that {verb} the product, unlike in the original"
            self.faults.add(place, what, f"{mend} (product)")

    def _absent(self, called: str, expected: bool, place: Position) -> None:
        if expected:
            what, mend = f'no "{called}", which the original has', "translate it"
        elif self._beyond:
            what, mend = f"\"{called}\", which the original's tour doesn't have", self._beyond
        else:
            what, mend = (
                f'"{called}", which the original doesn\'t have',
                "remove it, or add it there",
            )
        self.faults.add(place, what, mend)


def _milestones(numbers: tuple[int, ...]) -> str:
    return f"milestone {', '.join(map(str, numbers))}" if numbers else "all milestones"


def _name_language(name: str) -> str:
    return _NAMES.get(name, name.replace("_", " ").capitalize())
