"""What one test did to the PostgreSQL database that the next one has is gone."""

import asyncpg
import pytest

from tests.rigs import emptied
from tests.rigs.emptied import EmptiedPostgres
from tests.rigs.makers import ANA, record, write
from tests.rigs.postgres import FreshPostgres
from tests.rigs.rows import ask, tables
from tests.rigs.stores import opened

SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
LOCK = 77


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The databases of other tests aren't touched, so the next is the one before."""
    monkeypatch.setattr(emptied, "_free", [])
    monkeypatch.setattr(emptied, "_lent", [])


async def test_the_next_one_is_as_if_it_were_new() -> None:
    new, first = FreshPostgres(), EmptiedPostgres()
    async with opened(first):
        await write(first, record(ANA))
        ask(first, "DELETE FROM schema_version WHERE version > 3")
    assert tables(first) != tables(new)
    emptied.give_back(0)
    second = EmptiedPostgres()
    assert second.url == first.url
    assert tables(second) == tables(new)
    assert ask(second, SEQUENCES) == ask(new, SEQUENCES)


async def test_nobody_is_there_any_more_and_nothing_is_locked() -> None:
    first = EmptiedPostgres()
    left = await asyncpg.connect(first.url)
    await left.execute(f"SELECT pg_advisory_lock({LOCK}); BEGIN; LOCK TABLE foretell.learner")
    emptied.give_back(0)
    second = EmptiedPostgres()
    assert second.url == first.url
    assert ask(second, f"SELECT pg_try_advisory_lock({LOCK})") == [(True,)]
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await left.execute("COMMIT")


def test_nobody_gets_one_whose_schema_was_changed_or_that_is_in_use() -> None:
    first = EmptiedPostgres()
    ask(first, "ALTER TABLE learner ADD COLUMN more TEXT")
    emptied.give_back(0)
    second, third = EmptiedPostgres(), EmptiedPostgres()
    assert len({first.url, second.url, third.url}) == 3


def test_where_all_connections_ended_another_is_made() -> None:
    first = EmptiedPostgres()
    ask(first, "INSERT INTO courier DEFAULT VALUES RETURNING id")
    other = FreshPostgres()
    ask(
        other,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'lasting%'",
    )
    emptied.give_back(0)
    assert tables(EmptiedPostgres()) == tables(other)
