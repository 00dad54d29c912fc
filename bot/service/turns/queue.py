"""The queue at the desk: who waits there, who is next, and how many may come.

A learner's envelopes keep their order, and nobody waits for the rest of what another has sent at
once. Whoever comes when it is full waits to hand theirs in; far too many are sent away.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.conversation.inputs import Envelope, LearnerId
from bot.conversation.outputs import Output

BATCH = 256
"""The most envelopes in one transaction: beyond it, turns hardly get cheaper, only later."""

SHARE = 8
"""The most envelopes of one learner in one transaction, so that nobody waits for the rest of what
another has sent at once."""

ROOM = 1024
"""How many envelopes may be at the desk at once; whoever comes then waits to hand theirs in."""

CROWD = 16 * ROOM
"""How many may wait outside; beyond it they are sent away, so that a queue never grows for ever."""

STUCK = 20.0
"""Seconds of waiting after which the desk counts as ailing: usually these are milliseconds."""


class DeskClosed(Exception):  # noqa: N818 - it names what happened, not a fault
    """The desk takes nothing more; the source should not confirm this envelope."""


class DeskFull(Exception):  # noqa: N818 - it names what happened, not a fault
    """Far too many wait already; the source should not confirm this envelope."""


@dataclass(slots=True, eq=False)
class Waiting:
    """An envelope, and whoever waits for its answer."""

    envelope: Envelope
    answer: asyncio.Future[tuple[Output, ...]]
    came: float = field(default_factory=time.monotonic)

    def refuse(self, error: Exception) -> None:
        """Let whoever waits get this error, if they wait still."""
        if not self.answer.done():
            self.answer.set_exception(error)


class Queue:
    """Everyone who waits; ``come`` is called when somebody new does."""

    def __init__(self, come: Callable[[], None]) -> None:
        self._come = come
        self._waiting: deque[Waiting] = deque()
        self._under_way: Sequence[Waiting] = ()
        self._crowd = 0
        self._room = asyncio.Semaphore(ROOM)
        self._closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def depth(self) -> int:
        """How many envelopes wait for the next batch, or to be handed in."""
        return self._crowd - len(self._under_way)

    @property
    def ailment(self) -> str | None:
        """That somebody waits too long, in words for an operator; ``None`` if nobody does."""
        waiting = [item for item in (*self._under_way, *self._waiting) if not item.answer.done()]
        waited = time.monotonic() - min((item.came for item in waiting), default=time.monotonic())
        if waited <= STUCK:
            return None
        return f"{self._crowd} wait to be answered, the first for {waited:.0f} s"

    async def answer(self, envelope: Envelope) -> tuple[Output, ...]:
        """Wait in it until this envelope is answered.

        Raises ``DeskClosed`` or ``DeskFull``, or what the envelope was refused with.
        """
        if self._crowd >= CROWD:
            raise DeskFull(f"{CROWD} wait at the desk already")
        self._crowd += 1
        try:
            async with self._room:
                if self._closed:
                    raise DeskClosed("the desk is closed")
                waiting = Waiting(envelope, asyncio.get_running_loop().create_future())
                self._waiting.append(waiting)
                self._come()
                return await waiting.answer
        finally:
            self._crowd -= 1

    def next(self) -> list[Waiting]:
        """Who is next, under way from now on; whoever has given up is dropped, and comes again."""
        batch: list[Waiting] = []
        over: list[Waiting] = []
        share: Counter[LearnerId] = Counter()
        while self._waiting and len(batch) < BATCH:
            waiting = self._waiting.popleft()
            if waiting.answer.done():
                continue
            share[waiting.envelope.learner] += 1
            (over if share[waiting.envelope.learner] > SHARE else batch).append(waiting)
        self.put_back(over)
        self._under_way = batch
        return batch

    def put_back(self, waiting: Sequence[Waiting]) -> None:
        """Let these be first again, in their order."""
        self._waiting.extendleft(reversed(waiting))

    def done(self) -> None:
        """Note that those who were under way are so no more."""
        self._under_way = ()

    def refuse(self, error: Exception) -> None:
        """Let all who wait get this error."""
        for item in self._waiting:
            item.refuse(error)

    def close(self) -> None:
        """Take nobody more, and send away whoever still waits."""
        self._closed = True
        self.refuse(DeskClosed("the desk is closed"))
        self._waiting.clear()
