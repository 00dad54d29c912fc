"""Tutors that share one PostgreSQL database, each as if it were a process of its own.

They run on one loop, so a test sees all of them; what a process is besides, its end by a signal and
its own clock, has tests with real processes.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from bot.conversation.facts.learner import Fact
from bot.conversation.inputs import Address, Alarm, Envelope, LearnerId, Text
from bot.conversation.interpretation import Meant
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Known, Needs
from bot.conversation.outputs import Say
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.service.tasks import end
from bot.service.tutor import Tutor
from bot.storage.codec import utc_now
from bot.storage.postgres import PostgresStore
from tests.rigs.engines import BareEngine
from tests.rigs.makers import ANA, BEN, FakeChannel, home

Facts = Callable[[Envelope], Sequence[Fact]]


@dataclass
class Counting(BareEngine):
    """Says how many inputs of a learner it has seen, and their text; some texts leave facts.

    Of an alarm it says that it rang, and of a text that is in ``admin`` how many roles are held.
    """

    leaves: dict[str, Facts] = field(default_factory=dict)
    admin: frozenset[str] = frozenset()

    def needs(self, meant: Meant) -> Needs:
        needed = _words(meant.envelope) in self.admin
        return Needs((AdminNeeds(grants=True),) if needed else ())

    def advance(self, meant: Meant, known: Known) -> Turn:
        words = _words(meant.envelope)
        count = (meant.session.asked if meant.session else 0) + 1
        grants = f" of {len(known[AdminNeeds].grants)}" if AdminNeeds in known else ""
        facts = tuple(self.leaves[words](meant.envelope)) if words in self.leaves else ()
        said = words if isinstance(meant.envelope.input, Alarm) else f"{count} {words}{grants}"
        return Turn(Session("abcdefgh", asked=count), meant.learner, (Say(said),), facts)


def _words(envelope: Envelope) -> str:
    match envelope.input:
        case Alarm(kind):
            return f"rang {kind}"
        case Text(text):
            return text
        case other:
            raise ValueError(other)


class Process:
    """A tutor with its own store over a shared database, and a platform that keeps what arrives."""

    def __init__(self, url: str, engine: Counting | None = None) -> None:
        self.store = PostgresStore(url)
        self.tutor = Tutor(self.store, engine=engine or Counting(), owners=(ANA, BEN))
        self.channel = FakeChannel()
        self._leading: asyncio.Task[None] | None = None

    @property
    def leads(self) -> bool:
        """Whether it does, as far as it knows."""
        return self.tutor.leadership.leads

    async def start(self) -> None:
        """Begin, and lead as soon as nobody else does."""
        await self.tutor.__aenter__()
        self.tutor.add_channel(self.channel)
        self._leading = asyncio.create_task(self.tutor.recover())

    async def end(self) -> None:
        """End in good order."""
        await end([one for one in [self._leading] if one])
        await self.tutor.__aexit__(None, None, None)

    async def die(self) -> None:
        """End as by a SIGKILL: nothing is said to anybody, and its connections are cut."""
        pools = [self.store._pool, self.store._leases]
        self.store._pool = self.store._leases = None
        for pool in pools:
            assert pool is not None
            pool.terminate()
        work = [self._leading, *self.tutor._running]
        for one in work:
            if one is not None:
                one.cancel()
        with suppress(Exception):
            await asyncio.wait([one for one in work if one], timeout=1)
        await self.tutor.delivery.close()

    async def hears(self, learner: LearnerId, text: str, id: str) -> str:
        """Be brought an input; what was said, or nothing if it had counted before."""
        said = await self.tutor.desk.submit(
            Envelope(id, learner, home(learner), utc_now(), Text(text))
        )
        return "".join(one.text for one in said if isinstance(one, Say))

    def told(self, learner: LearnerId) -> list[str]:
        """What has arrived from here where this learner is alone."""
        return [text for where, text in self.channel.arrived if where == home(learner)]


@asynccontextmanager
async def processes(
    url: str, number: int = 2, engine: Callable[[], Counting] = Counting
) -> AsyncIterator[list[Process]]:
    """So many processes; the first one leads. Those that have not died end in good order."""
    made = [Process(url, engine()) for _ in range(number)]
    try:
        for one in made:
            await one.start()
            await until(lambda: made[0].leads)
        yield made
    finally:
        for one in reversed(made):
            if one.store._pool is not None:
                await one.end()


async def until(condition: Callable[[], object], seconds: float = 5.0) -> float:
    """Wait until this is true; how many seconds that took."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        # What is waited for comes by way of a database: there is no event.
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    return time.monotonic() - began


GROUP = Address("telegram", "-5", public=True)
