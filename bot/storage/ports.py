"""What is asked of a store: a protocol for each topic, so that who needs a topic asks for no more.

All methods may raise ``StoreError``. ``Store`` joins them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.conversation.facts.announcement import Announcement, Fate, Recipient
from bot.conversation.facts.correction import Untold
from bot.conversation.facts.learner import Submission
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import AdminKnown, AdminNeeds, Draft, LogEntry, Publication
from bot.conversation.needs.learner import (
    Earlier,
    IdentitiesKnown,
    Job,
    LearnerHistory,
    Progress,
)
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.needs.remarks import (
    Exchange,
    LessonOpinions,
    Remark,
    RemarkCounts,
    RemarkStanding,
)
from bot.learning.experiment import ExperimentResults
from bot.learning.items import Item
from bot.learning.logbook import Totals
from bot.learning.observations import (
    EVER,
    EVERYBODY,
    Activity,
    Circle,
    FirstWeek,
    Observations,
    Period,
)
from bot.learning.statistics import OverallStatistics
from bot.lessons.card import Modes
from bot.lessons.cohort import Cohort
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset
from bot.lessons.revisions.keys import EquivalentRevisions
from bot.storage.records import (
    AnswerKey,
    AnswerRecord,
    DueAlarm,
    Load,
    Parcel,
    Platforms,
    QuestionMessage,
    Release,
)


class Catalogue(Protocol):
    """What is published, and what ever was."""

    async def publish(self, release: Release, at: datetime) -> None:
        """Store these as immutable revisions and point to them, all or nothing.

        Raises ``ConflictError`` if what it was made against has changed.
        """

    async def catalogue_version(self) -> int:
        """The version of the catalogue, a number: it goes up whenever ``library`` has changed.

        Read before the library, it tells whether that is still true once a transaction has begun.
        """

    async def library(self) -> Library:
        """The catalogue of what is published now; courses and cards in the order of their ids.

        With it come the cohorts, as their last changes have left them.
        """

    async def sources(self) -> dict[str, str]:
        """The file hashes of what is published, by the names that ``Release`` has for them.

        What was published otherwise has none, even if there once was a file of it.
        """

    async def shipped(self) -> dict[str, str]:
        """The hash of each file when it was last published, but for those in ``Release.gone``."""

    async def history(self, name: str) -> tuple[Publication, ...]:
        """Each time that this name came to point to another revision, the latest first.

        Names are those that ``Release`` has: of a lesson, a translation or a course.
        """

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        """A revision of a lesson, current or old; ``None`` too if it can't be read any more."""

    async def outdated(self, definition: str) -> list[tuple[str, str]]:
        """The revisions whose modes have another definition, those that are taught first."""

    async def keep_modes(self, modes: Mapping[tuple[str, str], Modes], definition: str) -> None:
        """Keep these modes of revisions, worked out by this definition.

        They are on the cards of a library that is asked for from now on.
        """

    async def asset(self, name: str) -> Asset | None:
        """A picture by the hash of its bytes."""

    async def kept_assets(self, names: Collection[str]) -> set[str]:
        """Those of these pictures that are kept."""

    async def open_lessons(self, cohort: Cohort, at: datetime) -> bool:
        """Keep what has opened to a cohort, and let the alarms of its members ring by then.

        Whether that was done: not if somebody has changed it since its version.
        """


