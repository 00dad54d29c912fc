"""What a good lesson has, beyond being readable: errors across lessons, and advice.

Errors keep lessons from being published, since a learner would run into them: two lessons with the
same id, a need that names no lesson, needs that form a circle. Advice is for the author to judge;
it rests on simple, explainable signs, each documented where it is looked for.

Advice on formulas: signs ``$`` that open none, and formulas that a line shows badly.

Looked at is the file as it was written, since in the lesson a formula is what it reads as.

Advice on sign-posts: what "Where it fits" says comes next is what the tutor offers next.

A lesson is named there by its title in italics, or by the beginning of its title up to a colon, a
comma, or an "and". A lesson that it needs, or that stands before it in a course, lies behind; all
others lie ahead, and must be those of ``leads-to``, in that order, since the first is offered.
"""

import graphlib
import re
from collections.abc import Iterable, Iterator, Mapping

from bot.lessons.faults import (
    HURTS,
    POLISH,
    USUAL,
    Fault,
    Faults,
    Position,
    choose,
    in_order,
    list_names,
    shorten,
)
from bot.lessons.format.dollars import (
    MOST_LINES,
    find_bracketed,
    find_unclosed,
    inline_formulas,
    is_open,
    rows_of_text,
)
from bot.lessons.format.labelled import write_inside
from bot.lessons.format.markdown import code_rows
from bot.lessons.format.normal_form import UNLABELLED
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.format.vocabulary import LABELS, LOOK_AGAIN, find_name
from bot.lessons.formulas.line import in_line, is_awkward
from bot.lessons.formulas.tex import read
from bot.lessons.library import with_needs
from bot.lessons.lint.lengths import length_advice
from bot.lessons.lint.phrasing import phrasing_advice
from bot.lessons.lint.pointers import pointer_advice
from bot.lessons.lint.practice import practice_advice
from bot.lessons.lint.questions import kinds_advice, question_advice, typed_advice
from bot.lessons.lint.readability import (
    CAPTION,
    caption,
    html_in,
    seconds_to_read,
    texts,
)
from bot.lessons.lint.sections import (
    more_advice,
    section_advice,
    start_advice,
    step_advice,
    tour_advice,
    tour_errors,
)
from bot.lessons.lint.tells import tells_advice
from bot.lessons.lint.terms import terms_advice
from bot.lessons.model import Course
from bot.lessons.practice import pieces_of

FAR = 1.8
"""How many times longer or shorter than stated the reading may take before it is worth saying.
People's reading rates differ by about that much from each other (Brysbaert 2019 finds most adults
between 175 and 300 words a minute), so a smaller difference says nothing about the lesson."""

SHOWN = 1 / 2
"""How much of a drawing in words Deep shows at least, if it is to be the gist of it."""


def lesson_errors(draft: ParsedLesson, file: str) -> tuple[Fault, ...]:
    """What keeps a lesson from being published, in the order of its file."""
    faults = Faults(file)
    lesson = draft.lesson
    for name, ids in (("needs", lesson.needs), ("leads-to", lesson.leads_to)):
        if lesson.id in ids:
            what = f'the lesson is in its own "{name}"'
            faults.add(draft.place(f"key:{name}"), what, "remove it there")
    tour_errors(draft, faults)
    if lesson.holds and not lesson.language:
        what = '"holds: tour" in a lesson of its own: only a translation holds the tour alone'
        mend = "write its `language`, and name the file LESSON.LANGUAGE.md; or remove the line"
        faults.add(draft.place("key:holds"), what, mend)
    return in_order(faults.found)


def check_lesson(draft: ParsedLesson, file: str) -> tuple[Fault, ...]:
    faults = Faults(file)
    lesson = draft.lesson
    for name, ids in (("needs", lesson.needs), ("leads-to", lesson.leads_to)):
        for twice in sorted({text for text in ids if ids.count(text) > 1}):
            what = f'"{twice}" appears twice in "{name}"'
            _advise(faults, draft.place(f"key:{name}"), what, "remove one")
    if not lesson.holds:
        section_advice(draft, faults)
    start_advice(draft, faults)
    _asks(draft, faults)
    _parts(draft, faults)
    _texts(draft, faults)
    _length(draft, faults)
    tour_advice(draft, faults)
    step_advice(draft, faults)
    more_advice(draft, faults)
    formula_advice(draft, faults)
    length_advice(draft, faults)
    phrasing_advice(draft, faults)
    practice_advice(draft, faults)
    question_advice(draft, faults)
    kinds_advice(draft, faults)
    typed_advice(draft, faults)
    pointer_advice(draft, faults)
    terms_advice(draft, faults)
    tells_advice([lesson], draft.place("lesson"), faults)
    return in_order([*lesson_errors(draft, file), *faults.found])


