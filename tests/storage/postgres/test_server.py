"""Reaching a PostgreSQL server, or being told why it can't be and how to mend that."""

import asyncio
import logging
import traceback
from typing import Any

import asyncpg
import pytest
from asyncpg import exceptions

from bot.storage.postgres import PostgresStore
from bot.storage.postgres import server as reached
from bot.storage.postgres.server import address, connect, explain_errors, migrations
from bot.storage.records import StoreError, UnavailableError
from tests.rigs.makers import ANA, NOON, record, session_of, write
from tests.rigs.postgres import FreshPostgres, fresh_database
from tests.rigs.rows import ask
from tests.rigs.stores import next_store, opened

ALL_END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
WORDS = "my very own words"
SECRET = "s3cret"


def told(error: BaseException) -> StoreError:
    """What becomes of an error."""
    with pytest.raises(StoreError) as caught, explain_errors("PostgreSQL here/db"):
        raise error
    return caught.value


def made(kind: type[asyncpg.PostgresError], message: str, **more: str) -> asyncpg.PostgresError:
    """An error as the driver makes it of what a server says."""
    error = kind(message)
    for name, value in more.items():
        setattr(error, name, value)
    return error


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"postgresql://foretell:{SECRET}@db.example.org:5433/tutor", "db.example.org:5433/tutor"),
        (f"postgresql://foretell:{SECRET}@db.example.org/tutor", "db.example.org/tutor"),
        (f"postgresql://db.example.org/tutor?password={SECRET}", "db.example.org/tutor"),
        ("postgresql://foretell@/tutor?host=/run/postgresql", "the local socket/tutor"),
        ("postgresql:///tutor", "the local socket/tutor"),
    ],
)
def test_a_database_is_named_without_its_password(url: str, shown: str) -> None:
    assert address(url) == f"PostgreSQL {shown}"


@pytest.mark.parametrize("password", ["12#45", "12/45", "12?45", "a#b", "a/b", "a?b", "[12", "12]"])
def test_a_password_that_hides_where_the_database_is_is_not_quoted(password: str) -> None:
    with pytest.raises(StoreError, match="%23") as caught:
        address(f"postgresql://foretell:{password}@db.example.org:5432/tutor")
    shown = "".join(traceback.format_exception(caught.value))
    assert "12" not in shown.replace("line 12", "").partition("StoreError")[2]
    assert password not in shown


@pytest.mark.parametrize(
    "kind",
    [
        exceptions.ConnectionDoesNotExistError,
        exceptions.CannotConnectNowError,
        exceptions.TooManyConnectionsError,
        exceptions.DiskFullError,
        exceptions.OutOfMemoryError,
        exceptions.AdminShutdownError,
        exceptions.CrashShutdownError,
        exceptions.SerializationError,
        exceptions.DeadlockDetectedError,
        exceptions.LockNotAvailableError,
        exceptions.PostgresIOError,
        exceptions.ReadOnlySQLTransactionError,
    ],
)
def test_what_may_pass_is_tried_again(kind: type[asyncpg.PostgresError]) -> None:
    found = told(made(kind, "what the server says"))
    assert isinstance(found, UnavailableError)
    assert str(found) == "PostgreSQL here/db: what the server says. It is tried again."


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (ConnectionRefusedError("refused"), "can't be reached (refused). Start the server"),
        (TimeoutError(), "can't be reached (TimeoutError). Start the server"),
        (asyncpg.InterfaceError("connection is closed"), "connection is closed. It is tried again"),
    ],
)
def test_so_is_what_is_not_there_or_lost(error: Exception, advice: str) -> None:
    found = told(error)
    assert isinstance(found, UnavailableError)
    assert advice in str(found)


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        (exceptions.InvalidPasswordError, "Mend the user or the password in FORETELL_DATABASE."),
        (exceptions.InvalidAuthorizationSpecificationError, "Mend the user or the password"),
        (exceptions.InvalidCatalogNameError, "Make it first: createdb, or CREATE DATABASE."),
        (exceptions.InsufficientPrivilegeError, "The user must own the database"),
    ],
)
def test_what_an_operator_can_mend_says_how(kind: type[Exception], advice: str) -> None:
    found = told(kind("what the server says"))
    assert not isinstance(found, UnavailableError)
    assert "what the server says. " in str(found)
    assert advice in str(found)


@pytest.mark.parametrize(
    "error",
    [
        made(
            exceptions.UniqueViolationError,
            f'duplicate key: "{WORDS}"',
            detail=f"Key (learner)=({WORDS}) already exists.",
            table_name="attempt",
            constraint_name="attempt_pkey",
        ),
        made(
            exceptions.CheckViolationError,
            "new row violates a check",
            detail=f"Failing row contains ({WORDS}).",
        ),
        exceptions.DataError(f"invalid input for query argument $1: '{WORDS}' (expected int)"),
        made(exceptions.InvalidTextRepresentationError, f'invalid input syntax: "{WORDS}"'),
        made(exceptions.UndefinedColumnError, "column is not there", hint=WORDS),
    ],
)
def test_of_what_was_to_be_written_nothing_is_quoted(error: asyncpg.PostgresError) -> None:
    """Nor does a traceback in the log, which has an error's causes as well."""
    found = told(error)
    assert not isinstance(found, UnavailableError)
    assert f"{type(error).__name__} (SQLSTATE {error.sqlstate}" in str(found)
    assert "Nothing of this was written." in str(found)
    assert WORDS not in "".join(traceback.format_exception(found))


