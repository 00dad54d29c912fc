"""A store in dictionaries, for tests and for trying things out: it forgets when it closes.

It keeps sessions and outputs as the same JSON as a database would, so that nothing passes here
that could not be stored there.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from bot.conversation.inputs import LearnerId
from bot.storage.codec import load_outputs
from bot.storage.memory.admins import Admins
from bot.storage.memory.announcing import Announcing
from bot.storage.memory.catalogue import Catalogue
from bot.storage.memory.learners import Learners
from bot.storage.memory.statistics import Statistics
from bot.storage.memory.transaction import MemoryTransaction
from bot.storage.records import Asked, Due, Parcel, Places
from bot.storage.rows import micros, moment


class MemoryStore(Learners, Admins, Announcing, Catalogue, Statistics):
    """Keeps everything in this process only."""

    async def open(self) -> None:
        """Make ready; opened again, it still holds what it held."""
        self._open = True

    async def close(self) -> None:
        """Let go; safe to call twice."""
        self._open = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[MemoryTransaction]:
        """A writing transaction: what it records is kept when its block ends well."""
        self._usable()
        async with self._writing:
            transaction = MemoryTransaction(self._state)
            yield transaction
            transaction.commit()

    async def alarms(self, places: Places, at: datetime, limit: int) -> list[Due]:
        """Up to ``limit`` of the alarms in each of these places that are due, the oldest."""
        due = micros(at)
        ringing = [self._ringing(*place) for place in places.items()]
        return [one for found in ringing for one in found[:limit] if one.at <= due]

    async def next_alarm(self, places: Places) -> datetime | None:
        """When the next alarm in these places is due."""
        found = [one.at for place in places.items() for one in self._ringing(*place)[:1]]
        return moment(min(found)) if found else None

    def _ringing(self, platform: str, chat: str | None) -> list[Due]:
        self._usable()
        return self._state.alarms.ringing(platform, chat, self._state.gone)

    async def claim(self, courier: str, limit: int) -> list[Parcel]:
        """Up to ``limit`` of the oldest parcels that no courier has."""
        self._usable()
        async with self._writing:
            free = [
                kept
                for kept in self._state.outbox.values()
                if kept.courier is None and kept.chat not in self._state.gone
            ]
            for kept in free[:limit]:
                kept.courier = courier
            return [replace(k.parcel, outputs=load_outputs(k.outputs)) for k in free[:limit]]

    async def release(self, courier: str | None = None) -> None:
        """Give the parcels of this courier back, or those of all couriers."""
        self._usable()
        async with self._writing:
            for kept in self._state.outbox.values():
                if courier in (None, kept.courier):
                    kept.courier = None

    async def asked(self, learner: LearnerId, question: str) -> Asked | None:
        """Where this question was asked, once it has arrived."""
        self._usable()
        last, asked = self._state.asked.get(learner, ("", None))
        return asked if last == question else None

    async def prune(self, before: datetime) -> None:
        """Forget input ids from before then."""
        self._usable()
        async with self._writing:
            state = self._state
            state.inputs = {id: at for id, at in state.inputs.items() if at >= before}
