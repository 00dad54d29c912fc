"""One tutor on Telegram and Discord at once, by their real clients; people write from either."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from bot.conversation.inputs import LearnerId
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.discord_stage import DiscordStage
from tests.rigs.telegram_stage import TelegramStage
from tests.rigs.transcript import Heard


class Guest(TelegramStage):
    """Telegram for a tutor that is another stage's."""

    def __init__(self, host: "TwoPlatforms", release: Release) -> None:
        super().__init__(release, lambda: host.store)
        self._host = host

    async def _begin(self) -> None:
        self._tutor = self._host.tutor
        await self._attach()

    async def _end(self) -> None:
        await self._detach()


class TwoPlatforms(DiscordStage):
    """Discord in direct messages, with Telegram beside it."""

    def __init__(self, release: Release) -> None:
        self._guest: Guest | None = None
        super().__init__(release=release, place="dm")
        self._guest_release = release
        self._on: dict[str, str] = {}

    @property
    def guest(self) -> Guest:
        assert self._guest is not None
        return self._guest

    @property
    def clock(self) -> datetime:  # type: ignore[override]  # one clock for both
        return self._now

    @clock.setter
    def clock(self, now: datetime) -> None:
        self._now = now
        if self._guest is not None:
            self._guest.clock = now

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._guest = Guest(self, self._guest_release)
        self._guest.clock = self._now
        await self._guest.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.guest.__aexit__(kind, error, trace)
        await super().__aexit__(kind, error, trace)

    async def writes_from(self, name: str, platform: str) -> None:
        self._on[name] = platform

    def _telegram(self, name: str) -> bool:
        return self._on[name] == "telegram"

    async def types(self, name: str, text: str) -> Any:
        if self._telegram(name):
            return await self.guest.types(name, text)
        return await super().types(name, text)

    async def presses(self, name: str, label: str, back: int = 0, owner: str = "") -> Any:
        if self._telegram(name):
            return await self.guest.presses(name, label, back, owner or name)
        return await super().presses(name, label, back, owner)

    async def blocks(self, name: str, blocked: bool) -> None:
        if self._telegram(name):
            await self.guest.blocks(name, blocked)
        else:
            await super().blocks(name, blocked)

    def past(self, name: str) -> tuple[Store, LearnerId]:
        if self._telegram(name):
            return self.guest.past(name)
        return super().past(name)

    async def settled(self) -> None:
        await self.guest.settled()
        await super().settled()

    async def heard(self) -> Sequence[Heard]:
        there = [replace(one, how=f"{one.how} on Telegram") for one in await self.guest.heard()]
        here = [replace(one, how=f"{one.how} on Discord") for one in await super().heard()]
        return [*there, *here]
