"""The door: who sends far more than a person can mean waits outside, before the database.

Each learner has a bucket of tokens: an input takes one, and one comes back each second, up to
``BURST``. Who taps as fast as they can through a whole lesson has some to spare. At an empty
bucket they are asked once to slow down; what they send then is dropped, without an answer, until a
part of the bucket is filled again. So a flood costs others nothing, and a learner at most the
presses that no one could have read the answers to.

A platform asks at the door before it does anything else for an input, above all before it asks its
own servers for anything: a request costs more than all else that an input is given before a turn.

Only those buckets are kept that are not full, and the latest ``BUCKETS`` of these.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.conversation.inputs import Envelope, Flood, LearnerId
from bot.conversation.outputs import Output
from bot.values import replace

BURST = 150
"""Inputs that may come at once: more than the longest way through a lesson has in all."""

RATE = 1.0
"""Inputs a second that are answered for as long as one likes: as many messages as Telegram lets a
bot send into a chat, so that no chat falls behind by more than a burst."""

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

    ``burst`` is how many of one learner may come at once; with ``math.inf`` nothing is dropped.
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
        """Take a token, if there is one; for what is answered but is no input, as a search.

        Where there is none nobody is asked to slow down: that is left to the next input.
        """
        bucket = self._filled(learner)
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

    def _filled(self, learner: LearnerId) -> _Bucket:
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
