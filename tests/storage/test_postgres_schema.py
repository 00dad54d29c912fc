"""PostgreSQL's schema is SQLite's: the same tables, indexes and views, and triggers that do the
same."""

import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.rigs.two_databases import (
    Row,
    empty_postgres,
    empty_sqlite,
    in_postgres,
    in_sqlite,
    insertion,
    names,
)
from tests.storage.chat_cases import CHATS
from tests.storage.remark_cases import REMARKS, VIEWED
from tests.storage.schema_cases import EDITION, UNCHANGING
from tests.storage.told_cases import EVERYONE, MANY

CASES = {
    "unchanging": UNCHANGING,
    "edition": EDITION,
    "chats": CHATS,
    "many": MANY,
    "remarks": REMARKS,
}
TYPES = {"TEXT": "text", "INTEGER": "bigint", "REAL": "double precision", "BLOB": "bytea"}


@pytest.fixture
def sqlite() -> Iterator[sqlite3.Connection]:
    with empty_sqlite() as connection:
        yield connection


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[Any]:
    async with empty_postgres(postgres_url) as connection:
        yield connection


Column = tuple[str, str, bool, int, str | None]
"""A name, a type, whether a value must be there, the place in the key and what is there unasked."""


def columns(connection: sqlite3.Connection, table: str) -> list[Column]:
    return [
        (name, TYPES.get(kind, ""), bool(needed or key), key, default)
        for _, name, kind, needed, default, key, _ in connection.execute(
            f"PRAGMA table_xinfo({table})"
        )
    ]


async def test_tables_have_the_same_columns(sqlite: sqlite3.Connection, postgres: Any) -> None:
    found: dict[str, list[Column]] = {}
    for table, name, kind, needed, key, default in await postgres.fetch("""
        SELECT c.relname, a.attname, format_type(a.atttypid, NULL), a.attnotnull,
            coalesce(array_position(i.indkey::SMALLINT[], a.attnum) + 1, 0),
            CASE WHEN a.attgenerated = ''
                THEN replace(pg_get_expr(adbin, adrelid), '::text', '') END
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
        LEFT JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
        LEFT JOIN pg_attrdef ON adrelid = c.oid AND adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'foretell'::regnamespace
        ORDER BY c.relname, a.attnum
    """):
        found.setdefault(table, []).append((name, kind, needed, key, default))
    assert found.keys() == names(sqlite, "table") | {"lease", "schema_version"}
    for table in sorted(names(sqlite, "table")):
        assert (table, found[table]) == (table, columns(sqlite, table))


async def test_columns_hold_the_same_words(sqlite: sqlite3.Connection, postgres: Any) -> None:
    rules = await postgres.fetch("""
        SELECT conrelid::regclass::TEXT, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'c' AND connamespace = 'foretell'::regnamespace
    """)
    found = {
        (table, *re.findall(r"\(\((\w+)", rule), *re.findall(r"'(\w*[ \w]*)'|\b(\d)\b", rule))
        for table, rule in rules
    }
    ours = {
        (table, column, *re.findall(r"'(\w*[ \w]*)'|\b(\d)\b", words))
        for table, text in sqlite.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
        )
        for column, words in re.findall(r"CHECK \((\w+) IN \(([^)]*)\)\)", text)
    }
    assert len(ours) > 10
    assert found == ours


async def test_text_is_compared_by_its_bytes(postgres: Any) -> None:
    assert not await postgres.fetch("""
        SELECT attrelid::regclass, attname
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relkind = 'r' AND relnamespace = 'foretell'::regnamespace
        AND atttypid = 'text'::regtype AND attcollation <> '"C"'::regcollation
    """)


