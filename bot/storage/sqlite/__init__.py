"""The default store: a SQLite file."""

from bot.storage.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
