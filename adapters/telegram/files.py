"""Files from Telegram: asked for by their id, then downloaded within a cap.

The address of a file holds the bot's token, so no error keeps its cause, and it is requested with a
client whose log is off. The operator's own server may keep files on its disk and give a path
instead of an address (its option ``--local``); then that is read.
"""

import asyncio
import stat
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from adapters.telegram import PUBLIC_API
from adapters.telegram.failures import says, seconds_of
from bot.service.delivery.channel import FetchError, Later, no_longer_there, too_large

PUBLIC_LIMIT = int(FileSizeLimit.FILESIZE_DOWNLOAD)
"""Bytes of the largest file that Telegram's own server hands to bots ("getFile")."""

_TIMES = httpx.Timeout(10, read=20)
_WHOLE = 120
"""Seconds for a whole download."""

_SOON = 5.0
_BIG = ("file is too big",)


async def fetch(bot: Bot, reference: str, limit: int) -> bytes:
    """The content of a file by its id. Raises ``FetchError``, or ``Later`` for what may pass."""
    try:
        file = await bot.get_file(reference)
    except RetryAfter as error:
        raise Later(seconds_of(error.retry_after)) from None
    except (BadRequest, Forbidden) as error:
        big = says(error, _BIG)
        raise (too_large(min(limit, PUBLIC_LIMIT)) if big else no_longer_there()) from None
    except TelegramError:
        raise Later(_SOON) from None
    if file.file_size is not None and file.file_size > limit:
        raise too_large(limit)
    if not file.file_path:
        raise no_longer_there()
    if urlsplit(file.file_path).scheme not in ("http", "https"):
        # Telegram's own server has no files on this machine, whatever it answers.
        if bot.base_url.startswith(f"{PUBLIC_API}/"):
            raise no_longer_there()
        return await asyncio.to_thread(_read, Path(file.file_path), limit)
    try:
        async with asyncio.timeout(_WHOLE):
            return await _download(file.file_path, limit)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError):
        raise Later(_SOON) from None


async def _download(url: str, limit: int) -> bytes:
    content = bytearray()
    # Uncompressed, so that what is counted is what is taken in.
    plain = {"Accept-Encoding": "identity"}
    async with (
        httpx.AsyncClient(timeout=_TIMES, follow_redirects=False) as client,
        client.stream("GET", url, headers=plain) as answer,
    ):
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Later(_SOON)
        if answer.status_code != 200:
            raise no_longer_there()
        async for piece in answer.aiter_raw(64 * 1024):
            content += piece
            if len(content) > limit:
                raise too_large(limit)
    return bytes(content)


def _read(path: Path, limit: int) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise no_longer_there()
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise no_longer_there() from None
    except (OSError, ValueError):
        what = "the Bot API server keeps the file where Foretell can't read it"
        raise FetchError(what, "let Foretell's user read that server's folder") from None
    if len(data) > limit:
        raise too_large(limit)
    return data
