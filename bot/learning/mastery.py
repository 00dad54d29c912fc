"""How well a question, and with it a lesson, is known by now.

===========  ==================================================================================
a question
===========  ==================================================================================
new          was never committed to
learning     was not retrieved last time, or is not held for long yet
known        is held for ``KNOWN`` days or longer
at risk      was retrieved last time, and by now the chance that it still is is below ``RISK``
===========  ==================================================================================

``KNOWN`` is a stability, the days after which nine of ten such questions are still recalled. Three
weeks are where Anki parts its mature cards from its young ones; and as fsrs gives no first answer a
stability of more than about eight days, nothing counts as known from a single sitting.

``RISK`` is the chance at which twice as many are forgotten as at the time that reviews are set
for (``reviews.RETENTION``): a few days late is no risk yet, several times the interval is.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Literal

from bot.learning.items import Item, was_retrieved
from bot.learning.reviews import retrievability
from bot.values import value

State = Literal["new", "learning", "known", "risk"]
"""Of a question or a lesson."""

KNOWN = 21.0
"""Days of stability from which a question is known."""

RISK = 0.8
"""The chance of recall below which what was known is at risk."""

MASTERED = 0.8
"""The share of its questions by which a lesson is known; Bloom's criterion for mastery is 80 to
90 %. It is at risk once so many of those that were asked are at risk that the rest can't reach
this share."""


@value
class Mastery:
    """How many questions of a lesson are in which state."""

    new: int = 0
    learning: int = 0
    known: int = 0
    risk: int = 0

    @property
    def total(self) -> int:
        """All questions that count."""
        return self.new + self.learning + self.known + self.risk

    @property
    def counts(self) -> tuple[tuple[State, int], ...]:
        """By state, best held first; those without a question are left out."""
        every: tuple[tuple[State, int], ...] = (
            ("known", self.known),
            ("learning", self.learning),
            ("risk", self.risk),
            ("new", self.new),
        )
        return tuple((state, count) for state, count in every if count)

    @property
    def state(self) -> State:
        """The lesson's own."""
        asked = self.total - self.new
        if not asked:
            return "new"
        if asked - self.risk < asked * MASTERED:
            return "risk"
        return "known" if self.known >= self.total * MASTERED else "learning"


def state_of(item: Item | None, at: int) -> State:
    """The state of a question at a time in microseconds UTC; ``None`` was never committed to."""
    if item is None or not item.number:
        return "new"
    if not was_retrieved(item.answer):
        return "learning"
    if retrievability(item, at) < RISK:
        return "risk"
    return "known" if item.stability >= KNOWN and not item.surprising else "learning"


def mastery(
    questions: Collection[str],
    items: Mapping[str, Item],
    at: int,
    suspended: Collection[str] = (),
) -> Mastery:
    """How well a lesson with these questions is known; those suspended do not count."""
    states = Counter(
        state_of(items.get(question), at) for question in questions if question not in suspended
    )
    return Mastery(states["new"], states["learning"], states["known"], states["risk"])
