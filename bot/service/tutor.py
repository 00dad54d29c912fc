"""The tutor without a platform: store, catalogue, desk, delivery and alarms, made to work together.

Whoever wants a tutor builds it here: the program for its platforms, the terminal for its only
learner, a test or a benchmark for itself. What admins have changed is brought into use as soon as
it is committed (``Edits``).

The order matters at both ends. At the start the store is opened, what has changed in the lessons
is published, and what an earlier process left unsent is taken up before anything new comes, alarms
among it. At the end what is under way is finished, what was sent is noted, and the store is closed.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.conversation import engine as conversation
from bot.conversation.facts.admin import (
    ANNOUNCING,
    CATALOGUE,
    AdminFact,
    JobSet,
    RoleGranted,
    RoleRevoked,
)
from bot.conversation.inputs import LearnerId
from bot.service.alarms import AlarmDispatcher, OpeningKeeper
from bot.service.cards import CardFinder
from bot.service.delivery.broadcast import Broadcaster
from bot.service.delivery.channel import Channel, ObservedChannel, WaysOut
from bot.service.delivery.delivery import Delivery
from bot.service.jobs import JobRunner, doers
from bot.service.leading import Leadership, following, picking_up, stirring
from bot.service.monitoring import LoopLag, Observer, SendingHealth
from bot.service.privacy.forgetting import Forgetting, Retention
from bot.service.publishing.from_files import publish
from bot.service.publishing.modes import ModeUpdater
from bot.service.tasks import Running, end
from bot.service.turns.batch import Engine
from bot.service.turns.desk import Desk
from bot.service.turns.loading import CatalogueCache
from bot.service.turns.queue import Door
from bot.storage.codec import utc_now
from bot.storage.records import LostError, Parcel, Release
from bot.storage.store import Store


class Edits:
    """Tells whomever it concerns what admins have changed."""

    def __init__(
        self, catalogue: CatalogueCache, jobs: JobRunner, broadcaster: Broadcaster
    ) -> None:
        self._catalogue = catalogue
        self._jobs = jobs
        self._broadcaster = broadcaster
        self._listeners: list[Callable[[LearnerId], None]] = []

    def on_roles(self, hear: Callable[[LearnerId], None]) -> None:
        self._listeners.append(hear)

    async def apply_facts(self, facts: Sequence[AdminFact]) -> None:
        """Bring into use what these facts say."""
        self._broadcaster.heed(facts)
        if any(isinstance(fact, CATALOGUE) for fact in facts):
            await self._catalogue.refresh()
        if any(isinstance(fact, JobSet) for fact in facts):
            self._jobs.wake()
        if any(isinstance(fact, ANNOUNCING) for fact in facts):
            self._broadcaster.wake()
        for fact in facts:
            if isinstance(fact, RoleGranted | RoleRevoked):
                self.role_changed(fact.person)

    def role_changed(self, person: LearnerId) -> None:
        """Tell whoever wants to hear of it that somebody holds other roles now."""
        for hear in self._listeners:
            hear(person)


LANES = 64
"""Chats with messages on their way at which no more alarms are handed in: about two seconds of
what Telegram takes, so that an answer never waits long behind reminders."""

LOOK = 10.0
"""Seconds between two looks whether the store's file is still there, when nothing is written."""

LAST_WORDS = 0.5
"""Seconds for what is being sent at the end; what is unsent then goes out at the next start."""


