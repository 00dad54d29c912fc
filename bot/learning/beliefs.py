"""Beliefs that have changed: wrong at the first commitment, right at the latest.

A guess is no belief, neither before nor after. The most surprising come first: what was said with
most confidence and was wrong, of those what is said with most confidence since, of those the
latest. A learner will want to see a confident error gone.
"""

from collections.abc import Iterable

from bot.learning.items import Answer, Item, was_retrieved
from bot.learning.predictions import PROBABILITY, Confidence
from bot.values import value


@value
class Belief:
    """A first commitment that was wrong and no guess: to which option (from 0), and how sure.

    ``revision`` is the lesson's, in which the question was asked. What was typed is the ``answer``,
    as with an ``Attempt``; where that was no range of those offered, there is no ``choice``.
    """

    lesson: str
    question: str
    revision: str
    choice: int | None
    confidence: Confidence
    answer: str | None = None


@value
class Change:
    """What was believed, and the latest answer."""

    belief: Belief
    now: Answer


def changes(beliefs: Iterable[Belief], items: Iterable[Item], most: int) -> tuple[Change, ...]:
    """The most surprising changes, ``most`` of them at most."""
    latest = {(item.lesson, item.question): item.answer for item in items}
    changed = []
    for belief in beliefs:
        answer = latest.get((belief.lesson, belief.question))
        if answer and answer.said is not None and was_retrieved(answer):
            changed.append(Change(belief, answer))
    return tuple(sorted(changed, key=_surprise, reverse=True)[:most])


def _surprise(change: Change) -> tuple[float, float, int, str, str]:
    before, now = change.belief, change.now
    was, now_sure = (PROBABILITY.get(text, 0.0) for text in (before.confidence, now.confidence))
    return (was, now_sure, now.at, before.lesson, before.question)
