"""A connection to PostgreSQL that takes the shared SQL, as SQLite's does."""

import asyncio
import json
from collections.abc import AsyncIterator

import asyncpg
import pytest

from bot.storage.postgres import server
from bot.storage.postgres.connection import PostgresConnection
from bot.storage.records import StoreError
from tests.rigs.postgres import FreshPostgres, fresh_database
from tests.rigs.stores import opened

ADD = "INSERT INTO kept (id, body) VALUES (?, ?)"
BODY = "SELECT body FROM kept WHERE id = ?"


@pytest.fixture
async def connection() -> AsyncIterator[PostgresConnection]:
    raw = await server.connect(fresh_database())
    await raw.execute("CREATE TEMPORARY TABLE kept (id BIGINT PRIMARY KEY, body TEXT)")
    yield PostgresConnection(raw)
    await raw.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
        ("\0\0", "\N{REPLACEMENT CHARACTER}" * 2),
        ("", ""),
        ("back\\slash", "back\\slash"),
    ],
)
async def test_a_text_has_no_zero_character(
    connection: PostgresConnection, given: str, kept: str
) -> None:
    await connection.execute(ADD, (1, given))
    await connection.executemany(ADD, [(2, given)])
    assert await connection.execute_fetchall("SELECT body FROM kept") == [(kept,), (kept,)]
    assert await connection.execute_fetchall("SELECT ?", (given,)) == [(kept,)]


@pytest.mark.parametrize(
    "text",
    ["a\0b", "\0", "\\\0", "\\u0000", "\\\\u0000", "\\\\\0\\u0000\0", "u0000", "\\n\0", '"\0"'],
)
async def test_json_has_none_either_and_all_else_is_as_it_was(
    connection: PostgresConnection, text: str
) -> None:
    """PostgreSQL's own functions read what was kept, which they would refuse with ``\\u0000``."""
    await connection.execute(ADD, (1, json.dumps({"said": text})))
    expected = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    assert await connection.execute_fetchall("SELECT body ->> '$.said' FROM kept") == [(expected,)]
    [(body,)] = await connection.execute_fetchall(BODY, (1,))
    assert json.loads(body) == {"said": expected}


async def test_a_truth_is_a_number(connection: PostgresConnection) -> None:
    await connection.execute(ADD, (True, "yes"))
    await connection.executemany(ADD, [(False, "no")])
    assert await connection.execute_fetchall(BODY, (True,)) == [("yes",)]
    assert await connection.execute_fetchall(BODY, (0,)) == [("no",)]


async def test_sums_and_means_are_plain_numbers(connection: PostgresConnection) -> None:
    await connection.executemany(ADD, [(1, "a"), (3, "b")])
    [(total, mean)] = await connection.execute_fetchall("SELECT sum(id), avg(id) FROM kept")
    assert (total, type(total)) == (4, int)
    assert (mean, type(mean)) == (2.0, float)


async def test_how_many_rows_a_statement_changed_is_told(connection: PostgresConnection) -> None:
    await connection.executemany(ADD, [(one, "a") for one in range(3)])
    assert (await connection.execute(ADD, (3, "b"))).rowcount == 1
    assert (await connection.execute("UPDATE kept SET body = '' WHERE id > ?", (0,))).rowcount == 3
    assert (await connection.execute("DELETE FROM kept WHERE id = ?", (9,))).rowcount == 0
    assert (await connection.execute(f"{ADD} ON CONFLICT DO NOTHING", (0, "c"))).rowcount == 0


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id AS number, body FROM kept",
        "\n  select id AS number, body FROM kept",
        "WITH one AS (SELECT * FROM kept) SELECT id AS number, body FROM one",
    ],
)
async def test_what_is_found_has_names(connection: PostgresConnection, sql: str) -> None:
    await connection.execute(ADD, (1, "a"))
    found = await connection.execute(sql)
    assert [column for column, *_ in found.description] == ["number", "body"]
    assert await found.fetchall() == [(1, "a")]
    assert found.rowcount == -1


async def test_nothing_is_run_with_nothing(connection: PostgresConnection) -> None:
    await connection.executemany("this is no statement", [])


async def test_statements_at_once_are_run_in_their_order(connection: PostgresConnection) -> None:
    """The desk hands over several at once, and asyncpg refuses a second while one runs."""
    await connection.execute(ADD, (0, ""))
    add = "UPDATE kept SET body = body || ? WHERE id = 0"
    asked = [
        connection.execute(add, ("a",)),
        connection.executemany(add, [("b",), ("c",)]),
        connection.execute_fetchall(BODY, (0,)),
        connection.execute(add, ("d",)),
        connection.execute(BODY, (0,)),
    ]
    _, _, before, _, after = await asyncio.gather(*asked)
    assert before == [("abc",)]
    assert await after.fetchall() == [("abcd",)]  # type: ignore[union-attr]  # of this one


async def test_of_statements_at_once_the_first_that_fails_is_told_and_nothing_is_kept() -> None:
    async with opened(FreshPostgres()) as store:
        add = "INSERT INTO moved (platform, chat, moved_to) VALUES ('x', ?, ?)"

        async def several() -> None:
            async with store._write() as writer:
                await writer.execute(add, ("1", "2"))
                await asyncio.gather(
                    writer.execute(add, ("3", None)),
                    *(writer.execute(add, (str(one), "5")) for one in range(10, 30)),
                )

        with pytest.raises(StoreError, match="NotNullViolation"):
            await several()
        assert await store._read("SELECT count(*) FROM moved") == [(0,)]
        pool = store._pool
        assert pool is not None
        assert pool.get_idle_size() == pool.get_size(), "its connection is there for the next"
        async with store._write() as writer:
            await writer.execute(add, ("1", "2"))
        assert await store._read("SELECT count(*) FROM moved") == [(1,)]


async def test_an_error_is_the_drivers_own(connection: PostgresConnection) -> None:
    await connection.execute(ADD, (1, "a"))
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute(ADD, (1, "b"))
    assert await connection.execute_fetchall(BODY, (1,)) == [("a",)]
