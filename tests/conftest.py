"""What all tests share."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import settings

from bot.storage.memory import MemoryStore
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store

# The same examples in every run, so that a change is judged by itself;
# --hypothesis-profile=search looks for others.
settings.register_profile("steady", derandomize=True)
settings.register_profile("search", print_blob=True)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--bless", action="store_true", help="rewrite the transcripts to what the tutor says now"
    )


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Every store in turn, open and empty."""
    made: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "test.db")
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def restart(store: Store, tmp_path: Path) -> AsyncIterator[Callable[[], Awaitable[Store]]]:
    """Ends the process that has the store, as it were, and gives the store of the next one."""
    current = store

    async def again() -> Store:
        nonlocal current
        await current.close()
        if isinstance(current, SqliteStore):
            current = SqliteStore(tmp_path / "test.db")
        await current.open()
        return current

    yield again
    await current.close()
