"""How a process of the same user talks to the running bot: a Unix socket, a single request each.

A request is a line of JSON, ``{"version": 1, "do": NAME, "lines": N, …}``, and N more lines with
what is too long for it; the answer is of the same form. Only one process may write to the database,
so whoever wants to change it asks that process.

The socket's mode lets in its owner alone. Its folder may be open to others, who could put a socket
of theirs in its place, or be let in by a mode that was changed; so each end also asks the kernel
who is at the other, where it tells (``SO_PEERCRED``, on Linux).
"""

import asyncio
import contextlib
import json
import logging
import os
import socket
import stat
import struct
from asyncio.trsock import TransportSocket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from bot.values import value

VERSION = 1

MAX_PATH_BYTES = 103
"""Bytes of a socket's path: what the shortest of the usual systems, macOS, allows."""

LONGEST_LINE = 16_000_000
"""Bytes of a line: a lesson as JSON, whose file may have a quarter of that."""

MOST_BYTES = 64_000_000
"""Bytes of a whole request."""

PATIENCE = 30.0
"""Seconds in which a request must have arrived."""

_UNHEARD = 65_536
"""Bytes that are taken, and not looked at, of a request by another user."""

_log = logging.getLogger(__name__)


class ControlError(Exception):
    """A request that can't be made or answered, with how to mend it."""


class NobodyThereError(ControlError):
    """No bot is running at this socket, or it can't answer this before its start is over."""


class EndedError(ControlError):
    """The bot ended before it answered; what it was asked for may be done or not."""


@value
class ControlMessage:
    """A request or an answer: its head, and lines."""

    head: Mapping[str, Any]
    lines: Sequence[str] = field(default=())


Handler = Callable[[ControlMessage], Awaitable[ControlMessage]]
"""Answers a request. May raise ``ControlError``, whose words are the answer then."""


@contextlib.asynccontextmanager
async def serving(path: Path, handlers: Mapping[str, Handler]) -> AsyncIterator[None]:
    """Answer requests at this socket, each by its handler. Raises ``ControlError``."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await _send(writer, await _answer(reader, writer, handlers))
            writer.close()
            await writer.wait_closed()

    check(path)
    try:
        server = await asyncio.start_unix_server(answer, sock=_bind(path), limit=LONGEST_LINE)
    except OSError as error:
        raise ControlError(
            f"{path}: no socket can be made here ({error.strerror or error}); "
            "set FORETELL_HEALTH_SOCKET to a path in a folder of your own"
        ) from error
    try:
        yield
    finally:
        server.close()
        with contextlib.suppress(OSError):
            path.unlink()  # noqa: ASYNC240 - one system call, at the end


async def call(path: Path, do: str, message: ControlMessage) -> ControlMessage:
    """What the bot at this socket answers to this request; wait as long as it takes.

    Raises ``NobodyThereError``, ``EndedError``, or ``ControlError`` with what it refused, or what
    is wrong.
    """
    check(path)
    if sum(len(line.encode()) + 1 for line in message.lines) > MOST_BYTES:
        # The bot would hang up before it has all, and its reason might be lost.
        raise ControlError(f"these are more than {MOST_BYTES:,} bytes; send less at once")
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=LONGEST_LINE)
    except (FileNotFoundError, ConnectionError) as error:
        raise NobodyThereError(f"No bot is running here: nothing answers at {path}.") from error
    except OSError as error:
        raise ControlError(f"{path} can't be asked: {error.strerror or error}.") from error
    try:
        # Root asks whatever bot there is, and that is mostly another user's.
        if os.geteuid() and not _ours(writer):
            raise ControlError(f"What answers at {path} runs as another user; ask as that one.")
        with contextlib.suppress(ConnectionError):
            head = {"version": VERSION, "do": do, **message.head}
            await _send(writer, ControlMessage(head, message.lines))
        answer = await _receive(reader)
    except (EOFError, ConnectionError) as error:
        raise EndedError(f"The bot at {path} ended before it answered.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise ControlError(f"What answers at {path} isn't Foretell.") from error
    finally:
        writer.close()
    if refusal := answer.head.get("error"):
        raise (NobodyThereError if answer.head.get("nobody") else ControlError)(str(refusal))
    return answer


def _ours(writer: asyncio.StreamWriter) -> bool:
    """Whether who is at the other end is of the same user, or root, who may do all anyway."""
    return _user(writer.get_extra_info("socket")) in (None, 0, os.geteuid())


def _user(end: TransportSocket) -> int | None:
    """The user at the other end, as the kernel knows it; ``None`` where it does not tell."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return None
    _, user, _ = struct.unpack("iII", end.getsockopt(socket.SOL_SOCKET, option, 12))
    return int(user)


