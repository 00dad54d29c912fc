"""Advice on what is there to be done: exercises, the project, and how a thing performs."""

from collections.abc import Iterator

from bot.lessons.answers import passes
from bot.lessons.faults import Faults, Position, shorten
from bot.lessons.format.checks import write_check
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.lint.examples import example_advice
from bot.lessons.lint.pairs import pair_advice
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson
from bot.lessons.practice import Check, Project, pieces_of

FEWEST, MOST = 2, 4
"""Criteria by which learners judge their own answer. One is no judgement, and more than four are
not kept in mind while comparing two texts."""

TYPED_KEYS, TYPED_WORDS = 3, 60
"""Names of JSON and words of text that a thumb types on a phone. Beyond them most people skip."""

FEW_WORDS = 2
"""Words of a check that can be told as they are."""

_WORDS_IN = {"words": 1, "characters": 1 / 6, "sentences": 12, "lines": 8}
"""Words that a unit of length has, more or less."""

FEWEST_MILESTONES = 2
"""Milestones of a project. With one, it is an exercise."""


def practice_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on the parts that only some learning modes show."""
    lesson = draft.lesson
    for key, id_, title in _titled(lesson):
        if id_ in draft.unnamed:
            what = f'the id of "{shorten(title, 40)}" is not written down'
            mend = f"write <!-- id: {id_} --> below it, so that it survives rewording"
            faults.add(draft.place(key), what, mend, "advice")
    language = lesson.language
    for n, exercise in enumerate(lesson.exercises, start=1):
        place = draft.place(f"exercise:{n}")
        if not (exercise.prompt or exercise.choice):
            mend = "say below its heading what there is to do"
            faults.add(place, "an exercise without a task", mend, "advice")
        if not exercise.answer:
            mend = "write a worked one: **Answer:** …"
            faults.add(place, "an exercise without an answer", mend, "advice")
        for check in exercise.checks if exercise.answer else ():
            if check.kind != "file" and not passes(check, exercise.answer, language=language):
                what = f'a worked answer that fails its own check, "{write_check(check)}"'
                faults.add(place, what, "change the answer, or the check", "advice")
        for check in exercise.checks:
            _thumbs(check, place, faults)
            _bare(check, place, faults)
        count = len(exercise.criteria)
        # Who answers by choosing is judged by the key.
        fewest = 1 if exercise.checks else FEWEST
        if not exercise.choice and not fewest <= count <= MOST:
            number = "one criterion" if count == 1 else f"{count or 'no'} criteria"
            mend = f"write {fewest} to {MOST} below **Criteria:**, so that learners can judge"
            faults.add(place, f"an exercise with {number}", mend, "advice")
    for n, aspect in enumerate(lesson.performance, start=1):
        if not aspect.text:
            mend = "write what there is to learn here"
            faults.add(draft.place(f"aspect:{n}"), "an aspect without text", mend, "advice")
    if lesson.project != Project():
        _project(draft, lesson, faults)


def _thumbs(check: Check, place: Position, faults: Faults) -> None:
    """Advise against asking for more than a thumb types."""
    line = shorten(write_check(check), 40)
    if check.kind == "json" and len(check.words) > TYPED_KEYS:
        what = f'more JSON than is typed on a phone: "{line}"'
        mend = f"ask for {TYPED_KEYS} keys at most, or let it be answered by choosing"
        faults.add(place, what, mend, "advice")
    if check.kind == "length" and (check.least or 0) * _WORDS_IN[check.unit] > TYPED_WORDS:
        what = f'more text than is typed on a phone: "{line}"'
        faults.add(place, what, f"ask for {TYPED_WORDS} words at most", "advice")


def _bare(check: Check, place: Position, faults: Faults) -> None:
    """Advise to say a check for words in words of one's own: its list is no sentence."""
    many = check.either or (
        check.kind in ("contains", "lacks", "order") and check.words[FEW_WORDS:]
    )
    if many and not check.label:
        line = shorten(write_check(check), 40)
        what = f'a check that reads like a program: "{line}"'
        faults.add(place, what, f'say what it looks for: "*who it is for*: {line}"', "advice")


def _titled(lesson: Lesson) -> Iterator[tuple[str, str, str]]:
    """The parts that are no questions but have an id: their place, id and title."""
    for n, exercise in enumerate(lesson.exercises, start=1):
        yield f"exercise:{n}", exercise.id, exercise.title
    for n, milestone in enumerate(lesson.project.milestones, start=1):
        yield f"milestone:{n}", milestone.id, milestone.title


def _project(draft: ParsedLesson, lesson: Lesson, faults: Faults) -> None:
    project = lesson.project
    place = draft.place("section:Project")
    if not project.brief:
        mend = "say below its heading what to make, and for whom"
        faults.add(place, "a project without a brief", mend, "advice")
    if len(project.milestones) < FEWEST_MILESTONES:
        what = f"a project with fewer than {FEWEST_MILESTONES} milestones"
        faults.add(place, what, 'divide the work: "### 1. What comes first"', "advice")
    if not project.rubric:
        mend = 'list what makes a good one: "### Rubric"'
        faults.add(place, "a project without a rubric", mend, "advice")
    pair_advice(draft, project, faults)
    for n, milestone in enumerate(project.milestones, start=1):
        example_advice(milestone, lesson.language, draft.place(f"milestone:{n}"), faults)
        if not milestone.text:
            mend = "say what to do, and what exists afterwards"
            faults.add(draft.place(f"milestone:{n}"), "a milestone without text", mend, "advice")
        for way in milestone.ways_round:
            if not SENTENCE_END.split(way)[0].rstrip('*_"”’)').endswith("?"):
                what = f'a way round that does not begin with its case: "{shorten(way, 40)}"'
                mend = 'ask first who it is for: "No temporary chat? Then …"'
                faults.add(draft.place(f"milestone:{n}"), what, mend, "advice")
        # Its own project lies before the learner; another lesson may never have been taken.
        elsewhere = any(id != lesson.id for id, _ in pieces_of(milestone.builds_on))
        if elsewhere and not milestone.begin_here:
            what = "a milestone that leaves out who has skipped the work that it builds on"
            mend = "say in a sentence what will do instead: **Or begin here:** …"
            faults.add(draft.place(f"milestone:{n}"), what, mend, "advice")
