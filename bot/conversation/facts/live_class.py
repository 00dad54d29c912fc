"""What is put on record of a class: how it stands, who voted what in it, and when it is told.

A class is nobody's own, so what it says is sent as its own *owner*: a name that stands where a
learner's id does, in the outbox and for its alarm, and that no learner has.
"""

from typing import Literal

from bot.conversation.inputs import LearnerId
from bot.learning.predictions import Confidence
from bot.values import replace, value

OWNER = "class:"
"""How the names begin that classes have in place of a learner's id; the schema knows it, too."""

NOBODY = LearnerId("")
"""No account."""

Round = Literal[1, 2]
"""Before the discussion, and after it."""

ClassPhase = Literal["gathering", "asking", "discussing", "again", "revealed", "over"]
"""``gathering``: nothing is asked yet. ``asking`` and ``again``: everybody commits, for the first
time or after the discussion. What follows the last reveal is ``over``."""


ClassKind = Literal["class", "daily", "duel", "board"]
"""What stands in a chat in a name of its own. A ``class``, whose machinery the others share: a
question of the day (``daily``), a ``duel`` of two members, and the ``board`` of a chat."""

Period = Literal["day", "week", "ever"]
"""Since when a board counts: a day ago, seven days ago, or the first answer."""

Order = Literal["score", "gain", "fit"]
"""What a board ranks by: score, gain in a discussion, or how well answers fit confidence."""


@value
class Daily:
    """A question of the day: at which ``minute`` after midnight of a ``zone`` it comes.

    It is of a course or a lesson, whichever has this id, or of all there are (empty). The answer
    comes after so many ``hours``, or with 0 just before the next question. ``past`` are those that
    were asked since all were through, each as its lesson and its id; ``silent`` counts how many in
    a row nobody has answered. ``last`` is the question before the current: its lesson, the revision
    of that, and its id.
    """

    minute: int
    zone: str = ""
    scope: str = ""
    hours: int = 0
    past: tuple[str, ...] = ()
    silent: int = 0
    last: tuple[str, str, str] | None = None


@value
class Match:
    """A duel between whoever challenged, who is its host, and the ``rival``.

    As long as it is not ``taken``, only a rival may take it. ``offered`` says that whoever
    challenged would tell the result to all, and ``told`` that both want that.
    """

    taken: bool = False
    offered: bool = False
    told: bool = False


@value
class View:
    """Which part of a board is shown."""

    period: Period = "week"
    order: Order = "score"


@value
class LiveClass:
    """A class as it stands: a lesson's questions, asked of all who read a chat.

    ``host`` leads it, by the account that they write from there, or nobody where that is empty. It
    is held in a ``chat`` of a platform, in the ``thread`` of it that an adapter can name.
    ``number`` is the question that is under way, counted from 1 and 0 before the first, ``since``
    when its phase began, and ``heard`` when its host did something last, in microseconds UTC.
    ``shown`` says that the shares are seen while the members discuss. With a ``clock`` it goes on
    by itself, after so many seconds each time. ``posted`` is the chat in which the message of
    question ``posed`` stands (-1 for none), ``said`` a mark of what that says by now, and
    ``edited`` when it was last changed. ``told`` is the last question whose answers its members
    were shown alone. Since it was ``paused`` its clock stands still; 0 while that goes. ``picking``
    is the page, from 1, of its questions that its host is choosing among, and ``picked`` are those
    chosen so far. ``aside`` says that its host has the controls where nobody else sees them, so the
    message goes without. Of another ``kind`` than a class, ``daily``, ``match`` or ``view`` says
    what that needs; of a question of the day, ``heard`` is when the last was asked.
    """

    id: str
    host: LearnerId
    platform: str
    chat: str
    thread: str
    lesson: str
    revision: str
    language: str
    questions: tuple[str, ...]
    number: int = 0
    phase: ClassPhase = "gathering"
    since: int = 0
    heard: int = 0
    shown: bool = False
    clock: int = 0
    posted: str = ""
    posed: int = -1
    said: str = ""
    edited: int = 0
    told: int = 0
    paused: int = 0
    picking: int = 0
    picked: tuple[str, ...] = ()
    aside: bool = False
    kind: ClassKind = "class"
    daily: Daily | None = None
    match: Match | None = None
    rival: LearnerId = NOBODY
    view: View = View()

    def is_for(self, member: LearnerId) -> bool:
        """Whether they may answer its questions, by the account that they write from."""
        return self.match is None or (self.match.taken and member in (self.host, self.rival))

    def before(self, number: int) -> "LiveClass | None":
        """As it was when a day's question with this number was revealed, if it was."""
        last = self.daily.last if self.daily else None
        if last is None or number != self.number - 1:
            return None
        lesson, revision, question = last
        return replace(
            self,
            lesson=lesson,
            revision=revision,
            questions=(*("" for _ in range(number - 1)), question),
            number=number,
            phase="revealed",
        )

    @property
    def votes(self) -> Round | None:
        """The round that is open for votes; ``None`` if none is."""
        if self.phase == "asking":
            return 1
        return 2 if self.phase == "again" else None

    @property
    def question(self) -> str:
        """The question under way; raises ``IndexError`` if none is."""
        if not 0 < self.number <= len(self.questions):
            raise IndexError("the class is at no question")
        return self.questions[self.number - 1]


