"""What each table holds of a person and of an input: how it is found, and what becomes of it.

Whatever there is to say of a table is said here, once, so a new table can't be forgotten: a test
finds every table in either list. Exporting and erasing follow from them.

Linking follows from three more. Rows that are *moved* are facts: both learners' lie beside each
other. Those that are *merged* are states by key, so where both have a row a rule says which holds
(``linking``). All others *stay* with the account: they are about messages, or about what an admin
did. A test finds each table in exactly one of the three.

An input's whole way is looked up for an operator who asks what became of it; what somebody wrote is
never among it, only how long it was.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal, NamedTuple

from bot.storage.codec import moment
from bot.storage.records import Trace, TracedFact, TracedInput, TracedMessage, TracedParcel
from bot.storage.sql.base import Connection, rows

Tables = Mapping[str, Sequence[str]]
"""The tables of facts, each with its columns in order: those with an ``input``.

How they are found, each database has words of its own for.
"""

INPUT = "SELECT learner, platform, chat, at FROM input WHERE id = ? AND learner <> ''"
PARCEL = """
SELECT id, sent, claimed_by IN ({sender}), gone_at
FROM outbox LEFT JOIN chat USING (platform, chat) WHERE input = ?
"""
ARRIVALS = "SELECT message, at, fate FROM arrival WHERE input = ? ORDER BY message"
LATEST = """
SELECT id, at, (SELECT count(*) FROM arrival WHERE input = last.id AND fate = 'arrived'),
    EXISTS (SELECT 1 FROM outbox WHERE input = last.id)
FROM (SELECT id, at FROM input WHERE learner = ? ORDER BY at DESC LIMIT ?) AS last
ORDER BY at DESC
"""

_SHARED = frozenset({"id", "learner", "platform", "chat", "at", "input"})
"""What facts have in common, and is told once."""

_WRITTEN = frozenset(
    {"text", "body", "notice", "name", "before", "after", "file_name", "file_reference"}
)
"""Columns with words of somebody's, or with what opens their files."""


def tables(columns: Iterable[tuple[str, str]]) -> Tables:
    """Which tables hold facts, of all columns that there are: their table and name, in order."""
    entries: dict[str, list[str]] = {}
    for table, name in columns:
        entries.setdefault(table, []).append(name)
    by_input = {table: names for table, names in entries.items() if "input" in names}
    return {
        table: by_input[table] for table in sorted(by_input) if table not in ("outbox", "arrival")
    }


async def trace(reader: Connection, facts: Tables, id: str, sender: str) -> Trace | None:
    """What there is of this input; ``sender`` asks in SQL which start of the program sends."""
    came = await rows(reader, INPUT, (id,))
    traced_facts = []
    for table, columns in facts.items():
        traced_facts += await _facts(reader, table, columns, id, came[0][0] if came else None)
    parcels = [
        TracedParcel(number, sent, bool(in_hand), None if gone is None else moment(gone))
        for number, sent, in_hand, gone in await rows(reader, PARCEL.format(sender=sender), (id,))
    ]
    messages = tuple(
        TracedMessage(number, moment(at), fate)
        for number, at, fate in await rows(reader, ARRIVALS, (id,))
    )
    if not (came or traced_facts or parcels or messages):
        return None
    learner, platform, chat, at = came[0] if came else ("", "", "", None)
    return Trace(
        id,
        learner,
        platform,
        chat,
        None if at is None else moment(at),
        tuple(traced_facts),
        parcels[0] if parcels else None,
        messages,
    )


