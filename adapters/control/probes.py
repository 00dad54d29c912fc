"""Pages for machines that watch: health, readiness and ``/metrics``, on a loopback port.

It is answered by the same event loop that serves learners, so a loop that is stuck gives no answer,
and whoever asks takes that for what it is. There is no encryption and no password, and therefore
no other address than this machine's own.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from http import HTTPStatus

from bot.values import value

PATIENCE = 5.0
"""Seconds in which a request must have come, and be answered."""

LONGEST = 16_384
"""Bytes of a request's head."""

TEXT = "text/plain; charset=utf-8"

_log = logging.getLogger(__name__)


@value
class Page:
    """An answer."""

    body: bytes
    status: HTTPStatus = HTTPStatus.OK
    media: str = TEXT


Answer = Callable[[str], Awaitable[Page]]
"""Makes a page; it is given the header Accept."""


def said(words: str, *, well: bool) -> Page:
    """A sentence, whose status says whether all is well."""
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return Page(f"{words}\n".encode(), status)


@contextlib.asynccontextmanager
async def serving(address: tuple[str, int], pages: Mapping[str, Answer]) -> AsyncIterator[int]:
    """Answer for these paths as long as the block lasts; gives the port. Raises ``OSError``."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                writer.write(await _answer(reader, pages))
                await writer.drain()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(answer, *address, limit=LONGEST)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _answer(reader: asyncio.StreamReader, pages: Mapping[str, Answer]) -> bytes:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.partition("\r\n")[0].split(" ")
    except (ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return _written(said("That is no request.", well=False), HTTPStatus.BAD_REQUEST)
    if method not in ("GET", "HEAD"):
        return _written(said("Only GET.", well=False), HTTPStatus.METHOD_NOT_ALLOWED)
    make = pages.get(target.partition("?")[0])
    if make is None:
        names = ", ".join(pages)
        return _written(said(f"There are {names}.", well=False), HTTPStatus.NOT_FOUND)
    try:
        page = await make(_header(head, "accept"))
    except Exception as error:
        _log.exception("%s could not be answered", target.partition("?")[0])
        page = said(f"A bug: {type(error).__name__}; see the log.", well=False)
    return _written(page, body=method == "GET")


def _header(head: str, name: str) -> str:
    for line in head.split("\r\n")[1:]:
        key, _, value = line.partition(":")
        if key.strip().lower() == name:
            return value.strip()
    return ""


def _written(page: Page, status: HTTPStatus | None = None, *, body: bool = True) -> bytes:
    status = status or page.status
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {page.media}\r\n"
        f"Content-Length: {len(page.body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode("latin-1") + (page.body if body else b"")
