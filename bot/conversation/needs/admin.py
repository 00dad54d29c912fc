"""What an admin's turn needs to know, and the answer to that."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from bot.conversation.facts.announcement import Announcement
from bot.conversation.facts.correction import Corrigible
from bot.conversation.facts.roles import EVERYTHING, Held, Role, Scope
from bot.conversation.inputs import LearnerId
from bot.conversation.needs import Query
from bot.conversation.needs.remarks import Inbox, InboxNeeds, lessons_of
from bot.lessons.card import Card, Modes
from bot.lessons.model import Course
from bot.lessons.revisions.changes import Difference
from bot.values import value

PAGE = 10
"""Entries of the log on a page: what a phone shows without scrolling for long."""


@value
class Grant:
    """A role that a person holds, who granted it, and when in microseconds UTC.

    ``others`` are accounts of theirs beside that which they are named by.
    """

    person: LearnerId
    role: Role
    by: str
    at: int
    others: tuple[str, ...] = ()
    scope: Scope = EVERYTHING

    @property
    def held(self) -> Held:
        return Held(self.role, self.scope)


@value
class LogEntry:
    """A line of the log: who did what to what, when (microseconds UTC) and from where."""

    at: int
    by: LearnerId
    platform: str
    act: str
    subject: str
    before: str
    after: str


@value
class Publication:
    """A name came to point to another revision, or to none; ``at`` is in microseconds UTC."""

    revision: str
    by: str
    at: int
    how: str


@value
class Withdrawal:
    """Who withdrew a revision, and when in microseconds UTC."""

    by: str
    at: int


@value
class Archive:
    """What is kept of a lesson, by revision: drafts and translations among them.

    ``translations`` is, by language, how a translation came to be, the latest first.
    ``touched`` counts who would have to leave a revision if it were withdrawn: who is in it or in a
    translation of it, has it on the shelf, or has a question of it open in a review. It is counted
    only where it is asked for, since each of their sessions is looked into.
    """

    cards: Mapping[str, Card] = field(default_factory=dict)
    translations: Mapping[str, tuple[Publication, ...]] = field(default_factory=dict)
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)
    touched: Mapping[str, int] = field(default_factory=dict)


@value
class Piece:
    """A lesson of a draft: its new revision, and what was taught when it was sent.

    ``base`` is empty for a lesson that was not taught then. ``language`` is that of a translation.
    ``difference`` is what has changed.
    """

    lesson: str
    title: str
    revision: str
    base: str
    difference: Difference = ()
    language: str = ""

    @property
    def changed(self) -> bool:
        """Whether it is another text than what was taught."""
        return self.revision != self.base


@value
class Draft:
    """Lessons, and perhaps their course, that were sent and are not published yet.

    ``at`` is in microseconds UTC. ``course_difference`` is how the course, if it comes with it,
    differs from what was offered then, and ``course_base`` the revision of that: empty if none was,
    ``None`` in a draft from before this was kept. ``publish_at`` is when it is published by itself,
    and ``missed_at`` when it was to be, by somebody who had no right to it by then. ``known`` are
    those of its lessons, or of its course's, that were ever taught.
    """

    id: str
    name: str
    by: LearnerId
    at: int
    pieces: tuple[Piece, ...]
    course: Course | None = None
    course_difference: Difference = ()
    publish_at: int | None = None
    course_base: str | None = None
    missed_at: int | None = None
    known: frozenset[str] = frozenset()

    @property
    def course_changed(self) -> bool:
        return bool(self.course_difference)


@value
class Served:
    """The platforms that the program serves.

    ``links`` says of each how the links begin that lead to its bot: a payload follows. That is
    empty where there are no such links, or while the bot's name isn't known. Without any platform
    it isn't known what is served. ``silent`` are those that can't be reached just now.
    """

    links: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()


@value
class AdminKnown:
    """What was loaded: the roles of whoever asks, and what was needed besides.

    ``log`` holds the newest first, and another beyond a page if there are older; ``drafts`` are in
    the order in which they came; ``modes`` are the learning modes that the lessons of the ``draft``
    are offered in, by revision. ``history`` is that of a lesson, the latest first. ``places`` are
    chats that something can be announced in, by audience: what they are called.
    """

    roles: frozenset[Held] = frozenset()
    grants: tuple[Grant, ...] = ()
    log: tuple[LogEntry, ...] = ()
    draft: Draft | None = None
    drafts: tuple[Draft, ...] = ()
    learning: Mapping[tuple[str, str], int] = field(default_factory=dict)
    history: tuple[Publication, ...] = ()
    announcement: Announcement | None = None
    announcements: tuple[Announcement, ...] = ()
    audiences: Mapping[str, int] = field(default_factory=dict)
    corrigible: tuple[Corrigible, ...] = ()
    members: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    served: Served = field(default_factory=Served)
    modes: Mapping[str, Modes] = field(default_factory=dict)
    archive: Archive = field(default_factory=Archive)
    inbox: Inbox = field(default_factory=Inbox)


@value
class AdminNeeds(Query[AdminKnown]):
    """What must be loaded for an admin's turn, beside the roles that they hold.

    ``grants`` are all roles that people hold; ``log`` is the page of the log, counting from 0.
    ``draft`` is an id; ``drafts`` are all that are open. A draft that is ``due`` is loaded whoever
    set its time: they may hold no role any more. ``learning`` are revisions of lessons, by both
    ids: how many are in the midst of each. ``lesson`` is an id: its history, what is kept of it,
    and how many are in the midst of it; with ``touched`` also whom withdrawing a revision of it
    touches. Who is in a translation counts for the revision that it translates; an empty revision
    stands for all. ``announcement`` is an id, ``announcements`` are the latest, without counts;
    ``audiences`` says how many each announcement would reach. ``corrigible`` is a lesson's id:
    those of its questions that have, or had, another key. ``members`` says how many belong to each
    cohort; ``inbox`` what is wanted of the remarks.
    """

    port = "admin"
    alone = True
    absent = AdminKnown()
    grants: bool = False
    log: int | None = None
    draft: str = ""
    due: bool = False
    drafts: bool = False
    learning: tuple[tuple[str, str], ...] = ()
    lesson: str = ""
    touched: bool = False
    announcement: str = ""
    announcements: bool = False
    audiences: bool = False
    corrigible: str = ""
    members: bool = False
    inbox: InboxNeeds | None = None

    def key(self, at: datetime) -> "AdminNeeds":
        """All of it."""
        return self

    @staticmethod
    def lessons(answer: AdminKnown) -> tuple[tuple[str, str], ...]:
        """Those that what is shown of the inbox is about."""
        remarks = (remark.fact for remark in answer.inbox.remarks)
        return lessons_of((*answer.inbox.groups, *remarks))
