"""The store that the settings name: the one place that knows which kinds of database there are."""

from bot.settings import Settings, variable
from bot.storage.records import StoreError
from bot.storage.store import Store


def store_of(settings: Settings) -> Store:
    """The store of these settings, not opened yet."""
    from bot.storage.sqlite import SqliteStore  # what a database needs is loaded with it

    return SqliteStore(settings.database)


def existing_store_of(settings: Settings) -> Store:
    """The store of these settings, for who only reads: it must be there, and none is made.

    Raises ``StoreError``.
    """
    if not settings.database.exists():
        raise StoreError(
            f"there is no database at {settings.database.absolute()}. Run this in the folder in "
            f"which the bot runs, or set {variable('database')} to its database."
        )
    return store_of(settings)
