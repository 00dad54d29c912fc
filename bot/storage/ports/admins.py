"""What is known of admins for their turns, and what they prepare."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import AdminKnown, AdminNeeds, Draft
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset


class Admins(Protocol):
    """What is kept for admins."""

    async def admin(self, learner: LearnerId, needs: AdminNeeds) -> AdminKnown:
        """What an admin's turn needs to know; only the roles, if there are none."""
        ...

    async def admins(self) -> frozenset[LearnerId]:
        """Everybody who holds a role, by each account of theirs."""
        ...

    async def set_owners(self, owners: Sequence[LearnerId], at: datetime) -> None:
        """These are the owners from now on, and nobody else; a change goes into the log."""
        ...

    async def keep_draft(
        self, draft: Draft, lessons: Sequence[Lesson], at: datetime, assets: Sequence[Asset] = ()
    ) -> None:
        """Keep a draft, the revisions of its lessons, and their pictures that are not kept yet.

        Once kept, it stays as it is.
        """
        ...
