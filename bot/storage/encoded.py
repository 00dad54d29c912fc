"""Records, and what of them is kept as text.

Everything that can fail about a turn's values fails here, before a statement runs, so one bad turn
is known by name and does not take its batch down.
"""

from collections.abc import Iterable

from bot.conversation import learner as learners
from bot.conversation import session as sessions
from bot.conversation.inputs import LearnerId
from bot.storage.codec import fault, micros
from bot.storage.errors import RecordError
from bot.storage.outputs import dump_outputs, question_of
from bot.storage.records import Parcel, Record
from bot.values import value


@value
class EncodedRecord:
    """A record, and what of it is kept as text; ``outputs`` is ``None`` if it said nothing."""

    record: Record
    at: int
    session: str | None
    changed: str | None
    outputs: str | None
    question: str | None

    @property
    def learner(self) -> LearnerId:
        """Whose turn it was."""
        return self.record.learner

    @property
    def origin(self) -> tuple[str, int, str]:
        """Where a fact of this turn comes from: the platform, the time and the input."""
        return self.record.address.platform, self.at, self.record.input

    def parcel(self, id: int) -> Parcel:
        """What this turn said, on its way under this id."""
        record = self.record
        where = record.address
        return Parcel(id, record.input, record.learner, where, record.outputs, at=self.at)


def encode(records: Iterable[Record]) -> list[EncodedRecord]:
    """The records ready to be written; raises ``RecordError`` naming all that can't be."""
    encoded: list[EncodedRecord] = []
    faults: dict[str, str] = {}
    for record in records:
        try:
            encoded.append(_encoded(record))
        except (ValueError, TypeError) as error:
            reason = fault(error) if isinstance(error, ValueError) else ""
            faults[record.input] = reason or type(error).__name__
    if faults:
        raise RecordError(faults)
    return encoded


def _encoded(record: Record) -> EncodedRecord:
    return EncodedRecord(
        record,
        micros(record.at),
        None if record.session is None else sessions.dump(record.session),
        None if record.changed is None else learners.dump(record.changed),
        dump_outputs(record.outputs) if record.outputs else None,
        question_of(record.outputs),
    )
