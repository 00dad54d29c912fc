"""Which revisions of a lesson ask and teach the same, so that what was counted in them adds up.

An answer is a number of an option, and a step is a number too: they mean what they say only where
the options and the steps are the same. A translation has its own words, so it counts for what its
original does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.lessons.model import Lesson, Option


@dataclass(frozen=True, slots=True)
class Alike:
    """Revisions whose steps are those of a lesson, and pairs of a question and a revision.

    In those revisions the question has the same options, with the same key.
    """

    steps: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]


def alike(current: Lesson, kept: Iterable[Lesson]) -> Alike:
    """What is the same in these revisions, of which some may be translations."""
    versions = {one.revision: one for one in (*kept, current)}
    titles = _titles(current)
    asked = {question.id: question.options for question in current.questions}
    steps: list[str] = []
    questions: list[tuple[str, str]] = []
    for revision, version in sorted(versions.items()):
        original = versions.get(version.translates, version)
        if _titles(original) == titles:
            steps.append(revision)
        questions += [
            (question.id, revision)
            for question in original.questions
            if question.id in asked and _same(question.options, asked[question.id])
        ]
    return Alike(tuple(steps), tuple(questions))


def same_questions(one: Lesson, other: Lesson) -> frozenset[str]:
    """The questions that both originals ask with the same options and the same key, by id."""
    asked = {question.id: question.options for question in one.questions}
    return frozenset(
        question.id
        for question in other.questions
        if question.id in asked and _same(question.options, asked[question.id])
    )


def _titles(lesson: Lesson) -> list[str]:
    return [step.title for step in lesson.steps]


def _same(options: Iterable[Option], others: Iterable[Option]) -> bool:
    """Whether these are the same answers: another explanation makes no other answer."""
    return _answers(options) == _answers(others)


def _answers(options: Iterable[Option]) -> list[tuple[str, bool]]:
    return [(one.label, one.right) for one in options]
