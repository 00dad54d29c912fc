"""Turns a second on Telegram's own limits, where answers count towards them and where they don't.

The server is the strict one of the tests, at real speed. Whoever is asked presses at once, so that
each chat goes as fast as its own limit allows. All else is real: python-telegram-bot, the adapter,
the desk, the database at synchronous=FULL; both ends share this machine.
"""

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path

from adapters.telegram.adapter import Options, TelegramAdapter
from adapters.telegram.pacing import Pace
from bench.learners import CONTENT, goal
from bot.conversation.commands import COMMANDS
from bot.service.tasks import end
from bot.service.tutor import Tutor
from bot.storage.sqlite import SqliteStore
from tests.rigs.makers import open_door
from tests.rigs.telegram_server import Person, TelegramServer
from tests.rigs.telegram_server.flood import Flood

LEARNERS = 120
SECONDS = 30.0
SETTLING = 10.0
"""Seconds before anything is counted: the first messages, and what is refused at first."""


def main() -> None:
    """Measure, and print figures and ratios."""
    rates = {}
    for counts in (False, True):
        for free in (True, False):
            turns, refused, late = asyncio.run(_serve(counts_answers=counts, free=free))
            rates[counts, free] = turns / SECONDS
            world = "answers count" if counts else "answers don't count"
            way = "free" if free else "all at 29/s"
            print(
                f"  {world:20} {way:12} {turns / SECONDS:6.1f} turns/s"
                f"   429: {refused} ({late} after the first {SETTLING:.0f} s)",
                flush=True,
            )
    gain = rates[False, True] / rates[False, False]
    goal("turns/s where answers don't count, free beside all at 29/s", gain, 2, at_most=False)
    loss = rates[True, True] / rates[True, False]
    goal("turns/s where answers count, free beside all at 29/s", loss, 0.9, at_most=False)


async def _serve(*, counts_answers: bool, free: bool) -> tuple[int, int, int]:
    """Turns while it is counted, and 429s: all, and those after the beginning."""
    async with TelegramServer(speed=1.0) as server:
        server.flood = flood = Flood(1.0, counts_answers=counts_answers)
        people = [server.person(f"P{n}") for n in range(LEARNERS)]
        with tempfile.TemporaryDirectory() as folder:
            async with Tutor(SqliteStore(Path(folder) / "bench.db"), CONTENT.parent) as tutor:
                adapter = TelegramAdapter(
                    server.token,
                    open_door(tutor.desk.submit),
                    COMMANDS,
                    Options(api_url=server.url, pace=Pace(), free_answers=free),
                )
                tutor.add_channel(adapter.channel)
                await tutor.recover()
                run = asyncio.create_task(adapter.run())
                turns = [0]
                pressing = [asyncio.create_task(_press_on(server, one, turns)) for one in people]
                await asyncio.sleep(SETTLING)
                begun, before = turns[0], flood.waits
                await asyncio.sleep(SECONDS)
                done, refused = turns[0] - begun, flood.waits
                await end(pressing)
                run.cancel()
                with suppress(asyncio.CancelledError):
                    await run
                await adapter.close()
    return done, refused, refused - before


async def _press_on(server: TelegramServer, person: Person, turns: list[int]) -> None:
    """Press the first button of each message that has one, as soon as it is there."""
    person.types("/learn")
    pressed = ""
    while True:
        # Looked at now and then: looking after each request of all would take all the time.
        await asyncio.sleep(0.05)
        newest = next((one for one in reversed(person.messages) if one.rows), None)
        data = newest.rows[0][0].get("callback_data", "") if newest else ""
        if newest and data and data != pressed:
            pressed = data
            turns[0] += 1
            person.presses_data(newest, data)
