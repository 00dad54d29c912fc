"""What a process sees to where several share a database: what the others have done.

Nothing tells it so, for a message of the database's would make its commits wait for each other, and
gets lost behind a pooler. It looks, at what an index answers at once.
"""

import asyncio
from collections.abc import Awaitable, Callable

from bot.service.delivery.broadcast import Broadcaster
from bot.service.delivery.delivery import CLAIM, Delivery
from bot.service.monitoring.trouble import Trouble
from bot.service.turns.catalogue import CatalogueCache
from bot.storage.errors import StoreError
from bot.storage.ports.catalogue import Catalogue

PICK_UP = 0.03
"""Seconds between two looks at what other processes have said: what it adds to an answer."""

STIR = 0.5
"""Seconds between two looks at what other processes have set: alarms, jobs, announcements."""

FOLLOW = 1.0
"""Seconds between two looks at what is taught, within the 2 s that are promised. A turn looks by
itself; this is for what passes the desk by, such as finding a question while somebody types."""


async def picking_up(delivery: Delivery) -> None:
    """Send what an earlier leader left undone and what other processes say, until cancelled."""

    async def look() -> None:
        while await delivery.pick_up() == CLAIM:
            pass

    await _again(look, PICK_UP, "what other processes said can't be found")


async def stirring(broadcaster: Broadcaster, *wake: Callable[[], None]) -> None:
    """Let these look for work again and again, until cancelled."""

    async def look() -> None:
        for one in wake:
            one()
        await broadcaster.follow()
        broadcaster.wake()

    await _again(look, STIR, "what other processes set can't be found")


async def following(store: Catalogue, catalogue: CatalogueCache) -> None:
    """Keep up with what is taught, until cancelled."""

    async def look() -> None:
        await catalogue.up_to_date(await store.catalogue_version())

    await _again(look, FOLLOW, "what is taught now can't be found")


async def _again(look: Callable[[], Awaitable[object]], seconds: float, what: str) -> None:
    trouble = Trouble()
    while True:
        await asyncio.sleep(seconds if trouble.since is None else trouble.retry)
        try:
            await look()
        except StoreError as error:
            trouble.failed(what, str(error))
        else:
            trouble.passed()
