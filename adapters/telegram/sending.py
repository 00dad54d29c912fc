"""The way out to Telegram.

=====================================  ==========================================================
Telegram says                          what follows
=====================================  ==========================================================
429, retry after                       that chat waits, and the message goes again
blocked, deactivated, chat not found   gone
the group is a supergroup now          sent to its new number
can't parse entities                   sent again as plain text
an edit that changes nothing, or that
can no longer be made                  counts as made; a card that was to be shown in the place
                                       of another is sent instead
the topic is deleted                   sent to the forum's general topic
a file is too large                    its words are sent instead
a press too old to answer              its aside is missed, as asides may be
no answer, a broken connection         later, after a growing delay; in bulk it may have arrived,
                                       and is not tried again
a fault of its own, no connection      later, after a growing delay
=====================================  ==========================================================

Nothing is asked for that is known to be refused: neither an edit to what a message shows already,
nor an answer to a press that came too long ago.

A kill between the sending of a question and its mark sends it a second time at the next start, and
so does an answer that is lost; nobody knows the first's number. It is not searched for: a press on
either is answered and counts once for both, and an older question loses its buttons when it is
pressed.
"""

import json
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

from telegram import InlineKeyboardMarkup, MessageEntity, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from adapters.layout.plan import plan
from adapters.pictures import images
from adapters.runtime import backoff
from adapters.telegram import PLATFORM
from adapters.telegram.client import CalledOffError, Connection, link
from adapters.telegram.failures import (
    NO_PICTURES,
    TOO_LARGE,
    TOPIC_CLOSED,
    TOPIC_GONE,
    UNCHANGED,
    UNEDITABLE,
    UNREACHABLE,
    UNREADABLE,
    is_unanswered,
    says,
    seconds_of,
)
from adapters.telegram.files import fetch
from adapters.telegram.groups import Groups, Moves
from adapters.telegram.pacing import Pacer
from adapters.telegram.presses import Presses, remember
from adapters.telegram.rendering import CAPABILITIES, fits, keyboard, render
from adapters.telegram.updates import TelegramHandle
from bot.conversation.inputs import Address
from bot.conversation.language.markup import escape_markdown
from bot.conversation.outputs import Choice, Output
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.delivery.channel import (
    Gone,
    Later,
    Message,
    Shut,
    Unclear,
    Uneditable,
    Unwanted,
    while_certain,
)
from bot.storage.codec import utc_now
from bot.values import replace

_log = logging.getLogger(__name__)


_TAKEN_IN = 60.0
"""Seconds that Telegram has to answer once a file is there, which may be large."""

_UNSENT = 0
"""The number of a message that was not sent, since another says it all."""


class Shown(NamedTuple):
    """What a message shows, as a hash that is short enough to be remembered."""

    content: int
    has_buttons: bool


