"""The store that the settings name: the one place that knows which kinds of database there are."""

from bot.settings import Settings
from bot.storage.store import Store


def store_of(settings: Settings) -> Store:
    """The store of these settings, not opened yet."""
    from bot.storage.sqlite import SqliteStore  # what a database needs is loaded with it

    return SqliteStore(settings.database)
