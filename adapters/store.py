"""The store that the settings name: only here it is known which kinds of database there are."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from adapters.settings import Settings, variable
from bot.storage.copying import Copied, copy_all
from bot.storage.records import (
    DatabaseCopy,
    DatabaseState,
    ServerState,
    StoreError,
    Trace,
    TracedInput,
)
from bot.storage.store import Store

# What a database needs is loaded with it, by whoever needs it.


def store_of(settings: Settings, *, new: bool = False) -> Store:
    """The store of these settings, not opened yet; a lost file is begun anew if ``new``."""
    if url := settings.database_url:
        from bot.storage.postgres import PostgresStore

        return PostgresStore(url)
    from bot.storage.sqlite import SqliteStore

    return SqliteStore(_file(settings), new=new)


def existing_store_of(settings: Settings) -> Store:
    """The store of these settings, which must be there. Raises ``StoreError``."""
    if url := settings.database_url:
        from bot.storage.postgres import PostgresStore

        return PostgresStore(url, existing=True)
    _existing(settings)
    return store_of(settings)


def is_gone(settings: Settings) -> bool:
    """Whether the database was there and is not there any more, as far as that can be known."""
    if settings.file is None:
        return False
    from bot.storage.sqlite import file

    return file.is_gone(settings.file)


def name_of(settings: Settings) -> str:
    """What the database is called, without what would let anybody in."""
    if url := settings.database_url:
        from bot.storage.postgres import address

        return address(url)
    return str(settings.file)


def _file(settings: Settings) -> Path:
    file = settings.file
    assert file is not None, "whoever asks for a file has looked whether it is one"  # noqa: S101 - for the type checker
    return file


def _existing(settings: Settings) -> Path:
    """The SQLite file, which must be there. Raises ``StoreError``."""
    file = _file(settings)
    if not file.exists():
        raise StoreError(
            f"there is no database at {file.absolute()}. Run this in the folder "
            f"the bot runs in, or set {variable('database')} to its database."
        )
    return file


async def back_up(settings: Settings, to: Path, *, force: bool = False) -> DatabaseCopy:
    """Copy the database, whether a bot runs or not. Raises ``StoreError``."""
    if url := settings.database_url:
        from bot.storage.postgres import maintenance as postgres

        raise postgres.refusal(url)
    from bot.storage.sqlite import maintenance as sqlite

    return await sqlite.back_up(_existing(settings), to, force=force)


async def restore(settings: Settings, file: Path, at: datetime) -> Path | None:
    """Put a copy in place of the database; returns where that is kept. Raises ``StoreError``."""
    if url := settings.database_url:
        from bot.storage.postgres import maintenance as postgres

        raise postgres.refusal(url)
    from bot.storage.sqlite import maintenance as sqlite

    return await sqlite.restore(_file(settings), file, at)


async def trace(settings: Settings, id: str) -> Trace | None:
    """What there is of an input in the database. Raises ``StoreError``."""
    if url := settings.database_url:
        from bot.storage.postgres import maintenance as postgres

        return await postgres.trace(url, id)
    from bot.storage.sqlite import maintenance as sqlite

    return await sqlite.trace(_existing(settings), id)


async def latest(settings: Settings, learner: str, limit: int) -> list[TracedInput]:
    """The last inputs of somebody, newest first. Raises ``StoreError``."""
    if url := settings.database_url:
        from bot.storage.postgres import maintenance as postgres

        return await postgres.latest(url, learner, limit)
    from bot.storage.sqlite import maintenance as sqlite

    return await sqlite.latest(_existing(settings), learner, limit)


async def examine(settings: Settings) -> DatabaseState | ServerState:
    """What the database is like. Raises ``StoreError`` if that can't be said."""
    if url := settings.database_url:
        from bot.storage.postgres import maintenance as postgres

        return await postgres.examine(url)
    from bot.storage.sqlite import maintenance as sqlite

    return await sqlite.examine(_file(settings))


async def migrate(settings: Settings, to: str | Path, say: Callable[[str], None]) -> Copied:
    """Copy the database into a new database of the other kind, and compare them.

    ``to`` is a file if the database is PostgreSQL's, else an address; ``say`` is told how far it
    is. Raises ``StoreError``.
    """
    from bot.storage.postgres import maintenance as server
    from bot.storage.sqlite import maintenance as file

    if isinstance(to, Path):
        return await copy_all(
            server.ServerSource(settings.database_url or ""), file.FileTarget(to), say
        )
    return await copy_all(file.FileSource(_existing(settings)), server.ServerTarget(to), say)