class TelegramChannel:
    """Sends what is planned, at the pace that Telegram allows.

    ``moves`` keeps the new numbers of groups beyond the end of the program.
    """

    platform = PLATFORM

    def __init__(
        self,
        bot: Connection,
        pacer: Pacer,
        assets: Assets = no_assets,
        *,
        clock: Callable[[], datetime] = utc_now,
        moves: Moves | None = None,
    ) -> None:
        self._bot = bot
        self._pacer = pacer
        self._assets = assets
        self.groups = Groups(moves, clock)
        """Which numbers groups have now."""
        self.presses = Presses(bot, clock, clock())
        """Answers presses, or says something over them."""
        self._newest: OrderedDict[int, int] = OrderedDict()
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self._failures: OrderedDict[str, int] = OrderedDict()
        self._photos: OrderedDict[Hashable, str] = OrderedDict()
        self._name: str | None = None

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        return plan(outputs, CAPABILITIES)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send, edit or answer; the reference names the chat and the message in it."""
        handle, plain = TelegramHandle.read(address.handle), False
        while True:
            chat = await self.groups.number(int(address.chat))
            try:
                reference = await self._send(chat, handle, message, key, target, plain=plain)
            except ChatMigrated as error:
                await self.groups.move_chat(chat, error.new_chat_id)
            except TelegramError as error:
                if handle.thread is not None and says(error, TOPIC_GONE):
                    handle = replace(handle, thread=None)
                elif not plain and says(error, UNREADABLE):
                    _log.error("sent as plain text: %s", error.message)
                    plain = True
                else:
                    # A cause's text may hold the token.
                    raise self._verdict(error, chat, key, message) from None
            else:
                self._failures.pop(key, None)
                return reference

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """The content of a file by its id."""
        return await fetch(self._bot, reference, limit)

    def is_outdated(self, chat: int, handle: TelegramHandle) -> bool:
        """Whether the message pressed has buttons, and a newer question is in this chat."""
        # In a group, the newest may be another learner's.
        if chat < 0 or handle.pressed is None or handle.pressed >= self._newest.get(chat, 0):
            return False
        shown = self._shown.get(f"{chat}/{handle.pressed}")
        return shown is None or shown.has_buttons

    async def clear(self, chat: int, handle: TelegramHandle) -> None:
        """Take the buttons off the message pressed, which is outdated."""
        target = f"{chat}/{handle.pressed}"
        try:
            await self._edit(chat, Message(unasked=True, revises=""), target, "")
        except TelegramError as error:
            _log.debug("old buttons stay where they are: %s", type(error).__name__)

    async def _send(
        self,
        chat: int,
        handle: TelegramHandle,
        message: Message,
        key: str,
        target: str | None,
        *,
        plain: bool,
    ) -> str:
        if message.replaces is not None:
            if target:
                await self._edit(chat, message, target, _head_message(message, handle), plain=plain)
                if message.question is not None:
                    # It is open, though it may be older than others.
                    self._note_newest(chat, int(target.rpartition("/")[2]))
            return target or ""
        if message.notice and handle.press:
            stays, leads = message.stays, message.leads
            if await self.presses.say(handle, message.text, message.said, stays=stays, leads=leads):
                return ""
        text, entities = render(_head_message(message, handle))
        if plain:
            entities = ()
        # In a group the first message of an answer says whom it answers.
        first = handle if key.endswith("/0") else TelegramHandle(thread=handle.thread)
        if message.picture is not None:
            number = await self._send_photo(chat, first, message, text, entities)
        elif message.document is not None:
            number = await self._send_document(chat, first, message, text, entities, plain=plain)
        else:
            number = await self._send_text(chat, first, message, text, entities)
        target = f"{chat}/{number}"
        if message.question is not None:
            self._note_newest(chat, number)
            remember(self._shown, target, _content(_head_message(message, handle), message))
        return target

    async def _send_text(
        self,
        chat: int,
        handle: TelegramHandle,
        message: Message,
        text: str,
        entities: Sequence[MessageEntity],
    ) -> int:
        """Send a text with its buttons; like the next two, it returns the message's number."""
        async with self._turn(chat, message):
            return await self._bot.send_text(
                chat,
                text,
                entities=entities,
                reply_markup=await self._keyboard(message, chat),
                silent=message.silent,
                message_thread_id=handle.thread,
                reply_parameters=_reply(handle),
            )

    @asynccontextmanager
    async def _turn(self, chat: int, message: Message) -> AsyncIterator[None]:
        """A message's turn. Raises ``Unwanted`` if it was called off while it waited for it."""
        async with self._pacer.turn(chat, bulk=message.yields), if_wanted(message):
            yield

    async def _keyboard(self, message: Message, chat: int) -> str | None:
        """The buttons below a message: choices, or a button that leads into our private chat."""
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

    async def _send_photo(
        self,
        chat: int,
        handle: TelegramHandle,
        message: Message,
        caption: str,
        entities: Sequence[MessageEntity],
    ) -> int:
        picture = message.picture
        if picture is None:
            raise ValueError("a message without a picture")
        try:
            image = await images.image_of(picture, images.render, self._assets)
        except Exception:
            _log.exception("a picture can't be shown; it is told in words")
            return await self._send_words(chat, handle, message)

        async def send(photo: bytes | str) -> int:
            async with self._turn(chat, message):
                sent = await self._bot.send_photo(
                    chat,
                    photo,
                    caption=caption or None,
                    caption_entities=entities,
                    disable_notification=message.silent,
                    filename=images.file_name(photo) if isinstance(photo, bytes) else None,
                    message_thread_id=handle.thread,
                    reply_parameters=_reply(handle),
                )
            remember(self._photos, images.cache_key(picture), sent.photo[-1].file_id)
            return sent.message_id

        try:
            if known := self._photos.pop(images.cache_key(picture), None):
                try:
                    return await send(known)
                except BadRequest as error:
                    if says(error, UNREACHABLE):
                        raise
                    # Whatever is wrong with the file that Telegram kept, ours is still good.
            return await send(image)
        except BadRequest as error:
            if not says(error, NO_PICTURES):
                raise
            # A group may take words and no pictures; the words say the same.
            _log.info("chat %s takes no pictures", chat)
        return await self._send_words(chat, handle, message)

    async def _send_words(self, chat: int, handle: TelegramHandle, message: Message) -> int:
        """Send what a picture shows in words."""
        text, entities = render(message.without_picture().text)
        if not text:
            return _UNSENT
        return await self._send_text(chat, handle, _words_of(message), text, entities)

    async def _send_document(
        self,
        chat: int,
        handle: TelegramHandle,
        message: Message,
        caption: str,
        entities: Sequence[MessageEntity],
        *,
        plain: bool,
    ) -> int:
        """Send a file with the words beside it."""
        try:
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
        except NetworkError as error:
            if not says(error, TOO_LARGE):
                raise
            _log.info("a file of %d bytes is too large for this server", len(message.content))
            text, entities = render(message.without_document().text)
            words = _words_of(message)
            return await self._send_text(chat, handle, words, text, () if plain else entities)

    def _note_newest(self, chat: int, number: int) -> None:
        """Remember which message asks the newest question in a chat."""
        self._newest.pop(chat, None)
        remember(self._newest, chat, number)

    async def _edit(
        self, chat: int, message: Message, target: str, shown: str, *, plain: bool = False
    ) -> None:
        """Show the new text and buttons, if possible; a card raises ``Uneditable``."""
        if self._shown.get(target) == _content(shown, message):
            return
        asked_in, _, number = target.partition("/")
        buttons = keyboard(message.rows)
        # Nobody waits for a revision, and a card is shown in place of a message: both keep to the
        # limits of their chat as well.
        bulk = message.yields
        alone = message.retires is not None
        turn = self._pacer.overall(bulk=bulk) if alone else self._pacer.turn(chat, bulk=bulk)
        text, entities = render(shown)
        try:
            async with turn, if_wanted(message):
                if message.text.strip():
                    await self._bot.edit_text(
                        int(asked_in),
                        int(number),
                        text,
                        entities=() if plain else entities,
                        reply_markup=buttons,
                    )
                else:
                    markup = InlineKeyboardMarkup.de_json(json.loads(buttons)) if buttons else None
                    await self._bot.edit_message_reply_markup(
                        chat_id=int(asked_in), message_id=int(number), reply_markup=markup
                    )
        except BadRequest as error:
            if says(error, UNEDITABLE):
                if message.instead is not None:
                    raise Uneditable from None
            elif not says(error, UNCHANGED):
                raise
        except ChatMigrated as error:
            # What was said in the old group can't be edited from the new group.
            await self.groups.move_chat(int(asked_in), error.new_chat_id)
            if message.instead is not None:
                raise Uneditable from None
        self._shown.pop(target, None)
        remember(self._shown, target, _content(shown, message))

    def _verdict(self, error: TelegramError, chat: int, key: str, message: Message) -> Exception:
        """What delivery is to make of a failure."""
        if isinstance(error, RetryAfter):
            seconds = seconds_of(error.retry_after)
            _log.info("flood control: chat %s waits for %g s", chat, seconds)
            self._pacer.refused(chat, seconds)
            return Later(seconds, asked=True)
        if isinstance(error, Forbidden) or says(error, UNREACHABLE):
            return Gone("Telegram does not let us in there")
        if says(error, TOPIC_CLOSED):
            return Shut("the topic is closed")
        if isinstance(error, BadRequest):
            return RuntimeError(f"Telegram refused {key}: {error.message}")
        if message.bulk and is_unanswered(error):
            return Unclear(f"no answer to {key}")
        # What is left may pass: no answer in time, no connection, a fault of the server's own, or
        # a token that it does not know, which it says in outages as well. Somebody waits for it.
        failures = self._failures.pop(key, 0) + 1
        remember(self._failures, key, failures)
        why = "no answer in time" if isinstance(error, TimedOut) else type(error).__name__
        return Later(backoff.pause(failures, 1.0, 10.0), why=why)


