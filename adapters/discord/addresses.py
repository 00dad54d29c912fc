"""Where an answer goes, and which message is meant, packed into the strings that the tutor keeps.

To the tutor an address's handle and a message's reference are opaque. Here a handle says whom we
answer and by which interaction, a reference which message it is and by which interaction an
ephemeral one can still be edited.

Both may hold an interaction's token. It is a secret as long as it lives, so neither is logged, and
``repr`` leaves it out.
"""

from dataclasses import field
from datetime import datetime, timedelta

from bot.conversation.inputs import Address
from bot.values import value

PLATFORM = "discord"

TOKEN_LIFE = timedelta(minutes=14)
"""How long a token is used. Discord lets it live for 15 minutes; a request takes time too."""


@value
class InteractionToken:
    """An interaction's token and when it ends, in whole seconds since 1970 (UTC)."""

    token: str = field(default="", repr=False)
    until: int = 0

    @classmethod
    def of(cls, token: str, made: datetime) -> "InteractionToken":
        """The pass for an interaction of that moment."""
        return cls(token, int((made + TOKEN_LIFE).timestamp()))

    def good(self, now: datetime) -> bool:
        """Whether it still opens the door."""
        return bool(self.token) and now.timestamp() < self.until

    def __str__(self) -> str:
        return f"{self.until}:{self.token}"


@value
class DiscordHandle:
    """Whom we answer, by which interaction, and which message's button was pressed, if any."""

    user: int
    key: InteractionToken = InteractionToken()
    pressed: int = 0

    def __str__(self) -> str:
        return f"{self.user}:{self.pressed}:{self.key}"

    @classmethod
    def read(cls, text: str) -> "DiscordHandle":
        """The handle in an address of ours, of nobody if there is none.

        Raises ``ValueError`` if it is something else.
        """
        if not text:
            return cls(0)
        user, pressed, until, token = text.split(":", 3)
        return cls(int(user), InteractionToken(token, int(until)), int(pressed))


@value
class Reference:
    """A message that was sent; ``key`` is what an ephemeral one was sent by."""

    channel: int
    message: int
    key: InteractionToken = InteractionToken()

    def __str__(self) -> str:
        return f"{self.channel}:{self.message}:{self.key}"

    @classmethod
    def read(cls, text: str) -> "Reference":
        """The reference in a string of ours; raises ``ValueError`` if it is none."""
        channel, message, until, token = text.split(":", 3)
        return cls(int(channel), int(message), InteractionToken(token, int(until)))


def home(user: int) -> str:
    """The chat with this learner alone, which need not be open yet."""
    return f"@{user}"


def whose(chat: str) -> int | None:
    """The learner whose chat alone this is, or ``None`` if it is a channel by its number."""
    return int(chat[1:]) if chat.startswith("@") else None


def address(channel: int, public: bool, handle: DiscordHandle) -> Address:
    """An address on Discord."""
    return Address(PLATFORM, str(channel), public, str(handle))
