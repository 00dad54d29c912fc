"""What of a learner's record is at hand in every turn, so that a commitment needs no look-up.

A logbook goes along with the learner's session, and is written with it in the transaction of each
turn, so an input that comes twice counts once. It begins with what their record holds, counted
once: who has no logbook, or lost it with their session, gets one at their next step.

A correction takes answers back, so a logbook knows of how many corrections its counts know; after a
correction they are taken anew at the next step, as at the first. A daily goal counts every
commitment of the learner's own day, in a lesson or a review, and is told as soon as it is reached;
achievements wait as long as a verdict is hidden. A property test holds a logbook against the
record, whatever a learner does.

Achievements: what a learner has reached for the first time, each of them once.

An achievement is a name that never changes, since it is on record. None is given for what may be
so: each follows from what was answered, and says no more than that.

They are the first prediction, a belief that changed, numbers of reviews, the first whole lesson,
all lessons of a course, and a confident error that has passed both of its checks. None says that
something is missing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Annotated

from pydantic import Field

from bot.learning.calibration import Tally, gather_ranges
from bot.learning.items import Item, was_retrieved
from bot.learning.predictions import PROBABILITY, Confidence
from bot.learning.scores import COUNTED
from bot.lessons.model import Course
from bot.values import replace, value

BLOCK = 10
"""Predictions with a verdict after which a learner hears how well they judge themselves."""

DIGITS = 2
"""Decimals to which a logbook keeps what an answer is worth; a score is told without any."""


_NONE = Tally()


@value
class Totals:
    """A learner's record as far as a logbook begins with it.

    ``tallies`` are of first commitments by confidence. ``predictions`` counts all of these that
    chose something, ``reviews`` the commitments to what was brought back. ``reached`` are the
    local days (ISO dates, in order) on which their goal was reached. ``scores`` are what their
    latest answers are worth, oldest first, as many as a score is made of.
    """

    tallies: Mapping[Confidence, Tally] = field(default_factory=dict)
    predictions: int = 0
    reviews: int = 0
    achievements: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()


@value
class Logbook:
    """Counts of a learner's commitments, and what of them is still to be told.

    ``sure`` and ``probable`` are all first commitments with that word and a verdict, ``ranges`` all
    estimates; ``recent`` holds those with any word since the last full block. ``predictions`` and
    ``reviews`` count as they do in the ``Totals``. ``achievements`` were reached; of these,
    ``waiting`` were not told yet. ``today`` counts the commitments of the local ``day`` (an ISO
    date), and ``reached`` is the day on which the goal was reached last. ``scores`` are as in the
    ``Totals``; ``None`` if they are to be looked up. ``corrections`` is how many of these the
    counts know of: after a further correction they are taken anew.
    """

    sure: Tally = _NONE
    probable: Tally = _NONE
    recent: tuple[tuple[Confidence, bool], ...] = ()
    predictions: int = 0
    reviews: int = 0
    # In databases they go by their first name.
    achievements: Annotated[tuple[str, ...], Field(alias="milestones")] = ()
    waiting: tuple[str, ...] = ()
    day: str = ""
    today: int = 0
    reached: str = ""
    scores: tuple[float, ...] | None = None
    corrections: int = 0
    ranges: Tally = _NONE

    @classmethod
    def of(cls, totals: Totals) -> "Logbook":
        """The logbook that begins with this record."""
        return cls().recount(totals, 0)

    def recount(self, totals: Totals, corrections: int) -> "Logbook":
        """With the counts of this record; what is still to be told, and the day, stay.

        The last predictions are not known to the record, so a block of them begins anew if some of
        them may have become void.
        """
        tallies = gather_ranges(totals.tallies)
        return replace(
            self,
            sure=tallies.get("sure", Tally()),
            probable=tallies.get("probable", Tally()),
            ranges=tallies.get("range", Tally()),
            recent=self.recent if corrections == self.corrections else (),
            predictions=totals.predictions,
            reviews=totals.reviews,
            achievements=totals.achievements,
            reached=totals.reached[-1] if totals.reached else "",
            scores=tuple(round(score, DIGITS) for score in totals.scores),
            corrections=corrections,
        )

    @property
    def ever(self) -> dict[Confidence, Tally]:
        """All first commitments by the words that promise something."""
        return {"sure": self.sure, "probable": self.probable, "range": self.ranges}

    def count_answer(self, day: str) -> "Logbook":
        """Count a commitment made on this local day."""
        return replace(self, day=day, today=self.today + 1 if day == self.day else 1)

    def add_points(self, points: float) -> "Logbook":
        """Count what an answer is worth."""
        return replace(self, scores=(*(self.scores or ()), round(points, DIGITS))[-COUNTED:])

    def replace_points(self, before: float, points: float) -> "Logbook":
        """With another worth for an answer; if it is not clear for which, they are looked up."""
        kept, old = list(self.scores or ()), round(before, DIGITS)
        if kept.count(old) != 1:
            return replace(self, scores=None)
        kept[kept.index(old)] = round(points, DIGITS)
        return replace(self, scores=tuple(kept))

    def holds(self, corrections: int) -> bool:
        """Whether its counts are whole and right, after so many corrections."""
        return self.scores is not None and self.corrections == corrections

    def count_verdict(self, confidence: Confidence, right: bool) -> "Logbook":
        """With the verdict on a first commitment; without a word for its confidence, as it is."""
        if confidence not in (*PROBABILITY, "guess", "wide"):
            return self
        after = replace(self, recent=(*self.recent, (confidence, right)))
        if confidence == "sure":
            return replace(after, sure=_one_more(self.sure, right))
        if confidence == "probable":
            return replace(after, probable=_one_more(self.probable, right))
        if confidence in ("range", "wide"):
            return replace(after, ranges=_one_more(self.ranges, right))
        return after

    def overrule(self, confidence: Confidence) -> "Logbook":
        """Turn a wrong first commitment with this word into a right commitment."""
        missed = (confidence, False)
        recent = [*self.recent]
        if missed in recent:
            # The latest of them: what it is not, is told of in the same way.
            at = len(recent) - 1 - recent[::-1].index(missed)
            recent[at] = (confidence, True)
        after = replace(self, recent=tuple(recent))
        if confidence == "sure":
            return replace(after, sure=_one_righted(self.sure))
        if confidence == "probable":
            return replace(after, probable=_one_righted(self.probable))
        return after

    def add_achievements(self, new: Sequence[str]) -> "Logbook":
        """With these achievements more, which are still to be told."""
        if not new:
            return self
        return replace(self, achievements=(*self.achievements, *new), waiting=(*self.waiting, *new))

    def block(self) -> dict[Confidence, Tally] | None:
        """The last predictions by confidence, a block of them; ``None`` if they are fewer."""
        if len(self.recent) < BLOCK:
            return None
        tallies: dict[Confidence, Tally] = {}
        for confidence, right in self.recent[-BLOCK:]:
            tallies[confidence] = _one_more(tallies.get(confidence, Tally()), right)
        return gather_ranges(tallies)

    def turn_blocks(self) -> "Logbook":
        """With the full blocks behind it."""
        if len(self.recent) < BLOCK:
            return self
        return replace(self, recent=self.recent[len(self.recent) // BLOCK * BLOCK :])


def _one_more(tally: Tally, right: bool) -> Tally:
    return Tally(tally.right + right, tally.total + 1)


def _one_righted(tally: Tally) -> Tally:
    return Tally(tally.right + 1, tally.total)


FIRST = "prediction"
"""A prediction was made."""

CHANGED = "changed"
"""What was believed and wrong was answered rightly on a later day, unprompted, not by a guess."""

MENDED = "mended"
"""A confident error has passed both of its checks, after about 1 and 7 days."""

LESSON = "lesson"
"""A lesson was finished."""

COURSE = "course"
"""All lessons of a course were finished; its id follows, as in ``course:genai``."""

REVIEWS = (10, 50, 100)
"""Numbers of reviews that are achievements, as ``reviews:10``."""


def of_answer(before: Item | None, after: Item, *, later: bool) -> Iterator[str]:
    """What an answer to a question reaches; ``before`` is ``None`` at the first.

    It came ``later`` if that was in a review on another day: minutes after a reveal, a right answer
    repeats it.
    """
    if before is None:
        return
    believed = before.answer.said is not None and before.answer.confidence not in ("guess", "wide")
    if later and believed and not before.answer.right and was_retrieved(after.answer):
        yield CHANGED
    if before.checks == 1 and not after.checks:
        yield MENDED


def of_reviews(number: int) -> Iterator[str]:
    if number in REVIEWS:
        yield f"reviews:{number}"


def of_lessons(
    courses: Iterable[Course], before: Collection[str], finished: Collection[str]
) -> Iterator[str]:
    """What finishing a lesson reaches: those finished before, and those finished with it."""
    if len(finished) == 1 and not before:
        yield LESSON
    for course in courses:
        if set(course.lessons) <= set(finished) and not set(course.lessons) <= set(before):
            yield f"{COURSE}:{course.id}"
