"""A turn in the form in which it is written: times as whole microseconds, values as text.

Everything that can fail about a value fails here, before a statement runs, so one bad turn is
known by name and does not take its batch down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.conversation import session as sessions
from bot.conversation.admin.facts import (
    Act,
    AnnouncementSent,
    AnnouncementTurned,
    AnnouncementWritten,
    CohortSet,
    Corrected,
    CorrectionTold,
    CoursePublished,
    DraftClosed,
    DraftTimed,
    ErrandSet,
    ErrandTold,
    Pointed,
    Published,
    RoleGranted,
    RoleRevoked,
    TranslationPointed,
    TranslationUnpointed,
    Unpointed,
    Withdrawn,
)
from bot.conversation.admin.known import Entry
from bot.conversation.facts import (
    AlarmCleared,
    AlarmSet,
    AlarmsMoved,
    Attempt,
    Carried,
    CohortJoined,
    CohortLeft,
    Enrolled,
    Fact,
    GoalReached,
    Judged,
    LessonFinished,
    LessonStarted,
    Milestone,
    Rated,
    Scheduled,
    SettingChanged,
    StepDone,
    Suspended,
    Written,
)
from bot.storage import (
    alarms,
    announcements,
    cohorts,
    corrections,
    drafts,
    editing,
    items,
    withdrawals,
    writings,
)
from bot.storage.codec import dump_outputs, fault, question_of
from bot.storage.store import Parcel, Record, RecordError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """An aware time as whole microseconds since 1970 in UTC, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The aware time in UTC of whole microseconds since 1970."""
    return _EPOCH + at * _MICROSECOND


@dataclass(frozen=True, slots=True)
class Row:
    """A record, and what of it is kept as text; ``outputs`` is ``None`` if it said nothing."""

    record: Record
    at: int
    session: str | None
    outputs: str | None
    question: str | None

    def parcel(self, id: int) -> Parcel:
        """What this turn said, on its way under this id."""
        record = self.record
        return Parcel(id, record.input, record.learner, record.address, record.outputs)


def encode(records: Iterable[Record]) -> list[Row]:
    """The records ready to be written; raises ``RecordError`` naming all that can't be."""
    rows: list[Row] = []
    faults: dict[str, str] = {}
    for record in records:
        try:
            rows.append(_row(record))
        except (ValueError, TypeError) as error:
            reason = fault(error) if isinstance(error, ValueError) else ""
            faults[record.input] = reason or type(error).__name__
    if faults:
        raise RecordError(faults)
    return rows


def _row(record: Record) -> Row:
    return Row(
        record,
        micros(record.at),
        None if record.session is None else sessions.dump(record.session),
        dump_outputs(record.outputs) if record.outputs else None,
        question_of(record.outputs),
    )


def _insert(table: str, columns: str) -> str:
    names = columns.split()
    marks = ", ".join("?" for _ in names)
    # The names are literals of this module. What is there already stands as it is.
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - see above


INPUT = "INSERT INTO input (id, learner, platform, chat, at) VALUES (?, ?, ?, ?, ?)"
SESSION = """
INSERT INTO session (learner, at, body) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body
"""
FACTS: dict[type[Fact], str] = {
    LessonStarted: _insert("run", "learner run lesson revision mode steps platform at input"),
    Carried: _insert("carried", "learner run onward platform at input"),
    StepDone: _insert("step_done", "learner run step platform at input"),
    LessonFinished: _insert("run_finished", "learner run platform at input"),
    Judged: _insert("judgement", "learner run question phase verdict platform at input"),
    Attempt: _insert(
        "attempt",
        "learner run lesson revision question phase choice confidence verdict score took_ms"
        " platform at input",
    ),
    Written: writings.KEEP,
    Rated: _insert("rating", "learner run lesson item criterion met platform at input"),
    Scheduled: items.KEEP,
    Act: editing.ACT,
    RoleGranted: editing.GRANT,
    RoleRevoked: editing.REVOKE,
    ErrandSet: drafts.SET,
    ErrandTold: drafts.TOLD,
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
    CohortJoined: cohorts.MEMBERSHIP,
    SettingChanged: _insert("setting", "learner key value platform at input"),
    AlarmSet: alarms.SET,
    AlarmsMoved: alarms.MOVE,
    Milestone: _insert("milestone", "learner name platform at input"),
    Enrolled: _insert("trial", "learner lesson question arm platform at input"),
    GoalReached: _insert("goal_reached", "learner day goal platform at input"),
}
"""How each kind of fact is written, with the parameters of ``fact_rows``."""


