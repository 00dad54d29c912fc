"""When something is to happen by itself."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.conversation.inputs import LearnerId
from bot.storage.records import DueAlarm, Platforms


class Alarms(Protocol):
    """When learners are to be reminded of what. The store is the clock."""

    async def alarms(self, platforms: Platforms, at: datetime, limit: int) -> list[DueAlarm]:
        """Up to ``limit`` of the alarms on each of these platforms that are due, the oldest.

        Those for a chat that is gone are held until there is an input from it, or an alarm is set
        for it anew. The cost does not grow with alarms that are not due.
        """
        ...

    async def next_alarm(self, platforms: Platforms) -> datetime | None:
        """When the next alarm on these platforms is due; ``None`` if none is set."""
        ...

    async def shut(self, learners: Collection[LearnerId]) -> set[LearnerId]:
        """Those of these learners who have alarms for a chat that is gone."""
        ...
