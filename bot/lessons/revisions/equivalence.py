"""Which revisions of a lesson ask and teach the same.

An answer is a number of an option, and a step is a number too: they mean what they say only where
the options and the steps are the same. A translation has its own words, so it counts for what its
original does.
"""

from collections.abc import Iterable

from bot.lessons import pitfalls
from bot.lessons.model import Lesson
from bot.lessons.practice import Check
from bot.lessons.question import Question
from bot.lessons.revisions.keys import same_answers
from bot.values import value


@value
class EquivalentRevisions:
    """Revisions whose steps are those of a lesson, and pairs of a question and a revision.

    In those revisions the question has the same options, with the same key. ``work`` are pairs of
    an exercise or milestone and a revision in which it has the same checks.
    """

    steps: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    work: tuple[tuple[str, str], ...] = ()


def equivalent_revisions(current: Lesson, kept: Iterable[Lesson]) -> EquivalentRevisions:
    """What is the same in these revisions, of which some may be translations."""
    versions = {one.revision: one for one in (*kept, current)}
    titles = _titles(current)
    asked = {question.id: question for question in _asked(current)}
    steps: list[str] = []
    questions: list[tuple[str, str]] = []
    checks, work = _checks(current), list[tuple[str, str]]()
    for revision, version in sorted(versions.items()):
        original = versions.get(version.translates, version)
        if _titles(original) == titles:
            steps.append(revision)
        questions += [
            (question.id, revision)
            for question in _asked(original)
            if question.id in asked and same_answers(question, asked[question.id])
        ]
        work += [
            (item, revision)
            for item, found in _checks(original).items()
            if checks.get(item) == found
        ]
    return EquivalentRevisions(tuple(steps), tuple(questions), tuple(work))


def same_questions(one: Lesson, other: Lesson) -> frozenset[str]:
    """The questions that both originals ask with the same options and the same key, by id."""
    asked = {question.id: question for question in _asked(one)}
    return frozenset(
        question.id
        for question in _asked(other)
        if question.id in asked and same_answers(question, asked[question.id])
    )


def _asked(lesson: Lesson) -> tuple[Question, ...]:
    return (*lesson.questions, *pitfalls.on_record(lesson))


def _checks(lesson: Lesson) -> dict[str, tuple[Check, ...]]:
    """What a program checks, by exercise and milestone, however that is said to learners."""
    return {
        item: tuple(one.model_copy(update={"label": ""}) for one in checks)
        for item, _, checks in lesson.checked
    }


def _titles(lesson: Lesson) -> list[str]:
    return [step.title for step in lesson.steps]
