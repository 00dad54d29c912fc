"""Which revisions of a lesson ask and teach the same, and which ask under another key than now.

An answer is a number of an option, and a step is a number too: they mean what they say only where
the options and the steps are the same. A translation has its own words, so it counts for what its
original does, and its key is judged by its original's. Where a question shares no option with the
one of now, or either has no key, nothing can be said of its key: it is another question under an
old name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.lessons.model import Lesson
from bot.lessons.practice import Check
from bot.lessons.question import Question
from bot.lessons.revisions.diff import key_changed, right_answers, same_answers, same_options


@dataclass(frozen=True, slots=True)
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
    asked = {question.id: question for question in current.questions}
    steps: list[str] = []
    questions: list[tuple[str, str]] = []
    checks, work = _checks(current), list[tuple[str, str]]()
    for revision, version in sorted(versions.items()):
        original = versions.get(version.translates, version)
        if _titles(original) == titles:
            steps.append(revision)
        questions += [
            (question.id, revision)
            for question in original.questions
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
    asked = {question.id: question for question in one.questions}
    return frozenset(
        question.id
        for question in other.questions
        if question.id in asked and same_answers(question, asked[question.id])
    )


def _checks(lesson: Lesson) -> dict[str, tuple[Check, ...]]:
    """What a program checks, by exercise and milestone, however that is said to learners."""
    return {
        item: tuple(one.model_copy(update={"label": ""}) for one in checks)
        for item, _, checks in lesson.checked
    }


def _titles(lesson: Lesson) -> list[str]:
    return [step.title for step in lesson.steps]


@dataclass(frozen=True, slots=True)
class KeyedQuestion:
    """A question as one revision of its lesson asks it.

    ``taught`` says that somebody can have met this revision: it was published, or begun.
    """

    revision: str
    title: str
    question: Question
    language: str = ""
    translates: str = ""
    taught: bool = True


@dataclass(frozen=True, slots=True)
class Keys:
    """A question as it is asked now, and the revisions by their key.

    ``wrong`` have another key than that of now, ``right`` have the same; both by revision and
    sorted. ``were`` are the keys that were wrong, by revision: the labels of what was called right,
    by their wording of now where they are there still. ``words`` is the question of now in other
    languages.
    """

    now: KeyedQuestion
    wrong: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    were: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, KeyedQuestion] = field(default_factory=dict)


def keys(current: str, versions: Iterable[KeyedQuestion]) -> Keys | None:
    """How the revisions of one question stand to the current one; ``None`` if it has no key."""
    asked = {one.revision: one for one in versions}
    now = asked.get(current)
    if now is None or now.question.open:
        return None
    wrong, right = dict[str, tuple[str, ...]](), list[str]()
    for revision, one in sorted(asked.items()):
        original = asked.get(one.translates, one).question
        if not one.taught or original.open or not _shared(original, now.question):
            continue
        if key_changed(original, now.question):
            wrong[revision] = _key(original, now.question)
        else:
            right.append(revision)
    words = {
        one.language: one for one in asked.values() if one.translates == current and one.taught
    }
    return Keys(now, tuple(wrong), tuple(right), wrong, words)


def _shared(one: Question, other: Question) -> bool:
    if not (one.options and other.options):
        return bool(one.estimate and other.estimate) or bool(one.typed and other.typed)
    return not {option.label for option in one.options}.isdisjoint(
        option.label for option in other.options
    )


def _key(old: Question, now: Question) -> tuple[str, ...]:
    """What the old one called right, in the labels of now where there are any."""
    if not old.options:
        return right_answers(old)
    return tuple(
        old.options[i].label if j is None else now.options[j].label
        for i, j in sorted(same_options(old, now), key=lambda pair: (pair[0] is None, pair[0] or 0))
        if i is not None and old.options[i].right
    )