class Tutor:
    """The tutor without a platform: store, catalogue, desk, delivery and alarms, a context manager.

    ``content`` is a folder of courses, of which what has changed is published; or a release,
    published as it is; or nothing, to teach what the store holds already.
    ``owners`` are those who may say who else edits what is taught; ``retention`` is how long what
    is kept. ``engine`` decides each turn. ``observer`` is told what happens, for whoever counts.
    """

    def __init__(
        self,
        store: Store,
        content: Path | Release | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
        owners: Sequence[LearnerId] = (),
        retention: Retention = Retention(),  # noqa: B008 - it is frozen
        engine: Engine = conversation,
        observer: Observer | None = None,
    ) -> None:
        self._content, self._clock, self._owners = content, clock, owners
        self._ways = WaysOut()
        self._running = Running()
        self.store = store
        self.observer = observer or Observer()
        self.sending: dict[str, SendingHealth] = {}
        """How each platform fares with what it is given to send."""
        self.last_commit: datetime | None = None
        self.catalogue = CatalogueCache(store)
        self.cards = CardFinder(self.catalogue)
        """Finds questions to be posted."""
        self.desk = self._desk(engine)
        self.door = Door(self.desk.submit)
        self.leadership = Leadership(store, now=clock)
        """Whether this process leads, where several share the store."""
        self.delivery = self._delivery()
        self.alarms = self._alarms()
        self.jobs = self._jobs()
        self.broadcaster = self._broadcaster()
        self.edits = Edits(self.catalogue, self.jobs, self.broadcaster)
        self.forgetting = Forgetting(
            store,
            self.delivery,
            self.broadcaster,
            retention,
            clock=clock,
            role_lost=self.edits.role_changed,
        )
        self.modes = ModeUpdater(store, self.catalogue)
        self.lag = LoopLag()
        """How late the loop is on which all of this runs."""

    def _desk(self, engine: Engine) -> Desk:
        return Desk(
            self.store,
            self.catalogue,
            deliver=self._send_committed,
            # What follows a commit is made after the desk, which it needs.
            prepare=lambda parcels: self.delivery.prepare(parcels),
            edited=lambda facts: self.edits.apply_facts(facts),
            forgot=lambda learners: self.forgetting.forgot(learners),
            engine=engine,
            served=self._ways.sum_up,
            stirred=lambda: self.alarms.wake(),
            observer=self.observer,
        )

    def _delivery(self) -> Delivery:
        return Delivery(
            self.store,
            self._ways.channels,
            self.desk.mark,
            clock=self._clock,
            leading=self.leadership,
            handed_over=self.desk.handed_over,
            few_marks=self.desk.few_marks,
        )

    def _alarms(self) -> AlarmDispatcher:
        return AlarmDispatcher(
            self.store,
            self.desk.submit,
            self._ways.ringing,
            clock=self._clock,
            room=lambda: LANES - self.delivery.busy_on(self._ways.ringing),
            openings=OpeningKeeper(self.store, self.catalogue),
        )

    def _jobs(self) -> JobRunner:
        return JobRunner(
            self.store,
            doers(self.store, self.catalogue, self._ways.channels, self._clock, self.cards),
            ring=self.alarms.sweep,
            clock=self._clock,
        )

    def _broadcaster(self) -> Broadcaster:
        return Broadcaster(
            self.store,
            self._ways.channels,
            self._ways.platforms,
            ring=self.alarms.sweep,
            clock=self._clock,
            card=self.cards.of,
            leading=self.leadership,
        )

    async def __aenter__(self) -> Self:
        try:
            await self.store.open()
            await self.store.set_owners(self._owners, self._clock())
            await self._publish()
            await self.catalogue.refresh()
        except BaseException:
            await self.store.close()
            raise
        self._running.begin("desk", self.desk.run())
        self._running.begin("delivery", self.delivery.run())
        if self.store.shared:
            self._running.begin("catalogue", following(self.store, self.catalogue))
            # What people do comes to this process, too, while another leads.
            self._running.begin("lag", self.lag.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish what is under way, note what was sent, and close the store, whatever fails."""
        desk, delivery, *alarms = self._running
        try:
            await end([*alarms, desk])
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS):
                    await self.delivery.idle()
            await end([delivery])
            await self.desk.close()
            await self.store.resign()
        finally:
            await self.store.close()

    def add_channel(
        self, channel: Channel, chat: str | None = None, link: Callable[[], str] = str
    ) -> None:
        """Deliver to this platform from now on; alarms ring in this chat of it, or in all.

        ``link`` says how the links begin that lead to its bot; there are none while it is empty.
        """
        observed = ObservedChannel(channel, self.observer)
        self.sending[channel.platform] = observed.health
        self._ways.add(observed, chat, link)

    def hold(self, platform: str, held: bool) -> None:
        """Let nothing come by itself on this platform while it is held: nothing arrives there.

        Alarms would take the room of those that can arrive elsewhere. They are kept, and each
        learner has a single alarm of a kind, so that however long it takes, not many come.
        Announcements wait as well.
        """
        self.broadcaster.hold(platform, held)
        self._ways.hold(platform, held)

    async def recover(self) -> None:
        """Lead: deliver what an earlier process left undone, to the channels that there are now.

        Then alarms begin to ring, jobs are done, announcements go on, and lessons are looked
        at that were published before there were the modes that there are. To be called once,
        before anything is submitted; or later, where several processes share a store, for it
        waits until no other leads.
        """
        await self.leadership.win()
        if self.store.shared:
            # First of all, for whatever comes next may take longer than the lease lasts.
            self._running.begin("lead", self.leadership.keep())
            self._running.begin("pick up", picking_up(self.delivery))
            wake = (self.alarms.wake, self.jobs.wake)
            self._running.begin("stir", stirring(self.broadcaster, *wake))
        else:
            await self.delivery.recover()
            # From now on somebody waits: what holds up the loop before that is the start itself.
            self._running.begin("lag", self.lag.run())
        self._running.begin("alarms", self.alarms.run())
        self._running.begin("jobs", self.jobs.run())
        self._running.begin("broadcaster", self.broadcaster.run())
        self._running.begin("modes", self.modes.run())
        self._running.begin("scrubber", self.forgetting.scrubber.run())
        self._running.begin("store", self._look_after_store())

    async def settle(self) -> None:
        """Wait until all that was asked for so far has been done, and what came of it was sent."""
        await self.jobs.idle()
        await self.broadcaster.idle()
        await self.delivery.idle()

    async def keep_up(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this work for as long as desk and delivery live; raises what ended it or them."""
        await self._running.keep_up(work)

    @property
    def alive(self) -> bool:
        """Whether desk, delivery and the database's thread are at work."""
        return self._running.alive and self.store.alive

    def ailments(self) -> tuple[str, ...]:
        """What is wrong with desk and database, since when, in words for an operator."""
        texts = [] if self._running.alive else ["the desk stands still"]
        if not self.store.alive:
            texts.append("the database's thread gives no answer; restart the program")
        try:
            self.store.still_there()
        except LostError as error:
            texts.append(str(error).rstrip("."))
        further = (*self.leadership.ailments(), *self.desk.ailments())
        return (*texts, *(ailment.rstrip(".") for ailment in further))

    async def _look_after_store(self) -> None:
        """End all of it, by raising, when what is written would not be kept any more."""
        while True:
            await asyncio.sleep(LOOK)
            self.store.still_there()

    async def _publish(self) -> None:
        if isinstance(self._content, Release):
            await self.store.publish(self._content, self._clock())
        elif self._content is not None:
            await publish(self.store, self._content, self._clock())

    def _send_committed(self, parcels: list[Parcel]) -> None:
        self.last_commit = self._clock()
        self.delivery.deliver(parcels)