def is_owner(learner: str) -> bool:
    """Whether this names a class and no learner."""
    return learner.startswith(OWNER)


@value
class Vote:
    """What a member committed to in a round of a question, counted from 1.

    ``confidence`` is empty as long as nothing is committed; ``picked`` is what was chosen and has
    no confidence yet. ``changes`` counts how often they changed their mind in this round.
    Of an answer in words, ``answer`` is what was committed to and ``draft`` what has no confidence
    yet; ``choice`` is then how it was judged, see ``question.typed.PLACES``.
    ``took`` is how long the first commitment of the round took, in milliseconds; ``None`` if there
    is none, or if it is on their record already, as with a vote of an earlier version.
    """

    number: int
    round: Round
    choice: int | None = None
    confidence: Confidence | Literal[""] = ""
    picked: int | None = None
    changes: int = 0
    answer: str = ""
    draft: str = ""
    took: int | None = None

    @property
    def committed(self) -> bool:
        """Whether it counts."""
        return bool(self.confidence)


@value
class ClassChanged:
    """A class stands like this now."""

    live: LiveClass


@value
class ClassStirred:
    """There is something new to show in a class, at this time in microseconds UTC at the latest."""

    id: str
    platform: str
    chat: str
    at: int
    kind: ClassKind = "class"


@value
class Voted:
    """A member's vote stands like this now; ``member`` is the account that they vote from."""

    id: str
    vote: Vote
    member: LearnerId


@value
class AnswersShown:
    """Those who voted on a question are told alone what came of it, where that can be.

    It is where they write to us alone on the ``platform`` of the class. Of a ``duel`` it is about
    all of its questions, with the number 0.
    """

    id: str
    number: int
    platform: str
    kind: ClassKind = "class"


@value
class VotesCounted:
    """What members voted on this question enters their own record, now that it is revealed."""

    id: str
    platform: str
    number: int
    lesson: str
    revision: str
    question: str


@value
class ClassLimit:
    """Who may start a class in a chat, those who run it or everybody, and when.

    Everybody may between the minutes after midnight ``first`` and ``last`` of the ``zone``, which
    is empty for UTC; at any time if these are the same. Those who run it may at any time. ``told``
    says that somebody there has heard that we may open no thread there.
    """

    starts: Literal["admins", "everybody"] = "everybody"
    first: int = 0
    last: int = 0
    zone: str = ""
    told: bool = False


UNLIMITED = ClassLimit()
"""Anybody may, at any time."""


@value
class ClassesLimited:
    """Who may start a class in a chat, and when, from now on."""

    platform: str
    chat: str
    limit: ClassLimit


@value
class BoardJoined:
    """A member stands on a board from now on, under this name; ``member`` is their account."""

    id: str
    member: LearnerId
    name: str


@value
class BoardLeft:
    """A member stands on a board no longer."""

    id: str
    member: LearnerId


def stir_class(live: LiveClass, at: int) -> ClassStirred:
    """That this class has something new to show, at this time at the latest."""
    return ClassStirred(live.id, live.platform, live.chat, at, live.kind)


def count_votes(live: LiveClass, number: int) -> VotesCounted:
    question = live.questions[number - 1]
    return VotesCounted(live.id, live.platform, number, live.lesson, live.revision, question)


ClassFact = (
    ClassChanged
    | ClassStirred
    | Voted
    | AnswersShown
    | VotesCounted
    | ClassesLimited
    | BoardJoined
    | BoardLeft
)
