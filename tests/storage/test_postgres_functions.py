"""PostgreSQL's functions in SQLite's words give what SQLite gives."""

import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.rigs.two_databases import empty_postgres, empty_sqlite

BODY = json.dumps(
    {
        "text": 'é "quoted" \\ and\n more',
        "home": ["telegram", "17"],
        "deep": {"list": [1, [2, {"id": "x"}], None, True, 2.5], "no": False, "none": None},
        "an odd name": {"id": "y", "_": {}},
        "empty": [],
        "number": 12,
    },
    ensure_ascii=False,
    separators=(",", ":"),
)
PATHS = (
    "$", "$.text", "$.home", "$.home[0]", "$.home[1]", "$.home[2]", "$.deep.list[1][1].id",
    "$.deep.list[4]", "$.deep.none", "$.deep.no.more", "$.missing", '$."an odd name".id', "text",
    "number", "missing", "$.number",
)  # fmt: skip

SAME = (
    *(f"SELECT CAST(?1 AS TEXT) ->> '{path}'" for path in PATHS),
    *(f"SELECT json_extract(?1, '{path}')" for path in PATHS if path.startswith("$")),
    *(f"SELECT json_array_length(?1, '{path}')" for path in PATHS if path.startswith("$")),
    "SELECT CAST(? AS TEXT) ->> '$.home' ->> 1",
    "SELECT json_array_length(?1)",
    "SELECT key, value FROM json_each(?1) WHERE key <> 'deep'",
    *(f"SELECT value FROM json_each(?1, '$.{path}')" for path in ("home", "empty", "missing")),
    "SELECT value FROM json_each(?1, '$.deep.list') WHERE CAST(key AS TEXT) <> '3'",
    "SELECT key FROM json_each(?1)",
    "SELECT path, fullkey, type FROM json_tree(?1) WHERE fullkey <> '$' ORDER BY id",
    "SELECT json_extract(?1, path) FROM json_tree(?1) WHERE key = 'id' AND atom = 'x'",
    "SELECT json_set(?1, '$.number', 'a \"word\"')",
    "SELECT json_set(?1, '$.number', 13)",
    "SELECT json_set(?1, '$.new', 'é')",
    "SELECT json_set(?1, '$.deep.list[0]', '')",
    "SELECT json_set(?1, '$.deep.more.still', 5)",
    "SELECT json_set(?1, '$.text', 'over', '$.deep.no', json('true'))",
    "SELECT json_set(?1, '$.\"an odd name\".id', 'z')",
    *(f"SELECT json_remove(?1, '{path}')" for path in PATHS if path.startswith("$.")),
    "SELECT json_quote(?1)",
    "SELECT instr(?1, 'home'), instr(?1, 'nowhere')",
    "SELECT max(1, 2), max(2, 1), min(1, 2), min(2, 1), max(1, NULL), min(NULL, 1)",
    "SELECT iif(1 = 1, 'yes', NULL), iif(1 = 2, 1, 2), iif(NULL, 1, 2)",
    "SELECT iif(json_valid(?1), 1, 0), iif(json_valid('{'), 1, 0), iif(json_valid(''), 1, 0)",
)  # fmt: skip

WORDS = '(SELECT value FROM json_each(\'["b","a","b"]\')) AS word'
NUMBERS = "(SELECT CAST(value AS INTEGER) AS number FROM json_each('[3,1,2]')) AS one"
GATHERED = (
    f"SELECT group_concat(value) FROM {WORDS}",
    f"SELECT group_concat(DISTINCT value) FROM {WORDS} WHERE value <> 'a'",
    f"SELECT group_concat(DISTINCT nullif(value, 'b')) FROM {WORDS}",
    f"SELECT group_concat(nullif(value, 'b')) FROM {WORDS} WHERE value = 'b'",
    f"SELECT group_concat(value, ' + ') FROM {WORDS}",
    f"SELECT group_concat(value), group_concat(value, ' ') FROM {WORDS} WHERE value = 'c'",
    f"SELECT group_concat(CAST(number AS BIGINT)) FROM {NUMBERS}",
    f"SELECT json_group_array(value) FROM {WORDS}",
    f"SELECT json_group_array(nullif(value, 'a')) FROM {WORDS}",
    f"SELECT json_group_array(DISTINCT value) FROM {WORDS} WHERE value <> 'a'",
    f"SELECT json_group_array(value) FROM {WORDS} WHERE value = 'c'",
    f"SELECT json_group_array(CAST(number AS DOUBLE PRECISION) / 4) FROM {NUMBERS}",
)


@pytest.fixture
def sqlite() -> Iterator[sqlite3.Connection]:
    with empty_sqlite() as connection:
        yield connection


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[Any]:
    async with empty_postgres(postgres_url) as connection:
        yield connection


def as_text(value: Any) -> Any:
    """A value of SQLite's as it is in PostgreSQL's JSON functions: text, or nothing."""
    return value if value is None else str(value)


async def test_functions_give_the_same(sqlite: sqlite3.Connection, postgres: Any) -> None:
    for question in SAME:
        values = [BODY] if "?" in question else []
        ours = [tuple(map(as_text, one)) for one in sqlite.execute(question, values)]
        theirs = await postgres.fetch(question.replace("?1", "$1").replace("?", "$1"), *values)
        assert (question, [tuple(map(as_text, one)) for one in theirs]) == (question, ours)


async def test_rows_are_gathered_the_same(sqlite: sqlite3.Connection, postgres: Any) -> None:
    for question in GATHERED:
        ours = sqlite.execute(question).fetchall()
        assert (question, list(map(tuple, await postgres.fetch(question)))) == (question, ours)


async def test_true_and_false_are_words(postgres: Any) -> None:
    said = "SELECT CAST($1 AS TEXT) ->> '$.deep.list[3]', CAST($1 AS TEXT) ->> '$.deep.no'"
    assert tuple(await postgres.fetchrow(said, BODY)) == ("true", "false")
    assert await postgres.fetchval("SELECT json_set('{}', '$.a', true)") == '{"a":true}'


async def test_json_that_is_no_array_and_no_object_has_no_rows(postgres: Any) -> None:
    for body in ("5", '"word"', "null", None):
        assert await postgres.fetch("SELECT * FROM json_each(CAST($1 AS TEXT))", body) == []


async def test_what_is_no_json_is_refused(postgres: Any) -> None:
    with pytest.raises(Exception, match="json"):
        await postgres.fetchval("SELECT CAST($1 AS TEXT) ->> '$.a'", "{")


async def test_keys_are_looked_up_and_not_the_whole_table(postgres: Any) -> None:
    await postgres.execute("""
        INSERT INTO learner (id, since) SELECT 'l' || n, 1 FROM generate_series(1, 20000) AS n;
        ANALYZE learner;
    """)
    for keys in (["l1"], [f"l{number}" for number in range(16)]):
        plan = await postgres.fetch(
            f"""EXPLAIN SELECT learner.id FROM json_each('{json.dumps(keys)}') AS asked
            CROSS JOIN learner WHERE learner.id = asked.value"""
        )
        assert not [line for (line,) in plan if "Seq Scan" in line]
