"""What admins' turns change in memory, fact by fact."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.conversation.facts.admin import (
    AdminFact,
    AnnouncementSent,
    AnnouncementTurned,
    AnnouncementWritten,
    CohortSet,
    Corrected,
    CorrectionTold,
    CoursePublished,
    DraftClosed,
    DraftTimed,
    JobSet,
    JobTold,
    Logged,
    Pointed,
    Published,
    RoleGranted,
    RoleRevoked,
    TranslationPointed,
    TranslationUnpointed,
    Unpointed,
    Withdrawn,
)
from bot.conversation.facts.roles import Role
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.needs.admin import Draft, Grant, Job, LogEntry, Publication, Withdrawal
from bot.lessons.pictures.assets import Asset
from bot.storage.codec import load_draft
from bot.storage.memory.alarms import AlarmBook
from bot.storage.memory.announcements import Announcements
from bot.storage.memory.cohorts import CohortBook
from bot.storage.memory.corrections import Corrections, Touched
from bot.storage.rows import Row


class Shared(Touched, Protocol):
    """What of a store's state is not for admins alone."""

    alarms: AlarmBook
    assets: dict[str, Asset]
    lessons: dict[str, tuple[str, str]]
    sources: dict[str, str]
    publications: dict[str, list[Publication]]
    cohorts: CohortBook
    withdrawn: dict[tuple[str, str], Withdrawal]
    sessions: dict[LearnerId, str]
    admin: "AdminState"


@dataclass(slots=True)
class AdminState:
    """What is kept for admins."""

    roles: dict[tuple[LearnerId, Role], Grant] = field(default_factory=dict)
    log: list[LogEntry] = field(default_factory=list)
    errands: dict[str, Job] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    """As JSON, so that nothing passes here that a database could not keep."""
    times: dict[str, int | None] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    announcements: Announcements = field(default_factory=Announcements)
    documents: dict[str, bytes] = field(default_factory=dict)
    corrections: Corrections = field(default_factory=Corrections)

    def open(self) -> Iterator[Draft]:
        """The drafts that are open, in the order in which they came."""
        found = [
            replace(load_draft(text), publish_at=self.times.get(id))
            for id, text in self.drafts.items()
            if id not in self.closed
        ]
        return iter(sorted(found, key=lambda one: (one.at, one.id)))

    def edit(self, row: Row, shared: Shared) -> None:
        """Apply what an admin's turn changed, but for corrections."""
        for fact in row.record.facts:
            if isinstance(fact, AdminFact):
                self._apply(fact, row, shared)

    def correct(self, row: Row, shared: Shared) -> None:
        """Apply the corrections of an admin's turn, once all else of the batch is kept."""
        for fact in row.record.facts:
            if isinstance(fact, Corrected):
                self.corrections.apply(fact, row, self.announcements, shared)

    def _apply(self, fact: AdminFact, row: Row, shared: Shared) -> None:
        record = row.record
        match fact:
            case Logged(act, subject, before, after):
                where = record.address.platform
                entry = LogEntry(row.at, record.learner, where, act, subject, before, after)
                self.log.append(entry)
            case RoleGranted(person, role):
                grant = Grant(person, role, record.learner, row.at)
                self.roles.setdefault((person, role), grant)
            case RoleRevoked(person, role):
                self.roles.pop((person, role), None)
            case JobSet(id, kind, body, platform, chat):
                address = Address(platform, chat)
                errand = Job(id, kind, body, record.learner, address, at=row.at)
                self.errands.setdefault(id, errand)
            case JobTold(id):
                self.errands.pop(id, None)
            case DraftTimed(draft, at):
                self.times[draft] = at
            case DraftClosed(draft):
                self.closed.add(draft)
            case Pointed(lesson, revision):
                shared.lessons[lesson] = (lesson, revision)
                shared.sources.pop(lesson, None)
            case TranslationPointed(lesson, language, revision):
                shared.lessons[f"{lesson}.{language}"] = (lesson, revision)
                shared.sources.pop(f"{lesson}.{language}", None)
            case Unpointed(lesson):
                shared.lessons.pop(lesson, None)
                shared.sources.pop(lesson, None)
            case TranslationUnpointed(lesson, language):
                shared.lessons.pop(f"{lesson}.{language}", None)
                shared.sources.pop(f"{lesson}.{language}", None)
            case Withdrawn(lesson, revision):
                found = [key for key, one in shared.revisions.items() if one.translates == revision]
                for key in ((lesson, revision), *found):
                    if key[0] == lesson:
                        shared.withdrawn.setdefault(key, Withdrawal(record.learner, row.at))
            case Published(name, revision, how):
                move = Publication(revision, record.learner, row.at, how)
                shared.publications.setdefault(name, []).insert(0, move)
            case AnnouncementWritten() | AnnouncementSent() | AnnouncementTurned():
                self.announcements.apply(fact, row, shared)
            case CorrectionTold(id):
                self.announcements.mark(id, {record.learner: "sent"})
            case CohortSet():
                shared.cohorts.set(fact, shared.alarms)
            case CoursePublished(course):
                shared.courses[course.id] = course
                shared.sources.pop(f"course:{course.id}", None)
