"""What Discord refuses: what that means for a message, and how often it may be.

``verdict`` says of an answer if its message comes later, never, or is a fault of ours.

``Refusals`` counts, so that Discord never shuts us out. It bans an address for some time that has
made 10,000 *invalid requests* within ten minutes, those that it answers with 401, 403 or 429,
unless it says that a 429 is for a limit that others share. Below that there are two bounds: from
``MANY_REFUSALS`` on no announcements go out, and from ``MAX_REFUSALS`` on nothing at all, until
fewer came in ten minutes. Every request of discord.py is seen as it leaves and as it is answered,
by aiohttp's tracing; so those that discord.py repeats by itself count as well.

A success that is no JSON does not come from Discord, but from what stands before it, such as the
page of a network that wants a log-in. It counts as no answer, so that what was sent is sent again.
"""

import asyncio
import contextlib
import logging
import math
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
import discord

from bot.service.delivery.channel import Gone, Later

_log = logging.getLogger(__name__)


AWAY = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What a request fails with that Discord refuses, or that does not reach it."""

CLOSED = (50007, 50278)
"""The learner takes no direct messages from us (Discord's "JSON error codes")."""

NO_ACCESS = 50001
"""We may not write there; it often passes."""

ARCHIVED = 50083
"""The thread is archived; what is sent there opens it again, unless it is locked."""

NOT_PERMITTED = 50013
"""We lack a permission, such as that to attach files."""

TOO_MANY = 40094
"""An app that only a user installed may follow up five times."""

TOO_LARGE = 413
"""HTTP's status for a file that is too large."""

SHUT = (401, 403, 404)
"""A road that is shut: a token that is over (10015, 50027), a message or channel that is gone."""

TROUBLED = 5.0
"""Seconds to wait after trouble of Discord's, or on the way there."""

REFUSED = 60.0
"""Seconds to wait after a refusal that says no time, and at least after others."""

LONGEST_PAUSE = 3600.0
"""Seconds that a pause lasts at most, whatever is asked for."""


def verdict(error: discord.HTTPException, *, asked_for: bool) -> Exception:
    """What to raise for it; ``asked_for`` says that the learner has just done something."""
    if error.code in CLOSED:
        return Later(None) if asked_for else Gone("it takes no direct messages")
    if error.status >= 500:
        return Later(TROUBLED, why=f"status {error.status}")
    if error.status == 429:
        return Later(_pause(error.response.headers), asked=True)
    if error.status == 401:
        return Later(REFUSED, why="it refuses the token")
    if error.status in SHUT or error.code == ARCHIVED:
        return Gone(f"Discord says {error.status} (code {error.code})")
    return error


def _pause(headers: Mapping[str, str]) -> float:
    """For how long to leave it alone, as Discord or what stands before it says with a 429."""
    with contextlib.suppress(ValueError):
        asked = float(headers.get("Retry-After", ""))
        if math.isfinite(asked):
            return min(max(asked, REFUSED), LONGEST_PAUSE)
    return REFUSED


KEPT = 30.0
"""Seconds up to which discord.py keeps a pause by itself; longer ones are told to the sender."""

WINDOW = 600.0
"""Seconds within which Discord counts."""

MANY_REFUSALS = 1_000
"""Refusals within that time from which on announcements wait."""

MAX_REFUSALS = 5_000
"""Refusals within that time from which on nothing is sent."""


class TooManyRefusals(aiohttp.ClientError):
    """A request that is not made, so that Discord does not ban us for those before it."""


class CalledOffError(Exception):
    """A request was called off before its bytes left."""


class NotDiscord(aiohttp.ClientError):
    """An answer that can't be Discord's."""


class Refusals:
    """What was refused within the last ten minutes."""

    def __init__(
        self,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._at: deque[float] = deque(maxlen=MAX_REFUSALS)
        self._told = 0
        self._paused_until = 0.0

    @property
    def pausing(self) -> bool:
        """Whether Discord has just asked for a pause that discord.py keeps by itself."""
        return self._clock() < self._paused_until

    def paused(self, asked: str) -> None:
        """Note a pause of so many seconds, as a header has it."""
        with contextlib.suppress(ValueError):
            seconds = float(asked)
            if seconds <= KEPT:  # and not a number that is none
                self._paused_until = max(self._paused_until, self._clock() + seconds)

    def count(self) -> int:
        """How many there were within the last ten minutes."""
        before = self._clock() - WINDOW
        while self._at and self._at[0] <= before:
            self._at.popleft()
        return len(self._at)

    @property
    def many(self) -> bool:
        """Whether there are so many that announcements have to wait."""
        return self.count() >= MANY_REFUSALS

    @property
    def most(self) -> bool:
        """Whether there are so many that nothing may be sent."""
        return self.count() >= MAX_REFUSALS

    async def calm(self) -> None:
        """Wait until there are not many."""
        while self.many:
            await self._sleep(max(self._at[-MANY_REFUSALS] + WINDOW - self._clock(), 1.0))

    def note(self, status: int, scope: str = "") -> None:
        """Count an answer with this status; ``scope`` says whose limit a 429 is for."""
        if status not in (401, 403, 429) or (status == 429 and scope == "shared"):
            return
        self._at.append(self._clock())
        bound = MAX_REFUSALS if self.most else MANY_REFUSALS if self.many else 0
        if bound > self._told:
            _log.error(
                "Discord refused %d requests within ten minutes (401, 403 or 429), and bans who "
                "makes 10,000; %s until there are fewer",
                bound,
                "nothing is sent" if bound == MAX_REFUSALS else "announcements wait",
            )
        self._told = bound

    def ailment(self) -> str | None:
        """What is wrong because of them, in a few words; ``None`` if nothing is."""
        if self.most:
            return "nothing is sent, for Discord refused too much"
        return "announcements wait, for Discord refuses much" if self.many else None

    def trace(self) -> aiohttp.TraceConfig:
        """What counts the requests of a session, and stops them."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._before)
        trace.on_request_end.append(self._after)
        return trace

    async def _before(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        if self.most:
            raise TooManyRefusals("Discord refused too much lately")

    async def _after(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        answer = params.response
        self.note(answer.status, answer.headers.get("X-RateLimit-Scope", ""))
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            self.paused(answer.headers.get("Retry-After", ""))
        if answer.status in (200, 201) and answer.content_type != "application/json":
            raise NotDiscord("a success without JSON")
