"""Groups: which number each has now, and which we are in no more.

A group that becomes a supergroup gets another number; what is addressed to its old one goes to the
new one from then on.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from adapters.telegram.addresses import PLATFORM, number
from bot.storage.errors import StoreError
from bot.values import value

_log = logging.getLogger(__name__)


class Moves(Protocol):
    """Keeps which chats have another number now, and in which we are no more."""

    async def moves(self, platform: str) -> Mapping[str, str]:
        """The new number of each chat that has moved."""
        ...

    async def move(self, platform: str, old: str, new: str, at: datetime) -> None:
        """Keep that this chat has moved."""
        ...

    async def left(self, platform: str, chat: str, at: datetime) -> None:
        """Keep that we are not in this chat any more."""
        ...


@value
class ChatMigration:
    """A group that became a supergroup, and so another chat."""

    old: int
    new: int


def migration(update: Update) -> ChatMigration | None:
    """The news that a group has a new number, if this update is that.

    It comes twice, as the last message of the old chat and as the first of the new one.
    """
    message = update.message
    if message is None:
        return None
    here, to, origin = message.chat.id, message.migrate_to_chat_id, message.migrate_from_chat_id
    if not (to or origin):
        return None
    return ChatMigration(number(origin or here), number(to or here))


def removal(update: Update) -> int | None:
    """The group that we were removed from, if this update is that."""
    news = update.my_chat_member
    if news is None or news.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    gone = news.new_chat_member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
    return number(news.chat.id) if gone else None


class Groups:
    """Knows the new numbers of groups, beyond the end of the program if ``moves`` keeps them."""

    def __init__(self, moves: Moves | None, clock: Callable[[], datetime]) -> None:
        self._moves = moves
        self._clock = clock
        self._moved: dict[int, int] = {}
        self._loaded = False

    async def moved(self, old: int, new: int) -> None:
        """Remember that a group has a new number, for what is still addressed to its old one."""
        if await self.number(old) == new:
            return
        self._moved[old] = new
        if self._moves is not None:
            try:
                await self._moves.move(PLATFORM, str(old), str(new), self._clock())
            except StoreError as error:
                # Whoever sends something there after the next start is told once more.
                _log.error("a group's new number can't be kept: %s", error)

    async def number(self, chat: int) -> int:
        """The number that a chat has now."""
        if not self._loaded and self._moves is not None:
            try:
                found = await self._moves.moves(PLATFORM)
            except StoreError as error:
                _log.error("the new numbers of groups can't be read just now: %s", error)
            else:
                self._loaded = True
                self._moved = {int(old): int(new) for old, new in found.items()} | self._moved
        return self._moved.get(chat, chat)

    async def left(self, chat: int) -> None:
        """Note that we were removed from a group, so that nothing comes there by itself."""
        if self._moves is not None:
            try:
                await self._moves.left(PLATFORM, str(await self.number(chat)), self._clock())
            except StoreError as error:
                # It is noticed with the next message there.
                _log.error("that a group is left can't be kept: %s", error)
