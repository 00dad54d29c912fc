"""What a good lesson has, beyond being readable: errors across lessons, and advice.

Errors keep lessons from being published, since a learner would run into them: two lessons with
one id, a need that names no lesson, needs that form a circle. Advice is for the author to judge;
it rests on simple, explainable signs, each documented where it is looked for.
"""

import graphlib
import re
from collections.abc import Iterable, Mapping

from bot.lessons.faults import (
    HURTS,
    POLISH,
    USUAL,
    Fault,
    Faults,
    Position,
    choose,
    in_order,
    listed,
    shorten,
)
from bot.lessons.format.labelled import write_inside
from bot.lessons.format.markdown import code_rows
from bot.lessons.format.normal_form import UNLABELLED
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.format.vocabulary import LABELS, LOOK_AGAIN, named
from bot.lessons.lint.formulas import formula_advice
from bot.lessons.lint.kinds import kinds_advice
from bot.lessons.lint.pointers import pointer_advice
from bot.lessons.lint.practice import practice_advice
from bot.lessons.lint.questions import question_advice
from bot.lessons.lint.readability import (
    CAPTION,
    captioned,
    html_in,
    seconds_to_read,
    texts,
)
from bot.lessons.lint.sections import section_advice, start_advice
from bot.lessons.lint.signposts import signpost_advice
from bot.lessons.lint.tells import tells_advice
from bot.lessons.lint.tour import tour_advice, tour_errors
from bot.lessons.lint.typed import typed_advice
from bot.lessons.model import Course
from bot.lessons.practice import pieces_of

FAR = 1.8
"""How many times longer or shorter than stated the reading may take before it is worth saying.
People's reading rates differ by about that much from each other (Brysbaert 2019 finds most adults
between 175 and 300 words a minute), so a smaller difference says nothing about the lesson."""

SHOWN = 1 / 2
"""How much of a drawing in words Deep shows at least, if it is to be the gist of it."""


def lesson_errors(draft: ParsedLesson, file: str) -> tuple[Fault, ...]:
    """What keeps one lesson from being published, in the order of its file."""
    faults = Faults(file)
    lesson = draft.lesson
    for name, ids in (("needs", lesson.needs), ("leads-to", lesson.leads_to)):
        if lesson.id in ids:
            what = f'the lesson is in its own "{name}"'
            faults.add(draft.place(f"key:{name}"), what, "remove it there")
    tour_errors(draft, faults)
    return in_order(faults.found)


def check_lesson(draft: ParsedLesson, file: str) -> tuple[Fault, ...]:
    """What there is to say about one lesson, in the order of its file."""
    faults = Faults(file)
    lesson = draft.lesson
    for name, ids in (("needs", lesson.needs), ("leads-to", lesson.leads_to)):
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            what = f'"{twice}" appears twice in "{name}"'
            _advise(faults, draft.place(f"key:{name}"), what, "remove one")
    section_advice(draft, faults)
    start_advice(draft, faults)
    _asks(draft, faults)
    _parts(draft, faults)
    _texts(draft, faults)
    _length(draft, faults)
    tour_advice(draft, faults)
    formula_advice(draft, faults)
    practice_advice(draft, faults)
    question_advice(draft, faults)
    kinds_advice(draft, faults)
    typed_advice(draft, faults)
    pointer_advice(draft, faults)
    tells_advice([lesson], draft.place("lesson"), faults)
    return in_order([*lesson_errors(draft, file), *faults.found])


def check_library(
    drafts: Mapping[str, ParsedLesson],
    courses: Mapping[str, Course] | None = None,
    known: Iterable[str] = (),
) -> tuple[Fault, ...]:
    """What there is to say about lessons and courses together.

    ``drafts`` and ``courses`` are keyed by file name. ``known`` are the ids of lessons that exist
    but are not looked at, so that one file can be checked without those around it.
    """
    first: dict[str, str] = {}
    found: list[Fault] = []
    for file, draft in drafts.items():
        faults = Faults(file)
        id = draft.lesson.id
        if id in first:
            what = f'the id "{id}" already belongs to {first[id]}'
            faults.add(draft.place("lesson"), what, "give one of the two lessons another id")
        first.setdefault(id, file)
        name = re.split(r"[/\\]", file)[-1]
        if name.endswith(".md") and name != f"{id}.md":
            what = f'the lesson "{id}" is not in a file of that name'
            mend = f"rename the file to {id}.md"
            _advise(faults, draft.place("lesson"), what, mend, POLISH)
        found += faults.found
    lessons = {id: drafts[file] for id, file in first.items()}
    ids = sorted({*lessons, *known})
    for file, draft in drafts.items():
        found += _links(draft, file, ids)
        found += _work(draft, file, lessons, ids)
    found += _circles(lessons, first)
    found += signpost_advice(lessons, first, (courses or {}).values())
    for file, course in (courses or {}).items():
        found += _course(course, file, lessons, ids)
    return in_order(found)


