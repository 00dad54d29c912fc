"""When a question comes back: what is remembered of it, and how an answer changes that.

An *item* is one question or task of one lesson for one learner. What is held of it is fsrs' model
of memory (a stability and a difficulty), wrapped here so that nothing but the answer, its time and
the item itself decides what follows: fsrs would else read the clock, sleep, and draw from the
global random generator. Its fuzzing is turned off.

An item is scheduled at its first commitment, in whatever mode that is made. The question asked once
more at the lesson's end and every later review go into the same ledger of attempts, with their
phase (``first``, ``exit``, ``review``). So how a belief moved, from the first prediction to the end
of the lesson to a later day, is a query over that ledger.

=====================  =============  =================================================
answer                 rating         why
=====================  =============  =================================================
wrong, or "no idea"    Again          it was not retrieved
right by a guess       Again          it was not retrieved either: a guess is right one time in
                                      ``k`` without knowing, and fsrs' Hard would lengthen the
                                      interval, as after any success
right, "probably"      Good
right, and how sure    Good           it is the rating of a success that says no more of itself
is unsaid
right, sure            Easy
an estimate's range    Good           with ``wide`` Again: it holds the truth without knowing it
own words, all met     Good           how sure they were is not asked
own words, else        Again          what is missing is to be retrieved soon
=====================  =============  =================================================

Days are what intervals are made of. A day's due time comes ``GRACE`` early, so that who reviews
every day at about the same hour finds what is due that day; fsrs is told whole days.

Errors made with confidence are corrected best by feedback, but come back within a week unless
they are retested (Butler, Fazio and Marsh, 2011). So one is followed by two *checks*, after 1 and
7 days: until both are passed, nothing is due later than the next check, whatever fsrs says.
What fsrs would bring back in the second half of the time until then waits for it.

A date to be ready by (``until``) pulls reviews towards it, and never pushes one away. The gap that
serves a test best grows with the time until the test, and is the smaller a share of it the longer
that is: some 20 to 40 % of a week, 5 to 10 % of a year (Cepeda, Vul, Rohrer, Wixted and Pashler,
2008). So the second look at something new comes after a tenth to a fifth of the days that are left
(``SHARES``) if fsrs would have waited longer. All later ones are fsrs', which knows more of that
memory than a rule does; but what it would bring back after the date, or not until then, is seen in
the ``LAST`` days before it, each item on one of them by its name, so that none is left out and no
evening has them all. What was answered within these days is seen, and what comes after it is as
usual. Once the date has passed, what it pulled in and nobody answered goes back to where fsrs had
it (``usual``).

What comes next of what is due: confident errors, since they are what a learner acts on; then what
has waited longest. The second matters only to who has too little time: with a third of the minutes
that they need, simulated learners (``bench/simulation.py``) keep 2 to 5 more of 100 items on day 90
so than if what is most likely forgotten comes first, and 5 or 6 more than if what is most likely
known does.

Orders, compared
----------------
In which order things wait matters when time is short. These are items of a hundred that are kept on
day 90, by minutes of review a day, of which about 1.4 are needed. Each order was the key of
``next_item``, after confident errors, for 30 learners, and for the first four orders for another 30
of other parameters. Differences have standard errors of 0.4 to 1 with little time, and of 0.1 to
0.6 with more.

====================================  ==========  ==========  ==========  ==========
what is first                         0.25        0.5         1           2
====================================  ==========  ==========  ==========  ==========
**has waited longest**                66.7, 71.2  74.5, 79.1  86.9, 90.5  89.9, 91.4
most likely forgotten                 62.1, 66.2  70.7, 76.7  86.4, 90.9  90.2, 91.4
fewest answers, then waited longest   67.6, 72.0  75.3, 79.3  87.5, 90.6  89.4, 91.1
most difficult last                   65.8, 69.3  74.0, 77.0  85.0, 88.2  89.4, 91.2
most overdue for its interval         65.2        73.3        85.6        90.0
most stable                           64.4        71.7        84.2        89.4
least stable                          60.8        68.6        85.3        90.1
most likely known                     62.1        68.1        82.3        89.3
due last                              60.2        66.6        81.0        89.5
====================================  ==========  ==========  ==========  ==========

What has waited longest is the simplest of them, and the best or within one item of it at every
budget. That confident errors go first cost a third of an item at most in the first run, and stays:
such an error is what a learner acts on, and the simulation's memory knows nothing of that.

With a target other than ``RETENTION`` little changes while time is short. With time enough, 0.95
keeps three items more for a fifth more minutes, which is a matter of taste, so fsrs' default stays.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import STABILITY_MIN

from bot.learning.predictions import Confidence

DAY = 86_400_000_000
"""Microseconds."""

GRACE = DAY // 6
"""Microseconds by which something is due before its days are full: four hours."""

RETENTION = 0.9
"""The chance of recall at which something is due; fsrs' own default."""

