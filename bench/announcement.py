"""An announcement to 3,000 chats at Telegram's own pace, while learners answer.

The server is the strict one of the tests, at real speed: it refuses the 31st message of any second.
One chat in twenty has blocked the bot, and one message in a hundred meets a fault of the server's
own. Everything else is real: python-telegram-bot, the adapter, the desk, the database at
synchronous=FULL. The same learners answer at the same rhythm before the announcement and during it.
"""

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.telegram.adapter import Options, TelegramAdapter
from adapters.telegram.pacing import Pace
from bench.learners import CONTENT, goal, percentile
from bot.conversation.commands import COMMANDS
from bot.conversation.inputs import LearnerId
from bot.service.tasks import end
from bot.service.tutor import Tutor
from bot.storage.sqlite import SqliteStore
from tests.rigs.makers import open_door
from tests.rigs.telegram_server import Person, Refused, Sent, TelegramServer
from tests.rigs.telegram_server.flood import Flood

CHATS = 3_000
BLOCKED = 0.05
FAULTS = 0.01
LEARNERS = 12
"""Who answer meanwhile."""

THINKING = (3.0, 5.0)
"""Seconds from a reply to the next answer: at least, and at most."""

ALONE = 60.0
"""Seconds in which they answer without an announcement."""

SPEED = 1.0
"""How fast Telegram's clock goes."""

ALLOWED = 30
TEXT = "A lesson on attention is there."
PACED = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageReplyMarkup")


class Unreliable(TelegramServer):
    """A server some of whose answers are faults of its own."""

    faults = 0.0
    chance = random.Random(7)

    def _fail(self, method: str, request: Any) -> bool:
        if method == "sendMessage" and self.chance.random() < self.faults:
            raise Refused(500, "Internal Server Error")
        return super()._fail(method, request)


@dataclass
class Crowd:
    """Learners who answer what they are asked, and how long each reply took."""

    server: TelegramServer
    people: list[Person]
    took: list[float] = field(default_factory=list)
    silent: int = 0

    async def answer(self, person: Person) -> None:
        """Press the first button of the newest question, over and over."""
        while True:
            await asyncio.sleep(random.uniform(*THINKING))
            asked, data = _asked(person)
            heard, began = len(person.messages), time.perf_counter()
            if asked:
                person.presses_data(asked, data)
            else:
                person.types("/learn")
            try:
                await self.server.until(lambda: _replied(person, heard, data), 30.0)  # noqa: B023 - awaited here
            except TimeoutError:
                self.silent += 1
            else:
                self.took.append(time.perf_counter() - began)

    async def meanwhile(self, work: Awaitable[object]) -> list[float]:
        """How long replies took while this was done."""
        self.took = []
        tasks = [asyncio.create_task(self.answer(person)) for person in self.people]
        await work
        await end(tasks)
        return self.took


def _asked(person: Person) -> tuple[Sent | None, str]:
    """The newest question, and what its first button sends."""
    newest = next((one for one in reversed(person.messages) if one.rows), None)
    return newest, newest.rows[0][0].get("callback_data", "") if newest else ""


def _replied(person: Person, heard: int, pressed: str) -> bool:
    """Whether there is a new message, or a question that was edited into the last one."""
    if any(TEXT not in message.text for message in person.messages[heard:]):
        return True
    return _asked(person)[1] not in ("", pressed)


def main() -> None:
    """Measure, and print figures beside their goals."""
    asyncio.run(_announce())


async def _announce() -> None:
    async with Unreliable(speed=SPEED) as server:
        people = [server.person(f"P{n}") for n in range(CHATS + 1)]
        admin, *crowd = people
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bench.db"
            owner = LearnerId(f"telegram:{admin.id}")
            async with Tutor(SqliteStore(path), CONTENT.parent, owners=[owner]) as tutor:
                await _gather_all(server, tutor, people)
                await tutor.recover()
                async with _serving(server, tutor, Pace().faster(SPEED)):
                    await _measure(server, admin, crowd, lambda: tutor.broadcaster.idle())
                fates = _fates(path)
    _judge_fates(crowd, fates)


async def _measure(
    server: Unreliable,
    admin: Person,
    crowd: list[Person],
    gone_out: Callable[[], Awaitable[object]],
) -> None:
    learners = Crowd(server, crowd[:LEARNERS])
    for person in crowd[LEARNERS :: int(1 / BLOCKED)]:
        person.blocks()
    server.faults = FAULTS
    alone = await learners.meanwhile(asyncio.sleep(ALONE))
    print(f"  replies without an announcement  {_line(alone)}", flush=True)
    await _write(server, admin)
    began = len(server.calls)

    async def send() -> None:
        admin.presses("Send it")
        progress = asyncio.create_task(_progress(crowd))
        await server.until(lambda: any("going out to" in one for one in admin.said), 60)
        await gone_out()
        progress.cancel()

    beside = await learners.meanwhile(send())
    print(f"  replies during it                {_line(beside)}", flush=True)
    print(f"  replies that never came: {learners.silent}")
    if alone and beside:
        delay = (percentile(beside, 0.95) - percentile(alone, 0.95)) * 1e3
        print(f"  a reply's delay at p95: {delay:.0f} ms (goal ≤ 100 ms: {_met(delay <= 100)})")
    _judge_pace(server, began)


