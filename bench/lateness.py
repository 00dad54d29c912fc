"""How late the event loop is while texts are laid out that take long, at once and beside it.

Both in one run: planning on the loop, as it was, and in a thread. The texts are those that learners
and authors can write: thousands of special characters, brackets, pasted tables.
"""

import asyncio
import time

from adapters.discord import rendering as discord
from adapters.layout.plan import Capabilities, plan
from adapters.telegram import rendering as telegram
from bench.learners import goal
from bot.conversation.inputs import Address
from bot.conversation.outputs import Output, Say
from bot.service.delivery import channel as planning
from bot.service.delivery.channel import Message

TABLE = "|a|b|\n|-|-|\n" + "|x|y|\n" * 600

TEXTS = {
    "prose": "The kettle boils because its pressure rises. " * 90,
    "four thousand [": "[" * 4_000,
    "3,900 times ![": "![" * 3_900,
    "mixed signs": "*_[`|<~!" * 500,
    "a list of 1,300": "- x\n" * 1_300,
    "three pasted tables": "\n\n".join([TABLE] * 3),
    "quotations": "> **`a`**\n\n" * 360,
}

TICK = 0.001

AGAIN = 3


class Shown:
    """A platform that lays out, and sends nothing."""

    def __init__(self, platform: str, can: Capabilities) -> None:
        self.platform = platform
        self._can = can

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        """The outputs as messages, without what was measured before."""
        telegram.render.cache_clear()
        discord.convert.cache_clear()
        return plan(outputs, self._can)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send nothing."""
        return key

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """There are no files."""
        raise NotImplementedError


def main() -> None:
    """Measure, and print figures beside their goals."""
    for channel in (
        Shown("Telegram", telegram.CAPABILITIES),
        Shown("Discord", discord.CAPABILITIES),
    ):
        at_once, beside = [], []
        for name, text in TEXTS.items():
            at_once.append(_best(channel, text, light=10**9))
            beside.append(_best(channel, text, light=planning.LIGHT))
            print(
                f"  {channel.platform}, {name}: late by {1000 * at_once[-1]:.0f} ms on the loop, "
                f"{1000 * beside[-1]:.0f} ms beside it"
            )
        goal("the worst of them, beside the loop", max(beside) / max(at_once), 0.3, at_most=True)
        once, twice = (
            min(_seconds(channel, "*_[`|<~!" * n) for _ in range(AGAIN)) for n in (1_000, 2_000)
        )
        goal("twice the text takes", twice / once, 2.8, at_most=True)


def _best(channel: Shown, text: str, light: int) -> float:
    """The least of some: what else goes on in a machine only adds to it."""
    return min(asyncio.run(_lateness(channel, text, light)) for _ in range(AGAIN))


async def _lateness(channel: Shown, text: str, light: int) -> float:
    """The worst lateness of the loop while this is planned."""
    usual, planning.LIGHT = planning.LIGHT, light
    worst = 0.0

    async def tick() -> None:
        nonlocal worst
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(TICK)
            worst = max(worst, time.perf_counter() - asked - TICK)

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(5 * TICK)
    try:
        await planning.plan_messages(channel, (Say(text),))
        await asyncio.sleep(5 * TICK)
    finally:
        planning.LIGHT = usual
        ticking.cancel()
    return worst


def _seconds(channel: Shown, text: str) -> float:
    # Of the processor: what else goes on in a machine takes none of it.
    began = time.process_time()
    channel.plan((Say(text),))
    return time.process_time() - began
