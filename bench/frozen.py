"""What a process does that is frozen while it leads, with 40,000 messages before it.

Three processes of the program share one PostgreSQL, which takes 0.2 s for each claim, and the
tests' Telegram server takes what they send as fast as it comes. The one that leads is frozen
(SIGSTOP) for twice the term of its lease and woken again.
"""

import asyncio
import tempfile
import time
from pathlib import Path

from bench.learners import CONTENT
from tests.rigs.backlog import freeze_leader
from tests.rigs.fleet import Fleet
from tests.rigs.telegram_server import TelegramServer

WAITING = 40_000
PROCESSES = 3


def main() -> int:
    """Freeze it, and print figures; returns 1 if it sent what another one sends, 0 otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_freeze(Path(folder)))


async def _freeze(folder: Path) -> int:
    async with TelegramServer(flood=False) as telegram:
        fleet = Fleet(telegram, folder, CONTENT.parent, PROCESSES)
        try:
            began = time.monotonic()
            outcome = await freeze_leader(fleet, telegram, WAITING)
        finally:
            await fleet.clear()
    rate = WAITING / (time.monotonic() - began)
    print(f"  {WAITING:,} messages sent, {rate:.0f}/s; another led after {outcome.took_over:.1f} s")
    print(
        f"  at the freeze {len(outcome.under_way)} had arrived and were not marked; sent twice:"
        f" {len(outcome.twice)}, at most {max(outcome.sent.values())} times"
    )
    print(f"  sent by the old leader when it woke: {len(outcome.late)}")
    return int(len(outcome.late) > 1 or not outcome.twice <= outcome.under_way | outcome.late)
