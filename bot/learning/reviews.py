"""When a question comes back: what is remembered of it, and how an answer changes that.

What is held of an item is fsrs' model
of memory (a stability and a difficulty), wrapped here so that nothing but the answer, its time and
the item itself decides what follows: fsrs would else read the clock, sleep, and draw from the
global random generator. Its fuzzing is turned off.

An item is scheduled at its first commitment, in whatever mode that is made. The question asked once
more at the lesson's end and every later review go into the same ledger of attempts, with their
phase (``first``, ``exit``, ``review``). So how a belief moved, from the first prediction to the end
of the lesson to a later day, is a query over that ledger.

Errors made with confidence are corrected best by feedback, but come back within a week unless they
are retested (Butler, Fazio and Marsh, 2011). So it is followed by two *checks*, after 1 and 7 days:
until both are passed, nothing is due later than the next check, whatever fsrs says. What fsrs would
bring back in the second half of the time until then waits for it.

How reviews aim at a date to be ready by.

A date to be ready by (``until``) pulls reviews towards it, and never pushes a review away. The gap
that serves a test best grows with the time until the test, and is the smaller a share of it the
longer that is: some 20 to 40 % of a week, 5 to 10 % of a year (Cepeda, Vul, Rohrer, Wixted and
Pashler, 2008). So the second look at something new comes after a tenth to a fifth of the days that
are left (``SHARES``) if fsrs would have waited longer. All later ones are fsrs', which knows more
of that memory than a rule does; but what it would bring back after the date, or not until then, is
seen in the ``LAST`` days before it, each item on a day chosen by its name, so that none is left out
and no evening has them all. What was answered within these days is seen, and what comes after it is
as usual. Once the date has passed, what it pulled in and nobody answered goes back to where fsrs
had it (``reviews.usual``).
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Literal

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import STABILITY_MIN

from bot.learning.items import (
    DAY,
    GRACE,
    MAX_DAYS,
    Answer,
    Item,
    days_until,
    due_after,
    rating,
    was_retrieved,
)
from bot.learning.predictions import Confidence
from bot.values import replace, value

LAST = 5
"""Days before a date to be ready by in which each item is seen once more."""

SHARES = ((21, 0.2), (90, 0.15), (MAX_DAYS, 0.1))
"""Up to so many days before a date to be ready by, the share of them until a second look."""


def aim_before(item: Item, until: int, now: int) -> Item:
    """The item so that it is seen in the last days before ``until``; never later than it was."""
    left, soonest = (until - now) // DAY, due_after(item.answer.at, 1)
    if until <= now or item.due <= now or soonest >= until:
        return item
    due = item.due
    if item.number == 1:
        share = next(share for days, share in SHARES if left <= days or days == MAX_DAYS)
        due = min(due, due_after(item.answer.at, max(1, round(left * share))))
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
    """Whether an item waits for the last days before ``until``."""
    return (until - item.due) in {days * DAY for days in range(1, LAST + 1)}


RETENTION = 0.9
"""The chance of recall at which something is due; fsrs' own default."""

AGAIN = 1
"""Days until what was missed is due again: fsrs' relearning step, as long as ours can be."""

KNOWN = 35
"""Days until what was known before the lesson is due; spread, it is never less than 30."""

CHECKS = {2: 1, 1: 6}
"""Days to the next check after a confident error, by how many are still to be passed."""

SOON_DAYS = 8
"""Days within which something is back soon, for what was right."""

DIFFICULT = 5.0
"""fsrs' difficulty from which on something was missed before: it begins at 6.4 then, else at 2."""

_SPREADS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float(MAX_DAYS), 0.05))
"""From, to (days), share: how far an interval may be moved, as in fsrs and Anki."""

# Without steps of minutes, every interval is in whole days, and a card has no state but its memory.
_FSRS = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=MAX_DAYS,
    enable_fuzzing=False,
)
_DECAY = -_FSRS.parameters[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Always given: without them, a card takes the clock for its id and its due time.
_ID, _DUE = 1, _EPOCH


@value
class Promise:
    """When an item is back, in days from the answer: right and "sure", right and "probably", else.

    Right with the confidence unsaid is the second of them. It is worked out before the question is
    asked, and kept.
    """

    sure: int
    probable: int
    again: int

    def days(self, answer: Answer) -> int:
        return {Rating.Easy: self.sure, Rating.Good: self.probable}.get(rating(answer), self.again)


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
    due = due_after(as_of, days)
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
    return aim_before(after, until, answer.at) if until else after


def usual(item: Item) -> Item:
    """The item, due when fsrs brings it back after its last answer, whatever was planned since."""
    if not item.number:
        return item
    days = min(MAX_DAYS, max(1, round(item.stability)))
    if not was_retrieved(item.answer):
        days = min(days, AGAIN)
    days = _spread(days, f"{item.lesson} {item.question} {item.number - 1}")
    due = due_after(item.answer.at, days)
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
    return replace(item, stability=stability, due=max(item.due, due_after(at, days)))


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


def too_soon(before: Item, after: Item) -> Literal["sure", "missed", ""]:
    """Why something that was right just now is back within days, if it is.

    There was a confident error that is to be proved mended, or it was missed before the last time:
    fsrs holds it for difficult then.
    """
    if not was_retrieved(after.answer) or after.due - after.answer.at > SOON_DAYS * DAY:
        return ""
    if before.surprising:
        return "sure"
    missed = before.number and was_retrieved(before.answer) and after.difficulty >= DIFFICULT
    return "missed" if missed else ""


def retrievability(item: Item, at: int) -> float:
    """The chance, 0 to 1, that the learner still knows it, by fsrs' power curve."""
    # By hand, as fsrs' own counts whole days: hours tell two items apart of the same day.
    days = max(0, at - item.answer.at) / DAY
    return float((1 + _FACTOR * days / max(item.stability, STABILITY_MIN)) ** _DECAY)


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
    """The checks still to be passed, and when the next is due."""
    if answer.confidence == "sure" and not answer.right:
        return 2, due_after(at, CHECKS[2])
    if item is None or not item.checks:
        return 0, 0
    if rating(answer) == Rating.Again:
        return 2, due_after(at, CHECKS[2])
    if at < item.check:
        # Asked again too soon to prove anything; but not so soon again that it is due at once.
        return item.checks, max(item.check, due_after(at, CHECKS[2]))
    left = item.checks - 1
    return left, due_after(at, CHECKS[left]) if left else 0


def _spread(days: int, seed: str) -> int:
    """The interval moved a little, by item and number: the same way every time.

    What is learned together would else come back together for ever. The learner is no part of the
    seed, so two who answer alike are told alike.
    """
    reach = sum(share * max(0.0, min(days, end) - start) for start, end, share in _SPREADS)
    if days < _SPREADS[0][0]:
        return days
    low, high = max(2, round(days - 1 - reach)), min(MAX_DAYS, round(days + 1 + reach))
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
    return low + number * (high - low + 1) // 2**32


def _time(at: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at)
