"""Ways to decide what is reviewed on which day, all behind one form: ours, and three well-known.

Each is told of answers and asked what is next on a day. Days are counted from 0; an item is a
lesson and a question. What is due and does not fit into a day's minutes waits, and each schedule
has its own order in which things wait: what has waited longest is next, in ours after confident
errors.
"""

from typing import Protocol

from bot.learning import review_order, reviews
from bot.learning.items import DAY, Answer, Item, days_until

Key = tuple[str, str]


class Schedule(Protocol):
    """What the simulation asks of a schedule."""

    def next(self, day: int) -> Key | None:
        """What to ask next on this day, if anything is due."""
        ...

    def answered(self, key: Key, answer: Answer, day: int) -> None:
        """An item was answered, in its lesson or in a review."""
        ...


class Foretell:
    """The tutor's own code, as a review calls it."""

    def __init__(self) -> None:
        self._items: dict[Key, Item] = {}
        self._last = ""

    def next(self, day: int) -> Key | None:
        """The most surprising of what is due, of another lesson if it can be."""
        item = review_order.next_item(self._items.values(), day * DAY, self._last)
        return (item.lesson, item.question) if item else None

    def answered(self, key: Key, answer: Answer, day: int) -> None:
        """Schedule it, and see to it that what was promised before the answer is kept."""
        lesson, question = key
        before = self._items.get(key)
        after = reviews.after_answer(before, answer, lesson=lesson, question=question)
        if before:
            promised = reviews.promise(before, answer.at).days(answer)
            if days_until(after.due, answer.at) != promised:
                raise AssertionError(f"{key} was promised back in {promised} days")
        self._items[key] = after
        self._last = lesson


class _Days:
    """Schedules that keep a due day for each item; what has waited longest is next."""

    def __init__(self) -> None:
        self._due: dict[Key, int] = {}

    def next(self, day: int) -> Key | None:
        """What is due for the longest time."""
        due = [(since, key) for key, since in self._due.items() if since <= day]
        return min(due)[1] if due else None

    def answered(self, key: Key, answer: Answer, day: int) -> None:
        """Keep the day on which it is back."""
        self._due[key] = day + self.interval(key, answer)

    def interval(self, key: Key, answer: Answer) -> int:
        """Days until the item is back."""
        raise NotImplementedError


class Ladder(_Days):
    """Fixed gaps of 1, 3, 7, 14 and 30 days, whatever the answers; the last one repeats."""

    GAPS = (1, 3, 7, 14, 30)

    def __init__(self) -> None:
        super().__init__()
        self._rung: dict[Key, int] = {}

    def interval(self, key: Key, answer: Answer) -> int:
        """The next rung."""
        rung = self._rung.get(key, -1) + 1
        self._rung[key] = rung
        return self.GAPS[min(rung, len(self.GAPS) - 1)]


class Leitner(_Days):
    """Five boxes of 1, 2, 4, 8 and 16 days: right moves up a box, wrong back to the first."""

    BOXES = (1, 2, 4, 8, 16)

    def __init__(self) -> None:
        super().__init__()
        self._box: dict[Key, int] = {}

    def interval(self, key: Key, answer: Answer) -> int:
        """The gap of the box that it goes to."""
        box = self._box.get(key, -1) + 1 if answer.right else 0
        self._box[key] = min(box, len(self.BOXES) - 1)
        return self.BOXES[self._box[key]]


_GRADES = {"sure": 5, "probable": 4, "guess": 3}


class Sm2(_Days):
    """SuperMemo 2 (Wozniak, 1990), of which Anki's older scheduler was made.

    Its grades from 0 to 5 are given by what the learner said: right and sure 5, probably 4,
    by a guess 3; wrong 2 (the answer looks familiar once it is shown), no idea 1.
    """

    def __init__(self) -> None:
        super().__init__()
        self._state: dict[Key, tuple[int, float, int]] = {}

    def interval(self, key: Key, answer: Answer) -> int:
        """By SM-2's formulas for the ease and the interval."""
        repeated, ease, days = self._state.get(key, (0, 2.5, 0))
        missed = 1 if answer.confidence == "none" else 2
        grade = _GRADES[answer.confidence] if answer.right else missed
        ease = max(1.3, ease + 0.1 - (5 - grade) * (0.08 + (5 - grade) * 0.02))
        if grade < 3:
            repeated, days = 0, 1
        else:
            repeated += 1
            days = {1: 1, 2: 6}.get(repeated, round(days * ease))
        self._state[key] = (repeated, ease, days)
        return days


SCHEDULES: dict[str, type[Schedule]] = {
    "Foretell": Foretell,
    "ladder 1/3/7/14/30": Ladder,
    "Leitner, 5 boxes": Leitner,
    "SM-2": Sm2,
}
