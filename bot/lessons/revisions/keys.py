"""The key of a question in its revisions: what is right, where it changed, and which were wrong.

Where a question shares no option with today's, or either has no key, nothing can be said of its
key: it is another question under an old name. A translation's key is judged by its original's.

Pairs of what two revisions have in common: which of the old is which of the new.

Which revisions of a lesson ask and teach the same.

An answer is a number of an option, and a step is a number too: they mean what they say only where
the options and the steps are the same. A translation has its own words, so it counts for what its
original does.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TypeVar

from bot.lessons import pitfalls
from bot.lessons.answers import fold
from bot.lessons.model import Lesson
from bot.lessons.numbers import write_number
from bot.lessons.practice import Check
from bot.lessons.question import Question, Typed
from bot.values import value

_One = TypeVar("_One")

Pairs = list[tuple[int | None, int | None]]
"""Which of the old is which of the new, by their places; ``None`` where there is none."""


def pair(
    was: Sequence[_One], now: Sequence[_One], keys: Sequence[Callable[[_One], Hashable | None]]
) -> Pairs:
    """Pairs by the first key that two have in common; then those that have no other half."""
    partner: dict[int, int] = {}
    free = dict.fromkeys(range(len(was)))
    for key in keys:
        by_key: dict[Hashable, list[int]] = {}
        for i in free:
            if (value := key(was[i])) is not None:
                by_key.setdefault(value, []).append(i)
        for j in (j for j in range(len(now)) if j not in partner):
            if waiting := by_key.get(key(now[j])):
                partner[j] = waiting.pop(0)
                del free[partner[j]]
    return [*((partner.get(j), j) for j in range(len(now))), *((i, None) for i in free)]


def leftovers_in_order(pairs: Pairs) -> Pairs:
    """The same, with those that have no other half made pairs of in their order."""
    gone = iter([i for i, j in pairs if j is None])
    filled = [(next(gone, None) if i is None else i, j) for i, j in pairs if j is not None]
    return [*filled, *((i, None) for i in gone)]


def count_moved(pairs: Pairs) -> int:
    order = [
        i for i, j in sorted(pairs, key=lambda pair: (pair[1] is None, pair[1])) if j is not None
    ]
    places = [i for i in order if i is not None]
    run: list[int] = []
    for i in places:
        at = bisect_left(run, i)
        run[at : at + 1] = [i]
    return len(places) - len(run)


def same_options(old: Question, new: Question) -> Pairs:
    """Which option of the old question is which of the new: by its label, else by its place."""
    pairs = pair(old.options, new.options, [lambda option: option.label])
    return _in_place(pairs, len(old.options) == len(new.options))


def same_answers(question: Question, other: Question) -> bool:
    """Whether both are answered by the same, with the same key; explanations do not count."""
    if question.typed and other.typed:
        return not _forms(question.typed).isdisjoint(_forms(other.typed))
    return _answers(question) == _answers(other)


def _forms(typed: Typed) -> frozenset[str]:
    return frozenset(map(fold, typed.accepted))


def _answers(question: Question) -> object:
    if estimate := question.estimate:
        return estimate.truth, estimate.unit, estimate.ranges
    if question.typed:
        return _forms(question.typed)
    return [(option.label, option.right) for option in question.options]


def key_changed(old: Question, new: Question) -> bool:
    """Whether another answer is right, or what is right came or went."""
    if old.typed and new.typed:
        return not _forms(old.typed) <= _forms(new.typed)
    if not (old.options and new.options):
        return right_answers(old) != right_answers(new)
    return any(
        (i is not None and old.options[i].right) != (j is not None and new.options[j].right)
        for i, j in same_options(old, new)
    )


def right_answers(question: Question) -> tuple[str, ...]:
    if estimate := question.estimate:
        return (f"{write_number(estimate.truth)} {estimate.unit}".strip(),)
    if question.typed:
        return tuple(sorted(question.typed.accepted))
    return tuple(option.label for option in question.options if option.right)


def _in_place(pairs: Pairs, same_length: bool) -> Pairs:
    """The same, with an option reworded in its place as a pair."""
    gone = {i for i, j in pairs if j is None} if same_length else set()
    new = {j for i, j in pairs if i is None}
    reworded = gone & new
    return [
        (j if i is None and j in reworded else i, j)
        for i, j in pairs
        if not (j is None and i in reworded)
    ]


@value
class KeyedQuestion:
    """A question as a revision asks it; ``taught`` if somebody can have met that."""

    revision: str
    title: str
    question: Question
    language: str = ""
    translates: str = ""
    taught: bool = True


@value
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
    """How the revisions of a question relate to the current revision; ``None`` without a key."""
    asked = {version.revision: version for version in versions}
    now = asked.get(current)
    if now is None or now.question.open:
        return None
    wrong, right = dict[str, tuple[str, ...]](), list[str]()
    for revision, keyed_question in sorted(asked.items()):
        original = asked.get(keyed_question.translates, keyed_question).question
        if not keyed_question.taught or original.open or not _share_options(original, now.question):
            continue
        if key_changed(original, now.question):
            wrong[revision] = _key(original, now.question)
        else:
            right.append(revision)
    words = {
        question.language: question
        for question in asked.values()
        if question.translates == current and question.taught
    }
    return Keys(now, tuple(wrong), tuple(right), wrong, words)


def _share_options(question: Question, other: Question) -> bool:
    if not (question.options and other.options):
        return bool(question.estimate and other.estimate) or bool(question.typed and other.typed)
    return not {option.label for option in question.options}.isdisjoint(
        option.label for option in other.options
    )


def _key(old: Question, now: Question) -> tuple[str, ...]:
    """What the old question called right, in today's labels where there are any."""
    if not old.options:
        return right_answers(old)
    return tuple(
        old.options[i].label if j is None else now.options[j].label
        for i, j in sorted(same_options(old, now), key=lambda pair: (pair[0] is None, pair[0] or 0))
        if i is not None and old.options[i].right
    )


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
    versions = {lesson.revision: lesson for lesson in (*kept, current)}
    titles = _titles(current)
    asked = {question.id: question for question in _keyed_questions(current)}
    steps: list[str] = []
    questions: list[tuple[str, str]] = []
    checks, work = _checks(current), list[tuple[str, str]]()
    for revision, version in sorted(versions.items()):
        original = versions.get(version.translates, version)
        if _titles(original) == titles:
            steps.append(revision)
        questions += [
            (question.id, revision)
            for question in _keyed_questions(original)
            if question.id in asked and same_answers(question, asked[question.id])
        ]
        work += [
            (item, revision)
            for item, check in _checks(original).items()
            if checks.get(item) == check
        ]
    return EquivalentRevisions(tuple(steps), tuple(questions), tuple(work))


def same_questions(lesson: Lesson, other: Lesson) -> frozenset[str]:
    """The questions that both originals ask with the same options and the same key, by id."""
    asked = {question.id: question for question in _keyed_questions(lesson)}
    return frozenset(
        question.id
        for question in _keyed_questions(other)
        if question.id in asked and same_answers(question, asked[question.id])
    )


def _keyed_questions(lesson: Lesson) -> tuple[Question, ...]:
    return (*lesson.questions, *pitfalls.on_record(lesson))


def _checks(lesson: Lesson) -> dict[str, tuple[Check, ...]]:
    """What a program checks, by exercise and milestone, however that is said to learners."""
    return {
        item: tuple(check.model_copy(update={"label": ""}) for check in checks)
        for item, _, checks in lesson.checked
    }


def _titles(lesson: Lesson) -> list[str]:
    return [step.title for step in lesson.steps]