LONGEST = 365
"""Days that nothing stays away longer than: a course is forgotten as a whole, not card by card."""

AGAIN = 1
"""Days until what was missed is due again: fsrs' relearning step, as long as ours can be."""

KNOWN = 35
"""Days until what was known before the lesson is due; spread, it is never less than 30."""

CHECKS = {2: 1, 1: 6}
"""Days to the next check after a confident error, by how many are still to be passed."""

SOON = 8
"""Days within which something is back soon, for what was right."""

DIFFICULT = 5.0
"""fsrs' difficulty from which on something was missed before: it begins at 6.4 then, else at 2."""

LAST = 5
"""Days before a date to be ready by in which each item is seen once more."""

SHARES = ((21, 0.2), (90, 0.15), (LONGEST, 0.1))
"""Up to so many days before a date to be ready by, the share of them until a second look."""

_SPREADS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float(LONGEST), 0.05))
"""From, to (days), share: how far an interval may be moved, as in fsrs and Anki."""

# Without steps of minutes, every interval is in whole days, and a card has no state but its memory.
_FSRS = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST,
    enable_fuzzing=False,
)
_DECAY = -_FSRS.parameters[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Always given: without them, a card takes the clock for its id and its due time.
_ID, _DUE = 1, _EPOCH


@dataclass(frozen=True, slots=True)
class Answer:
    """What was committed to on a question, or ``None`` for "no idea"; how sure; right.

    It is the label of an option, the range of an estimate as ``numbers.written_range`` has it, or
    the learner's own words, empty once these were to be forgotten.
    For a task see ``answer_of_work``. ``at`` is in microseconds UTC.
    """

    said: str | None
    confidence: Confidence
    right: bool
    at: int


@dataclass(frozen=True, slots=True)
class Item:
    """What is remembered of a question, since its last answer.

    ``number`` counts its answers; it is 0 for what was told without being asked, or was answered
    under a wrong key, and then the answer says nothing but when. ``stability`` (days) and
    ``difficulty`` (1 to 10) are fsrs'. ``due`` is in microseconds UTC. ``checks`` are those still
    to be passed after a confident error, the next of them due at ``check``. ``wording`` says in
    which of its words the question was asked; earlier versions kept none.
    """

    lesson: str
    question: str
    number: int
    stability: float
    difficulty: float
    due: int
    answer: Answer
    checks: int = 0
    check: int = 0
    wording: int | None = None

    @property
    def forgotten(self) -> bool:
        """Whether all its answers came under a key that was wrong."""
        return not (self.number or self.stability)

    @property
    def surprising(self) -> bool:
        """Whether a confident error is still to be proved mended."""
        return self.checks > 0


@dataclass(frozen=True, slots=True)
class Promise:
    """When an item is back, in days from the answer: right and "sure", right and "probably", else.

    Right with the confidence unsaid is the second of them. It is worked out before the question is
    asked, and kept.
    """

    sure: int
    probable: int
    again: int

    def days(self, answer: Answer) -> int:
        """What was promised for this answer."""
        return {Rating.Easy: self.sure, Rating.Good: self.probable}.get(rating(answer), self.again)


def rating(answer: Answer) -> Rating:
    """The rating that an answer stands for; see the table above."""
    if not answer.right or answer.confidence in ("guess", "none", "wide"):
        return Rating.Again
    return Rating.Easy if answer.confidence == "sure" else Rating.Good


def answer_of_work(right: bool, at: int) -> Answer:
    """A text of the learner's own as an answer: ``right`` if it meets all of its criteria."""
    return Answer(None, "probable" if right else "none", right, at)


def was_retrieved(answer: Answer) -> bool:
    """Whether an answer shows that it was known: right, and not by a guess."""
    return rating(answer) != Rating.Again


def after_answer(
    item: Item | None,
    answer: Answer,
    *,
    lesson: str,
    question: str,
    asked_at: int | None = None,
    until: int = 0,
    wording: int | None = None,
) -> Item:
    """The item after an answer; ``item`` is ``None`` at its first.

    ``wording`` says in which of its words it was asked. ``until`` is when it is to be ready, in
    microseconds UTC, 0 being never. With ``asked_at`` all is worked out as of when the question was
    asked, and then counted from the answer: so what was promised holds, however long that took.
    """
    as_of = answer.at if asked_at is None else asked_at
    late = answer.at - as_of
    number = item.number + 1 if item else 1
    if item and not item.number:
        item = None  # it was told and never asked, so nothing is known of what is remembered
    seed = f"{lesson} {question}"
    stability, difficulty, days = _rate(item, rating(answer), as_of, seed)
    checks, check = _checks(item, answer, as_of)
    due = _due(as_of, days)
    if checks and as_of + 2 * days * DAY >= check:
        due = check  # not a few days before it as well
    after = Item(
        lesson,
        question,
        number,
        stability,
        difficulty,
        due + late,
        answer,
        checks,
        check + late if checks else 0,
        wording,
    )
    return aimed(after, until, answer.at) if until else after


def aimed(item: Item, until: int, now: int) -> Item:
    """The item so that it is seen in the last days before ``until``; never later than it was."""
    left, soonest = (until - now) // DAY, _due(item.answer.at, 1)
    if until <= now or item.due <= now or soonest >= until:
        return item
    due = item.due
    if item.number == 1:
        share = next(share for days, share in SHARES if left <= days or days == LONGEST)
        due = min(due, _due(item.answer.at, max(1, round(left * share))))
    seen = item.number > 1 and item.answer.at >= until - LAST * DAY
    if due >= until and not seen:
        # What is pulled to a day that is over already is due by now, but not twice within a day.
        due = max(now, soonest, until - _days_before(item, left) * DAY)
    return replace(item, due=min(due, item.due))


def _days_before(item: Item, left: int) -> int:
    """On which day before a date an item is seen, of the last ones that are left."""
    number = hashlib.sha256(f"ready {item.lesson} {item.question}".encode()).digest()[0]
    return 1 + number % max(1, min(LAST, left))


def was_pulled(item: Item, until: int) -> bool:
    """Whether an item waits for one of the last days before ``until`` because of that."""
    return (until - item.due) in {days * DAY for days in range(1, LAST + 1)}


def usual(item: Item) -> Item:
    """The item, due when fsrs brings it back after its last answer, whatever was planned since."""
    if not item.number:
        return item
    days = min(LONGEST, max(1, round(item.stability)))
    if not was_retrieved(item.answer):
        days = min(days, AGAIN)
    days = _spread(days, f"{item.lesson} {item.question} {item.number - 1}")
    due = _due(item.answer.at, days)
    if item.checks and item.answer.at + 2 * days * DAY >= item.check:
        due = item.check
    return replace(item, due=due)


def known_before(item: Item, at: int) -> Item:
    """The item of what a learner knew before they were taught it: it is back much later.

    Its first interval is made for what was learned today. What is known without having been told
    has lasted for a while already, so its memory is taken to be as good as after ``KNOWN`` days. An
    error that is still to be proved mended keeps its checks.
    """
    if item.checks:
        return item
    stability = max(item.stability, float(KNOWN))
    days = _spread(KNOWN, f"{item.lesson} {item.question} known")
    return replace(item, stability=stability, due=max(item.due, _due(at, days)))


def item_anew(lesson: str, question: str, at: int) -> Item:
    """An item with nothing known of what is remembered, due at ``at``.

    It was answered under a key that was wrong, so its past says nothing; its next answer is taken
    for its first.
    """
    return Item(lesson, question, 0, 0.0, 0.0, at, Answer(None, "none", right=False, at=at))


def promise(item: Item, asked_at: int, until: int = 0) -> Promise:
    """When the item is back after each answer that may come to it at ``asked_at``."""

    def days(confidence: Confidence, *, right: bool) -> int:
        after = after_answer(
            item,
            Answer("", confidence, right, asked_at),
            lesson=item.lesson,
            question=item.question,
            until=until,
        )
        return days_until(after.due, asked_at)

    return Promise(
        days("sure", right=True), days("probable", right=True), days("none", right=False)
    )


def days_until(due: int, at: int) -> int:
    """Whole days from ``at`` until something is due, as it is told: 1 is tomorrow, 0 is today."""
    return max(0, (due + GRACE - at + DAY // 2) // DAY) if due > at else 0


def too_soon(before: Item, after: Item) -> Literal["sure", "missed", ""]:
    """Why something that was right just now is back within days, if it is.

    There was a confident error that is to be proved mended, or it was missed before the last time:
    fsrs holds it for difficult then.
    """
    if not was_retrieved(after.answer) or after.due - after.answer.at > SOON * DAY:
        return ""
    if before.surprising:
        return "sure"
    missed = before.number and was_retrieved(before.answer) and after.difficulty >= DIFFICULT
    return "missed" if missed else ""


def retrievability(item: Item, at: int) -> float:
    """The chance, between 0 and 1, that the learner still knows it.

    It falls as fsrs' power curve does, which is at 0.9 when the stability is reached.
    """
    # By hand, as fsrs' own counts whole days: hours tell two items apart that are of one day.
    days = max(0, at - item.answer.at) / DAY
    return float((1 + _FACTOR * days / max(item.stability, STABILITY_MIN)) ** _DECAY)


def due(items: Iterable[Item], at: int) -> list[Item]:
    """Those that are due, most surprising first: confident errors, then what waited longest."""
    return sorted((item for item in items if item.due <= at), key=_surprise)


def next_item(items: Iterable[Item], at: int, last: str = "") -> Item | None:
    """What to ask next of these: the most surprising, of another lesson than ``last`` if it can be.

    A confident error goes before all others, of whatever lesson.
    """
    waiting = [item for item in items if item.due <= at]
    first = [item for item in waiting if item.surprising] or waiting
    others = [item for item in first if item.lesson != last]
    return min(others or first, key=_surprise, default=None)


def _surprise(item: Item) -> tuple[bool, int, str, str]:
    return not item.surprising, item.due, item.lesson, item.question


def _rate(item: Item | None, rating: Rating, at: int, seed: str) -> tuple[float, float, int]:
    """Stability, difficulty and the interval in days after a rating."""
    elapsed = max(0, at - item.answer.at + GRACE) // DAY if item else 0
    card = _card(item, at - elapsed * DAY)
    after, _ = _FSRS.review_card(card, rating, _time(at))
    if after.stability is None or after.difficulty is None or after.last_review is None:
        raise ValueError("fsrs left a card without a memory")
    days = (after.due - after.last_review).days
    if rating == Rating.Again:
        days = min(days, AGAIN)
    number = item.number if item else 0
    return after.stability, after.difficulty, _spread(days, f"{seed} {number}")


def _card(item: Item | None, last: int) -> Card:
    """A card of fsrs, made by hand: its ``from_dict`` takes a 0.0 for nothing."""
    if item is None:
        return Card(_ID, State.Learning, 0, due=_DUE)
    stability = max(item.stability, STABILITY_MIN)
    return Card(
        _ID, State.Review, None, stability, item.difficulty, due=_DUE, last_review=_time(last)
    )


def _checks(item: Item | None, answer: Answer, at: int) -> tuple[int, int]:
    """The checks still to be passed, and when the next one is due."""
    if answer.confidence == "sure" and not answer.right:
        return 2, _due(at, CHECKS[2])
    if item is None or not item.checks:
        return 0, 0
    if rating(answer) == Rating.Again:
        return 2, _due(at, CHECKS[2])
    if at < item.check:
        # Asked again too soon to prove anything; but not so soon again that it is due at once.
        return item.checks, max(item.check, _due(at, CHECKS[2]))
    left = item.checks - 1
    return left, _due(at, CHECKS[left]) if left else 0


def _due(at: int, days: int) -> int:
    return at + days * DAY - GRACE


def _spread(days: int, seed: str) -> int:
    """The interval moved a little, by item and number: the same way every time.

    What is learned together would else come back together for ever. That is so for one learner,
    so the learner is no part of the seed, and two who answer alike are told alike.
    """
    reach = sum(share * max(0.0, min(days, end) - start) for start, end, share in _SPREADS)
    if days < _SPREADS[0][0]:
        return days
    low, high = max(2, round(days - 1 - reach)), min(LONGEST, round(days + 1 + reach))
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
    return low + number * (high - low + 1) // 2**32


def _time(at: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at)
