"""How reviews aim at a date to be ready by.

A date to be ready by (``until``) pulls reviews towards it, and never pushes one away. The gap that
serves a test best grows with the time until the test, and is the smaller a share of it the longer
that is: some 20 to 40 % of a week, 5 to 10 % of a year (Cepeda, Vul, Rohrer, Wixted and Pashler,
2008). So the second look at something new comes after a tenth to a fifth of the days that are left
(``SHARES``) if fsrs would have waited longer. All later ones are fsrs', which knows more of that
memory than a rule does; but what it would bring back after the date, or not until then, is seen in
the ``LAST`` days before it, each item on one of them by its name, so that none is left out and no
evening has them all. What was answered within these days is seen, and what comes after it is as
usual. Once the date has passed, what it pulled in and nobody answered goes back to where fsrs had
it (``reviews.usual``).
"""

import hashlib

from bot.learning.items import DAY, LONGEST, Item, due_after
from bot.values import replace

LAST = 5
"""Days before a date to be ready by in which each item is seen once more."""

SHARES = ((21, 0.2), (90, 0.15), (LONGEST, 0.1))
"""Up to so many days before a date to be ready by, the share of them until a second look."""


def aimed(item: Item, until: int, now: int) -> Item:
    """The item so that it is seen in the last days before ``until``; never later than it was."""
    left, soonest = (until - now) // DAY, due_after(item.answer.at, 1)
    if until <= now or item.due <= now or soonest >= until:
        return item
    due = item.due
    if item.number == 1:
        share = next(share for days, share in SHARES if left <= days or days == LONGEST)
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
    """Whether an item waits for one of the last days before ``until`` because of that."""
    return (until - item.due) in {days * DAY for days in range(1, LAST + 1)}
