"""How two revisions of a lesson differ, or of a course, as a reader would tell it.

Parts with an id are the same part if the id is; others are if they have the same title, else the
same question, else the same content. Diagrams have none of these often enough, so those that are
left over are compared in their order.

The walk goes through whatever fields the model has, so no change escapes it: what is neither a
question, nor a list's part, nor the head is a text of its section.

The way back gives the same, with what was added and what was removed exchanged.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.lessons import pitfalls
from bot.lessons.format.images import image_markdown
from bot.lessons.model import Course, Diagram, Image, ImageFile, Lesson, Pitfall
from bot.lessons.practice import Check, Formula, Given, Pair
from bot.lessons.question import Option, Part, Question
from bot.lessons.revisions import changes
from bot.lessons.revisions.changes import Change, Difference
from bot.lessons.revisions.keys import (
    Pairs,
    count_moved,
    key_changed,
    leftovers_in_order,
    pair,
    right_answers,
    same_options,
)

_HEAD = frozenset(
    [
        "id",
        "title",
        "minutes",
        "language",
        "translates",
        "level",
        "needs",
        "leads_to",
        "tags",
        "tour",
        "tour_ends",
        "yours",
        "model_answer",
    ]
)

_LINES = (Check, Given, Formula, Pair)
"""Parts that are a line in their file: told as text."""

_ASKED = ("myths", "challenge")
"""Lists whose parts are questions: told as such."""

_ORDER = (
    changes.FrontChanged,
    changes.QuestionRemoved,
    changes.Rekeyed,
    changes.QuestionAdded,
    changes.OptionsChanged,
    changes.Reworded,
    changes.QuestionMoved,
    changes.PartRemoved,
    changes.PartAdded,
    changes.PartsMoved,
    changes.TextChanged,
    changes.PictureChanged,
)


def of_lessons(old: Lesson | None, new: Lesson) -> Difference:
    """What is different in a lesson; without an old lesson, that it is new."""
    if old is None:
        return (changes.LessonNew(new.title, new.minutes, len(new.questions)),)
    if old.revision == new.revision:
        return ()
    walk = _Walk()
    walk.lesson(old, new)
    return tuple(sorted(walk.list_changes(), key=lambda entry: _ORDER.index(type(entry))))


def of_courses(old: Course | None, new: Course) -> Difference:
    """What is different in a course; without an old course, that it is new."""
    if old is None:
        return (changes.CourseNew(new.title, len(new.lessons)),)
    differences: list[Change] = [
        changes.FrontChanged(name, getattr(old, name), getattr(new, name))
        for name in ("id", "title", "about")
        if getattr(old, name) != getattr(new, name)
    ]
    spoken = [{words.language: words for words in course.translations} for course in (old, new)]
    for language in sorted({*spoken[0], *spoken[1]}):
        was, now = (words.get(language) for words in spoken)
        if was != now:
            before, after = was.title if was else "", now.title if now else ""
            differences.append(changes.FrontChanged(f"words.{language}", before, after))
    pairs = pair(old.lessons, new.lessons, [lambda id: id])
    differences += [
        changes.LessonRemoved(old.lessons[i]) for i, j in pairs if i is not None and j is None
    ]
    differences += [
        changes.LessonAdded(new.lessons[j]) for i, j in pairs if j is not None and i is None
    ]
    if number := count_moved(pairs):
        differences.append(changes.LessonsMoved(number))
    return tuple(differences)


@dataclass(slots=True)
class _Home:
    """Where a question is asked: in which section, and in which of the paired parts."""

    section: str
    part: int
    question: Question


class _Walk:
    """Goes through both lessons at once, and gathers what it passes."""

    def __init__(self) -> None:
        self._found: list[Change] = []
        self._was: dict[str, _Home] = {}
        self._is: dict[str, _Home] = {}
        self._texts: dict[str, tuple[list[object], list[object]]] = {}
        self._parts = 0

    def lesson(self, old: Lesson, new: Lesson) -> None:
        for name in Lesson.model_fields:
            was, now = getattr(old, name), getattr(new, name)
            if name == "pictures":
                self._pictures(was, now)
            elif name not in _HEAD:
                self._value(name, name, was, now, 0)
            elif was != now:
                self._found.append(changes.FrontChanged(name, _value_text(was), _value_text(now)))
        asked = {question.id: question for question in pitfalls.on_record(old)}
        for question in pitfalls.on_record(new):
            if question.id in asked:
                self._key(asked[question.id], question)

    def list_changes(self) -> list[Change]:
        for id in [*self._was, *(id for id in self._is if id not in self._was)]:
            self._question(id, self._was.get(id), self._is.get(id))
        for section, (was, now) in self._texts.items():
            if was != now:
                before, after = _words(was), _words(now)
                gone, come = (before - after).total(), (after - before).total()
                self._found.append(changes.TextChanged(section, gone, come))
        return self._found

    def _value(self, section: str, name: str, was: object, now: object, part: int) -> None:
        """Compare a field in both; ``None`` stands for absent."""
        if isinstance(was, Question) or isinstance(now, Question):
            self._note_home(section, was, now, part)
        elif isinstance(was, Image) or isinstance(now, Image):
            if was is not None and now is not None:
                self._text(section, _in_a_file(was), _in_a_file(now))
        elif isinstance(was, Part) or isinstance(now, Part):
            self._part(section, was, now, part)
        elif _parts(was) or _parts(now):
            self._list(section, name, _parts(was), _parts(now))
        elif was is not None and now is not None:
            self._text(section, was, now)

    def _part(self, section: str, was: object, now: object, part: int) -> None:
        for name in type(now if now is not None else was).model_fields:  # type: ignore[attr-defined]  # a Part
            self._value(section, name, getattr(was, name, None), getattr(now, name, None), part)

    def _list(self, section: str, name: str, was: Sequence[Part], now: Sequence[Part]) -> None:
        pairs = _same_parts(was, now)
        for i, j in pairs:
            self._parts += 1
            old, new = None if i is None else was[i], None if j is None else now[j]
            self._value(section, name, old, new, self._parts)
            if name in _ASKED:
                continue
            if new is None and old is not None:
                self._found.append(changes.PartRemoved(section, name, _title(old)))
            elif old is None and new is not None:
                self._found.append(changes.PartAdded(section, name, _title(new)))
        if number := count_moved(pairs):
            self._found.append(changes.PartsMoved(section, name, number))

    def _pictures(self, was: Sequence[ImageFile], now: Sequence[ImageFile]) -> None:
        """Files with another picture; its text tells whether it is named."""
        before = {file.file: file.asset for file in was}
        for image_file in now:
            if before.get(image_file.file, image_file.asset) != image_file.asset:
                self._found.append(changes.PictureChanged(image_file.file))

    def _note_home(self, section: str, was: object, now: object, part: int) -> None:
        for question, known in ((was, self._was), (now, self._is)):
            if isinstance(question, Question):
                known[question.id] = _Home(section, part, question)

    def _question(self, id: str, was: _Home | None, now: _Home | None) -> None:
        if was is None or now is None:
            for home, kind in ((was, changes.QuestionRemoved), (now, changes.QuestionAdded)):
                if home is not None:
                    self._found.append(kind(id, home.question.text, home.section))
            return
        old, new = was.question, now.question
        if (was.section, was.part) != (now.section, now.part):
            self._found.append(changes.QuestionMoved(id, new.text, now.section))
        if old.text != new.text:
            self._found.append(changes.Reworded(id, old.text, new.text))
        self._options(old, new, now.section)
        for name in Question.model_fields:
            if name not in ("id", "text", "options"):
                self._text(now.section, getattr(old, name), getattr(new, name))

    def _options(self, old: Question, new: Question, section: str) -> None:
        was, now = old.options, new.options
        pairs = same_options(old, new)
        for i, j in pairs:
            if i is None or j is None:
                continue
            for name in Option.model_fields:
                if name not in ("label", "right"):
                    self._text(section, getattr(was[i], name), getattr(now[j], name))
        self._key(old, new)
        labels = [[option.label for option in options] for options in (was, now)]
        if labels[0] != labels[1] or count_moved(pairs):
            gone, come = Counter(labels[0]), Counter(labels[1])
            less = tuple((gone - come).elements())
            more = tuple((come - gone).elements())
            self._found.append(changes.OptionsChanged(old.id, new.text, less, more))

    def _key(self, old: Question, new: Question) -> None:
        if key_changed(old, new):
            self._found.append(
                changes.Rekeyed(old.id, new.text, right_answers(old), right_answers(new))
            )

    def _text(self, section: str, was: object, now: object) -> None:
        before, after = self._texts.setdefault(section, ([], []))
        before.append(was)
        after.append(now)


def _parts(value: object) -> Sequence[Part]:
    """The parts of a list; none if it is a list of something else, or no list."""
    if not isinstance(value, tuple) or not value or isinstance(value[0], _LINES):
        return ()
    return value if isinstance(value[0], Part) else ()


def _same_parts(was: Sequence[Part], now: Sequence[Part]) -> Pairs:
    if any("id" in type(part).model_fields for part in (*was, *now)):
        return pair(was, now, [lambda part: getattr(part, "id", None)])
    if any(isinstance(part, Pitfall) for part in (*was, *now)):
        # What is remembered of a pitfall goes by its title; a new title makes another pitfall.
        return pair(was, now, [lambda part: getattr(part, "title", None)])
    keys = [lambda part: getattr(part, "title", None), _question_of, _content]
    pairs = pair(was, now, keys)
    drawings = all(isinstance(part, Diagram) for part in (*was, *now))
    return leftovers_in_order(pairs) if drawings else pairs


def _question_of(part: Part) -> str | None:
    entries = (getattr(part, name) for name in type(part).model_fields)
    return next((item.id for item in entries if isinstance(item, Question)), None)


def _content(part: Part) -> str:
    return part.model_dump_json(exclude={"title"})


def _title(part: Part) -> str:
    """What a part begins with, for whoever knows it."""
    for name in ("title", "word", "words", "drawing"):
        if text := getattr(part, name, ""):
            return str(text)
    return ""


def _in_a_file(drawing: object) -> object:
    return image_markdown(drawing) if isinstance(drawing, Image) else drawing


def _words(texts: Sequence[object]) -> Counter[str]:
    flat = (line for text in texts for line in (text if isinstance(text, tuple) else (text,)))
    return Counter(word for line in flat for word in _line_text(line).split())


def _line_text(line: object) -> str:
    if isinstance(line, Pair):
        return f"{line.does} {line.not_yet} {line.why}"
    return str(line)


def _value_text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
