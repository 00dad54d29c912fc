"""The default store: one SQLite file."""

from bot.storage.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
