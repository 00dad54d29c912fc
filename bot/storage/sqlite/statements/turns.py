"""What turns leave behind in SQL: that an input has counted, a session, and facts."""

from collections.abc import Iterable

from bot.conversation.facts.admin import AdminFact, Corrected
from bot.conversation.facts.learner import (
    AlarmCleared,
    AlarmSet,
    CohortJoined,
    CohortLeft,
    Fact,
    Scheduled,
    Suspended,
)
from bot.storage.records import AGAIN
from bot.storage.rows import Row
from bot.storage.sqlite.statements import alarms
from bot.storage.sqlite.statements.admin_facts import ADMIN_FACTS, admin_row
from bot.storage.sqlite.statements.learner_facts import LEARNER_FACTS, learner_row

INPUT = "INSERT INTO input (id, learner, platform, chat, at) VALUES (?, ?, ?, ?, ?)"
SESSION = """
INSERT INTO session (learner, at, body) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body
"""
FACTS = LEARNER_FACTS | ADMIN_FACTS
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
            row.at + AGAIN if row.session is None else None,
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
    return admin_row(row, fact) if isinstance(fact, AdminFact) else learner_row(row, fact)
