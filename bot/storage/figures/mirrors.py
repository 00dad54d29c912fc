"""A learner's mirror.

What is read is the learner's own, by the beginning of a primary key, so its cost does not grow
with other learners.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bot.conversation.inputs import LearnerId
from bot.conversation.needs.learner import Mirror
from bot.learning.beliefs import Belief
from bot.learning.habits import QUARTER
from bot.learning.predictions import PROBABILITY
from bot.learning.reviews import Item
from bot.storage.figures import items

# What is put together here is this module's own text only.
ANSWERED = f"""
SELECT learner, at / {QUARTER} * {QUARTER}, total(written = 0), total(written) FROM (
    SELECT learner, at, 0 AS written FROM attempt
    WHERE learner IN (SELECT value FROM json_each(?1))
    UNION ALL
    SELECT learner, at, 1 AS written FROM writing
    WHERE learner IN (SELECT value FROM json_each(?1)))
GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 - see above
"""How many answers these learners chose, and how many they wrote, in which quarter of an hour."""

BELIEFS = f"""
SELECT learner, lesson, question, revision, choice, confidence
FROM (
    SELECT learner, lesson, question, revision, run, phase, choice, confidence, verdict,
        (lesson, question, revision) IN (SELECT lesson, question, revision FROM void) AS void,
        row_number() OVER (PARTITION BY learner, lesson, question ORDER BY at, input) AS number
    FROM attempt WHERE learner IN (SELECT value FROM json_each(?))
) AS first LEFT JOIN judgement USING (learner, run, question, phase)
WHERE number = 1 AND NOT void AND choice IS NOT NULL AND confidence IN {tuple(PROBABILITY)}
AND coalesce(first.verdict, judgement.verdict) = 'wrong'
ORDER BY learner, lesson, question
"""  # noqa: S608 - see above
"""The first commitments of these learners that were wrong, by a key that holds, and no guess."""


def mirrors_from(
    learners: Collection[LearnerId],
    kept: Sequence[Any],
    answered: Iterable[Any],
    beliefs: Iterable[Any],
) -> dict[LearnerId, Mirror]:
    """The mirrors of these learners from what ``items.ALL``, and those above, find."""
    found = items.found(row[:-1] for row in kept if row[-1] is None)
    suspended: dict[LearnerId, set[tuple[str, str]]] = {}
    for learner, lesson, question, *_, suspended_at in kept:
        if suspended_at is not None:
            suspended.setdefault(learner, set()).add((lesson, question))
    chosen: dict[LearnerId, list[tuple[int, int]]] = {}
    written: dict[LearnerId, list[tuple[int, int]]] = {}
    for learner, at, *numbers in answered:
        for counts, number in zip((chosen, written), numbers, strict=True):
            if number:
                counts.setdefault(learner, []).append((at, int(number)))
    held: dict[LearnerId, list[Belief]] = {}
    for learner, *belief in beliefs:
        held.setdefault(learner, []).append(Belief(*belief))
    return {
        one: Mirror(
            _in_order(found.get(one, ())),
            frozenset(suspended.get(one, ())),
            tuple(chosen.get(one, ())),
            tuple(written.get(one, ())),
            tuple(held.get(one, ())),
        )
        for one in learners
    }


def _in_order(found: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(found, key=lambda item: (item.lesson, item.question)))
