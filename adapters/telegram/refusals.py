"""What Telegram means when it refuses.

Its errors have no codes finer than HTTP's, so what is wrong is read from the text.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import httpx
from telegram import MessageEntity
from telegram.error import BadRequest, TelegramError, TimedOut

_log = logging.getLogger(__name__)

# What the texts hold, in lower case.
UNREACHABLE = (
    "chat not found",
    "chat_write_forbidden",
    "have no rights to send",
    "not enough rights to send",
    "peer_id_invalid",
    "user not found",
)
NO_PICTURES = (
    "not enough rights to send photos",
    "chat_send_photos_forbidden",
    "chat_send_media_forbidden",
)
UNCHANGED = ("message is not modified",)
UNEDITABLE = ("message can't be edited", "message to edit not found", "message_id_invalid")
UNREADABLE = ("can't parse entities", "entity_bounds_invalid", "entity_")
TOPIC_GONE = ("message thread not found", "topic_deleted")
TOPIC_CLOSED = ("topic_closed",)
TOO_LARGE = ("request entity too large", "file is too big")
UNREAD = ("an answer that is no json",)
TOO_OLD = ("query is too old", "query id is invalid", "query_id_invalid")


def says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    """Whether an error is one of these."""
    text = error.message.lower()
    return any(phrase in text for phrase in phrases)


def unanswered(error: TelegramError) -> bool:
    """Whether Telegram may have taken what it was sent without our being told.

    An answer, even that of a server in trouble, says that it did not; and nothing was taken if
    there never was a connection.
    """
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return False
    cut = says(error, UNREAD)
    return cut or isinstance(error, TimedOut) or isinstance(cause, httpx.HTTPError)


def seconds_of(value: int | timedelta) -> float:
    """A duration as the library gives it, in seconds."""
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


async def readable(
    send: Callable[[Sequence[MessageEntity]], Awaitable[int]], entities: Sequence[MessageEntity]
) -> int:
    """Send with entities, or without them if Telegram can't read them."""
    try:
        return await send(entities)
    except BadRequest as error:
        if not entities or not says(error, UNREADABLE):
            raise
        _log.error("sent as plain text: %s", error.message)
        return await send(())
