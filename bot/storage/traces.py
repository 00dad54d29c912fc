"""The way of one input as a store has it: what it left behind, and what became of its messages."""

from datetime import datetime

from bot.values import value


@value
class TracedFact:
    """A row that a turn has left in a table, by column; what somebody wrote is left out."""

    table: str
    columns: tuple[tuple[str, str], ...]


@value
class TracedMessage:
    """What has become of a message, and when: ``arrived``, ``gone`` or ``passed over``."""

    number: int
    at: datetime
    fate: str


@value
class TracedParcel:
    """A parcel that is still on its way: whose messages have not all arrived.

    ``in_hand`` says that it is the latest start of the program that has it.
    """

    number: int
    sent: int
    in_hand: bool
    gone_at: datetime | None


@value
class Trace:
    """The way of one input; ``at`` is ``None`` if the input itself is forgotten already."""

    id: str
    learner: str
    platform: str
    chat: str
    at: datetime | None
    facts: tuple[TracedFact, ...]
    parcel: TracedParcel | None
    messages: tuple[TracedMessage, ...]


@value
class TracedInput:
    """An input of somebody's: when it came, and how many messages it led to that have arrived.

    ``waiting`` says that not all have.
    """

    id: str
    at: datetime
    arrived: int
    waiting: bool