def _judge_pace(server: TelegramServer, began: int) -> None:
    calls = [call for call in server.calls[began:] if call.method in PACED]
    many = [call.at for call in calls if TEXT in str(call.parameters.get("text"))]
    during = [call for call in calls if many[0] <= call.at <= many[-1]]
    refused = [call.refused.code for call in during if call.refused]
    seconds = many[-1] - many[0]
    print(
        f"  {seconds:.1f} s: {len(many):,} requests for the announcement, "
        f"{len(during) - len(many):,} for replies; 403: {refused.count(403)}, "
        f"500: {refused.count(500)}, 429: {refused.count(429)} (goal 0)"
    )
    times = [call.at for call in during]
    busy = max(
        sum(1 for other in times[n : n + 60] if other < at + 1) for n, at in enumerate(times)
    )
    print(f"  in the busiest second: {busy} requests (goal ≤ {ALLOWED}: {_met(busy <= ALLOWED)})")
    rate = len(during) / seconds
    goal(f"{rate:.2f} requests/s beside the {ALLOWED} allowed", rate / ALLOWED, 0.95, at_most=False)


def _judge_fates(crowd: list[Person], fates: dict[str, str]) -> None:
    """Whether everybody had it once, or else is known not to have had it."""
    wrong = 0
    for person in crowd:
        times = sum(TEXT in said for said in person.said)
        fate = fates.pop(f"telegram:{person.id}", "unknown")
        wrong += (fate, times) not in (("sent", 1), ("failed", 0)) and not (
            fate == "blocked" and times == 0 and person.chat.closed
        )
    print(f"  recipients lost, or told twice: {wrong + len(fates)} of {len(crowd):,} (goal 0)")


async def _gather_all(server: TelegramServer, tutor: Tutor, people: list[Person]) -> None:
    """Let everybody begin, without any pace."""
    flood, server.flood = server.flood, None
    async with _serving(server, tutor, Pace().faster(1e6)):
        for person in people:
            person.types("/start")
        # Seldom, as looking at everybody takes a while.
        while not all(person.messages for person in people):  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.5)
        await tutor.delivery.idle()
        await tutor.desk.drain()
    server.flood = flood or Flood(SPEED)
    print(f"  {len(people):,} chats are there", flush=True)


async def _write(server: TelegramServer, admin: Person) -> None:
    """Write it, as far as the question whether it shall go out."""
    admin.types("/admin announce")
    await _press(server, admin, "Write one")
    await server.until(lambda: "What would you like to say" in admin.said[-1], 10)
    admin.types(TEXT)
    await _press(server, admin, "Everyone who wants news")
    await server.until(lambda: "Send it" in admin.messages[-1].labels, 10)


async def _press(server: TelegramServer, person: Person, beginning: str) -> None:
    """Press the button whose label begins like this, as soon as it is there."""

    def labels() -> list[str]:
        return [one for one in person.messages[-1].labels if one.startswith(beginning)]

    await server.until(labels, 10)
    person.presses(labels()[0])


async def _progress(crowd: list[Person]) -> None:
    while True:
        await asyncio.sleep(20)
        there = sum(any(TEXT in said for said in person.said) for person in crowd)
        print(f"    {there:,} have it", flush=True)


@asynccontextmanager
async def _serving(server: TelegramServer, tutor: Tutor, pace: Pace) -> AsyncIterator[None]:
    """The adapter at work at this pace."""
    adapter = TelegramAdapter(
        server.token, open_door(tutor.desk.submit), COMMANDS, Options(api_url=server.url, pace=pace)
    )
    tutor.add_channel(adapter.channel)
    task = asyncio.create_task(adapter.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await adapter.close()


def _fates(path: Path) -> dict[str, str]:
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return dict(db.execute("SELECT learner, state FROM recipient"))
    finally:
        db.close()


def _line(took: list[float]) -> str:
    if not took:
        return "none came"
    p50, p95 = percentile(took, 0.5) * 1e3, percentile(took, 0.95) * 1e3
    return f"{len(took):4} of them   p50 {p50:6.1f} ms   p95 {p95:6.1f} ms"


def _met(met: bool) -> str:
    return "met" if met else "NOT MET"