def _bind(path: Path) -> socket.socket:
    """A socket at this path that only this user may use, from its first moment on."""
    # A socket that a killed process left behind is replaced.
    with contextlib.suppress(FileNotFoundError):
        if stat.S_ISSOCK(path.stat().st_mode):
            path.unlink()
    result = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        result.bind(os.fspath(path))
    except BaseException:
        result.close()
        raise
    finally:
        os.umask(mask)
    return result


def check(path: Path) -> None:
    """Raises ``ControlError`` if a path is too long for a socket."""
    if len(os.fsencode(path)) > MAX_PATH_BYTES:
        raise ControlError(
            f"{path}: too long for a socket ({MAX_PATH_BYTES} bytes at most); "
            "set FORETELL_HEALTH_SOCKET to a shorter path"
        )


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handlers: Mapping[str, Handler]
) -> ControlMessage:
    try:
        async with asyncio.timeout(PATIENCE):
            if not _ours(writer):
                # Hung up on in the midst of a request, they would not hear why.
                await reader.read(_UNHEARD)
                _log.warning("a request at the socket by another user was refused")
                return _refusal("the bot running here answers only its own user")
            request = await _receive(reader, MOST_BYTES)
        if request.head["version"] != VERSION:
            return _refusal("the bot running here is another version; restart it")
        handler = handlers.get(request.head["do"])
        if handler is None:
            return _refusal("the bot running here can't do that")
        return await handler(request)
    except NobodyThereError as error:
        return ControlMessage({"error": str(error), "nobody": True})
    except ControlError as error:
        return _refusal(str(error))
    except TimeoutError:
        return _refusal(f"the request did not arrive within {PATIENCE:g} s")
    except (EOFError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        _log.warning("a request at the socket makes no sense: %s", type(error).__name__)
        return _refusal("the request makes no sense, or a line of it is too long")


def _refusal(what: str) -> ControlMessage:
    return ControlMessage({"error": what})


async def _send(writer: asyncio.StreamWriter, message: ControlMessage) -> None:
    head = {**message.head, "lines": len(message.lines)}
    for line in (json.dumps(head), *message.lines):
        writer.write(line.encode() + b"\n")
        await writer.drain()


async def _receive(reader: asyncio.StreamReader, most: int | None = None) -> ControlMessage:
    """A message, which may have so many bytes.

    Raises ``ControlError`` if it has more, ``EOFError`` if the other end is gone before all of it
    is here, ``ValueError`` or the like if it is no message.
    """
    opening = await reader.readline()
    if not opening.endswith(b"\n"):
        raise EOFError("the message ends too early")
    head = json.loads(opening)
    left, lines = None if most is None else most - len(opening), []
    for _ in range(head["lines"]):
        line = await reader.readline()
        if not line.endswith(b"\n"):
            raise EOFError("the message ends too early")
        if left is not None and (left := left - len(line)) < 0:
            raise ControlError(f"the request is larger than {most:,} bytes; send less at once")
        lines.append(line.decode())
    return ControlMessage(head, lines)
