"""A group of learners as a picture is to show it: figures and labels, before anybody draws them.

It is to ``admin.picturing`` what ``chart`` is to a learner's progress. All of it is made of plain
values, in the language of whoever looks at it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """So large a share, of 1, with its words; ``lost`` is what was there in the bar above it."""

    label: str
    words: str
    share: float
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars one below the other, with what their parts mean: what is there, and what was lost.

    Where nothing is ever lost there is one meaning only. ``note`` tells of what is not drawn.
    """

    heading: str
    rows: tuple[Bar, ...]
    legend: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """Answers of one confidence: what its word promises and how many were right, of 1.

    ``low`` and ``high`` are the ends of the interval; ``count`` says how many answers they were.
    """

    label: str
    count: str
    promised: float
    right: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is drawn of a group; two that are equal are drawn the same."""

    title: str
    parts: tuple[Bars | Diagonal, ...]
