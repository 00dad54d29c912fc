"""A turn in the form in which it is written: times as whole microseconds, values as text.

Everything that can fail about a value fails here, before a statement runs, so one bad turn is
known by name and does not take its batch down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.conversation import session as sessions
from bot.storage.codec import dump_outputs, fault, question_of
from bot.storage.records import Parcel, Record, RecordError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """An aware time as whole microseconds since 1970 in UTC, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The aware time in UTC of whole microseconds since 1970."""
    return _EPOCH + at * _MICROSECOND


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


def encode(records: Iterable[Record]) -> list[Row]:
    """The records ready to be written; raises ``RecordError`` naming all that can't be."""
    rows: list[Row] = []
    faults: dict[str, str] = {}
    for record in records:
        try:
            rows.append(_row(record))
        except (ValueError, TypeError) as error:
            reason = fault(error) if isinstance(error, ValueError) else ""
            faults[record.input] = reason or type(error).__name__
    if faults:
        raise RecordError(faults)
    return rows


def _row(record: Record) -> Row:
    return Row(
        record,
        micros(record.at),
        None if record.session is None else sessions.dump(record.session),
        dump_outputs(record.outputs) if record.outputs else None,
        question_of(record.outputs),
    )
