"""The way out to Telegram.

=====================================  ==========================================================
Telegram says                          what follows
=====================================  ==========================================================
429, retry after                       that chat waits, and the message goes again
blocked, deactivated, chat not found   gone
the group is a supergroup now          sent to its new number
can't parse entities                   sent again as plain text
an edit that changes nothing, or that
can no longer be made                  counts as made
the topic is deleted                   sent to the forum's general topic
a file is too large                    its words are sent instead
a press too old to answer              its aside is missed, as asides may be
no answer, a broken connection         later, after a growing delay
=====================================  ==========================================================
"""

import logging
import random
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.constants import CallbackQueryLimit
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from adapters import images
from adapters.layout import plan
from adapters.telegram.fetching import fetch
from adapters.telegram.pacer import Pacer
from adapters.telegram.refusals import (
    EDITED,
    TOO_LARGE,
    TOO_OLD,
    TOPIC_GONE,
    UNREACHABLE,
    readable,
    says,
    seconds_of,
)
from adapters.telegram.rendering import CAPABILITIES, render
from adapters.telegram.translate import PLATFORM, Handle
from bot.conversation.inputs import Address
from bot.conversation.outputs import Choice, Output
from bot.lessons.assets import Assets, no_assets
from bot.service.channel import Gone, Later, Message, Unwanted

_K = TypeVar("_K")
_V = TypeVar("_V")

_log = logging.getLogger(__name__)

_ASIDE = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
_REMEMBERED = 1024

_TAKEN_IN = 60.0
"""Seconds that Telegram has to answer once a file is there, which may be a large one."""

_UNSENT = 0
"""The number of a message that was not sent, since another says it all."""


