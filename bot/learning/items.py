"""What is remembered of a question, and the answers that it comes from.

An *item* is one question or task of one lesson for one learner. How its memory is rated by an
answer:

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
own words, else        Again          what is missing is to be retrieved soon, if only a part
=====================  =============  =================================================

Days are what intervals are made of. A day's due time comes ``GRACE`` early, so that who reviews
every day at about the same hour finds what is due that day; fsrs is told whole days.
"""

from fsrs import Rating

from bot.learning.predictions import Confidence
from bot.values import value

HOUR = 3_600_000_000
DAY = 24 * HOUR
"""Microseconds."""

GRACE = DAY // 6
"""Microseconds by which something is due before its days are full: four hours."""

MAX_DAYS = 365
"""Days that nothing stays away longer than: a course is forgotten as a whole, not card by card."""


@value
class Answer:
    """What was committed to on a question, or ``None`` for "no idea"; how sure; right.

    It is the label of an option, the range of an estimate as ``numbers.written_range`` has it, or
    the learner's own words, empty once these were to be forgotten.
    For a task see ``answer_of_work``, and ``said_in_own_words`` for a question that was answered
    without its options. ``at`` is in microseconds UTC.
    """

    said: str | None
    confidence: Confidence
    right: bool
    at: int

    @property
    def own(self) -> bool:
        """Whether it was said in own words that its learner judged: "no idea" is never unsaid."""
        return self.said is None and self.confidence == "unsaid"


@value
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


def answer_of_work(right: bool, at: int) -> Answer:
    """A text of the learner's own as an answer: ``right`` if it meets all of its criteria."""
    return Answer(None, "probable" if right else "none", right, at)


def said_in_own_words(right: bool, at: int) -> Answer:
    """What was said of a question without its options, ``right`` if its learner says so."""
    return Answer(None, "unsaid", right, at)


def was_retrieved(answer: Answer) -> bool:
    """Whether an answer shows that it was known: right, and not by a guess."""
    return rating(answer) != Rating.Again


def item_anew(lesson: str, question: str, at: int) -> Item:
    """An item with nothing known of what is remembered, due at ``at``."""
    return Item(lesson, question, 0, 0.0, 0.0, at, Answer(None, "none", right=False, at=at))


def rating(answer: Answer) -> Rating:
    """The rating that an answer stands for; see the table above."""
    if not answer.right or answer.confidence in ("guess", "none", "wide"):
        return Rating.Again
    return Rating.Easy if answer.confidence == "sure" else Rating.Good


def due_after(at: int, days: int) -> int:
    """When something is due so many days after ``at``, in microseconds UTC."""
    return at + days * DAY - GRACE


def days_until(due: int, at: int) -> int:
    """Whole days from ``at`` until something is due, as it is told: 1 is tomorrow, 0 is today."""
    return max(0, (due + GRACE - at + DAY // 2) // DAY) if due > at else 0