class Outbox(Protocol):
    """What was said and has not arrived yet."""

    async def claim(self, limit: int) -> list[Parcel]:
        """Up to ``limit`` of the oldest parcels that are not in this process's hands, to send.

        None while another process leads, which has them in hand; see ``Leases``. What the leader
        before had, or has committed since, is among them. Those for a chat that is gone wait until
        there is an input from it. An unreadable parcel is dropped, with a line in the log.
        """

    async def is_undelivered(self, parcel: int) -> bool:
        """Whether a parcel is to be sent still: its learner may have been forgotten."""

    async def pauses(self, at: datetime) -> Mapping[tuple[str, str], datetime]:
        """Until when the chats are to be left alone whose platform wants that beyond ``at``."""

    async def pause(self, platform: str, chat: str, until: datetime) -> None:
        """Keep until when this chat is to be left alone, for its platform wants that."""

    async def moves(self, platform: str) -> Mapping[str, str]:
        """The new name of each chat of this platform, if any."""

    async def move(self, platform: str, old: str, new: str, at: datetime) -> None:
        """Keep that a chat has another name since ``at``, for all that goes to the old name.

        Its classes go on there, and ask their question anew.
        """

    async def question_message(self, learner: LearnerId, question: str) -> QuestionMessage | None:
        """The message that asked this question, if that is the learner's last to arrive.

        Only that can be open. Its address is without the handle, which is spent.
        """

    async def keep_document(self, id: str, content: bytes) -> None:
        """Keep the bytes of a file that is to be sent, in place of what was kept under its id.

        They go with the parcel that sends it, once that is done with.
        """

    async def document(self, id: str) -> bytes | None:
        """The bytes of a file that is to be sent; ``None`` if there are none."""


class Alarms(Protocol):
    """When learners are to be reminded of what. The store is the clock."""

    async def alarms(self, platforms: Platforms, at: datetime, limit: int) -> list[DueAlarm]:
        """Up to ``limit`` of the alarms on each of these platforms that are due, the oldest.

        Those for a chat that is gone are held until there is an input from it, or an alarm is set
        for it anew. The cost does not grow with alarms that are not due.
        """

    async def next_alarm(self, platforms: Platforms) -> datetime | None:
        """When the next alarm on these platforms is due; ``None`` if none is set."""

    async def shut(self, learners: Collection[LearnerId]) -> dict[LearnerId, bool]:
        """Those of these learners who have alarms for a chat that is gone."""


class Jobs(Protocol):
    """What is to be done between turns, for whoever asked for it."""

    async def job(self, learner: LearnerId, id: str) -> Job | None:
        """A job of this learner's, done or not; ``None`` if they have none of this id."""

    async def jobs(self, limit: int) -> list[Job]:
        """Up to ``limit`` of the jobs that are to be done, the oldest."""

    async def finish_job(self, job: Job, at: datetime, result: str | None) -> None:
        """Put the result of a job beside it, ``None`` if it failed, and let an alarm ring.

        The alarm's kind is ``jobs.alarm_kind``, its place where the job was set out.
        A job that is gone, as its learner is forgotten, leaves nothing behind, no file either.
        """


class Learners(Protocol):
    """What is known of the learners in a batch."""

    async def progress(self, learners: Collection[LearnerId]) -> dict[LearnerId, Progress]:
        """The record of each of these learners; an empty record for a newcomer."""

    async def histories(self, learners: Collection[LearnerId]) -> dict[LearnerId, LearnerHistory]:
        """The history of each of these learners. Its cost grows with what they did, not others."""

    async def totals(self, learners: Collection[LearnerId]) -> dict[LearnerId, Totals]:
        """What the logbook of each of these learners begins with; nothing for a newcomer."""

    async def experiments(
        self, learners: Collection[LearnerId]
    ) -> dict[LearnerId, ExperimentResults]:
        """What the experiment shows of each of these learners by now."""

    async def items(self, lessons: Mapping[LearnerId, str]) -> dict[LearnerId, dict[str, Item]]:
        """What each of these learners remembers of a lesson, by question; suspended items too."""

    async def due(self, until: Mapping[LearnerId, datetime]) -> dict[LearnerId, tuple[Item, ...]]:
        """What is due of each of these learners' by a time, and the next after it, in that order.

        Several that are next at once all count. What is suspended is never due. Its cost does not
        grow with what is due later, nor with other learners.
        """

    async def earlier(self, tasks: Mapping[LearnerId, tuple[str, str]]) -> dict[LearnerId, Earlier]:
        """What each of these learners wrote last for a lesson's task, by the ids of both.

        Those who wrote nothing for it are left out.
        """

    async def work(self, runs: Mapping[LearnerId, str]) -> dict[LearnerId, tuple[Submission, ...]]:
        """All that each of these learners handed in in a run, by its id, oldest first."""

    async def submissions(
        self, learners: Collection[LearnerId]
    ) -> dict[LearnerId, dict[tuple[str, str], Submission]]:
        """The latest that each of these learners handed in for anything, by lesson and item.

        What was only ticked off is left out.
        """

    async def untold(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Untold, ...]]:
        """The corrections that each of these learners waits for without a place to be told alone.

        Those who wait for none are left out.
        """


