"""Items retained after 90 days per minute of review, by simulated learners, with four schedules.

Memory
------
A learner remembers by fsrs' model, with parameters other than those that our scheduler uses: each
set is drawn around the defaults (log-normal, a fifth either way), so that no schedule is graded by
its own idea of memory. Learners of three abilities keep what they first learn half as long, as
long, or twice as long, and items differ in the same way. Memory knows of an item only whether it
was recalled (Good) or not (Again, and then the reveal is read); neither confidence nor a lucky
guess has a part in it. In particular, confident errors do not return by themselves here, as they
do with people, so our checks of them can cost and not gain.

Confidence
----------
What is recalled is answered right. Else something else comes to mind for an answer, in three of
ten cases, and is wrong; in the others the learner guesses among three options, or says "no idea",
equally often. Who has an answer in mind feels how well they know the item: the true chance of
recall, blurred by noise in log-odds. From 80 % felt they are "sure", below it "probably".

Course
------
Ten lessons of ten questions, one every third day. The first answer is given in the lesson, where
three of ten items are known beforehand, and costs no review. Then there are so many minutes of
review each day, 12 s for a right answer and 20 s for another; what does not fit waits.

Retained is the expected number of items recalled on day 90. Gained is what that is above learners
who never review. Each further minute gains less than the one before it, so per minute only those
can be compared who spent about as many; a schedule that asks for less than it may spend less.
``±`` is the standard error of the difference, learner by learner.

What it shows
-------------
With time enough, all schedules keep about nine tenths of a course, and differ in how many minutes
they take for it. In which order things wait matters when time is short:
``bot.learning.review_order`` has a table of orders.

There is one kind of memory here, one course and 90 days, and nobody ever stays away; so it tells
which order loses less, and not how much a person will keep.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from math import exp, log, sqrt
from statistics import mean, stdev

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import (
    DEFAULT_PARAMETERS,
    LOWER_BOUNDS_PARAMETERS,
    STABILITY_MIN,
    UPPER_BOUNDS_PARAMETERS,
)

from bench.schedules import SCHEDULES, Key, Schedule
from bot.learning.items import DAY, Answer
from bot.learning.predictions import Confidence

DAYS = 90
LESSONS, QUESTIONS, EVERY = 10, 10, 3
BUDGETS = (0.5, 1.0, 2.0)
"""Minutes of review a day."""

PARAMETERS = 20
"""Sets of parameters of memory; each has a learner of every ability."""

ABILITIES = (0.5, 1.0, 2.0)
SPREAD = 0.2
KNOWN = 0.3
LURE = 0.3
OPTIONS = 3
NOISE = 0.8
RIGHT, MISSED = 12, 20
"""Seconds."""

_START = datetime(2026, 1, 1, tzinfo=UTC)


class Learner:
    """A memory, and what its owner says. The same number and ability make the same learner.

    Chance is drawn by item and by the number of the answer, so that two schedules meet the same
    luck as far as they ask alike.
    """

    def __init__(self, number: int, ability: float) -> None:
        draw = random.Random(f"parameters {number}")
        self._memory = Scheduler(
            parameters=[
                min(max(value * exp(draw.gauss(0, SPREAD)), low), high)
                for value, low, high in zip(
                    DEFAULT_PARAMETERS,
                    LOWER_BOUNDS_PARAMETERS,
                    UPPER_BOUNDS_PARAMETERS,
                    strict=True,
                )
            ],
            learning_steps=(),
            relearning_steps=(),
            enable_fuzzing=False,
        )
        self._ability = ability
        self._name = f"{number} {ability}"
        self._cards: dict[Key, Card] = {}
        self._luck: dict[Key, random.Random] = {}

    def answer(self, key: Key, day: int) -> Answer:
        """Answer on this day; what is remembered changes with it."""
        now = _START + timedelta(days=day)
        luck = self._luck.setdefault(key, random.Random(f"{self._name} {key}"))
        roll, lure, blur, ease = luck.random(), luck.random(), luck.gauss(), luck.gauss()
        card = self._cards.get(key)
        chance = self._memory.get_card_retrievability(card, now) if card else KNOWN
        recalled = roll < chance
        if card is None:
            card = Card(1, State.Learning, 0, due=now)
            card, _ = self._memory.review_card(card, _rating(recalled), now)
            kept = (card.stability or 0) * self._ability * exp(ease * log(2))
            card.stability = max(kept, STABILITY_MIN)
        else:
            card, _ = self._memory.review_card(card, _rating(recalled), now)
        self._cards[key] = card
        right, confidence = _said(recalled, chance, lure, blur, luck)
        return Answer("", confidence, right, day * DAY)

    def retained(self, day: int) -> float:
        """The expected number of items that are recalled on this day."""
        now = _START + timedelta(days=day)
        return sum(self._memory.get_card_retrievability(card, now) for card in self._cards.values())


def main() -> None:
    """Simulate, and print a table for each budget."""
    crowd = list(product(range(PARAMETERS), ABILITIES))
    idle = mean(learn(Learner(*who), None, 0)[0] for who in crowd)
    print(f"  {len(crowd)} learners, {LESSONS * QUESTIONS} items; without reviews {idle:.1f} stay")
    for minutes in BUDGETS:
        print(
            f"  at most {minutes:3} min a day   retained  beside Foretell  minutes"
            "  retained/min  gained/min"
        )
        ours: list[float] = []
        for name, schedule in SCHEDULES.items():
            runs = [learn(Learner(*who), schedule, minutes) for who in crowd]
            kept, spent = [run[0] for run in runs], mean(run[1] for run in runs)
            ours = ours or kept
            more = [one - other for one, other in zip(kept, ours, strict=True)]
            error = stdev(more) / sqrt(len(more))
            print(
                f"    {name:20} {mean(kept):9.1f}  {mean(more):+8.1f} ±{error:4.1f}  {spent:9.0f}"
                f"  {mean(kept) / spent:12.2f}  {(mean(kept) - idle) / spent:10.3f}",
                flush=True,
            )


def learn(
    learner: Learner, make: Callable[[], Schedule] | None, minutes: float
) -> tuple[float, float]:
    """Items retained on the last day, and minutes of review until then."""
    schedule = make() if make else None
    spent = 0.0
    for day in range(DAYS):
        if day % EVERY == 0 and day // EVERY < LESSONS:
            for number in range(QUESTIONS):
                key = (f"lesson {day // EVERY}", f"question {number}")
                answer = learner.answer(key, day)
                if schedule:
                    schedule.answered(key, answer, day)
        left = minutes * 60
        while schedule and left > 0 and (due := schedule.next(day)):
            answer = learner.answer(due, day)
            schedule.answered(due, answer, day)
            took = RIGHT if answer.right else MISSED
            left, spent = left - took, spent + took
    return learner.retained(DAYS), spent / 60


def _rating(recalled: bool) -> Rating:
    return Rating.Good if recalled else Rating.Again


def _said(
    recalled: bool, chance: float, lure: float, blur: float, luck: random.Random
) -> tuple[bool, Confidence]:
    """Whether the answer is right, and how sure the learner says to be; see above."""
    if not recalled and lure >= LURE:
        guesses = luck.random() < 0.5
        return guesses and luck.random() < 1 / OPTIONS, "guess" if guesses else "none"
    bounded = min(max(chance, 0.001), 0.999)
    felt = log(bounded / (1 - bounded)) + blur * NOISE
    return recalled, "sure" if felt >= log(0.8 / 0.2) else "probable"
