"""Announcements on their way."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.conversation.facts.announcement import Announcement, Fate, Recipient
from bot.conversation.inputs import LearnerId
from bot.storage.records import Platforms


class Announcements(Protocol):
    """Announcements on their way, and who waits for them."""

    async def announcements(self) -> list[Announcement]:
        """The announcements that are going out, the oldest first, without their counts."""
        ...

    async def recipients(
        self, announcement: str, platforms: Platforms, after: str, limit: int
    ) -> list[Recipient]:
        """Up to ``limit`` of those who wait for it on these platforms, sorted, from ``after`` on.

        Nobody, if it is not going out just now.
        """
        ...

    async def mark_recipients(
        self,
        announcement: str,
        fates: Mapping[LearnerId, Fate],
        handed: Collection[LearnerId] = (),
    ) -> Collection[LearnerId]:
        """Note what has become of an announcement for these who were waiting for it.

        Those ``handed`` are about to be sent it: until their fate is known they still wait, but are
        not among the recipients any more. Returns whom of them nobody else was about to send it to.
        """
        ...

    async def settle_recipients(self) -> None:
        """Whether it reached those who were handed something by an earlier process is unclear."""
        ...

    async def finish_announcement(self, announcement: Announcement, at: datetime) -> None:
        """If it is going out and nobody waits for it any more, it is done, and an alarm rings.

        The alarm's kind is ``announcement.alarm_kind``.
        """
        ...
