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
from collections.abc import Sequence
from dataclasses import replace

from telegram import (
    Bot,
    LinkPreviewOptions,
    MessageEntity,
)
from telegram.constants import CallbackQueryLimit
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from adapters.layout.plan import plan
from adapters.telegram.fetching import fetch
from adapters.telegram.pacer import Pacer
from adapters.telegram.refusals import (
    EDITED,
    TOO_OLD,
    TOPIC_GONE,
    UNREACHABLE,
    readable,
    says,
    seconds_of,
)
from adapters.telegram.rendering import CAPABILITIES, fits, render
from adapters.telegram.sending import Sender, keyboard, remember
from adapters.telegram.translate import PLATFORM, TelegramHandle
from bot.conversation.inputs import Address
from bot.conversation.language.markup import escaped
from bot.conversation.outputs import Output
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.delivery.channel import Gone, Later, Message

_log = logging.getLogger(__name__)

_ASIDE = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)


class TelegramChannel:
    """Sends what is planned, at the pace that Telegram allows."""

    platform = PLATFORM

    def __init__(self, bot: Bot, pacer: Pacer, assets: Assets = no_assets) -> None:
        self._bot = bot
        self._pacer = pacer
        self._sender = Sender(bot, pacer, assets)
        self._moved: OrderedDict[int, int] = OrderedDict()
        self._failures: OrderedDict[str, int] = OrderedDict()
        self._answered: OrderedDict[str, None] = OrderedDict()

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        """The outputs of one turn as messages."""
        return plan(outputs, CAPABILITIES)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send, edit or answer; the reference names the chat and the message in it."""
        chat = self._moved.get(int(address.chat), int(address.chat))
        handle = TelegramHandle.read(address.handle)
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
        remember(self._moved, old, new)

    async def answer(self, press: str, text: str = "") -> bool:
        """Take the waiting sign off a pressed button, once; whether that could still be done."""
        if not press or press in self._answered:
            return False
        remember(self._answered, press, None)
        try:
            await self._bot.answer_callback_query(press, text=text or None)
        except BadRequest as error:
            if says(error, TOO_OLD):
                return False
            raise
        return True

    async def aside(self, press: str, text: str) -> bool:
        """Say this over a pressed button, once; whether it has room there."""
        plain, _ = render(text)
        if len(plain.encode("utf-16-le")) > 2 * _ASIDE:
            return False
        await self.answer(press, plain)
        return True

    async def _send(
        self, chat: int, handle: TelegramHandle, message: Message, key: str, target: str | None
    ) -> str:
        if message.replaces is not None:
            if target:
                await self._edit(chat, message, target, _headed(message, handle))
            return target or ""
        if message.notice and handle.press and await self.aside(handle.press, message.text):
            return ""
        text, entities = render(_headed(message, handle))
        # In a group the first message of an answer says whom it answers.
        first = handle if key.endswith("/0") else TelegramHandle(thread=handle.thread)
        if message.picture is not None:
            number = await self._sender.photo(chat, first, message.picture, text, entities)
        elif message.document is not None:
            number = await self._sender.document(chat, first, message, text, entities)
        else:
            number = await self._sender.text(chat, first, message, text, entities)
        return f"{chat}/{number}"

    async def _edit(self, chat: int, message: Message, target: str, shown: str) -> None:
        """Show the new text and buttons, unless the message can't be edited any more."""
        asked_in, _, number = target.partition("/")
        buttons = keyboard(message.rows)

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
                        reply_markup=buttons,
                        link_preview_options=LinkPreviewOptions(is_disabled=True),
                    )
                else:
                    await self._bot.edit_message_reply_markup(
                        chat_id=int(asked_in), message_id=int(number), reply_markup=buttons
                    )
            return 0

        text, entities = render(shown)
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
        remember(self._failures, key, failures)
        slow = isinstance(error, InvalidToken)
        # Spread, so that not all chats come back in one moment.
        delay = min(60.0, 2.0 ** (failures - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        return Later(60.0 if slow else delay)


def _headed(message: Message, handle: TelegramHandle) -> str:
    """What a message says; where others read along, a question says whose it is."""
    asks = message.question or message.replaces
    if not (handle.name and asks and message.text.strip()):
        return message.text
    headed = f"**{escaped(handle.name)}**\n\n{message.text}"
    return headed if fits(headed) else message.text
