"""Who watches the bot at work: what is told to whoever counts.

Nothing that is told here holds what somebody wrote, or who they are.

What tells it stands where it happens: the desk of its batches, a channel of its messages
(``delivery/observed.py``), a platform's client of its requests (``telegram/observed.py``). Were
these here, this room would have to know delivery and the platforms, which all know it.
"""


class Observer:
    """Hears what happens, and does nothing about it; whoever counts overrides what they count."""

    def committed(self, taken: int, turns: int, seconds: float) -> None:
        """A batch was committed: so many envelopes, so many of them new, in so much time."""

    def failed(self, taken: int) -> None:
        """A batch of so many envelopes could not be committed."""

    def sent(self, platform: str, result: str) -> None:
        """A message was sent, or not: ``sent``, ``later``, ``gone``, ``unwanted`` or ``failed``."""

    def replied(self, platform: str, seconds: float) -> None:
        """The first message of an answer was sent, so many seconds after the input came in."""

    def called(self, platform: str, status: int | None) -> None:
        """A platform has answered a request with this status, or not at all."""

    def connected(self, platform: str) -> None:
        """A platform can be heard, for the first time or again."""

    def recalled(self, platform: str) -> None:
        """A platform refused answers as too many, so they keep to its common pace for a while."""
