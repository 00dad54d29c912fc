"""What was said and has not arrived yet, and the chats that it goes to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.conversation.inputs import LearnerId
from bot.storage.records import Parcel, QuestionMessage


class Outbox(Protocol):
    """What was said and has not arrived yet."""

    async def claim(self, limit: int) -> list[Parcel]:
        """Up to ``limit`` of the oldest parcels that are not in this process's hands, to send.

        None while another process leads, which has them in hand; see ``Leases``. What the one
        that led before had, or has committed since, is among them.
        Those for a chat that is gone wait until there is an input from it. One that can't be
        read any more is dropped, with a line in the log.
        """
        ...

    async def undelivered(self, parcel: int) -> bool:
        """Whether a parcel is to be sent still: its learner may have been forgotten."""
        ...

    async def pauses(self, at: datetime) -> Mapping[tuple[str, str], datetime]:
        """Until when the chats are to be left alone whose platform wants that beyond ``at``."""
        ...

    async def pause(self, platform: str, chat: str, until: datetime) -> None:
        """Keep until when this chat is to be left alone, for its platform wants that."""
        ...

    async def moves(self, platform: str) -> Mapping[str, str]:
        """The new name of each chat of this platform that has one."""
        ...

    async def move(self, platform: str, old: str, new: str, at: datetime) -> None:
        """Keep that a chat has another name since ``at``, for all that is addressed to the old one.

        Its classes go on there, and ask their question anew.
        """
        ...

    async def question_message(self, learner: LearnerId, question: str) -> QuestionMessage | None:
        """The message that asked this question, if that is the learner's last to arrive.

        Only that one can be open. Its address is without the handle, which is spent.
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