def _content(text: str, message: Message) -> Shown:
    return Shown(hash((text.strip(), message.rows)), bool(message.rows))


def _head_message(message: Message, handle: TelegramHandle) -> str:
    """What a message says; where others read along, a question says whose it is."""
    door = message.doorway
    # A card that is posted is for everybody.
    asks = message.question or message.replaces or (door and not door.token)
    if not (handle.name and asks and message.text.strip()):
        return message.text
    headed = f"**{escape_markdown(handle.name)}**\n\n{message.text}"
    return headed if fits(headed) else message.text


def _words_of(message: Message) -> Message:
    """A message in which words can go in place of this message's picture or file."""
    return Message(
        unasked=message.yields,
        silent=message.silent,
        wanted=message.wanted,
        certain=message.certain,
    )


@asynccontextmanager
async def if_wanted(message: Message) -> AsyncIterator[None]:
    """Give a message to Telegram in this block. Raises ``Unwanted`` if it was called off."""
    if not await message.wanted():
        raise Unwanted
    try:
        with while_certain(message):
            yield
    except CalledOffError:
        raise Unwanted from None


def _reply(handle: TelegramHandle) -> ReplyParameters | None:
    if handle.reply_to is None:
        return None
    return ReplyParameters(handle.reply_to, allow_sending_without_reply=True)
