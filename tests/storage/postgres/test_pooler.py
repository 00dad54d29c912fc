"""What is told of a pooler that loses what Foretell relies on.

That all goes on behind one that does not is tested with several processes (``test_processes``).
"""

import asyncio
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.cli import doctor
from adapters.settings import Settings
from bot.storage.postgres import PostgresStore
from bot.storage.postgres.server import connect, explain_errors
from bot.storage.records import StoreError, UnavailableError
from tests.rigs.makers import ANA, record, write
from tests.rigs.paths import ROOT
from tests.rigs.pgbouncer import NEEDS_PGBOUNCER, pgbouncer
from tests.rigs.postgres import fresh_database
from tests.rigs.program import foretell
from tests.rigs.stores import opened

pytestmark = [NEEDS_PGBOUNCER, pytest.mark.slow]

GUIDE = "docs/postgresql.md says how"


@pytest.fixture
def straight() -> str:
    """The address of the server itself."""
    return fresh_database()


@pytest.fixture
def url(straight: str) -> Iterator[str]:
    with pgbouncer(straight) as made:
        yield made


def looked(url: str) -> str:
    """What `foretell doctor` says of the database."""
    settings = Settings.model_construct(database=SecretStr(url))
    return next(
        f"{one.mark} {one.says}"
        for one in doctor.look_at_database(settings)
        if one.what == "database"
    )


def test_doctor_tells_a_pooler_from_the_server(straight: str, url: str) -> None:
    assert looked(straight).startswith("✓")
    assert "behind a pooler" not in looked(straight)
    assert looked(url).startswith("✓")
    assert "behind a pooler" in looked(url)


async def test_with_the_sample_nothing_is_lost(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with opened(PostgresStore(url)):
        assert caplog.text == ""


async def test_what_is_set_in_the_server_holds_whatever_the_pooler_does(
    straight: str, caplog: pytest.LogCaptureFixture
) -> None:
    guide = (ROOT / "docs" / "postgresql.md").read_text()
    connection = await connect(straight)
    for name, value in re.findall(r"ALTER ROLE .* SET (\w+) = (.*);", guide):
        await connection.execute(
            f"DO $$ BEGIN EXECUTE format('ALTER ROLE foretell IN DATABASE %I SET {name} = {{}}',"
            " current_database()); END $$".format(value.replace("'", "''"))
        )
    await connection.close()
    for mode in ("session", "transaction"):
        with pgbouncer(straight, connect_query="SELECT 1", pool_mode=mode) as url:
            for n in range(2):
                async with opened(PostgresStore(url)) as store:
                    await write(store, record(ANA, id=f"{mode}{n}"))
    assert caplog.text == ""


async def test_settings_that_are_lost_are_told(
    straight: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pgbouncer(straight, connect_query="SET search_path = foretell; SET jit = off") as url:
        async with opened(PostgresStore(url)):
            assert "(enable_seqscan, idle_in_transaction_session_timeout, lock_ti" in caplog.text
            assert GUIDE in caplog.text
        said = await asyncio.to_thread(looked, url)
        assert said.startswith("!")
        assert GUIDE in said


async def test_without_its_schema_nothing_begins(straight: str) -> None:
    with pgbouncer(straight, connect_query="SET search_path = public") as url:
        told = rf"\(search_path, .*{GUIDE}"
        with pytest.raises(StoreError, match=told):
            await PostgresStore(url).open()
        said = await asyncio.to_thread(looked, url)
        assert said.startswith("✗")
        assert "search_path" in said


async def test_a_pooler_that_refuses_settings_is_told_and_not_waited_for(straight: str) -> None:
    with pgbouncer(straight, ignore_startup_parameters="extra_float_digits") as url:
        with pytest.raises(StoreError, match=f"unsupported startup parameter.*{GUIDE}") as caught:
            await PostgresStore(url).open()
        assert not isinstance(caught.value, UnavailableError)


async def test_planned_statements_that_are_lost_are_told(straight: str) -> None:
    with pgbouncer(straight, max_prepared_statements="0") as url:
        one, other = await connect(url), await connect(url)

        async def asks() -> None:
            with explain_errors("here"):
                await other.fetchval("SELECT 'the same statement'")

        async with one.transaction():
            await asks()
        # What was free last is used next, which is not where it was planned.
        told = f"max_prepared_statements: {GUIDE}"
        with pytest.raises(StoreError, match=told):
            await asks()
        await one.close()
        await other.close()


def test_nothing_is_copied_through_a_pooler(url: str, tmp_path: Path) -> None:
    done = foretell(tmp_path, "migrate", "--to", "learners.db", env={"FORETELL_DATABASE": url})
    assert done.returncode == 1
    assert "Name the server itself" in done.stderr