def _advise(faults: Faults, place: Position, what: str, mend: str, weight: int = USUAL) -> None:
    faults.add(place, what, mend, "advice", weight)


def _asks(draft: ParsedLesson, faults: Faults) -> None:
    if draft.lesson.steps and not any(step.prediction for step in draft.lesson.steps):
        place = draft.place("section:Build-up")
        mend = 'add "#### Before reading on: …"'
        _advise(faults, place, "no step asks for a prediction", mend, HURTS)


def _parts(draft: ParsedLesson, faults: Faults) -> None:
    """Parts of steps, myths, pitfalls and diagrams that are not there."""

    def lacks(key: str, kind: str, parts: Mapping[str, str]) -> None:
        absent = [name for name, text in parts.items() if not text]
        if absent:
            what = f"{kind} without {listed(absent, 'and')}"
            _advise(faults, draft.place(key), what, f"write **{absent[0]}:** …")

    lesson = draft.lesson
    for n, step in enumerate(lesson.steps, start=1):
        if not step.text:
            mend = "write what there is to learn here"
            _advise(faults, draft.place(f"step:{n}"), "a step without text", mend, HURTS)
        said = {"Concept": step.concept, "Result": step.result, "Insight": step.insight}
        lacks(f"step:{n}", "a step", said)
    for n, myth in enumerate(lesson.myths, start=1):
        # Refuting a belief works when it has all three: the belief, what is true, and why.
        said = {"Belief": myth.belief, "Reality": myth.reality, "Why it matters": myth.matters}
        lacks(f"myth:{n}", "a myth", said)
    for n, pitfall in enumerate(lesson.pitfalls, start=1):
        said = {"Wrong approach": pitfall.wrong, "Right approach": pitfall.right}
        lacks(f"pitfall:{n}", "a pitfall", {**said, "Root cause": pitfall.cause})
    for n, diagram in enumerate(lesson.diagrams, start=1):
        if not diagram.words:
            mend = "say in one paragraph what it shows, for those who can't see it: **In words:** …"
            what = "a diagram without alternative text"
            _advise(faults, draft.place(f"diagram:{n}"), what, mend)
        shown = captioned(diagram.alternative)
        if len(shown) < SHOWN * len(diagram.alternative):
            what = (
                f"Deep shows {len(shown)} of {len(diagram.alternative)} characters of a drawing "
                f'in words, up to "…{shown[-30:].lstrip()}"'
            )
            mend = f"say what matters in sentences that end within the first {CAPTION}"
            _advise(faults, draft.place(f"diagram:{n}"), what, mend, POLISH)
        if diagram.prediction and not diagram.explanation:
            what = "a diagram that asks, but does not explain"
            mend = f'say what the full drawing shows: "#### {LOOK_AGAIN}"'
            _advise(faults, draft.place(f"diagram:{n}"), what, mend)


def _texts(draft: ParsedLesson, faults: Faults) -> None:
    """HTML within texts, and lines that begin like a label but are none (``**Result**: …``)."""
    for key, text in texts(draft.lesson):
        if tag := html_in(text):
            mend = "write Markdown, or put it in backticks if it is code"
            if tag.casefold().startswith("<br"):
                mend = "for a line break, end the line with a backslash"
            what = f'HTML, which a chat shows as it is written: "{shorten(tag, 40)}"'
            _advise(faults, draft.place_of(tag, key, "lesson"), what, mend, HURTS)
    rows = [row for row, line in enumerate(draft.lines) if UNLABELLED.match(line.lstrip())]
    code = code_rows(draft.lines) if rows else set()
    for row in (row for row in rows if row not in code):
        line = draft.lines[row]
        written = UNLABELLED.match(line.lstrip())
        if written and (name := named(written["label"], LABELS)):
            what = f'"{written[0]}" begins a line, but is no label'
            place = Position(row + 1, line.index(written[0]) + 1)
            _advise(faults, place, what, f"if it is meant as one, {write_inside(name)}", HURTS)


