"""A learner who sends 2,000 messages, and how long the others wait meanwhile.

All of the way is real but the network (see ``network``). Sixty others press on at the pace of
people, first alone, then while the flood comes as fast as a client can send it, and the ratio of
what they wait is printed. Then comes another flood, all of it in one moment: Telegram hands out
updates in their order, so whoever presses in that moment stands behind all of it.
"""

import asyncio
import time
from typing import Any

from bench.learners import goal, percentile
from bench.network import Network, message, served

OTHERS = 60
FLOODER = OTHERS + 1
FLOOD = 2_000
SECONDS = 15.0
"""Of each part: the quiet one, the one with the flood, and the one with the flood in a moment."""

A_SECOND = 200
"""Messages that the flood brings in a second."""

THINKING = 1.0
"""Seconds from a message to the press that answers it."""


class Crowd(Network):
    """Others who take a moment to press, and one who sends without end and reads nothing."""

    def __init__(self) -> None:
        super().__init__(OTHERS, 1_000_000)
        self.answered = 0

    def _shown(self, shown: dict[str, Any], markup: dict[str, Any] | None) -> None:
        if shown["chat"]["id"] == FLOODER:
            self.answered += 1
        else:
            super()._shown(shown, markup)

    def _add(self, learner: int, update: dict[str, Any]) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(THINKING, super()._add, learner, update)

    async def flood(self, a_second: float) -> None:
        """Two thousand messages at this rate."""
        began = time.perf_counter()
        for number in range(FLOOD):
            said = {**message(FLOODER, number), "text": f"hello {number}"}
            super()._add(FLOODER, {"message": said})
            due = number / a_second - (time.perf_counter() - began)
            if due > 0:
                await asyncio.sleep(due)


def main() -> None:
    """Measure, and print figures and a ratio."""
    parts, answered = asyncio.run(_serve())
    for name, took in zip(("quiet", "a flood", "a flood at once"), parts, strict=True):
        p50, p99, most = (percentile(took, share) * 1e3 for share in (0.5, 0.99, 1))
        print(
            f"  {name:16} {len(took):5,} turns of others   p50 {p50:7.2f} ms   p99 {p99:7.2f} ms"
            f"   at most {most:7.2f} ms"
        )
    print(f"  of {2 * FLOOD:,} messages {answered} were answered")
    quiet, flooded, _ = parts
    ratio = percentile(flooded, 0.99) / percentile(quiet, 0.99)
    goal("p99 of others during a flood beside a quiet time", ratio, 1.5, at_most=True)


async def _serve() -> tuple[list[list[float]], int]:
    crowd = Crowd()
    parts = []
    async with served(crowd, door=True):
        await asyncio.sleep(3)  # until the first messages are over
        for a_second in (0, A_SECOND, 1_000_000):
            crowd.took.clear()
            end = asyncio.create_task(asyncio.sleep(SECONDS))
            if a_second:
                await crowd.flood(a_second)
            await end
            parts.append(crowd.took[:])
    return parts, crowd.answered