def test_the_table_that_refused_it_is_named() -> None:
    error = made(exceptions.UniqueViolationError, "", table_name="attempt", constraint_name="key")
    assert "(SQLSTATE 23505, attempt, key)" in str(told(error))


async def test_a_server_says_so_in_the_same_way() -> None:
    async with opened(FreshPostgres()) as store:
        bad = {
            "INSERT INTO chat (platform, chat) VALUES (NULL, ?)": "NotNullViolation.*, chat, platf",
            "SELECT CAST(CAST(? AS TEXT) AS BIGINT)": "InvalidTextRepresentation",
            "SELECT learner FROM attempt WHERE at = ?": "DataError",
        }
        for sql, why in bad.items():
            with pytest.raises(StoreError, match=why) as caught:
                async with store._write() as writer:
                    await writer.execute(sql, (WORDS,))
            assert WORDS not in "".join(traceback.format_exception(caught.value))
        await write(store, record(ANA))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda url: url.replace("foretell@", f"nobody:{SECRET}@"), 'role "nobody" does not exist'),
        (lambda url: url.replace("/test", "/nothing"), "Make it first"),
        (lambda url: url.replace("host=/", "host=/nowhere"), "can't be reached"),
        (lambda url: f"postgresql://foretell:{SECRET}@127.0.0.1:9/tutor", "can't be reached"),
        (lambda url: url + "&sslmode=perhaps", "sslmode.*Mend it in FORETELL_DATABASE"),
    ],
)
async def test_who_can_not_be_let_in_is_told_why(change: Any, why: str) -> None:
    store = PostgresStore(change(fresh_database()))
    with pytest.raises(StoreError, match=why) as caught:
        await store.open()
    assert SECRET not in str(caught.value)


async def test_what_is_not_open_says_so() -> None:
    store = FreshPostgres()
    with pytest.raises(StoreError, match=r"call open\(\) first"):
        await store.histories([ANA])
    async with opened(store):
        pass
    with pytest.raises(StoreError, match=r"call open\(\) first"):
        await store.try_writing()


async def test_a_newer_schema_is_refused_and_stays() -> None:
    store = FreshPostgres()
    newest = migrations()[-1][0]
    ask(store, "INSERT INTO schema_version (version) VALUES (?)", (newest + 7,))
    with pytest.raises(StoreError, match=f"schema {newest + 7}, but .* only up to {newest}"):
        await store.open()
    assert ask(store, "SELECT max(version) FROM schema_version") == [(newest + 7,)]


async def test_a_part_that_fails_leaves_nothing_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = migrations()
    bad = f"CREATE TABLE left_over (id BIGINT); SELECT * FROM '{WORDS}'"
    monkeypatch.setattr(reached, "migrations", lambda: [*parts, (parts[-1][0] + 1, bad)])
    store = FreshPostgres()
    with pytest.raises(StoreError, match="Syntax"):
        await store.open()
    assert ask(store, "SELECT to_regclass('left_over') IS NULL") == [(True,)]
    assert ask(store, "SELECT max(version) FROM schema_version") == [(parts[-1][0],)]


def test_the_parts_of_the_schema_are_numbered_from_one_without_a_gap() -> None:
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


async def test_of_several_that_open_an_empty_database_at_once_one_makes_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    url = fresh_database("template0")
    stores = [PostgresStore(url) for _ in range(4)]
    await asyncio.gather(*(store.open() for store in stores))
    await write(stores[0], record(ANA, when=NOON))
    assert await session_of(stores[1], ANA) == await session_of(stores[0], ANA)
    assert len({store._courier for store in stores}) == len(stores), "each is a courier of its own"
    for store in stores:
        await store.close()
    connection = await connect(url)
    found = await connection.fetch(
        "SELECT version FROM schema_version WHERE version > 0 ORDER BY version"
    )
    await connection.close()
    assert [one[0] for one in found] == [number for number, _ in migrations()]
    # Whoever applies the last part tells of it, perhaps not whoever applied the first.
    assert caplog.text.count(f"schema {migrations()[-1][0]}\n") == 1
    assert caplog.text.count("was made with") == 1, "whoever ended it says so"


async def test_what_was_made_before_is_brought_up_to_date(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    parts = migrations()
    store = FreshPostgres()
    added = (parts[-1][0] + 1, "CREATE TABLE newer (id BIGINT)")
    monkeypatch.setattr(reached, "migrations", lambda: [*parts, added])
    async with opened(store):
        pass
    assert f"brought from schema {parts[-1][0]} to schema {added[0]}" in caplog.text
    assert ask(store, "SELECT * FROM newer") == []
    async with opened(next_store(store)):
        assert caplog.text.count("brought from") == 1


async def test_a_database_may_be_shared_with_other_programs() -> None:
    url = fresh_database("template0")
    connection = await connect(url)
    await connection.execute("CREATE TABLE public.attempt (theirs TEXT)")
    async with opened(PostgresStore(url)) as store:
        await write(store, record(ANA))
    assert await connection.fetch("SELECT * FROM public.attempt") == []
    await connection.close()


async def test_a_server_that_has_gone_and_come_again_is_used_again() -> None:
    store = FreshPostgres()
    async with opened(store):
        await write(store, record(ANA))
        ask(store, ALL_END)
        for _ in range(20):
            try:
                await write(store, record(ANA))
                break
            except UnavailableError:
                await asyncio.sleep(0.05)
        else:
            pytest.fail("it was not reached again")