class TelegramChannel:
    """Sends what is planned, at the pace that Telegram allows."""

    platform = PLATFORM

    def __init__(self, bot: Bot, pacer: Pacer, assets: Assets = no_assets) -> None:
        self._bot = bot
        self._assets = assets
        self._pacer = pacer
        self._moved: OrderedDict[int, int] = OrderedDict()
        self._failures: OrderedDict[str, int] = OrderedDict()
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._photos: OrderedDict[Hashable, str] = OrderedDict()

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        """The outputs of one turn as messages."""
        return plan(outputs, CAPABILITIES)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send, edit or answer; the reference names the chat and the message in it."""
        chat = self._moved.get(int(address.chat), int(address.chat))
        handle = Handle.read(address.handle)
        try:
            try:
                reference = await self._send(chat, handle, message, key, target)
            except BadRequest as error:
                if handle.thread is None or not says(error, TOPIC_GONE):
                    raise
                elsewhere = replace(handle, thread=None)
                reference = await self._send(chat, elsewhere, message, key, target)
        except ChatMigrated as error:
            self.moved(chat, error.new_chat_id)
            return await self.send(address, message, key, target)
        except TelegramError as error:
            raise self._verdict(error, chat, key) from None  # a cause's text may hold the token
        self._failures.pop(key, None)
        return reference

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """The content of a file by its id."""
        return await fetch(self._bot, reference, limit)

    def moved(self, old: int, new: int) -> None:
        """Remember that a group has a new number, for what is still addressed to its old one."""
        _remember(self._moved, old, new)

    async def answer(self, press: str, text: str = "") -> bool:
        """Take the waiting sign off a pressed button, once; whether that could still be done."""
        if not press or press in self._answered:
            return False
        _remember(self._answered, press, None)
        try:
            await self._bot.answer_callback_query(press, text=text or None)
        except BadRequest as error:
            if says(error, TOO_OLD):
                return False
            raise
        return True

    async def _send(
        self, chat: int, handle: Handle, message: Message, key: str, target: str | None
    ) -> str:
        if message.replaces is not None:
            if target:
                await self._edit(chat, message, target)
            return target or ""
        text, entities = render(message.text)
        if message.notice and handle.press and len(text.encode("utf-16-le")) <= 2 * _ASIDE:
            await self.answer(handle.press, text)
            return ""
        # In a group the first message of an answer says whom it answers.
        first = handle if key.endswith("/0") else Handle(thread=handle.thread)
        if message.picture is not None:
            number = await self._photo(chat, first, message.picture, text, entities)
        elif message.document is not None:
            number = await self._document(chat, first, message, text, entities)
        else:
            number = await self._text(chat, first, message, text, entities)
        return f"{chat}/{number}"

    async def _text(
        self,
        chat: int,
        handle: Handle,
        message: Message,
        text: str,
        entities: Sequence[MessageEntity],
    ) -> int:
        async def send(entities: Sequence[MessageEntity]) -> int:
            async with self._pacer.turn(chat, bulk=message.yields):
                if not message.wanted():
                    raise Unwanted
                sent = await self._bot.send_message(
                    chat,
                    text,
                    entities=entities,
                    reply_markup=_keyboard(message.rows),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                    message_thread_id=handle.thread,
                    reply_parameters=_reply(handle),
                )
            return sent.message_id

        return await readable(send, entities)

    async def _photo(
        self,
        chat: int,
        handle: Handle,
        picture: images.Shown,
        caption: str,
        entities: Sequence[MessageEntity],
    ) -> int:
        try:
            image = await images.seen(picture, images.image, self._assets)
        except Exception:
            _log.exception("a picture can't be shown; it is told in words")
            # Where there is no caption, the words are too long for one, and come next as a text.
            return (
                await self._text(chat, handle, Message(), caption, entities) if caption else _UNSENT
            )

        async def send(entities: Sequence[MessageEntity], photo: bytes | str) -> int:
            async with self._pacer.turn(chat):
                sent = await self._bot.send_photo(
                    chat,
                    photo,
                    caption=caption or None,
                    caption_entities=entities,
                    filename=images.called(photo) if isinstance(photo, bytes) else None,
                    message_thread_id=handle.thread,
                    reply_parameters=_reply(handle),
                )
            _remember(self._photos, images.key(picture), sent.photo[-1].file_id)
            return sent.message_id

        if known := self._photos.pop(images.key(picture), None):
            try:
                return await send(entities, known)
            except BadRequest as error:
                if says(error, UNREACHABLE):
                    raise
                # Whatever is wrong with the file that Telegram kept, ours is still good.
        return await readable(lambda entities: send(entities, image), entities)

    async def _document(
        self,
        chat: int,
        handle: Handle,
        message: Message,
        caption: str,
        entities: Sequence[MessageEntity],
    ) -> int:
        async def send(entities: Sequence[MessageEntity]) -> int:
            async with self._pacer.turn(chat):
                sent = await self._bot.send_document(
                    chat,
                    message.content,
                    caption=caption or None,
                    caption_entities=entities,
                    filename=message.document.name if message.document else None,
                    # Else a page is taken for a video or a picture by what it looks like.
                    disable_content_type_detection=True,
                    message_thread_id=handle.thread,
                    reply_parameters=_reply(handle),
                    read_timeout=_TAKEN_IN,
                )
            return sent.message_id

        try:
            return await readable(send, entities)
        except NetworkError as error:
            if not says(error, TOO_LARGE):
                raise
            _log.info("a file of %d bytes is too large for this server", len(message.content))
            text, entities = render(message.without_document().text)
            return await self._text(chat, handle, Message(), text, entities)

    async def _edit(self, chat: int, message: Message, target: str) -> None:
        """Show the new text and buttons, unless the message can't be edited any more."""
        asked_in, _, number = target.partition("/")
        keyboard = _keyboard(message.rows)

        async def edit(entities: Sequence[MessageEntity]) -> int:
            # Nobody waits for a revision, so it keeps to the limits of its chat as well.
            pace = self._pacer.turn(chat) if message.revises is not None else None
            async with pace or self._pacer.overall(bulk=message.yields):
                if message.text.strip():
                    await self._bot.edit_message_text(
                        text,
                        chat_id=int(asked_in),
                        message_id=int(number),
                        entities=entities,
                        reply_markup=keyboard,
                        link_preview_options=LinkPreviewOptions(is_disabled=True),
                    )
                else:
                    await self._bot.edit_message_reply_markup(
                        chat_id=int(asked_in), message_id=int(number), reply_markup=keyboard
                    )
            return 0

        text, entities = render(message.text)
        try:
            await readable(edit, entities)
        except BadRequest as error:
            if not says(error, EDITED):
                raise
        except ChatMigrated as error:
            # What was said in the old group can't be edited from the new one.
            self.moved(int(asked_in), error.new_chat_id)

    def _verdict(self, error: TelegramError, chat: int, key: str) -> Exception:
        """What delivery is to make of a failure."""
        if isinstance(error, RetryAfter):
            seconds = seconds_of(error.retry_after)
            _log.info("flood control: chat %s waits for %g s", chat, seconds)
            self._pacer.pause(chat, seconds)
            return Later(seconds)
        if isinstance(error, Forbidden) or says(error, UNREACHABLE):
            return Gone("Telegram does not let us in there")
        if isinstance(error, BadRequest):
            return RuntimeError(f"Telegram refused {key}: {error.message}")
        # What is left may pass: no answer in time, no connection, a fault of the server's own,
        # or a token that was taken back, at which polling ends the run.
        failures = self._failures.pop(key, 0) + 1
        _remember(self._failures, key, failures)
        slow = isinstance(error, InvalidToken)
        # Spread, so that not all chats come back in one moment.
        delay = min(60.0, 2.0 ** (failures - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        return Later(60.0 if slow else delay)


def _keyboard(rows: tuple[tuple[Choice, ...], ...]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(one.label, callback_data=one.token) for one in row] for row in rows]
    )


def _reply(handle: Handle) -> ReplyParameters | None:
    if handle.reply_to is None:
        return None
    return ReplyParameters(handle.reply_to, allow_sending_without_reply=True)


def _remember(kept: OrderedDict[_K, _V], key: _K, value: _V) -> None:
    kept[key] = value
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)
