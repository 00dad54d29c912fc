"""What admins' turns leave behind, fact by fact, in SQL."""

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
from bot.conversation.facts.learner import Fact
from bot.conversation.needs.admin import LogEntry
from bot.storage.rows import Row
from bot.storage.sqlite.statements import (
    announcements,
    cohorts,
    corrections,
    drafts,
    editing,
    withdrawals,
)

ADMIN_FACTS: dict[type[Fact], str] = {
    Logged: editing.ACT,
    RoleGranted: editing.GRANT,
    RoleRevoked: editing.REVOKE,
    JobSet: drafts.SET,
    JobTold: drafts.TOLD,
    DraftTimed: drafts.TIME,
    DraftClosed: drafts.CLOSE,
    CoursePublished: drafts.COURSE,
    Pointed: drafts.POINT,
    TranslationPointed: drafts.POINT_TRANSLATION,
    Unpointed: drafts.UNPOINT,
    TranslationUnpointed: drafts.UNPOINT_TRANSLATION,
    Withdrawn: withdrawals.WITHDRAW,
    Published: drafts.PUBLISHED,
    AnnouncementWritten: announcements.WRITE,
    AnnouncementSent: announcements.SEND,
    AnnouncementTurned: announcements.TURN,
    Corrected: corrections.CORRECT,
    CorrectionTold: corrections.TOLD,
    CohortSet: cohorts.SET,
}
"""How each kind of them is written, with the parameters of ``admin_row``."""


def admin_row(row: Row, fact: AdminFact) -> tuple[object, ...]:
    """A fact as parameters of its statement in ``ADMIN_FACTS``."""
    record = row.record
    learner = record.learner
    match fact:
        case Logged(act, subject, before, after):
            where = record.address.platform
            entry = LogEntry(row.at, learner, where, act, subject, before, after)
            return editing.line(entry, record.input)
        case RoleGranted(person, role):
            return (person, role, learner, row.at)
        case RoleRevoked(person, role):
            return (person, role)
        case JobSet():
            return drafts.set_row(fact, learner, row.at)
        case JobTold(errand):
            return (errand,)
        case DraftTimed(draft, at):
            return (at, draft)
        case DraftClosed():
            return drafts.close_row(fact, row.at)
        case CoursePublished():
            return drafts.course_row(fact, row.at)
        case Pointed(lesson, revision):
            return (lesson, revision, row.at)
        case TranslationPointed(lesson, language, revision):
            return (lesson, language, revision, row.at)
        case Unpointed(lesson):
            return (lesson,)
        case TranslationUnpointed(lesson, language):
            return (lesson, language)
        case Withdrawn(lesson, revision):
            return (lesson, revision, learner, row.at)
        case Published(name, revision, act):
            return (name, revision, learner, row.at, act)
        case AnnouncementWritten(id, text):
            return (id, text, learner, record.address.platform, record.address.chat, row.at)
        case AnnouncementSent(id, audience, platform, chat, place):
            return (audience, platform, chat, place, row.at, id)
        case AnnouncementTurned(id, state):
            return (state, id)
        case Corrected():
            return corrections.row(fact, learner, row.at, record.input)
        case CorrectionTold(id):
            return (id, learner)
        case CohortSet():
            return cohorts.set_row(fact, learner, row.at, record.input)
