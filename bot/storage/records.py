"""What is handed to a store and back: turns, parcels, alarms, answers, releases, traces, errors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import NamedTuple

from bot.conversation.facts.admin import Logged
from bot.conversation.facts.learner import Fact
from bot.conversation.facts.roles import Role
from bot.conversation.inputs import Address, Alarm, LearnerId
from bot.conversation.learner import Learner
from bot.conversation.needs.admin import LogEntry
from bot.conversation.outputs import Output
from bot.conversation.session import Session
from bot.learning.predictions import Confidence
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.values import value

ALARM = "alarm:"
"""How the ids of inputs begin that are alarms; the schema tells them by it, too."""

AGAIN = 24 * 3_600_000_000
"""Microseconds after which an alarm rings again whose turn failed: a day. A turn that goes well
sets the next itself."""

FILES = "files"
"""Who publishes at the start, and how: what has changed in the folder of content."""

MAX_ANNOUNCEMENTS = 5
"""How many of the latest announcements an admin is shown."""


class StoreError(Exception):
    """A store that can't be used, with what, where and how to mend it."""


class UnavailableError(StoreError):
    """A store that can't be used just now; nothing was written, and it may be tried again."""


class HeldError(StoreError):
    """A store that another process has for itself: until that ends, or for good."""


class LostError(StoreError):
    """A store whose file was deleted or replaced: what is written now would soon be gone."""


class GoneError(StoreError):
    """A database that was there is gone: a new database has to be asked for."""


class RecordError(StoreError):
    """Turns that can't be written, such as text with half a surrogate pair in it.

    Nothing has been written when it is raised; ``faults`` says, by input, what is wrong with
    which turns, so that the others can be recorded without them. It quotes no learner.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        what = "; ".join(f"{id}: {fault}" for id, fault in faults.items())
        super().__init__(f"turns that can't be written: {what}")
        self.faults = faults


class ConflictError(StoreError):
    """A release made against what is taught no longer; ``names`` have moved since."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(names))
        super().__init__(f"published by somebody else meanwhile: {', '.join(self.names)}")


@value
class DatabaseCopy:
    """A copy of a database that was made and read through: of which schema, and how large."""

    version: int
    size: int


@value
class DatabaseState:
    """What a database is like: its schema, the newest that is known, and what is damaged."""

    version: int
    newest: int
    journal: str
    ours: bool
    faults: tuple[str, ...] = ()


@value
class ServerState:
    """What a database of a server is like, and where it is, without what would let anybody in.

    ``server`` is its version, which must not be before ``oldest``; ``version`` is the schema's, 0
    if there is none yet; ``size`` is in bytes, ``commit`` in seconds. It may be ``pooled``, and
    then ``lost`` says what is missing there, if anything is.
    """

    where: str
    server: tuple[int, int]
    oldest: int
    version: int
    newest: int
    size: int
    commit: float | None
    pooled: bool
    lost: str


@value
class Load:
    """How much there is to do.

    Parcels that have not arrived and since when the oldest waits, what is due for review, and how
    many learners did something in a day and in a week.
    """

    parcels: int
    oldest: datetime | None
    due: int
    today: int
    week: int


@value
class Snapshot:
    """What a batch of turns begins with.

    ``catalogue_version`` is that of ``Store.catalogue_version``; ``seen`` are those
    inputs that are recorded already. ``known`` are those learners who have been here before, also
    where what they are can't be read. ``linked`` says whose accounts are that go by another name.
    """

    catalogue_version: int
    seen: frozenset[str]
    sessions: Mapping[LearnerId, Session]
    learners: Mapping[LearnerId, Learner]
    known: frozenset[LearnerId] = frozenset()
    linked: Mapping[LearnerId, LearnerId] = field(default_factory=dict)


@value
class Record:
    """What a turn leaves behind.

    ``session`` is ``None`` when it stays as it was: because the turn ``failed``, or because it was
    a class's, which has none. ``changed`` is the learner, if what they are is otherwise than
    before. ``rang`` is the alarm that the turn was about: it is spent with it, or rings again a day
    later if the turn failed.
    """

    input: str
    learner: LearnerId
    address: Address
    at: datetime
    session: Session | None
    facts: tuple[Fact, ...] = ()
    outputs: tuple[Output, ...] = ()
    rang: Alarm | None = None
    changed: Learner | None = None
    failed: bool = False


class DueAlarm(NamedTuple):
    """An alarm that is due: whose, of which kind, set for when, and the chat where it is to ring.

    ``at`` is in microseconds UTC. It is a tuple because thousands of them are made at a time.
    """

    learner: LearnerId
    kind: str
    at: int
    platform: str
    chat: str


Platforms = Mapping[str, str | None]
"""Where something can be told: platforms, each with the only chat there, or ``None`` for all."""


@value
class Parcel:
    """The outputs of a turn on their way: a row of the outbox.

    ``key`` is the input's id, the same on every attempt; ``sent`` counts the messages of it
    that have arrived, in the order in which the channel plans them. ``at`` is when the turn was,
    in microseconds since 1970 (UTC).
    """

    id: int
    key: str
    learner: LearnerId
    address: Address
    outputs: tuple[Output, ...]
    sent: int = 0
    at: int = 0


