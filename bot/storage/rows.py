"""A turn in the form in which it is written: times as whole microseconds, values as text.

Everything that can fail about a value fails here, before a statement runs, so one bad turn is
known by name and does not take its batch down.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.conversation import session as sessions
from bot.storage.codec import dump_outputs, fault, question_of
from bot.storage.store import Parcel, Record, RecordError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """An aware time as whole microseconds since 1970 in UTC, exactly."""
    return (at - _EPOCH) // _MICROSECOND


@dataclass(frozen=True, slots=True)
class Row:
    """A record, and what of it is kept as text; ``outputs`` is ``None`` if it said nothing."""

    record: Record
    at: int
    session: str | None
    outputs: str | None
    question: str | None

    def parcel(self, id: int) -> Parcel:
        """What this turn said, on its way under this id."""
        record = self.record
        return Parcel(id, record.input, record.learner, record.address, record.outputs)


def encode(record: Record) -> Row:
    """The record ready to be written; raises ``RecordError`` if it can't be."""
    try:
        return Row(
            record,
            micros(record.at),
            None if record.session is None else sessions.dump(record.session),
            dump_outputs(record.outputs) if record.outputs else None,
            question_of(record.outputs),
        )
    except (ValueError, TypeError) as error:
        reason = fault(error) if isinstance(error, ValueError) else type(error).__name__
        raise RecordError(record.input, reason) from None
