"""The store for several processes: a PostgreSQL database."""

from bot.storage.postgres.server import address
from bot.storage.postgres.store import PostgresStore

__all__ = ["PostgresStore", "address"]
