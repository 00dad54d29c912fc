"""The tables that two learners have rows in, by what becomes of these when the two are linked.

Rows that are *moved* are facts: both learners' lie beside each other. Those that are *merged* are
states, one for a key, so where both have one a rule says which holds (``linking``). All others
*stay* with the account: they are about messages, or about what an admin did. A test finds each
table of ``personal`` in one of the three.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.storage.sql.connection import Connection

Row = dict[str, Any]
Rows = dict[str, Row]
"""Rows of one table and one learner, by the rest of their key."""

MOVED: Mapping[str, tuple[str, ...]] = {
    "run": ("run",),
    "step_done": ("run", "step"),
    "run_finished": ("run",),
    "attempt": ("at", "input", "question", "phase"),
    "overruled": ("run", "question", "phase"),
    "judgement": ("run", "question", "phase"),
    "checked": ("run", "item", "input"),
    "carried": ("run",),
    "writing": ("id",),
    "rating": ("run", "item", "criterion"),
    "setting": ("at", "input", "key"),
    "membership": ("id",),
    "job": ("id",),
    "remark": ("id",),
}
"""Facts, with the rest of their keys: a run and an input are one learner's, so none clash."""

MERGED: Mapping[str, tuple[str, ...]] = {
    "learner": (),
    "session": (),
    "item": ("lesson", "question"),
    "milestone": ("name",),
    "goal_reached": ("day",),
    "trial": ("lesson", "question"),
    "member": ("cohort",),
    "alarm": ("kind",),
    "recipient": ("announcement",),
    "role": ("role", "scope"),
    "muted": (),
    "worth": ("lesson",),
}
"""States, with the rest of their keys."""

STAYING = frozenset(
    {
        *("input", "arrival", "outbox", "document", "asked", "chat"),
        *("audit", "publication", "withdrawn", "cohort_change", "correction", "announcement"),
        *(
            "draft",
            "handling",
            "answer_picture",
            "identity",
            "link_code",
            "link_try",
            "before_link",
        ),
        # A class is on one platform, and knows its members and its host by their accounts there.
        *("class", "class_vote", "board_member"),
    }
)
"""About an account's messages, what an admin did by it, and linking itself."""

PERMIT = "INSERT INTO relinking (was, becomes) VALUES (?, ?) ON CONFLICT DO NOTHING"
PERMITTED = "DELETE FROM relinking"

ONE = "[]"
"""The key of what there is once for each learner."""


def key_of(table: str) -> str:
    """What tells a learner's rows of a table apart, as one text."""
    return f"CAST(json_array({', '.join(MOVED.get(table) or MERGED[table])}) AS TEXT)"


def whose_of(table: str) -> str:
    """The column that says whose a row is."""
    return "id" if table == "learner" else "learner"


@asynccontextmanager
async def relinking(writer: Connection, changes: Iterable[tuple[str, str]]) -> AsyncIterator[None]:
    """Within this, rows may become another's: of these pairs, the first's the second's.

    Facts never change but for that. If it fails, all of it is rolled back, permits as well.
    """
    await writer.executemany(PERMIT, changes)
    yield
    await writer.execute(PERMITTED)


async def move(
    writer: Connection,
    table: str,
    was: str,
    becomes: str,
    which: str = "true",
    parameters: tuple[object, ...] = (),
) -> None:
    """Let facts become another's: all of them, or those of which a condition holds."""
    if was != becomes:
        sql = f"UPDATE {table} SET learner = ? WHERE learner = ? AND {which}"  # noqa: S608 - names of ours
        await writer.execute(sql, (becomes, was, *parameters))


async def rows_of(writer: Connection, table: str, learner: str) -> Rows:
    """A learner's rows of a table, by the rest of their key."""
    sql = f"SELECT {key_of(table)}, * FROM {table} WHERE {whose_of(table)} = ?"  # noqa: S608 - names of ours
    cursor = await writer.execute(sql, (learner,))
    columns = [column for column, *_ in cursor.description][1:]
    return {key: dict(zip(columns, row, strict=True)) for key, *row in await cursor.fetchall()}


async def replace_rows(
    writer: Connection,
    table: str,
    before: Iterable[str],
    after: Mapping[str, Iterable[Row]],
) -> None:
    """Let those who had rows of a table have these instead, each under their own name."""
    whose = whose_of(table)
    await writer.executemany(
        f"DELETE FROM {table} WHERE {whose} = ?",  # noqa: S608 - names of ours
        [(one,) for one in before],
    )
    # A row that was noted before a migration lacks a column that others have.
    alike: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    for one, found in after.items():
        for row in found:
            named = row | {whose: one}
            alike.setdefault(tuple(named), []).append(tuple(named.values()))
    for columns, values in alike.items():
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of ours
        await writer.executemany(sql, values)
