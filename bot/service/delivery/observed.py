"""A channel of which it is told what becomes of each message."""

from bot.conversation.inputs import Address
from bot.conversation.outputs import Output
from bot.service.delivery.channel import Channel, Gone, Later, Message, Unwanted
from bot.service.monitoring.observer import Observer

_RESULTS: dict[type[Exception], str] = {Later: "later", Gone: "gone", Unwanted: "unwanted"}


class ObservedChannel:
    """A channel of which it is told what becomes of each message."""

    def __init__(self, channel: Channel, observer: Observer) -> None:
        self._channel = channel
        self._observer = observer

    @property
    def platform(self) -> str:
        """The name in addresses that the channel serves."""
        return self._channel.platform

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        """The outputs of one turn as messages that fit."""
        return self._channel.plan(outputs)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send one message, as the channel does."""
        try:
            reference = await self._channel.send(address, message, key, target)
        except Exception as error:
            known = (name for kind, name in _RESULTS.items() if isinstance(error, kind))
            self._observer.sent(self.platform, next(known, "failed"))
            raise
        self._observer.sent(self.platform, "sent")
        return reference

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """The content of a file that was sent here."""
        return await self._channel.fetch(address, reference, limit)
