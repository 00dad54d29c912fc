"""How the running bot is asked for its health: a Unix socket that answers and hangs up.

What answers is the event loop of the bot itself, so a process that is there but stuck counts as
ill, as it should. The answer is one line of JSON and holds no secret.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from pathlib import Path

PATIENCE = 3.0
"""Seconds to wait for an answer; a loop that is busy for longer is stuck."""

LONGEST = 103
"""Bytes of a socket's path: what the shortest of the usual systems, macOS, allows."""


class HealthError(Exception):
    """Health that can't be asked or answered here, with how to mend it."""


@dataclass(frozen=True, slots=True)
class Report:
    """Whether all is well, and a sentence that says so or what is not."""

    well: bool
    says: str


@contextlib.asynccontextmanager
async def answering(path: Path, report: Callable[[], Report]) -> AsyncIterator[None]:
    """Answer at this socket with what ``report`` says, as long as the block lasts.

    Raises ``HealthError`` if there can't be such a socket.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            writer.write(json.dumps(asdict(report())).encode() + b"\n")
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    _check(path)
    try:
        # A socket that a killed process left behind is replaced.
        server = await asyncio.start_unix_server(answer, path)
        path.chmod(0o600)  # noqa: ASYNC240 - one system call, at start
    except OSError as error:
        raise HealthError(
            f"{path}: no socket can be made here ({error.strerror or error}); "
            "set FORETELL_HEALTH_SOCKET to a path in a folder of your own"
        ) from error
    try:
        yield
    finally:
        server.close()
        with contextlib.suppress(OSError):
            path.unlink()  # noqa: ASYNC240 - one system call, at the end


async def ask(path: Path, patience: float = PATIENCE) -> Report:
    """What the bot that answers at this socket says of itself; ill if there is none."""
    _check(path)
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_unix_connection(path)
            try:
                line = await reader.readline()
            finally:
                writer.close()
        said = json.loads(line)
        return Report(well=said["well"] is True, says=str(said["says"]))
    except TimeoutError:
        return Report(False, f"The bot at {path} gives no answer within {patience:g} s.")
    except (FileNotFoundError, ConnectionError):
        return Report(False, f"No bot is running here: nothing answers at {path}.")
    except OSError as error:
        return Report(False, f"{path} can't be asked: {error.strerror or error}.")
    except (ValueError, KeyError, TypeError):
        return Report(False, f"What answers at {path} is no bot of ours.")


def _check(path: Path) -> None:
    if len(os.fsencode(path)) > LONGEST:
        raise HealthError(
            f"{path}: too long for a socket ({LONGEST} bytes at most); "
            "set FORETELL_HEALTH_SOCKET to a shorter path"
        )
