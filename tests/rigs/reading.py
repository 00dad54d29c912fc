"""What is sent, read in the tests' own process.

The bot reads it in a process of its own (``sandbox``), which takes longer to begin than a test does
with all else, and comes to the same. So only what is about that process starts one: what is marked
``apart``, with the whole way from a sent file to what is taught among it.
"""

import asyncio
import json

from bot.service.publishing import sandbox_process
from bot.service.publishing.sandbox import Sandbox

_ANSWERS: dict[str, sandbox_process.Answer] = {
    "main": sandbox_process.read_file,
    "read_picture": sandbox_process.picture_of,
}


async def told_here(
    self: Sandbox, entrance: str, order: bytes, data: bytes
) -> tuple[bytearray, int, str]:
    """What a process would tell, beside the loop as it is there."""

    def answer() -> bytearray:
        return bytearray(b"".join(_ANSWERS[entrance](json.loads(order), data)))

    return await asyncio.to_thread(answer), 0, ""
