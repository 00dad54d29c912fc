"""The Telegram adapter on the strict Bot API server, with a desk that a test may script."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Self

from adapters.telegram.adapter import Options, Services, TelegramAdapter
from adapters.telegram.failures import Patience
from bot.conversation import engine as conversation
from bot.conversation.commands import COMMANDS
from bot.conversation.inputs import Envelope
from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import Known
from bot.conversation.outputs import Output
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.service.delivery.delivery import Delivery
from bot.service.turns.batch import Engine
from bot.service.turns.desk import Desk
from bot.service.turns.loading import CatalogueCache
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.engines import BareEngine
from tests.rigs.makers import open_door
from tests.rigs.stores import fresh_store
from tests.rigs.telegram_server import TelegramServer

BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Script(BareEngine):
    """An engine that says what a test tells it to: ``answer`` gives the outputs to an envelope."""

    def __init__(self, answer: Callable[[Envelope], Sequence[Output]]) -> None:
        self.answer = answer
        self.heard: list[Envelope] = []

    def advance(self, meant: Meant, known: Known) -> Turn:
        session, envelope = meant.session, meant.envelope
        self.heard.append(envelope)
        return Turn(session or Session("n"), meant.learner, tuple(self.answer(envelope)))


class Rig:
    """One process's worth of tutor: desk, delivery and adapter over a store."""

    def __init__(
        self,
        server: TelegramServer,
        *,
        store: Store | None = None,
        engine: Engine = conversation,
        release: Release | None = None,
        services: Mapping[str, Any] = MappingProxyType({}),
        **options: Any,
    ) -> None:
        self.server = server
        self.store = store or fresh_store()
        self._engine = engine
        self._release = release
        self._services = services
        patience = Patience().faster(5)
        self._options = {"pace": server.pace(), "long_poll": 5, "patience": patience, **options}

    async def __aenter__(self) -> Self:
        await self.store.open()
        if self._release:
            await self.store.publish(self._release, BEGINNING)
        catalogue = CatalogueCache(self.store)
        await catalogue.refresh()
        channels: dict[str, Any] = {}
        self.delivery = Delivery(self.store, channels, lambda mark: self.desk.mark(mark))
        self.desk = Desk(self.store, catalogue, deliver=self.delivery.deliver, engine=self._engine)
        self.adapter = TelegramAdapter(
            self.server.token,
            open_door(self.desk.submit),
            COMMANDS,
            Options(**{"api_url": self.server.url, "clock": lambda: BEGINNING} | self._options),
            Services(**{"moves": self.store, **self._services}),
        )
        channels["telegram"] = self.adapter.channel
        await self.delivery.recover()
        self.run = asyncio.create_task(self.adapter.run())
        self._tasks = [self.run, asyncio.create_task(self.desk.run())]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
        await self.desk.drain()
        await self.store.close()

    async def kill(self) -> None:
        """Stop at once, wherever it is."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
        await self.delivery.close()
        await self.adapter.close()

    async def settled(self) -> None:
        """Wait until everything typed and pressed is confirmed, delivered and answered."""
        await self.server.until(lambda: self.run.done() or not self.server.unconfirmed)
        await self.delivery.idle()
        await self.server.until(lambda: self.run.done() or not self.server.unanswered)
