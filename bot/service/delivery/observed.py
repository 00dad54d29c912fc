"""A channel of which it is told what becomes of each message."""

import asyncio

from bot.conversation.inputs import Address
from bot.conversation.outputs import Output
from bot.service.clock import utc_now
from bot.service.delivery.channel import Channel, Gone, Later, Message, Unclear, Unwanted
from bot.service.monitoring import Observer, SendingHealth
from bot.storage.codec import micros
from bot.values import replace

FIRST = "/0"
"""How the key of a parcel's first message ends."""

_RESULTS: dict[type[Exception], str] = {Later: "later", Gone: "gone", Unwanted: "unwanted"}


class ObservedChannel:
    """A channel of which it is told what becomes of each message."""

    def __init__(self, channel: Channel, observer: Observer) -> None:
        self._channel = channel
        self._observer = observer
        self.health = SendingHealth(channel.platform)
        """Whether what is said gets out."""

    @property
    def platform(self) -> str:
        """The name in addresses that the channel serves."""
        return self._channel.platform

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        """The outputs of one turn as messages that fit."""
        return self._channel.plan(outputs)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send one message, as the channel does."""
        wanted, with_file = message.wanted, message.document is not None

        async def offered() -> bool:
            if not await wanted():
                return False
            self.health.offered(key, with_file=with_file)
            return True

        asked = replace(message, wanted=offered)
        try:
            reference = await self._channel.send(address, asked, key, target)
        except asyncio.CancelledError:
            self.health.given_up(key)
            raise
        except Exception as error:
            self._note(key, error)
            known = (name for kind, name in _RESULTS.items() if isinstance(error, kind))
            self._observer.sent(self.platform, next(known, "failed"))
            raise
        self.health.settled(key)
        self._observer.sent(self.platform, "sent")
        if message.said and not (message.unasked or message.bulk) and key.endswith(FIRST):
            seconds = (micros(utc_now()) - message.said) / 1e6
            self._observer.replied(self.platform, max(0.0, seconds))
        return reference

    def _note(self, key: str, error: Exception) -> None:
        match error:
            case Later(asked=True, delay=float() | int() as seconds):
                self.health.paused(key, seconds)
            case Later(delay=float() | int(), or_input=False):
                self.health.failed(key, error.why)
            case Unclear():
                self.health.failed(key, error.why)
                self.health.given_up(key)
            case Unwanted():
                self.health.given_up(key)
            case _:
                self.health.settled(key)

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """The content of a file that was sent here."""
        return await self._channel.fetch(address, reference, limit)
