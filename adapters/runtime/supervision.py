"""Keeps the platforms at work, each by itself, so that what ails any is no trouble of another's.

=====================================  ==========================================================
A platform                             what follows
=====================================  ==========================================================
refuses the bot                        is asked again after a pause that grows to ten minutes; the
                                       log and the health say how to mend it
breaks off in any other way            begins again, after a pause that grows
hears nothing for ten minutes          is begun again with new connections, ever more rarely
=====================================  ==========================================================

None of it ends the program, however long it lasts and whichever platforms it concerns: a new
process would be refused as well, and whoever starts it again and again uses up what Discord allows.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Protocol

from adapters.runtime import backoff
from bot.service.delivery.channel import Channel
from bot.service.monitoring import SendingHealth, Trouble
from bot.service.tasks import end
from bot.values import value

FAREWELL = 1.0
"""Seconds that the platforms have to fall silent at the end, of the 2 s for a whole stop."""

_log = logging.getLogger(__name__)


class Adapter(Protocol):
    """What the adapter of a platform is to whoever runs it."""

    @property
    def channel(self) -> Channel:
        """Its way out."""

    async def run(self) -> None:
        """Bring in what learners do, until cancelled; may be called again after an error."""

    async def close(self) -> None:
        """Let go of connections."""


@value
class Platform:
    """A platform that is configured.

    ``refused`` is what its adapter raises when it is not let in, with how to mend it. ``ailment``
    says in a few words what is wrong with its connection just now; ``None`` if all is well.
    ``deaf`` says whether that is so bad that nothing comes in. ``link`` says how the links begin
    that lead to its bot, as far as that is known. ``by_lead`` says that of several processes only
    the leading process may hear from it. ``pausing`` says whether it keeps a short pause by itself,
    for which it was asked: what it is to send waits for that.
    """

    name: str
    adapter: Adapter
    refused: type[Exception]
    ailment: Callable[[], str | None]
    deaf: Callable[[], bool]
    link: Callable[[], str] = str
    about: Callable[[], str] = str
    by_lead: bool = False
    pausing: Callable[[], bool] = bool


@value
class Bounds:
    """Times in seconds."""

    first_pause: float = 1.0
    longest_pause: float = 60.0
    steady: float = 60.0
    """A run that lasted so long was good."""
    renewed: float = 600.0
    """A run that hears nothing for so long is begun anew; the second time after twice as long."""
    refused_pause: float = 30.0
    """The first pause after a refusal; each is twice as long as the last."""
    longest_refused: float = 600.0
    look: float = 5.0
    """Between two looks at how the platforms are."""


class Supervisor:
    """Runs the platforms until it is cancelled.

    ``hold`` is told whether what comes by itself is to be held back on a platform, by its key.
    ``leading`` waits until this process leads; none, where there can't be several. ``sending``
    tells, by a platform's key, how it fares with what it is given to send.
    """

    def __init__(
        self,
        platforms: Sequence[Platform],
        hold: Callable[[str, bool], None] = lambda platform, held: None,
        bounds: Bounds | None = None,
        leading: Callable[[], Awaitable[None]] | None = None,
        *,
        sending: Mapping[str, SendingHealth] = MappingProxyType({}),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._bounds = bounds or Bounds()
        self._kept = tuple(
            _Kept(
                platform,
                self._bounds,
                leading,
                sending.get(platform.adapter.channel.platform),
                clock,
                sleep,
            )
            for platform in platforms
        )
        self._hold = hold
        self._sleep = sleep

    def describe(self) -> tuple[str, ...]:
        """The same, each with how it is connected, if there is anything to tell."""
        return tuple(item.describe() for item in self._kept)

    def ailments(self) -> tuple[str, ...]:
        """Which platforms are not well, since when, and why."""
        return tuple(said for item in self._kept if (said := item.ailment()))

    async def run(self) -> None:
        """Run all platforms until cancelled; then let them fall silent and leave them."""
        keeping = {asyncio.create_task(item.keep(), name=item.name): item for item in self._kept}
        watching = asyncio.create_task(self._watch(), name="watch")
        try:
            await asyncio.gather(*keeping, watching)
        finally:
            leaving = [asyncio.create_task(item.leave(task)) for task, item in keeping.items()]
            _, late = await asyncio.wait(leaving, timeout=FAREWELL)
            await end([watching, *late])

    async def _watch(self) -> None:
        while True:
            await self._sleep(self._bounds.look)
            for kept in self._kept:
                self._hold(kept.key, not kept.look())


class _Kept:
    def __init__(
        self,
        platform: Platform,
        bounds: Bounds,
        leading: Callable[[], Awaitable[None]] | None,
        sending: SendingHealth | None,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self.name = platform.name
        self.key = platform.adapter.channel.platform
        self.refused = ""
        """Why it does not let the bot in; empty once it does."""
        self._platform = platform
        self._bounds = bounds
        self._sending = sending
        self._unsent = Trouble(monotonic=clock)
        self._clock = clock
        self._sleep = sleep
        self._stands_by = leading if platform.by_lead else None
        """What it waits for before it may be heard; nothing, if it may."""
        self._run: asyncio.Task[None] | None = None
        self._begun = 0.0
        self._breaks = 0
        self._broken = ""
        self._refusals = 0
        self._renewals = 0
        self._renewing = False
        self._deaf_since: float | None = None
        self._ailing_since: datetime | None = None

    def ailment(self) -> str | None:
        """What is wrong with it, and since when; ``None`` if all is well."""
        if self._stands_by:
            return None
        what = self.refused or self._broken or self._platform.ailment() or self._unsendable()
        if not what:
            self._ailing_since = None
            return None
        self._ailing_since = self._ailing_since or datetime.now(UTC)
        return f"{self.name}, since {self._ailing_since:%Y-%m-%d %H:%M:%S} UTC: {what}"

    def _unsendable(self) -> str | None:
        """What keeps messages from going out, if that is no pause that it was asked for."""
        if self._sending is None or self._platform.pausing():
            return None
        return self._sending.ailment()

    def describe(self) -> str:
        """What it is called, with how it is connected and what it has asked for."""
        about = "" if self._stands_by else self._platform.about()
        pause = self._sending.pause if self._sending else ""
        about = "; ".join(filter(None, (about, pause)))
        return f"{self.name} ({about})" if about else self.name

    async def keep(self) -> None:
        if self._stands_by:
            await self._stands_by()
            self._stands_by = None
        while True:
            self._begun, self._broken, self._renewing = self._clock(), "", False
            self._run = asyncio.create_task(self._platform.adapter.run(), name=self.name)
            try:
                await asyncio.wait([self._run])
            finally:
                await end([self._run])
            if not self._renewing:
                await self._after(self._run)

    async def leave(self, keeping: asyncio.Task[None]) -> None:
        """Let it bring nothing more, then let go of it."""
        await end([keeping])
        try:
            await self._platform.adapter.close()
        except Exception:
            _log.exception("%s could not be left in good order", self.name)

    def look(self) -> bool:
        """Whether it can be heard; begins it anew if it could not for long."""
        now = self._clock()
        self.ailment()  # which notes when a run began
        if unsendable := self._unsendable():
            self._unsent.failed(self.name, unsendable)
        else:
            self._unsent.passed()
        if self._stands_by:
            return True
        if self._runs and not self._platform.deaf():
            if self.refused and self._platform.ailment() is None:
                _log.warning("%s lets the bot in again", self.name)
                self.refused, self._refusals = "", 0
            # A run that breaks off again and again is not well because it was, for a moment.
            if not self._breaks or now - self._begun >= self._bounds.steady:
                self._deaf_since, self._renewals = None, 0
            return not self.refused
        if self._deaf_since is None:
            self._deaf_since = now
        if now - max(self._begun, self._deaf_since) >= self._bounds.renewed * 2**self._renewals:
            self._renew()
        return False

    @property
    def _runs(self) -> bool:
        return self._run is not None and not self._run.done()

    def _renew(self) -> None:
        if self._run is None or self._run.done() or self._renewing:
            return
        _log.warning("%s has brought nothing for long, and is begun anew", self.name)
        self._renewals += 1
        self._renewing = True
        self._run.cancel()

    async def _after(self, run: asyncio.Task[None]) -> None:
        """Deal with a run that has ended by itself."""
        error = None if run.cancelled() else run.exception()
        if isinstance(error, self._platform.refused):
            await self._after_a_refusal(str(error))
            return
        if self._clock() - self._begun >= self._bounds.steady:
            self._breaks = 0
        self._breaks += 1
        self._broken = f"it broke off ({type(error).__name__})" if error else "it ended by itself"
        pause = backoff.pause(self._breaks, self._bounds.first_pause, self._bounds.longest_pause)
        if backoff.is_told(self._breaks):
            _log.error(
                "%s: %s and begins again in %.1f s", self.name, self._broken, pause, exc_info=error
            )
        await self._sleep(pause)

    async def _after_a_refusal(self, why: str) -> None:
        self.refused = why
        self._refusals += 1
        bounds = self._bounds
        pause = backoff.pause(self._refusals, bounds.refused_pause, bounds.longest_refused)
        if backoff.is_told(self._refusals):
            _log.error(
                "%s refuses the bot: %s. Trying again in %.0f s", self.name, why.rstrip("."), pause
            )
        await self._sleep(pause)
