"""What is known of classes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.conversation.inputs import LearnerId
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds


class Classes(Protocol):
    """What is known of the classes that turns are about."""

    async def classes(self, asked: Mapping[LearnerId, ClassNeeds]) -> dict[LearnerId, ClassKnown]:
        """What each of these turns needs of its class; one question of a kind for all of them.

        The cost of a member's turn does not grow with how many members there are.
        """
        ...

    async def left(self, platform: str, chat: str, at: datetime) -> None:
        """Note that a chat can't be written in any more, which ends the classes there."""
        ...
