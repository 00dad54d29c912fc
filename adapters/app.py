"""The composition root: builds the tutor, and runs it on the platforms that are configured.

The order matters at both ends. At the start the store is opened, what has changed in the lessons
is published, what an earlier process left unsent is taken up, and only then do the platforms
bring anything new. At the end the platforms fall silent first, then what is under way is
finished, what was sent is noted, and the store is closed.
"""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from adapters.health import HealthError, Report, answering
from adapters.platforms import Served, check, configured
from bot.lessons.faults import LessonError
from bot.service.channel import Channel
from bot.service.delivery import Delivery
from bot.service.desk import Desk
from bot.service.publishing import publish
from bot.service.shelf import Shelf
from bot.settings import Settings
from bot.storage.store import Edition, Parcel, Store, StoreError

COURIER = "main"

KEPT = timedelta(days=7)
"""How long input ids and delivered parcels are kept. Telegram gives an update again for a day at
most, Discord for less, so nothing that still comes can be unknown by then."""

DAY = timedelta(days=1)

FAREWELL = 1.0
"""Seconds that the platforms have to fall silent at the end; then they are left. Together with
``LAST_WORDS`` it keeps a stop within the 2 s that are promised."""

LAST_WORDS = 0.5
"""Seconds for what is being sent at the end; what is unsent then goes out at the next start."""

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The time now, aware and in UTC."""
    return datetime.now(UTC)


class RefusedError(Exception):
    """A platform does not let the bot in for good; with how to mend it."""


EXPECTED = (StoreError, LessonError, RefusedError)
"""What may end a conversation or the service, and whose words say how to mend it."""


class Tutor:
    """The tutor without a platform: store, shelf, desk and delivery, as a context manager.

    ``content`` is a folder of courses, of which what has changed is published; or an edition,
    published as it is; or nothing, to teach what the store holds already.
    """

    def __init__(
        self,
        store: Store,
        content: Path | Edition | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
        courier: str = COURIER,
    ) -> None:
        self.store = store
        self.shelf = Shelf(store)
        self.last_commit: datetime | None = None
        self._content = content
        self._clock = clock
        self._channels: dict[str, Channel] = {}
        self.desk = Desk(store, self.shelf, courier=courier, deliver=self._committed)
        self.delivery = Delivery(
            store, self._channels, self.desk.mark, courier=courier, clock=clock
        )
        self._running: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        try:
            await self.store.open()
            await self._publish()
            await self.shelf.refresh()
        except BaseException:
            await self.store.close()
            raise
        self._running = [
            asyncio.create_task(self.desk.run(), name="desk"),
            asyncio.create_task(self.delivery.run(), name="delivery"),
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish what is under way, note what was sent, and close the store, whatever fails."""
        desk, delivery = self._running
        try:
            await _end([desk])
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS):
                    await self.delivery.idle()
            await _end([delivery])
            await self.desk.close()
        finally:
            await self.store.close()

    def add_channel(self, channel: Channel) -> None:
        """Deliver to this platform from now on."""
        self._channels[channel.platform] = channel

    async def recover(self) -> None:
        """Deliver what an earlier process left undone, to the channels that there are now.

        To be called once, before anything is submitted.
        """
        await self.delivery.recover()

    async def prune(self) -> None:
        """Forget input ids and delivered parcels that nothing can ask for any more."""
        await self.store.prune(self._clock() - KEPT)

    async def keep_up(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this work for as long as desk and delivery live; raises what ended it or them."""
        task = asyncio.create_task(work)
        try:
            await asyncio.wait([task, *self._running], return_when=asyncio.FIRST_COMPLETED)
            for one in (*self._running, task):
                if one.done():
                    await one
        finally:
            await _end([task])

    @property
    def alive(self) -> bool:
        """Whether desk and delivery are at work."""
        return bool(self._running) and not any(task.done() for task in self._running)

    async def _publish(self) -> None:
        if isinstance(self._content, Edition):
            await self.store.publish(self._content, self._clock())
        elif self._content is not None:
            await publish(self.store, self._content, self._clock())

    def _committed(self, parcels: list[Parcel]) -> None:
        self.last_commit = self._clock()
        self.delivery.deliver(parcels)


async def converse(settings: Settings, store: Store, lesson: str, name: str) -> None:
    """A conversation in this terminal, or with the script at the other end of standard input."""
    from adapters.terminal import Chat, Screen, Suggestions, prompted, scripted

    plain = not (sys.stdin.isatty() and sys.stdout.isatty())
    async with Tutor(store, settings.content) as tutor:
        chat = Chat(tutor.desk, tutor.delivery, Screen(sys.stdout, plain=plain), name)
        tutor.add_channel(chat.channel)
        await tutor.recover()
        lines = (
            scripted(sys.stdin.fileno())
            if plain
            else prompted(Suggestions(chat.channel, lambda: tutor.shelf.library))
        )
        await tutor.keep_up(chat.run(lines, lesson))


async def serve(settings: Settings, store: Store) -> None:
    """Run the tutor on all configured platforms until SIGTERM or SIGINT.

    Raises what ends a platform or the tutor for good, or ``NothingToServeError``.
    """
    check(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with contextlib.AsyncExitStack() as stack:
        tutor = await stack.enter_async_context(Tutor(store, settings.content))
        served = configured(settings, tutor.desk, tutor.shelf)
        for one in served:
            tutor.add_channel(one.adapter.channel)
        try:
            await stack.enter_async_context(
                answering(settings.socket, lambda: report(tutor, served))
            )
        except HealthError as error:
            _log.warning("`foretell health` can't be answered: %s", error)
        await tutor.recover()
        await tutor.keep_up(_serve(tutor, served, stop))


def report(tutor: Tutor, served: Sequence[Served]) -> Report:
    """How the tutor and its platforms are doing."""
    found = [(one.name, one.ailment()) for one in served]
    ailments = [] if tutor.alive else ["the desk stands still"]
    ailments += [f"{name}: {ailment}" for name, ailment in found if ailment]
    if ailments:
        return Report(False, f"Not well: {'; '.join(ailments)}.")
    last = tutor.last_commit
    turns = f"the last turn was at {last:%Y-%m-%d %H:%M:%S} UTC" if last else "no turn yet"
    return Report(True, f"All is well on {' and '.join(one.name for one in served)}; {turns}.")


async def _serve(tutor: Tutor, served: Sequence[Served], stop: asyncio.Event) -> None:
    tasks = [
        *(asyncio.create_task(_run(one), name=one.name) for one in served),
        asyncio.create_task(_prune_daily(tutor), name="prune"),
        asyncio.create_task(stop.wait(), name="stop"),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        if not stop.is_set():
            raise RefusedError("a platform ended by itself; the log above may say why")
        _log.info("stopping")
    finally:
        closing = [asyncio.create_task(one.adapter.close()) for one in served]
        _, late = await asyncio.wait(closing, timeout=FAREWELL)
        await _end([*tasks, *late])


async def _run(one: Served) -> None:
    try:
        await one.adapter.run()
    except one.refused as error:
        raise RefusedError(str(error)) from None


async def _prune_daily(tutor: Tutor) -> None:
    while True:
        try:
            await tutor.prune()
        except StoreError as error:
            _log.warning("what is old could not be forgotten today: %s", error)
        await asyncio.sleep(DAY.total_seconds())


async def _end(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Cancel these and wait until they are over; what they end with is not asked any more."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