class Admins(Protocol):
    """What is kept for admins."""

    async def admin(self, learner: LearnerId, needs: AdminNeeds) -> AdminKnown:
        """What an admin's turn needs to know; only the roles, if there are none."""

    async def admins(self) -> frozenset[LearnerId]:
        """Everybody who holds a role, by each account of theirs."""

    async def set_owners(self, owners: Sequence[LearnerId], at: datetime) -> None:
        """These are the owners from now on, and nobody else; a change goes into the log."""

    async def keep_draft(
        self, draft: Draft, lessons: Sequence[Lesson], at: datetime, assets: Sequence[Asset] = ()
    ) -> None:
        """Keep a draft, the revisions of its lessons, and their new pictures."""


class Announcements(Protocol):
    """Announcements on their way, and who waits for them."""

    async def announcements(self) -> list[Announcement]:
        """The announcements that are going out, the oldest first, without their counts."""

    async def recipients(
        self, announcement: str, platforms: Platforms, after: str, limit: int
    ) -> list[Recipient]:
        """Up to ``limit`` who wait for it on these platforms, sorted, from ``after`` on."""

    async def mark_recipients(
        self,
        announcement: str,
        fates: Mapping[LearnerId, Fate],
        handed: Collection[LearnerId] = (),
    ) -> Collection[LearnerId]:
        """Note what has become of an announcement for these who were waiting for it.

        Those ``handed`` are about to be sent it: until their fate is known they still wait, but are
        not among the recipients any more. Returns whom of them nobody else was about to send it to.
        """

    async def settle_recipients(self) -> None:
        """Whether it reached those who were handed something by an earlier process is unclear."""

    async def finish_announcement(self, announcement: Announcement, at: datetime) -> None:
        """If it is going out and nobody waits for it any more, it is done, and an alarm rings.

        The alarm's kind is ``announcement.alarm_kind``.
        """


class Remarks(Protocol):
    """What learners say of lessons; what admins need of it is part of ``Admins.admin``."""

    async def keep_answer_picture(self, picture: Asset, at: datetime) -> None:
        """Keep a picture that an answer is to have, until no answer has it any more."""

    async def standing(
        self, learners: Mapping[LearnerId, datetime]
    ) -> dict[LearnerId, RemarkStanding]:
        """What each of these learners may say at a time."""

    async def own_remarks(self, remarks: Mapping[LearnerId, str]) -> dict[LearnerId, Remark]:
        """A remark of each of these learners, by its id, if it is theirs and still there."""

    async def unread(self, learners: Collection[LearnerId]) -> dict[LearnerId, tuple[Remark, ...]]:
        """The remarks of these learners whose answer waits for a chat to reach them in."""

    async def exchanges(
        self, places: Mapping[LearnerId, tuple[str, str]]
    ) -> dict[LearnerId, tuple[Exchange, ...]]:
        """What is shown to everyone at a place of a lesson, the newest first, a few at most.

        The place that each of these learners asks about is named by the lesson's id and its own.
        """

    async def remark_counts(self, within: Period, scope: Scope = EVERYTHING) -> RemarkCounts:
        """How many remarks were made in this stretch of time, and how many are open, of a scope."""

    async def opinions(self, lesson: str, cohort: str = "") -> LessonOpinions:
        """What learners say of a lesson; of a cohort, its members alone."""


