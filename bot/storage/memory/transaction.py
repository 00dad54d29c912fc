"""The desk's transaction in memory."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.conversation.facts.learner import (
    AlarmCleared,
    AlarmSet,
    AlarmsMoved,
    CohortJoined,
    CohortLeft,
    Fact,
    Scheduled,
    Suspended,
    Written,
)
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.learner import Earlier
from bot.conversation.session import Session
from bot.storage.codec import documents_of, load_outputs, load_sessions
from bot.storage.memory.state import Kept, State
from bot.storage.records import AGAIN, Asked, Mark, Parcel, Record, StoreError
from bot.storage.rows import Row, encode


class MemoryTransaction:
    """Holds back what it records until it commits."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._marks: list[Mark] = []
        self._rows: list[tuple[Row, int | None]] = []
        self._courier = ""

    async def seen(self, inputs: Collection[str]) -> set[str]:
        """Those of these input ids that are recorded already."""
        return {one for one in inputs if one in self._state.inputs}

    async def sessions(self, learners: Collection[LearnerId]) -> dict[LearnerId, Session]:
        """The sessions of those of these learners who have one that can be read."""
        texts = self._state.sessions
        return load_sessions((one, texts[one]) for one in learners if one in texts)

    async def record(
        self, records: Sequence[Record], marks: Sequence[Mark], courier: str
    ) -> list[Parcel]:
        """Hold back turns and marks; what can't be written fails at once."""
        rows = encode(records)
        twice = {record.input for record in records} & self._state.inputs.keys()
        if twice:
            raise StoreError(f"recorded already: {sorted(twice)}")
        self._marks += marks
        self._courier = courier
        parcels: list[Parcel] = []
        for row in rows:
            if row.outputs is None:
                self._rows.append((row, None))
                continue
            self._state.last_parcel += 1
            parcels.append(row.parcel(self._state.last_parcel))
            self._rows.append((row, self._state.last_parcel))
        return parcels

    def commit(self) -> None:
        """Keep what was recorded."""
        # What is done with goes last, as in a database: it still shows who was heard since.
        for mark in self._marks:
            self._mark(mark)
        for mark in self._marks:
            if mark.done and (kept := self._state.outbox.pop(mark.parcel, None)):
                for id in documents_of(load_outputs(kept.outputs)):
                    self._state.admin.documents.pop(id, None)
        for row, parcel in self._rows:
            self._keep(row, parcel)
        for row, _ in self._rows:
            self._state.admin.correct(row, self._state)

    def _mark(self, mark: Mark) -> None:
        kept = self._state.outbox.get(mark.parcel)
        if kept is None:
            return
        parcel = kept.parcel
        if mark.gone and not self._heard_since(kept):
            self._state.gone.add(kept.chat)
        if mark.reference and kept.question:
            asked = Asked(replace(parcel.address, handle=""), mark.reference)
            self._state.asked[parcel.learner] = (kept.question, asked)
        kept.parcel = replace(parcel, sent=max(parcel.sent, mark.sent))

    def _heard_since(self, kept: Kept) -> bool:
        later = (o for id, o in self._state.outbox.items() if id > kept.parcel.id)
        return any(other.chat == kept.chat for other in later)

    def _keep(self, row: Row, parcel: int | None) -> None:
        record, state = row.record, self._state
        state.inputs[record.input] = record.at
        if record.rang is None:
            state.gone.discard((record.address.platform, record.address.chat))
        else:
            again = row.at + AGAIN if row.session is None else None
            state.alarms.rang(record.learner, record.rang, again)
        if row.session is not None:
            state.sessions[record.learner] = row.session
        if record.facts:
            noted = [(row.at, record.input, fact) for fact in record.facts]
            state.facts.setdefault(record.learner, []).extend(noted)
            self._remember(record.learner, record.facts)
            for fact in record.facts:
                if isinstance(fact, Written) and fact.text:
                    key = (record.learner, fact.lesson, fact.item)
                    state.texts[key] = Earlier(fact.text, row.at)
            self._state.admin.edit(row, self._state)
        if parcel is not None and row.outputs is not None:
            kept = replace(row.parcel(parcel), outputs=())
            state.outbox[parcel] = Kept(kept, row.outputs, row.question, self._courier)

    def _remember(self, learner: LearnerId, facts: Iterable[Fact]) -> None:
        for fact in facts:
            if isinstance(fact, AlarmSet | AlarmCleared | AlarmsMoved):
                self._state.alarms.note(learner, fact)
                if isinstance(fact, AlarmSet):
                    self._state.gone.discard((fact.platform, fact.chat))
            elif isinstance(fact, CohortJoined | CohortLeft):
                self._state.cohorts.note(fact, learner)
            elif isinstance(fact, Scheduled | Suspended):
                key = (fact.item.lesson, fact.item.question)
                self._state.items.setdefault(learner, {})[key] = fact.item
                suspended = self._state.suspended
                change = suspended.add if isinstance(fact, Suspended) else suspended.discard
                change((learner, *key))
