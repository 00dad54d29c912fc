"""What a picture is to show: a learner's progress, a group of learners, or a class's answers.

It is made of plain values before it is drawn, so that what is drawn is known by them, and
every label is in the language of whoever looks at it. An adapter draws it where a platform shows
pictures; where it can't, the words beside it say the same.

What is drawn never decides what is said: the words stand in the same message where it has room for
them, in the next where it has not, and alone where nothing can be drawn. Discord has the
``alternative`` as the picture's description; on Telegram, where a photo can have none, the words
are its caption or follow it.
"""

from typing import Literal

from bot.learning.mastery import State
from bot.values import value

DayKind = Literal["learned", "off", "open"]
"""A day with an answer, a day off that a streak outlasts, any other day."""


@value
class Day:
    """A day of a calendar, and how many reviews are due on it."""

    kind: DayKind = "open"
    due: int = 0
    today: bool = False


@value
class Calendar:
    """Weeks from Monday to Sunday, with what the marks mean: learned, off, and due."""

    heading: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day, ...], ...]
    legend: tuple[str, str, str]


@value
class Row:
    """A lesson, its state in a word, and how many of its questions are in which state."""

    label: str
    state: State
    word: str
    counts: tuple[tuple[State, int], ...]


@value
class Stacks:
    """Lessons by how well they are known, with a word for each state; ``note`` tells of others."""

    heading: str
    rows: tuple[Row, ...]
    legend: tuple[tuple[State, str], ...]
    note: str = ""


@value
class Share:
    """How often answers of a confidence were right, of 1, beside what its word promises.

    ``count`` says how many they were; ``low`` and ``high`` are the ends of the interval. A word
    that promises nothing has no ``promised``.
    """

    label: str
    count: str
    right: float = 0.0
    low: float = 0.0
    high: float = 1.0
    promised: float | None = None


@value
class Shares:
    """Confidences with their shares: right, its interval, and promised."""

    heading: str
    rows: tuple[Share, ...] = ()
    legend: tuple[str, str, str] = ("", "", "")


@value
class Trend:
    """How a score of 100 went, beside its ``middle``; ``legend`` says what the two lines are."""

    heading: str
    scores: tuple[float, ...]
    middle: float
    legend: tuple[str, str]


@value
class ProgressChart:
    """All that is drawn of a learner; two that are equal are drawn the same."""

    title: str
    calendar: Calendar | None = None
    stacks: Stacks | None = None
    shares: Shares | None = None
    trend: Trend | None = None


@value
class Bar:
    """So large a share, of 1, with its words; ``lost`` is what was there in the bar above it."""

    label: str
    words: str
    share: float
    lost: float = 0.0


@value
class Bars:
    """Stacked bars, what their parts mean, and a ``note`` of what is not drawn."""

    heading: str
    rows: tuple[Bar, ...]
    legend: tuple[str, ...] = ()
    note: str = ""


@value
class Dot:
    """Answers of a confidence: what its word promises and how many were right, of 1.

    ``low`` and ``high`` are the ends of the interval; ``count`` says how many answers they were.
    """

    label: str
    count: str
    promised: float
    right: float
    low: float
    high: float


@value
class Diagonal:
    """Confidences against what came of them: on the diagonal, a word keeps what it promises.

    ``across`` and ``up`` name the axes; ``legend`` says what a dot, the bar around it and the
    diagonal mean.
    """

    heading: str
    dots: tuple[Dot, ...]
    across: str
    up: str
    legend: tuple[str, str, str]


@value
class Survey:
    """All that is drawn of a group; two that are equal are drawn the same."""

    title: str
    parts: tuple[Bars | Diagonal, ...]


@value
class Answer:
    """An answer that a class could give, and how large a share chose it, of 1.

    Where the class answered twice, ``before`` is the share at first. ``right`` marks the key.
    """

    label: str
    after: float
    before: float | None = None
    right: bool = False


@value
class ClassAnswers:
    """How a class answered a question, ``asked`` as its title.

    ``legend`` says what the bars mean, before and after, where there are both; ``note`` how many
    answered.
    """

    asked: str
    answers: tuple[Answer, ...]
    legend: tuple[str, ...] = ()
    note: str = ""


Drawing = ProgressChart | Survey | ClassAnswers
