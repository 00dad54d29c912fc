"""What is asked of a store as something goes out to many."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.conversation.facts.announcement import Announcement, Fate, Recipient
from bot.conversation.inputs import LearnerId
from bot.storage.records import Places


class OfAnnouncing(Protocol):
    """Announcements on their way, and who waits for them."""

    async def announcements(self) -> list[Announcement]:
        """The announcements that are going out, the oldest first, without their counts."""
        ...

    async def recipients(
        self, announcement: str, places: Places, after: str, limit: int
    ) -> list[Recipient]:
        """Up to ``limit`` of those who wait for it in these places, by learner, beyond ``after``.

        Nobody, if it is not going out just now.
        """
        ...

    async def mark_recipients(self, announcement: str, fates: Mapping[LearnerId, Fate]) -> None:
        """Note what has become of an announcement for these who were waiting for it."""
        ...

    async def finish_announcement(self, announcement: Announcement, at: datetime) -> None:
        """If it is going out and nobody waits for it any more, it is done, and an alarm rings.

        The alarm's kind is ``announcement.alarm_kind``.
        """
        ...
