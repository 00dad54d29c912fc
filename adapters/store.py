"""The store that the settings name: the one place that knows which kinds of database there are."""

from datetime import datetime
from pathlib import Path

from bot.settings import Settings, variable
from bot.storage.errors import StoreError
from bot.storage.records import DatabaseCopy, DatabaseState
from bot.storage.store import Store
from bot.storage.traces import Trace, TracedInput

# What a database needs is loaded with it, by whoever needs one.


def store_of(settings: Settings) -> Store:
    """The store of these settings, not opened yet."""
    from bot.storage.sqlite import SqliteStore

    return SqliteStore(settings.database)


def existing_store_of(settings: Settings) -> Store:
    """The store of these settings, for who only reads: it must be there, and none is made.

    Raises ``StoreError``.
    """
    _existing(settings)
    return store_of(settings)


def _existing(settings: Settings) -> Path:
    """The database, which must be there. Raises ``StoreError``."""
    if not settings.database.exists():
        raise StoreError(
            f"there is no database at {settings.database.absolute()}. Run this in the folder "
            f"the bot runs in, or set {variable('database')} to its database."
        )
    return settings.database


async def back_up(settings: Settings, to: Path, *, force: bool = False) -> DatabaseCopy:
    """Copy the database, whether a bot runs or not. Raises ``StoreError``."""
    from bot.storage.sqlite import backup

    return await backup.back_up(_existing(settings), to, force=force)


async def restore(settings: Settings, file: Path, at: datetime) -> Path | None:
    """Put a copy in the place of the database; returns where that is kept, if it was there.

    Raises ``StoreError``.
    """
    from bot.storage.sqlite import backup

    return await backup.restore(settings.database, file, at)


async def trace(settings: Settings, id: str) -> Trace | None:
    """What there is of one input in the database. Raises ``StoreError``."""
    from bot.storage.sqlite import trace as traces

    return await traces.trace(_existing(settings), id)


async def latest(settings: Settings, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first. Raises ``StoreError``."""
    from bot.storage.sqlite import trace as traces

    return await traces.latest(_existing(settings), learner, limit)


async def examine(settings: Settings) -> DatabaseState:
    """What the database is like. Raises ``StoreError`` if that can't be said."""
    from bot.storage.sqlite import backup

    return await backup.examine(settings.database)
