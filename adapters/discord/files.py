"""Files from Discord: what it says of them, and downloaded from its own hosts only, within a cap.

A file's reference is its address. It is signed and lives for about a day, so it lets who has it
read the file for that time; Discord makes a new address of it for us at any time. It comes with an
event, and so from outside: were any address fetched, a forged address could make the bot ask what
only the bot's own network can reach.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.conversation.inputs import Upload
from bot.service.delivery.channel import FetchError, Later, no_longer_there, too_large

ORIGINS = frozenset({"https://cdn.discordapp.com", "https://media.discordapp.net"})
"""Where Discord keeps attachments (its documentation: "CDN endpoints")."""

_TIMES = aiohttp.ClientTimeout(total=120, connect=10, sock_read=20)
_SOON = 5.0


def origins(api_url: str) -> frozenset[str]:
    """Where files may be fetched from: Discord's hosts, and those of the operator's own server."""
    own = _origin(api_url)
    return ORIGINS if own == "https://discord.com" else ORIGINS | {own}


async def fetch(url: str, limit: int, allowed: Iterable[str] = ORIGINS) -> bytes:
    """The content at an address. Raises ``FetchError``, or ``Later`` for what may pass."""
    if _origin(url) not in allowed:
        raise FetchError("the file is not kept by Discord", "attach it to a message")
    try:
        return await _download(url, limit)
    except (aiohttp.ClientError, TimeoutError, OSError):
        # The address lets who has it read the file, so no cause is kept.
        raise Later(_SOON) from None


async def _download(url: str, limit: int) -> bytes:
    content = bytearray()
    # Uncompressed, so that what is counted is what is taken in.
    plain = {"Accept-Encoding": "identity"}
    async with (
        aiohttp.ClientSession(timeout=_TIMES, auto_decompress=False) as session,
        session.get(url, headers=plain, allow_redirects=False) as answer,
    ):
        if answer.status == 429 or answer.status >= 500:
            raise Later(_SOON)
        if answer.status != 200:
            # Deleted, or an address whose signature has run out.
            raise no_longer_there()
        async for piece in answer.content.iter_chunked(64 * 1024):
            content += piece
            if len(content) > limit:
                raise too_large(limit)
    return bytes(content)


def _origin(url: str) -> str:
    """Scheme, host and port; empty for an address with a password, or that is none."""
    try:
        parts = urlsplit(url)
        port, name = parts.port, (parts.hostname or "").lower()
    except ValueError:
        return ""
    if not name or "@" in parts.netloc or "\\" in url or not url.isprintable():
        return ""
    usual = port is None or (parts.scheme, port) in (("https", 443), ("http", 80))
    return f"{parts.scheme}://{name}" if usual else f"{parts.scheme}://{name}:{port}"


MAX_UPLOADS = 10
"""Files in a message or form: Discord's most."""


def from_message(files: Iterable[discord.Attachment], text: str, message: int) -> list[Upload]:
    uploads = [
        Upload(file.filename, file.size, file.content_type or "", file.url)
        for file in list(files)[:MAX_UPLOADS]
    ]
    return _together(uploads, text, str(message))


def from_form(data: Mapping[str, Any], ids: Iterable[str], text: str, form: int) -> list[Upload]:
    resolved = (data.get("resolved") or {}).get("attachments") or {}
    uploads = [_raw(resolved[id]) for id in list(ids)[:MAX_UPLOADS] if id in resolved]
    return _together(uploads, text, str(form))


def _raw(file: Mapping[str, Any]) -> Upload:
    size = file.get("size")
    name, media, url = (str(file.get(key) or "") for key in ("filename", "content_type", "url"))
    return Upload(name, size if isinstance(size, int) else None, media, url)


def _together(uploads: list[Upload], text: str, album: str) -> list[Upload]:
    many = album if len(uploads) > 1 else ""
    return [
        Upload(file.name, file.size, file.media, file.reference, "" if n else text, many)
        for n, file in enumerate(uploads)
    ]
