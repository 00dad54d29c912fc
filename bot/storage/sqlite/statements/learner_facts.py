"""What learners' turns leave behind, fact by fact, in SQL."""

from bot.conversation.facts.learner import (
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
    Learning,
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
from bot.storage.figures import items
from bot.storage.rows import Row
from bot.storage.sqlite.statements import alarms, cohorts, writings

LearnerFact = (
    Learning | SettingChanged | AlarmSet | AlarmCleared | AlarmsMoved | CohortJoined | CohortLeft
)
"""Every fact but those of admins."""


def _insert(table: str, columns: str) -> str:
    names = columns.split()
    marks = ", ".join("?" for _ in names)
    # The names are literals of this module. What is there already stands as it is.
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - see above


LEARNER_FACTS: dict[type[Fact], str] = {
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
    CohortJoined: cohorts.MEMBERSHIP,
    SettingChanged: _insert("setting", "learner key value platform at input"),
    AlarmSet: alarms.SET,
    AlarmsMoved: alarms.MOVE,
    Milestone: _insert("milestone", "learner name platform at input"),
    Enrolled: _insert("trial", "learner lesson question arm platform at input"),
    GoalReached: _insert("goal_reached", "learner day goal platform at input"),
}
"""How each kind of them is written, with the parameters of ``learner_row``."""


def learner_row(row: Row, fact: LearnerFact) -> tuple[object, ...]:
    """A fact as parameters of its statement in ``LEARNER_FACTS``."""
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