def input_row(row: Row) -> tuple[object, ...]:
    """An input that has counted."""
    record = row.record
    return (record.input, record.learner, record.address.platform, record.address.chat, row.at)


def session_rows(rows: Iterable[Row]) -> list[tuple[object, ...]]:
    """The sessions after these turns: of each learner the last one only."""
    last = {row.record.learner: row for row in rows if row.session is not None}
    return [(learner, row.at, row.session) for learner, row in last.items()]


_TOGETHER: dict[type[Fact], type[Fact]] = {
    Suspended: Scheduled,
    AlarmCleared: AlarmSet,
    CohortLeft: CohortJoined,
}


def rang_rows(rows: Iterable[Row]) -> list[tuple[object, ...]]:
    """The alarms that these turns were about, as parameters of ``alarms.RANG``."""
    return [
        alarms.rang_row(
            row.record.learner,
            row.record.rang,
            row.at + alarms.AGAIN if row.session is None else None,
        )
        for row in rows
        if row.record.rang
    ]


def fact_rows(rows: Iterable[Row]) -> dict[type[Fact], list[tuple[object, ...]]]:
    """The facts of these turns by kind, as parameters of the statements in ``FACTS``."""
    found: dict[type[Fact], list[tuple[object, ...]]] = {}
    for row in rows:
        for fact in row.record.facts:
            # What changes the same rows is written in the order in which it came.
            kind = _TOGETHER.get(type(fact), type(fact))
            found.setdefault(kind, []).append(_fact(row, fact))
    if Corrected in found:
        # It touches what others answer in the same batch, too.
        found[Corrected] = found.pop(Corrected)
    return found


def _fact(row: Row, fact: Fact) -> tuple[object, ...]:
    record = row.record
    learner, origin = record.learner, (record.address.platform, row.at, record.input)
    match fact:
        case LessonStarted(run, lesson, revision, mode, steps):
            return (learner, run, lesson, revision, mode, steps, *origin)
        case Carried(run, into):
            return (learner, run, into, *origin)
        case StepDone(run, step):
            return (learner, run, step, *origin)
        case LessonFinished(run):
            return (learner, run, *origin)
        case Judged(run, question, phase, right):
            return (learner, run, question, phase, verdict(right), *origin)
        case Written():
            return (learner, *writings.row(fact), *origin)
        case Rated(run, lesson, item, criterion, met):
            return (learner, run, lesson, item, criterion, met, *origin)
        case Scheduled(item):
            return items.row(learner, item, None)
        case Suspended(item):
            return items.row(learner, item, row.at)
        case Act(act, subject, before, after):
            where = record.address.platform
            entry = Entry(row.at, learner, where, act, subject, before, after)
            return editing.line(entry, record.input)
        case RoleGranted(person, role):
            return (person, role, learner, row.at)
        case RoleRevoked(person, role):
            return (person, role)
        case ErrandSet():
            return drafts.set_row(fact, learner, row.at)
        case ErrandTold(errand):
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
        case CohortJoined() | CohortLeft():
            return cohorts.membership_row(fact, learner, origin)
        case SettingChanged(key, value):
            return (learner, key, value, *origin)
        case AlarmSet() | AlarmCleared():
            return alarms.row(learner, fact)
        case AlarmsMoved():
            return alarms.move_row(learner, fact)
        case Milestone(name):
            return (learner, name, *origin)
        case Enrolled(lesson, question, arm):
            return (learner, lesson, question, arm, *origin)
        case GoalReached(day, goal):
            return (learner, day, goal, *origin)
        case Attempt():
            what = (fact.run, fact.lesson, fact.revision, fact.question, fact.phase)
            how = (fact.choice, fact.confidence, verdict(fact.right), fact.score, fact.took_ms)
            return (learner, *what, *how, *origin)


def verdict(right: bool | None) -> str | None:
    """A verdict in a word."""
    return None if right is None else "right" if right else "wrong"