class Statistics(Protocol):
    """What is counted of all learners, beside their turns and without delaying them."""

    async def overview(self, circle: Circle = EVERYBODY) -> OverallStatistics:
        """How lessons are taken, and how well the confidence of their learners fits."""

    async def first_weeks(self, within: Period, cohort: str = "") -> tuple[FirstWeek, ...]:
        """The first week of those who first wrote in each week ``within`` this time, if any did."""

    async def observations(
        self, lesson: str, alike: EquivalentRevisions, within: Period = EVER, cohort: str = ""
    ) -> Observations:
        """What is on record of a lesson, in what is alike of its revisions.

        Counts of answers are of those who first answered a question ``within`` this time. With a
        ``cohort`` only its members are counted.
        """

    async def activity(self, within: Period, circle: Circle = EVERYBODY) -> Activity:
        """What learners did in this stretch of time."""

    async def members(self, cohort: str) -> int:
        """How many belong to a cohort."""

    async def load(self, at: datetime) -> Load:
        """How much there is to do at this time; chats that are gone are left out."""

    async def publications(self, within: Period) -> tuple[tuple[str, Publication], ...]:
        """What was published then, by name, the earliest first."""

    async def revisions(self, lesson: str) -> tuple[Lesson, ...]:
        """Every readable revision of a lesson, drafts and translations among them."""

    async def answers(self, after: AnswerKey, limit: int) -> list[AnswerRecord]:
        """Up to ``limit`` answers of all learners that come after this; ordered by key."""


class Classes(Protocol):
    """What is known of the classes that turns are about."""

    async def classes(self, asked: Mapping[LearnerId, ClassNeeds]) -> dict[LearnerId, ClassKnown]:
        """What each of these turns needs of its class; a single question of a kind for all of them.

        The cost of a member's turn does not grow with how many members there are.
        """

    async def end_in_chat(self, platform: str, chat: str, at: datetime) -> None:
        """Note that a chat can't be written in any more, which ends the classes there."""


class Identities(Protocol):
    """What is known of accounts."""

    async def learner_of(self, account: LearnerId) -> LearnerId:
        """Whose this account is: its own, unless it was linked to another."""

    async def accounts_of(self, learner: LearnerId) -> tuple[LearnerId, ...]:
        """All accounts of a learner; they are named by the first."""

    async def identities(
        self, asked: Mapping[LearnerId, tuple[str, datetime]]
    ) -> dict[LearnerId, IdentitiesKnown]:
        """How the accounts of these learners stand at a time, and the code of a hash."""


class Privacy(Protocol):
    """What is kept of a person: having it, and forgetting it."""

    async def personal(self, learner: LearnerId) -> dict[str, list[dict[str, Any]]]:
        """Every row about this learner, by table; empty for somebody who is not known."""

    async def forget(self, learner: LearnerId, at: datetime, by: LogEntry | None = None) -> bool:
        """Forget a learner, with this line on the log; whether they were known.

        What they answered stays counted, and names nobody. Without a line of its own the log says
        that somebody was forgotten after a long silence.
        """

    async def log(self, entry: LogEntry) -> None:
        """Add a line to the log of admins."""

    async def silent(self, before: datetime, warned: datetime, limit: int) -> list[LearnerId]:
        """Up to ``limit`` who were last heard before then, were warned, and hold no role."""

    async def warn_silent(self, before: datetime, kind: str, at: datetime, limit: int) -> int:
        """Let an alarm of this kind ring for up to ``limit`` who were last heard before then.

        Each is told once, where they are alone with the tutor, until they are heard again. Returns
        how many that were.
        """

    async def forget_texts(self, before: datetime) -> int:
        """Delete what learners typed or handed in before then; that they did so stays."""

    async def scrub(self) -> bool:
        """Leave no copy of what was deleted anywhere; whether that could be done just now."""


class Leases(Protocol):
    """Who of several processes does what only a single process may."""

    @property
    def shared(self) -> bool:
        """Whether other processes may write beside this; then one of them leads."""

    async def lead(self, seconds: float) -> bool:
        """Begin to lead for so long from now, unless another process leads; whether it does.

        What is said is in the hands of the leader.
        """

    async def go_on_leading(self, seconds: float) -> bool:
        """Lead for so long from now, unless another process has led since; whether it does.

        An overtaken process has to begin anew, even if nobody leads by now: what it has in hand may
        have been sent.
        """

    async def resign(self) -> None:
        """Lead no longer, so that another may at once."""

    async def lease(self, name: str, seconds: float) -> bool:
        """Hold something for so long from now that nobody else holds; whether that is so."""
