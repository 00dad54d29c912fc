"""Moments at which to kill a program: those that are hardest on it.

For a second after its start it sends nothing, since what its predecessor sent is unknown. So a kill
a short while after the start never hits a message on its way; what it must hit is waited for.
"""

import asyncio
import random

from tests.rigs.telegram_server import TelegramServer

STARTING = (0.05, 0.65)
"""Seconds after the start of the process, when the start itself is to be hit."""

SENDING = ("sendMessage", "sendPhoto", "editMessageText")
BUSY = (*SENDING, "getUpdates")
MIDST = 0.03
"""Seconds after one of these calls, at most, when it is hit in the midst of something."""

SLOW = 60.0
"""Seconds after which whatever is waited for is taken never to come."""


async def at_the_start(chance: random.Random) -> None:
    """Wait for a moment of a start."""
    await asyncio.sleep(chance.uniform(*STARTING))


async def in_the_midst(
    server: TelegramServer, chance: random.Random, methods: tuple[str, ...] = BUSY
) -> None:
    """Wait for a moment right after one of these calls."""
    await called(server, *methods)
    await asyncio.sleep(chance.uniform(0, MIDST))


async def called(server: TelegramServer, *methods: str) -> None:
    """Wait until the program makes one of these calls."""
    seen = len(server.calls)
    await server.until(lambda: any(call.method in methods for call in server.calls[seen:]), SLOW)
