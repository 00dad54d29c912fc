"""What must be known of remarks: of a learner's own, and of all of them for the admins."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from bot.conversation.facts.remarks import Remarked, RemarkKind, Shown, Worth
from bot.conversation.needs import Query
from bot.values import value

PAGE = 8
"""Groups of remarks on a page of the inbox: as many as have room on a phone."""

EACH = 6
"""Remarks of a group that are read at once, the newest."""

State = Literal["open", "answered", "closed"]


@value
class Remark:
    """A remark as it was made, and what has come of it; who made it is not in it.

    ``at`` is in microseconds UTC. ``taken`` is the admin who sees to it, if any; ``picture``
    belongs to the reply, by the hash of its bytes; ``muted`` says that whoever made it can make no
    more.
    """

    fact: Remarked
    at: int
    state: State = "open"
    taken: str = ""
    reply: str = ""
    picture: str = ""
    shown: Shown | Literal[""] = ""
    muted: bool = False

    @property
    def id(self) -> str:
        """The id under which it was made."""
        return self.fact.id

    @property
    def replied(self) -> bool:
        """Whether there is an answer, in words or as a picture."""
        return bool(self.reply or self.picture)

    @property
    def place(self) -> str:
        """What it is about: the question, or else the part."""
        return self.fact.question or self.fact.part


@value
class RemarkGroup:
    """All remarks on a place of a lesson that are open, or that are not.

    ``revision`` and ``part`` are those of the newest, which was made ``at``, in microseconds UTC;
    the numbers count learners by what they say, and ``people`` all of them. ``taken`` are the
    admins who see to some of them.
    """

    lesson: str
    place: str
    revision: str
    part: str
    question: str
    unclear: int
    wrong: int
    asked: int
    people: int
    at: int
    taken: tuple[str, ...] = ()


@value
class InboxNeeds:
    """What is wanted of the inbox: the groups of a page, counting from 0, or what is in a group.

    With ``done``, what is open no more. ``lesson`` leaves out all others. ``place`` is that of a
    group, and ``until`` the newest of it that is wanted, in microseconds UTC; ``remark`` is the id
    of a remark. ``lessons`` asks how many are open of each lesson.
    """

    done: bool = False
    page: int = 0
    lesson: str = ""
    place: str = ""
    until: int = 2**62
    remark: str = ""
    lessons: bool = False


@value
class Inbox:
    """What was wanted of it: groups (another beyond a page if there are more), remarks, counts.

    ``open`` counts all that are open, the newest of which was made at ``newest``, in microseconds
    UTC; ``ids`` are all remarks of the group.
    """

    groups: tuple[RemarkGroup, ...] = ()
    remarks: tuple[Remark, ...] = ()
    ids: tuple[str, ...] = ()
    lessons: tuple[tuple[str, int], ...] = ()
    open: int = 0
    newest: int = 0


@value
class RemarkStanding:
    """What a learner may say: how many remarks they made in a day, and whether they are muted.

    ``last`` is the lesson that they began last, and its revision. ``taught`` are those of their
    cohorts in which somebody answers what their members ask. ``heard`` says whether anybody here
    answers at all: in a private terminal nobody does.
    """

    today: int = 0
    muted: bool = False
    last: tuple[str, str] | None = None
    taught: tuple[str, ...] = ()
    heard: bool = True


@value
class Exchange:
    """A remark that is shown to everyone with its answer; without words it says its kind alone."""

    kind: RemarkKind
    words: str
    reply: str
    picture: str = ""


@value
class AskedAbout:
    """A place of a lesson and how many learners have said something about it."""

    part: str
    question: str
    number: int


@value
class LessonOpinions:
    """What learners say of a lesson: what they asked about most, and whether it was worth it."""

    asked: tuple[AskedAbout, ...] = ()
    worth: Mapping[Worth, int] = field(default_factory=dict)


@value
class RemarkCounts:
    """How many remarks were made in a stretch of time, and how many are open at all."""

    made: int = 0
    open: int = 0


def lessons_of(entries: Iterable[Remarked | RemarkGroup]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((entry.lesson, entry.revision) for entry in entries))


@value
class OwnStanding(Query[RemarkStanding]):
    """Whether the learner may make a remark, and about what."""

    port = "standing"
    absent = RemarkStanding()

    def key(self, at: datetime) -> datetime:
        """The time of the turn."""
        return at


@value
class OwnRemark(Query[Remark | None]):
    port = "own_remarks"
    id: str

    def key(self, at: datetime) -> str:
        """Its id."""
        return self.id

    @staticmethod
    def lessons(answer: Remark | None) -> tuple[tuple[str, str], ...]:
        return lessons_of([answer.fact] if answer else [])


@value
class UnreadReplies(Query[tuple[Remark, ...]]):
    """The learner's remarks whose answer could not reach them alone."""

    port = "unread"
    absent = ()

    @staticmethod
    def lessons(answer: tuple[Remark, ...]) -> tuple[tuple[str, str], ...]:
        """Those that they are about."""
        return lessons_of(remark.fact for remark in answer)


@value
class PlaceExchanges(Query[tuple[Exchange, ...]]):
    """What is shown to everyone of what others asked at a place of a lesson."""

    port = "exchanges"
    absent = ()
    lesson: str
    place: str

    def key(self, at: datetime) -> tuple[str, str]:
        """The lesson's id and the place."""
        return self.lesson, self.place
