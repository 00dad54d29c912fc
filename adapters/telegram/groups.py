"""Groups: which number each has now, which the bot has left, who runs it.

A group that becomes a supergroup gets another number; what is addressed to its old number goes to
the new from then on. Who runs a group, Telegram says only if asked. A command in a group's own
name, as an anonymous admin's is, is answered with why nothing comes of it: nobody's learning could
be kept by it.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from telegram import ReplyParameters, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from adapters.telegram import PLATFORM
from adapters.telegram.client import Connection
from adapters.telegram.rendering import render
from adapters.telegram.updates import content_of, number
from bot.conversation.buttons import parse
from bot.conversation.inputs import Command, Envelope, Press
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.phrases import phrase
from bot.storage.records import StoreError
from bot.values import replace, value

_log = logging.getLogger(__name__)


class Moves(Protocol):
    """Keeps which chats have another number now, and in which we are no more."""

    async def moves(self, platform: str) -> Mapping[str, str]:
        """The new number of each chat that has moved."""

    async def move(self, platform: str, old: str, new: str, at: datetime) -> None:
        """Keep that this chat has moved."""

    async def end_in_chat(self, platform: str, chat: str, at: datetime) -> None: ...


@value
class ChatMigration:
    old: int
    new: int


def migration(update: Update) -> ChatMigration | None:
    """The news that a group has a new number, if this update is that.

    It comes twice, as the last message of the old chat and as the first of the new chat.
    """
    message = update.message
    if message is None:
        return None
    here, to, origin = message.chat.id, message.migrate_to_chat_id, message.migrate_from_chat_id
    if not (to or origin):
        return None
    return ChatMigration(number(origin or here), number(to or here))


def removal(update: Update) -> int | None:
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

    async def move_chat(self, old: int, new: int) -> None:
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
        if not self._loaded and self._moves is not None:
            try:
                texts = await self._moves.moves(PLATFORM)
            except StoreError as error:
                _log.error("the new numbers of groups can't be read just now: %s", error)
            else:
                self._loaded = True
                self._moved = {int(old): int(new) for old, new in texts.items()} | self._moved
        return self._moved.get(chat, chat)

    async def note_removal(self, chat: int) -> None:
        """Note that we were removed from a group, so that nothing comes there by itself."""
        if self._moves is not None:
            try:
                await self._moves.end_in_chat(PLATFORM, str(await self.number(chat)), self._clock())
            except StoreError as error:
                # It is noticed with the next message there.
                _log.error("that a group is left can't be kept: %s", error)


WITHIN = 3.0
"""Seconds in which Telegram has to say it."""


def needs_rights(envelope: Envelope) -> bool:
    """Whether it matters for this input if its learner runs the group that it came from."""
    content = envelope.input
    if not envelope.address.public:
        return False
    if isinstance(content, Press):
        token = parse(content.token)
        return token is not None and token.of_chat
    return isinstance(content, Command) and content.name == "class"


async def with_rights(envelope: Envelope, bot: Connection) -> Envelope:
    """The same with whether its learner runs the group."""
    place, user = envelope.place, int(envelope.learner.partition(":")[2])
    if place is None:
        return envelope
    try:
        async with asyncio.timeout(WITHIN):
            member = await bot.get_chat_member(int(envelope.address.chat), user)
    except Exception as error:
        # Whoever can't be shown to run it does not.
        _log.info("whether somebody runs a group can't be known: %s", type(error).__name__)
        return envelope
    runs = member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
    return replace(envelope, place=replace(place, runs=runs))


@value
class AnonymousCommand:
    chat: int
    thread: int | None
    message: int


def anonymous_command(update: Update, me: User) -> AnonymousCommand | None:
    message = update.message
    if message is None or message.sender_chat is None or message.sender_chat.id != message.chat.id:
        return None
    if message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    done = content_of(message, me)
    if not isinstance(done, Command) or done.name != "class":
        return None
    thread = message.message_thread_id if message.is_topic_message else None
    return AnonymousCommand(number(message.chat.id), thread, number(message.message_id))


async def refuse_anonymous(bot: Connection, command: AnonymousCommand) -> None:
    """Say why nothing comes of it; nobody knows which language they speak."""
    texts = []
    for language in LANGUAGES:
        with speaking(Manner(language)):
            texts.append(render(phrase("class.anonymous"))[0])
    await bot.send_text(
        command.chat,
        "\n\n".join(texts),
        entities=(),
        reply_markup=None,
        message_thread_id=command.thread,
        reply_parameters=ReplyParameters(command.message, allow_sending_without_reply=True),
    )
