"""Does predicting help? An experiment that a learner takes part in if they want to.

A fifth of the questions with a key, drawn by lot, is *told*: its answer is told at its place in the
lesson, without being asked for beforehand. Another fifth is *asked*, as all questions are outside
of the experiment. All else is the same for both: neither is asked once more at the end of the
lesson, and each comes back for the first time after a day. What is compared is the share that is
right at that first review.

The lot falls by learner, lesson and question, so a question stays in its arm for good, and which
questions are told differs from learner to learner.

The interval of the difference is Newcombe's hybrid score interval (Newcombe, 1998, method 10): it
is put together from the two Wilson intervals of the shares, so that it holds for few answers and
for shares near 0 and 1 too.

Who takes part
--------------
Only questions that are asked before their text take part: in tests and recalls the asking is the
point. What was answered or told before in any way takes no part either, so nobody chooses an arm.
The two arms differ in being asked first, and in nothing else that we decide.

What counts
-----------
It is the first commitment after that, if it is a review after 1 to 7 days. What was met again
before, in a challenge or in the lesson taken once more, is left out of both arms. A guess counts as
what it came to, in both.
Below ``MIN_REVIEWS`` reviews in each arm nothing but "too early" is said. From then on it is the
difference with its interval, and a verdict only if that does not hold zero. It is said once when
there is enough, which does not depend on what came out, and stays in ``/progress``.

Limits
------
- It is about one learner's questions, and no sample of learners.
- The learner sees which questions were told, and may read those with more care, or with less.
- It measures recall after a day or a few, and not what remains after months.
- Confident errors, which only the asked arm can have, come before what waited as long. So whoever
  is far behind with reviews sees them at a younger age than the rest; after 7 days none counts.
- What was said from memory in own words in between, and judged by its learner, is no commitment,
  so it leaves a question out of neither arm.
- Who looks at ``/progress`` every day will see an interval without zero in somewhat more than 10 %
  of looks if there is no difference.
"""

import hashlib
from dataclasses import field
from math import hypot
from typing import Literal

from bot.learning.calibration import Tally, interval
from bot.learning.items import DAY, GRACE, Answer, Item
from bot.learning.reviews import after_answer
from bot.values import replace, value

Arm = Literal["asked", "told"]
"""``asked`` beforehand, or ``told`` without."""

SHARES = 5
"""Each arm gets every fifth question."""

MIN_REVIEWS = 20
"""First reviews in each arm below which nothing is told: even with this many, the interval of a
difference reaches about 25 points to either side, so that with fewer hardly any could show."""

SOONEST = DAY - GRACE
"""Microseconds after which an item of either arm is due."""

LATEST = 7 * DAY
"""Microseconds after which a first review counts no more: after a pause, age would decide."""


@value
class ExperimentResults:
    """How many of the first reviews in each arm there were, and how many of them were right."""

    asked: Tally = field(default_factory=Tally)
    told: Tally = field(default_factory=Tally)

    @property
    def enough(self) -> bool:
        return min(self.asked.total, self.told.total) >= MIN_REVIEWS


def arm(learner: str, lesson: str, question: str) -> Arm | None:
    """The arm that this question is in for this learner; ``None`` for most."""
    drawn = hashlib.sha256(f"arm {learner} {lesson} {question}".encode()).digest()
    share = int.from_bytes(drawn[:8], "big") * SHARES >> 64
    return "told" if share == 0 else "asked" if share == 1 else None


def difference(trial: ExperimentResults) -> tuple[float, float, float]:
    """By how much the share right is greater where it was asked: itself, and its 90 % interval."""
    asked, told = (tally.right / max(tally.total, 1) for tally in (trial.asked, trial.told))
    (asked_low, asked_high), (told_low, told_high) = interval(trial.asked), interval(trial.told)
    number = asked - told
    low = number - hypot(asked - asked_low, told_high - told)
    high = number + hypot(asked_high - asked, told - told_low)
    return number, max(low, -1.0), min(high, 1.0)


def due_soon(item: Item) -> Item:
    return replace(item, due=min(item.due, item.answer.at + SOONEST))


def unanswered_item(lesson: str, question: str, at: int) -> Item:
    """An item of a question that was told or passed over: it comes back without an answer yet.

    It is held to be remembered as after an answer of "probably" that was right, until its first
    answer, with which its memory begins.
    """
    as_if = after_answer(
        None, Answer(None, "probable", right=True, at=at), lesson=lesson, question=question
    )
    nothing = Answer(None, "none", right=False, at=at)
    return due_soon(replace(as_if, number=0, answer=nothing))
