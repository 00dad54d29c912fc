"""Files from Discord: downloaded from its own hosts only, and within a cap.

An attachment's address comes with an event, and so from outside. Were any address fetched, a
forged one could make the bot ask what only the bot's own network can reach.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

import aiohttp

from bot.service.delivery.channel import FetchError, Later, no_longer_there, too_large

ORIGINS = frozenset({"https://cdn.discordapp.com", "https://media.discordapp.net"})
"""Where Discord keeps attachments (its documentation: "CDN endpoints")."""

_TIMES = aiohttp.ClientTimeout(total=120, connect=10, sock_read=20)
_SOON = 5.0


def origins(api_url: str) -> frozenset[str]:
    """Where files may be fetched from: Discord's hosts, and those of a server of one's own."""
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
    found = bytearray()
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
            found += piece
            if len(found) > limit:
                raise too_large(limit)
    return bytes(found)


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
