"""Sending one message to a chat of Telegram's: a text, a photo or a file."""

import json
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from telegram import MessageEntity, ReplyParameters
from telegram.error import BadRequest, NetworkError

from adapters.pictures import images
from adapters.telegram.addresses import TelegramHandle
from adapters.telegram.client import Connection
from adapters.telegram.pacer import Pacer
from adapters.telegram.refusals import NO_PICTURES, TOO_LARGE, UNREACHABLE, readable, says
from adapters.telegram.rendering import render
from bot.conversation.outputs import Choice
from bot.lessons.pictures.assets import Assets
from bot.service.delivery.channel import Message, Unwanted

_log = logging.getLogger(__name__)

_TAKEN_IN = 60.0
"""Seconds that Telegram has to answer once a file is there, which may be a large one."""

_UNSENT = 0
"""The number of a message that was not sent, since another says it all."""

_K = TypeVar("_K")
_V = TypeVar("_V")

_REMEMBERED = 1024


class Sender:
    """Sends messages at the pace that Telegram allows; each method returns a message's number."""

    def __init__(self, bot: Connection, pacer: Pacer, assets: Assets) -> None:
        self._bot = bot
        self._pacer = pacer
        self._assets = assets
        self._photos: OrderedDict[Hashable, str] = OrderedDict()
        self._name: str | None = None

    async def text(
        self,
        chat: int,
        handle: TelegramHandle,
        message: Message,
        text: str,
        entities: Sequence[MessageEntity],
    ) -> int:
        """A text with its buttons."""

        async def send(entities: Sequence[MessageEntity]) -> int:
            async with self._turn(chat, message):
                return await self._bot.send_text(
                    chat,
                    text,
                    entities=entities,
                    reply_markup=await self._keyboard(message, chat),
                    message_thread_id=handle.thread,
                    reply_parameters=_reply(handle),
                )

        return await readable(send, entities)

    @asynccontextmanager
    async def _turn(self, chat: int, message: Message) -> AsyncIterator[None]:
        """A message's turn. Raises ``Unwanted`` if it was called off while it waited for it."""
        async with self._pacer.turn(chat, bulk=message.yields):
            if not await message.wanted():
                raise Unwanted
            yield

    async def _keyboard(self, message: Message, chat: int) -> str | None:
        """The buttons below a message: choices, or one that leads into our chat with a person."""
        door = message.doorway
        if door is None:
            return keyboard(message.rows)
        if door.token and chat > 0:
            # They are there already.
            return keyboard(((Choice(door.label, door.token),),))
        address = await self._address()
        url = f"{address}{door.payload}" if door.payload else address.partition("?")[0]
        return json.dumps({"inline_keyboard": [[{"text": door.label, "url": url}]]})

    async def _address(self) -> str:
        """How the links begin that lead to us, which a payload follows."""
        if self._name is None:
            self._name = (await self._bot.get_me()).username
        return link(self._name)

    async def photo(
        self,
        chat: int,
        handle: TelegramHandle,
        message: Message,
        caption: str,
        entities: Sequence[MessageEntity],
    ) -> int:
        """A picture with its caption."""
        picture = message.picture
        if picture is None:
            raise ValueError("a message without a picture")
        words = Message(unasked=message.yields, wanted=message.wanted)
        try:
            image = await images.image_of(picture, images.render, self._assets)
        except Exception:
            _log.exception("a picture can't be shown; it is told in words")
            # Where there is no caption, the words are too long for one, and come next as a text.
            return await self.text(chat, handle, words, caption, entities) if caption else _UNSENT

        async def send(entities: Sequence[MessageEntity], photo: bytes | str) -> int:
            async with self._turn(chat, message):
                sent = await self._bot.send_photo(
                    chat,
                    photo,
                    caption=caption or None,
                    caption_entities=entities,
                    filename=images.file_name(photo) if isinstance(photo, bytes) else None,
                    message_thread_id=handle.thread,
                    reply_parameters=_reply(handle),
                )
            remember(self._photos, images.cache_key(picture), sent.photo[-1].file_id)
            return sent.message_id

        try:
            if known := self._photos.pop(images.cache_key(picture), None):
                try:
                    return await send(entities, known)
                except BadRequest as error:
                    if says(error, UNREACHABLE):
                        raise
                    # Whatever is wrong with the file that Telegram kept, ours is still good.
            return await readable(lambda entities: send(entities, image), entities)
        except BadRequest as error:
            if not says(error, NO_PICTURES):
                raise
            # A group may take words and no pictures; the words say the same.
            _log.info("chat %s takes no pictures", chat)
        if not caption:
            return _UNSENT
        return await self.text(chat, handle, Message(wanted=message.wanted), caption, entities)

    async def document(
        self,
        chat: int,
        handle: TelegramHandle,
        message: Message,
        caption: str,
        entities: Sequence[MessageEntity],
    ) -> int:
        """A file with the words beside it."""

        async def send(entities: Sequence[MessageEntity]) -> int:
            async with self._turn(chat, message):
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
            words = Message(unasked=message.yields, wanted=message.wanted)
            return await self.text(chat, handle, words, text, entities)


def link(name: str | None) -> str:
    """How the links begin that lead to a bot of this name, which a payload follows.

    See https://core.telegram.org/bots/features#deep-linking.
    """
    return f"https://t.me/{name}?start="


def keyboard(rows: tuple[tuple[Choice, ...], ...]) -> str | None:
    """The buttons below a message as they go out, if it has any.

    The library's own objects for them take longer to make than the text that they stand below.
    """
    if not rows:
        return None
    told = [[{"text": one.label, "callback_data": one.token} for one in row] for row in rows]
    return json.dumps({"inline_keyboard": told})


def _reply(handle: TelegramHandle) -> ReplyParameters | None:
    if handle.reply_to is None:
        return None
    return ReplyParameters(handle.reply_to, allow_sending_without_reply=True)


def remember(kept: OrderedDict[_K, _V], key: _K, value: _V) -> None:
    """Keep what is worth it only for a while, and forget the oldest of more than 1,024."""
    kept[key] = value
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)