async def test_indexes_have_the_same_columns(sqlite: sqlite3.Connection, postgres: Any) -> None:
    found = sorted(
        (table, of, partial, "" if unique else name)
        for name, table, of, partial, unique in await postgres.fetch("""
            SELECT i.indexrelid::regclass::TEXT, i.indrelid::regclass::TEXT,
                ARRAY(SELECT pg_get_indexdef(i.indexrelid, place, true)
                    FROM generate_series(1, i.indnatts) AS place ORDER BY place),
                i.indpred IS NOT NULL, i.indisunique
            FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
            WHERE c.relnamespace = 'foretell'::regnamespace AND NOT i.indisprimary
            AND i.indexrelid::regclass::TEXT NOT IN ('outbox_courier', 'outbox_learner')
        """)
    )
    ours = sorted(
        (
            table,
            [column for *_, column in sqlite.execute(f"PRAGMA index_info({name})")],
            bool(partial),
            "" if unique else name,
        )
        for table in names(sqlite, "table")
        for _, name, unique, origin, partial in sqlite.execute(f"PRAGMA index_list({table})")
        if origin != "pk"
    )
    assert found == ours


async def test_foreign_keys_are_the_same(sqlite: sqlite3.Connection, postgres: Any) -> None:
    found = await postgres.fetch("""
        SELECT conrelid::regclass::TEXT, confrelid::regclass::TEXT FROM pg_constraint
        WHERE contype = 'f' AND condeferrable ORDER BY 1, 2
    """)
    ours = sorted(
        (table, other)
        for table in names(sqlite, "table")
        for _, place, other, *_ in sqlite.execute(f"PRAGMA foreign_key_list({table})")
        if place == 0
    )
    assert [tuple(one) for one in found] == ours


async def test_views_have_the_same_columns(sqlite: sqlite3.Connection, postgres: Any) -> None:
    found: dict[str, list[str]] = {}
    for view, column in await postgres.fetch("""
        SELECT table_name::TEXT, column_name::TEXT FROM information_schema.columns
        JOIN information_schema.views USING (table_schema, table_name)
        WHERE table_schema = 'foretell' ORDER BY table_name, ordinal_position
    """):
        found.setdefault(view, []).append(column)
    assert found == {
        view: [column for column, *_ in columns(sqlite, view)] for view in names(sqlite, "view")
    }


async def test_triggers_are_on_the_same_tables(sqlite: sqlite3.Connection, postgres: Any) -> None:
    found = await postgres.fetch(
        "SELECT tgname::TEXT, tgrelid::regclass::TEXT FROM pg_trigger WHERE NOT tgisinternal"
    )
    ours = sqlite.execute("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'")
    assert {tuple(one) for one in found} == set(ours)
    assert {case.trigger for cases in CASES.values() for case in cases} == {
        name for name, _ in found
    }


def relations(sqlite: sqlite3.Connection) -> set[str]:
    return names(sqlite, "table") | names(sqlite, "view")


@pytest.mark.parametrize("topic", CASES)
async def test_triggers_do_the_same(topic: str, sqlite: sqlite3.Connection, postgres: Any) -> None:
    needed: dict[str, bool] = {}
    for case in CASES[topic]:
        put = [insertion(sqlite, number, given) for number, given in enumerate(case.given, 1)]
        todo = [*put, *((text, ()) for text in case.does)]
        ours = in_sqlite(sqlite, todo)
        assert (ours[0], case) == (case.refused, case)
        found = await in_postgres(postgres, todo, relations(sqlite))
        assert (found, case) == (ours, case)
        if not needed.get(case.trigger):
            bare = await in_postgres(postgres, todo, relations(sqlite), without=case.trigger)
            needed[case.trigger] = bare != ours
    assert not [trigger for trigger, tells in needed.items() if not tells]


async def test_views_read_the_same(sqlite: sqlite3.Connection, postgres: Any) -> None:
    given: tuple[Row, ...] = (*EVERYONE, *VIEWED)
    todo = [insertion(sqlite, number, one) for number, one in enumerate(given, 1)]
    found = await in_postgres(postgres, todo, relations(sqlite))
    assert found == in_sqlite(sqlite, todo)
    assert {name for name, _ in found[1]} >= names(sqlite, "view")
