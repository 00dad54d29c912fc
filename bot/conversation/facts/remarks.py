"""What learners say to the authors of a lesson, what comes of it, and whether it was worth it."""

from typing import Literal

from bot.learning.predictions import Confidence
from bot.values import value

RemarkKind = Literal["unclear", "wrong", "question"]
"""What a learner says of a part of a lesson: it is unclear, wrong, or raises a question."""

Handling = Literal["taken", "answered", "closed"]
"""What an admin does about a remark: says that they see to it, answers it, or lets it rest."""

Shown = Literal["offered", "agreed", "declined", "hidden"]
"""How far an exchange is on its way to everyone, by its author and its learner."""

Worth = Literal["yes", "partly", "no"]
"""Whether a lesson was worth it."""


@value
class Remarked:
    """A learner has said something about a part of a lesson, to its authors.

    ``part`` is the beat that was on their screen; ``question`` the question or task that this was
    about, if it was. ``choice``, ``answer`` and ``confidence`` are what they had committed to
    there, as with an ``Attempt``; the last is empty if that was nothing. ``words`` may be empty.
    """

    id: str
    lesson: str
    revision: str
    part: str
    question: str
    choice: int | None
    answer: str | None
    confidence: Confidence | Literal[""]
    kind: RemarkKind
    words: str


@value
class RemarkHandled:
    """An admin has seen to a remark. With a ``reply``, whoever made it gets that at once.

    ``picture`` belongs to the reply, by the hash of its bytes.
    """

    remark: str
    handling: Handling
    reply: str = ""
    picture: str = ""


@value
class RemarkerMuted:
    """Whoever made this remark can make no more of them, or can again."""

    remark: str
    muted: bool


@value
class ExchangeOffered:
    """An author would like to show a remark and its answer to everyone: its learner is asked."""

    remark: str


@value
class ExchangeAnswered:
    """A learner has said whether their remark and its answer may be shown to everyone."""

    remark: str
    agreed: bool


@value
class ExchangeHidden:
    """A remark and its answer are shown no more."""

    remark: str


@value
class WorthSaid:
    run: str
    lesson: str
    revision: str
    worth: Worth
