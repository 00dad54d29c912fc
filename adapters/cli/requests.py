"""Asking for what a command wants: the running bot if there is any, else its database.

Both ways do the same: the running bot answers requests with the very handlers that are called
directly where none runs. A bot that is starting has the database and does not answer yet; it is
waited for. A bot that ends before it answers may have done what it was asked for or not: what only
reads is asked for again, of whoever has the database after it.
"""

import asyncio
import time
from collections.abc import Callable, Mapping

import typer

from adapters.control.socket import ControlMessage, EndedError, Handler, NobodyThereError, call
from adapters.settings import Settings
from adapters.store import existing_store_of
from bot.storage.records import HeldError
from bot.storage.store import Store

STARTING = 60.0
"""Seconds that a bot that has the database is waited for until it answers."""

AGAIN = 0.2
"""Seconds until it is asked again."""


async def request(
    settings: Settings,
    do: str,
    message: ControlMessage,
    handlers: Callable[[Store], Mapping[str, Handler]],
    *,
    store_at: Callable[[Settings], Store] = existing_store_of,
    changes: bool = False,
) -> ControlMessage:
    """What the running bot answers, or these handlers with the database if none runs.

    Raises ``EndedError`` at once where that ``changes`` something, else once the bot was waited for
    in vain; ``ControlError`` and ``StoreError`` as the bot and the database do.
    """
    until, waits = time.monotonic() + STARTING, False
    while True:
        trouble: Exception | None = None
        try:
            return await call(settings.socket, do, message)
        except NobodyThereError:
            store = store_at(settings)
        except EndedError as error:
            if changes:
                raise
            trouble = error
        if trouble is None:
            try:
                await store.open()
            except HeldError as error:
                trouble = error
            else:
                try:
                    return await handlers(store)[do](message)
                finally:
                    await store.close()
        if time.monotonic() > until:
            raise trouble
        if not waits:
            waits = True
            typer.echo("Waiting for the bot, which is starting.", err=True)
        await asyncio.sleep(AGAIN)
