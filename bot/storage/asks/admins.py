"""What admins' turns ask of a store, and what is done for admins between their turns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import AdminKnown, AdminNeeds, Draft, Job
from bot.lessons.cohort import Cohort
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset


class OfAdmins(Protocol):
    """What is kept for admins."""

    async def admin(self, learner: LearnerId, needs: AdminNeeds) -> AdminKnown:
        """What an admin's turn needs to know; only the roles, if there are none."""
        ...

    async def admins(self) -> frozenset[LearnerId]:
        """Everybody who holds a role."""
        ...

    async def set_owners(self, owners: Sequence[LearnerId], at: datetime) -> None:
        """These are the owners from now on, and nobody else; a change goes into the log."""
        ...

    async def errands(self, limit: int) -> list[Job]:
        """Up to ``limit`` of the errands that are to be done, the oldest."""
        ...

    async def finish_errand(self, errand: Job, at: datetime, result: str | None) -> None:
        """Put the result of an errand beside it, ``None`` if it failed, and let an alarm ring.

        The alarm's kind is ``admin.errands.alarm_kind``, its place where the errand was set out.
        """
        ...

    async def keep_document(self, id: str, content: bytes) -> None:
        """Keep the bytes of a file that is to be sent, in place of what was kept under its id.

        They go with the parcel that sends it, once that is done with.
        """
        ...

    async def document(self, id: str) -> bytes | None:
        """The bytes of a file that is to be sent; ``None`` if there are none."""
        ...

    async def keep_draft(
        self, draft: Draft, lessons: Sequence[Lesson], at: datetime, assets: Sequence[Asset] = ()
    ) -> None:
        """Keep a draft, the revisions of its lessons, and their pictures that are not kept yet.

        Once kept, it stays as it is.
        """
        ...

    async def open_lessons(self, cohort: Cohort, at: datetime) -> bool:
        """Keep what has opened to a cohort, and let the alarms of its members ring by then.

        Whether that was done: not if somebody has changed it since its version.
        """
        ...