def check_library(
    drafts: Mapping[str, ParsedLesson],
    courses: Mapping[str, Course] | None = None,
    known: Iterable[str] = (),
) -> tuple[Fault, ...]:
    """What there is to say about lessons and courses together.

    ``drafts`` and ``courses`` are keyed by file name. ``known`` are the ids of lessons that exist
    but are not looked at, so that a file can be checked without those around it.
    """
    first: dict[str, str] = {}
    result: list[Fault] = []
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
        result += faults.found
    lessons = {id: drafts[file] for id, file in first.items()}
    ids = sorted({*lessons, *known})
    for file, draft in drafts.items():
        result += _links(draft, file, ids)
        result += _work(draft, file, lessons, ids)
    result += _circles(lessons, first)
    result += signpost_advice(lessons, first, (courses or {}).values())
    for file, course in (courses or {}).items():
        result += _course(course, file, lessons, ids)
    return in_order(result)


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
            what = f"{kind} without {list_names(absent, 'and')}"
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
        shown = caption(diagram.alternative)
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
        if written and (name := find_name(written["label"], LABELS)):
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
            known = [milestone.id for milestone in other.project.milestones]
            known += [exercise.id for exercise in other.exercises]
            if item not in known:
                what = f'builds on "{item}", which the lesson "{id}" does not ask for'
                mend = choose(item, known) if known else "name a milestone or an exercise of it"
                faults.add(place, what, mend)
    return faults.found


def _nearest(id: str, ids: list[str]) -> str:
    near = choose(id, ids) if ids else ""
    return near if near.startswith("did you mean") else "write that lesson, or remove its id here"


def _circles(lessons: Mapping[str, ParsedLesson], files: Mapping[str, str]) -> list[Fault]:
    """Lessons that need each other, each in at most a single reported circle."""
    graph = {
        id: [need for need in draft.lesson.needs if need in lessons and need != id]
        for id, draft in lessons.items()
    }
    results: list[Fault] = []
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
            results += faults.found
            graph = {
                id: [need for need in needs if need not in circle]
                for id, needs in graph.items()
                if id not in circle
            }
        else:
            return results


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


_OPENING = ("$", r"\(", r"\[")
_CLOSE = (
    "close it with another $ on this line, and leave no blank inside the two; "
    "write \\$ for the sign itself"
)


def formula_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Say where TeX would be shown as it is written, or as brackets behind a sign."""
    if not any(sign in line for line in draft.lines for sign in _OPENING):
        return
    ends = (row for row, line in enumerate(draft.lines) if row and line.rstrip() == "---")
    offset = next(ends, -1) + 1
    body = draft.lines[offset:]
    code = code_rows(body)
    for formula in find_bracketed(body, code):
        sign, mark = (r"\[", "$$") if formula.alone else (r"\(", "$")
        what = f'a formula behind {sign}, shown as it is written: "{shorten(formula.source, 30)}"'
        mend = f"write {mark}{shorten(formula.source, 60)}{mark}"
        if formula.alone:
            mend += " on a line of its own, with an empty line before and after it"
        place = Position(offset + formula.row + 1, formula.column + 1)
        faults.add(place, what, mend, "advice", HURTS)
    for row in rows_of_text(body, code):
        line, number = body[row], offset + row + 1
        for at in find_unclosed(line):
            what = f'a $ that isn\'t closed, so its TeX is shown: "{shorten(line[at:], 30)}"'
            mend = _CLOSE
            if is_open(line):
                what = "a $$ that isn't closed, so its TeX is shown"
                mend = f"close it with $$ behind at most {MOST_LINES - 1} lines, none of them empty"
            faults.add(Position(number, at + 1), what, mend, "advice", HURTS)
        for at, source in inline_formulas(line):
            if is_awkward(tree := read(source)):
                what = f'a formula that is hard to read in a line: "{shorten(in_line(tree), 40)}"'
                mend = "where a picture may stand, give it a line of its own, to be drawn: $$…$$"
                faults.add(Position(number, at + 1), what, mend, "advice")


_ITALIC = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])")
_END_OF_NAME = re.compile(r"[:,]|\s(?:and|und)\s")


def signpost_advice(
    lessons: Mapping[str, ParsedLesson], files: Mapping[str, str], courses: Iterable[Course]
) -> Iterator[Fault]:
    """What is wrong with the sign-posts of these lessons, by id; ``files`` says where each is."""
    names = {
        name: id
        for id, parsed_lesson in lessons.items()
        for name in _names(parsed_lesson.lesson.title)
    }
    needs = {id: parsed_lesson.lesson.needs for id, parsed_lesson in lessons.items()}
    behind = {id: with_needs([id], needs) for id in lessons}
    for course in courses:
        for n, id in enumerate(course.lessons):
            behind.get(id, set()).update(course.lessons[:n])
    for id, draft in lessons.items():
        faults = Faults(files[id])
        lesson = draft.lesson
        named = [names.get(_fold(item)) for item in _ITALIC.findall(lesson.overview.fits)]
        ahead = [part for part in named if part and part not in behind[id]]
        place = draft.place("section:Overview", "lesson")
        for text in dict.fromkeys(ahead):
            if text not in lesson.leads_to:
                what = f'"Where it fits" sends learners on to "{text}", which is not in "leads-to"'
                faults.add(place, what, "add it there, or name what is offered next", "advice")
        first = lesson.leads_to[0] if lesson.leads_to else ""
        if ahead and first in lessons and ahead[0] in lesson.leads_to and ahead[0] != first:
            what = f'"Where it fits" says that "{ahead[0]}" comes next, but "{first}" is offered'
            faults.add(place, what, 'say it in the order of "leads-to"', "advice")
        yield from faults.found


def _names(title: str) -> set[str]:
    """What a lesson may be called: its whole title, and its beginning, if that is a name."""
    return {_fold(title), _fold(_END_OF_NAME.split(title)[0])}


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
