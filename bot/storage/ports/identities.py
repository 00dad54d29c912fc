"""Whose the accounts are, and the codes that link them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.conversation.inputs import LearnerId
from bot.conversation.needs.identities import IdentitiesKnown


class Identities(Protocol):
    """What is known of accounts."""

    async def learner_of(self, account: LearnerId) -> LearnerId:
        """Whose this account is: its own, unless it was linked to another."""
        ...

    async def accounts_of(self, learner: LearnerId) -> tuple[LearnerId, ...]:
        """All accounts of a learner, of which the first is the one that they are named by."""
        ...

    async def identities(
        self, asked: Mapping[LearnerId, tuple[str, datetime]]
    ) -> dict[LearnerId, IdentitiesKnown]:
        """How the accounts of these learners stand at a time, and the code of a hash."""
        ...
