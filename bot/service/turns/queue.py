"""The queue at the desk and its door: who waits, who is next, how many may come, and who may not.

A learner's envelopes keep their order, and nobody waits for the rest of what another has sent at
once. Whoever comes when it is full waits to hand theirs in; far too many are sent away.

Who sends far more than a person can mean waits at the door, before the database. Each learner has a
bucket of tokens: an input takes a token, and a token comes back each second, up to ``BURST``. At an
empty bucket they are asked once to slow down; what they send then is dropped, without an answer,
until a part of the bucket is filled again. A platform asks at the door before it does anything else
for an input. Only those buckets are kept that are not full, and the latest ``BUCKETS`` of these.
"""

import asyncio
import logging
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.conversation.inputs import Envelope, Flood, LearnerId
from bot.conversation.outputs import Output
from bot.values import replace

BATCH = 256
"""The most envelopes in a transaction: beyond it, turns hardly get cheaper, only later."""

SHARE = 8
"""The most envelopes of a learner in a transaction, so that nobody waits for the rest of what
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
        """Wait until this envelope is answered. Raises ``DeskClosed``, ``DeskFull`` or why not."""
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

    def finish(self) -> None:
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


BURST = 150
"""Inputs that may come at once: more than the longest way through a lesson has in all."""

RATE = 1.0
"""Inputs a second that are always answered: as many messages as Telegram lets a bot send into a
chat, so that no chat falls behind by more than a burst."""

AGAIN = 30
"""Tokens that must be there again before more is answered: half a minute."""

BUCKETS = 10_000
"""Learners whose buckets are kept at most, in about 2 MB."""

_log = logging.getLogger(__name__)

Submit = Callable[[Envelope], Awaitable[tuple[Output, ...]]]
"""Hands an input in; returns what is said to it."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    shut: bool = False
    dropped: int = 0


class Door:
    """Lets inputs in to ``submit``, or not.

    ``burst`` is how many of a learner may come at once; with ``math.inf`` nothing is dropped.
    ``monotonic`` tells the time that has passed.
    """

    def __init__(
        self,
        submit: Submit,
        *,
        burst: float = BURST,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._submit = submit
        self._burst = burst
        self._monotonic = monotonic
        self._buckets: OrderedDict[LearnerId, _Bucket] = OrderedDict()

    def enter(self, learner: LearnerId) -> Submit | None:
        """How to hand in this learner's next input; ``None`` if it is dropped."""
        if self.admits(learner):
            return self._submit
        bucket = self._buckets[learner]
        bucket.dropped += 1
        if bucket.shut:
            return None
        bucket.shut = True
        _log.warning("%s sends too much at once; what follows is dropped for a while", learner)
        return self.slow_down

    def admits(self, learner: LearnerId) -> bool:
        """Take a token, if there is any; for what is answered but is no input, as a search."""
        bucket = self._fill_bucket(learner)
        if bucket.tokens < (AGAIN if bucket.shut else 1):
            return False
        if bucket.shut:
            _log.info("%s is heard again; %d inputs were dropped", learner, bucket.dropped)
            bucket.shut, bucket.dropped = False, 0
        bucket.tokens -= 1
        return True

    async def slow_down(self, envelope: Envelope) -> tuple[Output, ...]:
        """Ask them to slow down, in place of what they did; what is said."""
        return await self._submit(replace(envelope, input=Flood()))

    def _fill_bucket(self, learner: LearnerId) -> _Bucket:
        """The learner's bucket as it is by now; others that have been filled meanwhile go."""
        now = self._monotonic()
        bucket = self._buckets.pop(learner, None) or _Bucket(self._burst, now)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.at) * RATE)
        bucket.at = now
        self._buckets[learner] = bucket
        # The first is whose last input is the longest ago, so what is full is found there.
        while len(self._buckets) > 1:
            first, oldest = next(iter(self._buckets.items()))
            full = oldest.tokens + (now - oldest.at) * RATE >= self._burst
            if not full and len(self._buckets) <= BUCKETS:
                break
            del self._buckets[first]
        return bucket