@value
class Mark:
    """News of a parcel: how many messages of it have arrived, and whether it is done with.

    ``reference`` is the platform's name for the message that asked the parcel's question.
    ``gone`` says that the chat can't be reached any more; an input from there takes that back.
    ``shut`` says that of the topic in the chat that the parcel is for alone.
    ``passed_over`` says that the last of these messages could not be sent and never will be.
    ``paused`` is until when its platform wants the chat to be left alone.
    """

    parcel: int
    at: datetime
    sent: int
    done: bool
    reference: str | None = None
    gone: bool = False
    passed_over: bool = False
    paused: datetime | None = None
    shut: bool = False


@value
class QuestionMessage:
    """The message that asked a question and carries its buttons, and where it is."""

    address: Address
    reference: str


AnswerKey = tuple[LearnerId, int, str, str, str]
"""What tells an answer from all others and puts it in order: learner, time, input, question,
phase."""

BEGINNING: AnswerKey = (LearnerId(""), 0, "", "", "")


@value
class AnswerRecord:
    """An answer as it is on record; ``right`` is the learner's own verdict for an open question.

    A ``void`` answer was given under a key that was wrong, and counts nowhere. ``said`` is the
    range of an estimate that was typed: words are not handed out. ``overruled`` says that words
    were called wrong, and meant the same.
    """

    key: AnswerKey
    lesson: str
    revision: str
    choice: int | None
    confidence: Confidence
    right: bool | None
    score: float | None
    took_ms: int
    void: bool = False
    said: str | None = None
    overruled: bool = False


@value
class Release:
    """What is published at once: courses and lessons, each as a new current revision.

    Among the lessons may be translations of others; each language has a current revision of its
    own. ``sources`` holds the hash of the file that each came from, by ``source_of`` or
    ``course:<id>``.
    ``gone`` names, in the same way, what is offered no longer; revisions of it stay, for those
    who are in them.
    ``by`` is who publishes, and ``how`` the way, as ``Publication`` has it; ``acts`` go into the
    admins' log, as done at the terminal.
    ``bases`` holds, by name, the revision that something was compared with, empty if it was not
    taught; if another is taught by now, nothing is published.
    ``assets`` are pictures that the lessons name.
    """

    courses: tuple[Course, ...] = ()
    lessons: Sequence[Lesson] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    by: str = FILES
    how: str = FILES
    acts: tuple[Logged, ...] = ()
    assets: tuple[Asset, ...] = ()
    bases: Mapping[str, str] = field(default_factory=dict)

    def check_bases(self, pointers: Mapping[str, str]) -> None:
        """Raise ``ConflictError`` if these are not what it was made against."""
        moved = [name for name, base in self.bases.items() if pointers.get(name, "") != base]
        if moved:
            raise ConflictError(moved)


def source_of(lesson: Lesson) -> str:
    """The name of the file that a lesson comes from, without its ending: ``<id>[.<language>]``."""
    return f"{lesson.id}.{lesson.language}" if lesson.translates else lesson.id


@value
class TracedFact:
    """A row that a turn has left in a table, by column; what somebody wrote is left out."""

    table: str
    columns: tuple[tuple[str, str], ...]


@value
class TracedMessage:
    """What has become of a message, and when: ``arrived``, ``gone`` or ``passed over``."""

    number: int
    at: datetime
    fate: str


@value
class TracedParcel:
    """A parcel that is still on its way; ``in_hand`` of the program's latest start."""

    number: int
    sent: int
    in_hand: bool
    gone_at: datetime | None


@value
class Trace:
    """The way of an input; ``at`` is ``None`` if the input itself is forgotten already."""

    id: str
    learner: str
    platform: str
    chat: str
    at: datetime | None
    facts: tuple[TracedFact, ...]
    parcel: TracedParcel | None
    messages: tuple[TracedMessage, ...]


@value
class TracedInput:
    """An input of somebody's, and how many messages it led to; ``waiting`` if not all arrived."""

    id: str
    at: datetime
    arrived: int
    waiting: bool


SETTINGS = LearnerId("settings")
"""Who names the owners."""

TERMINAL = "terminal"
"""Where who has the machine edits what is taught."""


def terminal_entry(act: Logged, by: str, at: int) -> LogEntry:
    return LogEntry(at, LearnerId(by), TERMINAL, act.act, act.subject, act.before, act.after)


def owners_changed(
    before: Iterable[LearnerId], after: Sequence[LearnerId]
) -> list[tuple[LearnerId, bool]]:
    """Who has become an owner (true), and who has ceased to be, in the order of their names."""
    old, new = set(before), set(after)
    return [(learner, learner in new) for learner in sorted(old ^ new)]


def owner_entry(at: int, person: LearnerId, now: bool) -> LogEntry:
    """The log's line on a change of owners, which the settings make."""
    role: Role = "owner"
    act, before, after = ("grant", "", role) if now else ("revoke", role, "")
    return LogEntry(at, SETTINGS, "", act, person, before, after)