async def latest(reader: Connection, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first, as far as they are known still."""
    return [
        TracedInput(id, moment(at), arrived, bool(waiting))
        for id, at, arrived, waiting in await rows(reader, LATEST, (learner, limit))
    ]


async def _facts(
    reader: Connection, table: str, columns: Sequence[str], id: str, learner: str | None
) -> list[TracedFact]:
    # Of whom it is known, only their rows are looked at: the keys begin with the learner.
    whose = learner is not None and "learner" in columns
    names = ", ".join(f'"{column}"' for column in columns)
    sql = f"SELECT {names} FROM {table} WHERE input = ?{' AND learner = ?' if whose else ''}"  # noqa: S608 - names of the schema's
    entries = await rows(reader, sql, (id, learner) if whose else (id,))
    return [TracedFact(table, _personal_columns(columns, row)) for row in entries]


def _personal_columns(columns: Sequence[str], row: Any) -> tuple[tuple[str, str], ...]:
    """What may be told of a row."""
    pairs = zip(columns, row, strict=True)
    return tuple(
        (name, f"({len(str(value))} characters)" if name in _WRITTEN else str(value))
        for name, value in pairs
        if name not in _SHARED and value is not None
    )


Fate = Literal["deleted", "anonymous", "renamed", "special"]
"""What becomes of rows when their learner is forgotten: they go; they stay under a random name, for
counts; what others did as well loses the name alone; or ``erasing`` says more."""


class Holding(NamedTuple):
    """A table with something of people in it.

    ``of`` finds a learner's rows, with ``:learner``. ``columns`` are handed over in an export:
    all, but for secrets with a short life and bytes. ``names`` are those that hold a person's id
    where rows are renamed, and ``blank`` those that are emptied with it, or where they stay under a
    random name.
    """

    table: str
    fate: Fate
    of: str = "learner = :learner"
    columns: str = "*"
    names: tuple[str, ...] = ("learner",)
    blank: tuple[str, ...] = ()


OWN_CHAT = """
(platform, chat) IN (
    SELECT platform, chat FROM input WHERE learner = :learner
    UNION SELECT platform, chat FROM outbox WHERE learner = :learner
    UNION SELECT platform, chat FROM alarm WHERE learner = :learner
    UNION SELECT platform, chat FROM asked WHERE learner = :learner
    UNION SELECT body ->> '$.contact.platform', body ->> '$.contact.chat'
    FROM learner WHERE id = :learner
    UNION SELECT body ->> '$.home[0]', body ->> '$.home[1]' FROM learner WHERE id = :learner
    UNION SELECT account.value ->> 'platform', account.value ->> 'chat'
    FROM learner, json_each(body, '$.accounts') AS account WHERE learner.id = :learner
    UNION SELECT substr(:learner, 1, instr(:learner, ':') - 1),
        substr(:learner, instr(:learner, ':') + 1))
"""
"""A learner's chats. On Telegram, the chat with somebody alone has their number."""

_OWN_FILES = """
id IN (
    SELECT id FROM job WHERE learner = :learner
    UNION SELECT output.value ->> 1 FROM outbox, json_each(outputs) AS output
    WHERE learner = :learner AND output.value ->> 0 = 'document')
"""

_VOTES = """
class, number, round, learner,
iif(answer <> '' AND EXISTS (
    SELECT 1 FROM class WHERE class.id = class_vote.class AND class.ended_at IS NULL
    AND class.body ->> '$.phase' IN ('asking', 'discussing', 'again')
    AND (class.kind = 'duel' OR CAST(class.body ->> '$.number' AS BIGINT) = class_vote.number)
), NULL, choice) AS choice,
confidence, picked, changes, answer, draft, took_ms
"""
"""How words were judged is not told before it is revealed what is right."""

HOLDINGS = (
    Holding("learner", "deleted", "id = :learner"),
    Holding("session", "deleted"),
    # Goes by triggers, with its input or with the learner of that.
    Holding("arrival", "special", "input IN (SELECT id FROM input WHERE learner = :learner)"),
    Holding("input", "special"),
    Holding("run", "anonymous"),
    Holding("step_done", "anonymous"),
    Holding("run_finished", "anonymous"),
    Holding("attempt", "anonymous", blank=("answer",)),
    Holding("overruled", "anonymous"),
    Holding("judgement", "anonymous"),
    Holding("checked", "anonymous"),
    Holding("carried", "deleted"),
    Holding("item", "deleted"),
    Holding("writing", "deleted"),
    # What a class answered together stays as it was; of a duel ``erasing`` leaves nothing.
    Holding("class_vote", "renamed", columns=_VOTES, blank=("answer", "draft")),
    # Whom they met in a duel is somebody else's.
    Holding(
        "class",
        "renamed",
        "host = :learner OR rival = :learner",
        columns="id, kind, platform, chat, thread, at, ended_at, body, home, "
        "iif(host = :learner, host, '') AS host, iif(rival = :learner, rival, '') AS rival",
        names=("host", "rival"),
    ),
    Holding("board_member", "deleted"),
    Holding("rating", "deleted"),
    # Goes by a trigger, with the last answer that has it. Before the answers, which say whose.
    Holding(
        "answer_picture",
        "special",
        "hash IN (SELECT picture FROM handling WHERE learner = :learner OR remark IN ("
        "SELECT id FROM remark WHERE learner = :learner))",
        "hash, media, length(bytes) AS bytes, at",
    ),
    # What an admin did about a remark goes with it, by a trigger; their own loses the name.
    Holding(
        "handling",
        "renamed",
        "learner = :learner OR remark IN (SELECT id FROM remark WHERE learner = :learner)",
        columns="remark, handling, reply, picture, at",
    ),
    Holding("remark", "deleted"),
    Holding("muted", "deleted"),
    Holding("worth", "anonymous"),
    Holding("setting", "deleted"),
    Holding("milestone", "deleted"),
    Holding("goal_reached", "deleted"),
    Holding("trial", "deleted"),
    Holding("alarm", "deleted"),
    Holding("membership", "deleted"),
    Holding("member", "deleted"),
    # Before what sends it and what makes it.
    Holding("document", "deleted", _OWN_FILES, "id, piece, length(bytes) AS bytes"),
    Holding("job", "deleted"),
    Holding(
        "outbox",
        "special",
        columns="id, input, learner, platform, chat, audience, outputs, question, at, sent",
    ),
    Holding("asked", "special", columns="learner, question, platform, chat, audience"),
    Holding("chat", "special", OWN_CHAT),
    Holding("recipient", "special"),
    # What admins did, or what was done to their roles.
    Holding("role", "special", "learner = :learner OR by = :learner"),
    Holding(
        "audit",
        "renamed",
        "learner = :learner OR subject = :learner",
        names=("learner", "subject"),
        blank=("input",),
    ),
    Holding("publication", "renamed", "by = :learner", names=("by",)),
    Holding("withdrawn", "renamed", "by = :learner", names=("by",)),
    Holding("cohort_change", "renamed", "by = :learner", names=("by",), blank=("input",)),
    Holding("correction", "renamed", blank=("chat", "input")),
    Holding("announcement", "renamed", blank=("chat",)),
    Holding("draft", "special", "body ->> '$.by' = :learner"),
    # Two accounts that are linked, and what undoes it.
    Holding("identity", "deleted"),
    Holding("link_code", "deleted", "learner = :learner OR taken_by = :learner", "until, taken_by"),
    Holding("link_try", "deleted"),
    Holding("before_link", "deleted"),
)

IMPERSONAL = frozenset(
    {
        "revision",  # lessons, as they are taught
        "revision_modes",
        "lesson",
        "translation",
        "course",
        "shipped",
        "asset",
        "void",
        "place",  # chats that others read, as they are called there
        "catalogue",  # numbers
        "courier",
        "moved",  # the numbers of groups
        "class_limit",  # who may start a class in a chat
        "erasure",  # whoever is being forgotten, for no longer than a transaction
        "relinking",  # whose rows become whose, for as long
        "lease",  # which process does what only a single process may
        "schema_version",  # of a database's own
        "sqlite_sequence",
    }
)
"""The tables that hold nothing of people."""


Row = dict[str, Any]
Rows = dict[str, Row]
"""Rows of a table and a learner, by the rest of their key."""

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
"""Facts, with the rest of their keys: a run and an input are a single learner's, so none clash."""

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
        # A class is on a single platform, and knows members and host by their accounts there.
        *("class", "class_vote", "board_member"),
    }
)
"""About an account's messages, what an admin did by it, and linking itself."""

PERMIT = "INSERT INTO relinking (was, becomes) VALUES (?, ?) ON CONFLICT DO NOTHING"
PERMITTED = "DELETE FROM relinking"

ONE = "[]"
"""The key of what there is once for each learner."""


def key_of(table: str) -> str:
    """What tells a learner's rows of a table apart, as a text."""
    return f"CAST(json_array({', '.join(MOVED.get(table) or MERGED[table])}) AS TEXT)"


def whose_of(table: str) -> str:
    """The column that says whose a row is."""
    return "id" if table == "learner" else "learner"


@asynccontextmanager
async def relinking(writer: Connection, changes: Iterable[tuple[str, str]]) -> AsyncIterator[None]:
    """Within this, rows may become another's: of these pairs, the first's the second's."""
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
        [(part,) for part in before],
    )
    # A row that was noted before a migration lacks a column that others have.
    alike: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    for text, entries in after.items():
        for row in entries:
            named = row | {whose: text}
            alike.setdefault(tuple(named), []).append(tuple(named.values()))
    for columns, values in alike.items():
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of ours
        await writer.executemany(sql, values)