def _length(draft: ParsedLesson, faults: Faults) -> None:
    """Minutes that reading alone takes longer than, or far less where there's nothing else."""
    lesson = draft.lesson
    minutes = max(1, seconds_to_read(lesson) / 60)
    cases, asks = lesson.what_if.cases, lesson.what_if.asks
    work = (lesson.exercises, lesson.challenge, lesson.project.milestones, lesson.performance)
    more = any((*work, cases, asks))
    if lesson.minutes * FAR < minutes or (lesson.minutes > minutes * FAR and not more):
        about = round(minutes)
        what = f"stated as {lesson.minutes} min, but reads in about {about} min"
        mend = f"write minutes: {about}{' or more' if more else ''}, or change the text"
        _advise(faults, draft.place("key:minutes"), what, mend, POLISH)


def _links(draft: ParsedLesson, file: str, ids: list[str]) -> list[Fault]:
    faults = Faults(file)
    for need in dict.fromkeys(draft.lesson.needs):
        if need not in ids:
            what = f'needs the lesson "{need}", which does not exist'
            faults.add(draft.place("key:needs"), what, _nearest(need, ids))
    for lead in dict.fromkeys(draft.lesson.leads_to):
        if lead not in ids:
            what = f'leads to the lesson "{lead}", which does not exist'
            mend = f"{_nearest(lead, ids)} (it can stay if the lesson is to come)"
            _advise(faults, draft.place("key:leads-to"), what, mend, POLISH)
    return faults.found


def _work(
    draft: ParsedLesson, file: str, lessons: Mapping[str, ParsedLesson], ids: list[str]
) -> list[Fault]:
    """Milestones that build on work which no lesson asks for."""
    faults = Faults(file)
    named = [
        (n, *piece)
        for n, milestone in enumerate(draft.lesson.project.milestones, start=1)
        for piece in pieces_of(milestone.builds_on)
    ]
    for n, id, item in named:
        place = draft.place(f"milestone:{n}")
        if id not in ids:
            what = f'builds on work of the lesson "{id}", which does not exist'
            faults.add(place, what, _nearest(id, ids))
        elif id in lessons:
            other = lessons[id].lesson
            known = [one.id for one in other.project.milestones]
            known += [one.id for one in other.exercises]
            if item not in known:
                what = f'builds on "{item}", which the lesson "{id}" does not ask for'
                mend = choose(item, known) if known else "name a milestone or an exercise of it"
                faults.add(place, what, mend)
    return faults.found


def _nearest(id: str, ids: list[str]) -> str:
    near = choose(id, ids) if ids else ""
    return near if near.startswith("did you mean") else "write that lesson, or remove its id here"


def _circles(lessons: Mapping[str, ParsedLesson], files: Mapping[str, str]) -> list[Fault]:
    """Lessons that need each other. Each lesson is in at most one of the circles reported."""
    graph = {
        id: [need for need in draft.lesson.needs if need in lessons and need != id]
        for id, draft in lessons.items()
    }
    found: list[Fault] = []
    while True:
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            # The sorter walks from what is needed to what needs it.
            circle: list[str] = error.args[1][::-1][:-1]
            start = circle.index(min(circle))
            circle = circle[start:] + circle[:start]
            draft, faults = lessons[circle[0]], Faults(files[circle[0]])
            what = f"needs form a circle: {' needs '.join([*circle, circle[0]])}"
            faults.add(draft.place("key:needs"), what, "remove one of these needs")
            found += faults.found
            graph = {
                id: [need for need in needs if need not in circle]
                for id, needs in graph.items()
                if id not in circle
            }
        else:
            return found


def _course(
    course: Course, file: str, lessons: Mapping[str, ParsedLesson], ids: list[str]
) -> list[Fault]:
    faults = Faults(file)
    for n, id in enumerate(course.lessons):
        if id not in ids:
            what = f'the course names the lesson "{id}", which has no file'
            mend = _nearest(id, ids)
            faults.add(Position(), what, mend if "mean" in mend else f"write {id}.md beside it")
        for need in lessons[id].lesson.needs if id in lessons else ():
            if need in course.lessons[n + 1 :]:
                what = f'the course puts "{id}" before "{need}", which it needs'
                faults.add(Position(), what, f'move "{need}" up in "lessons"')
    tells_advice([lessons[id].lesson for id in course.lessons if id in lessons], Position(), faults)
    return faults.found
