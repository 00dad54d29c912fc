"""Turns through python-telegram-bot with the network stubbed, from update to message.

All of it is real but the network (see ``network``), which answers at once.
"""

import asyncio
import time

from bench.learners import goal, percentile
from bench.network import Network, served


def main() -> None:
    """Measure, and print figures and a ratio."""
    rates = {}
    for learners, turns in ((1, 500), (16, 2_000), (128, 4_000)):
        took, seconds = asyncio.run(_serve(learners, turns // learners))
        rates[learners] = len(took) / seconds
        p50, p99 = percentile(took, 0.5) * 1e3, percentile(took, 0.99) * 1e3
        print(
            f"  {learners:3} at once   {rates[learners]:7,.0f} turns/s"
            f"   p50 {p50:7.2f} ms   p99 {p99:7.2f} ms"
        )
    # Telegram lets a bot send about 30 messages a second over all.
    goal("turns/s of 128 beside the 30 that Telegram allows", rates[128] / 30, 1, at_most=False)


async def _serve(learners: int, turns: int) -> tuple[list[float], float]:
    network = Network(learners, turns)
    async with served(network):
        began = time.perf_counter()
        await network.done.wait()
        seconds = time.perf_counter() - began
    return network.took, seconds
