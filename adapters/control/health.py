"""How the running bot is asked for its health.

What answers is the event loop of the bot itself, so a process that is there but stuck counts as
ill, as it should. The answer holds no secret.
"""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from adapters.control import socket
from adapters.control.socket import ControlError, Frame, Handler

PATIENCE = 3.0
"""Seconds to wait for an answer; a loop that is busy for longer is stuck."""

HEALTH = "health"
"""The name of the request."""


@dataclass(frozen=True, slots=True)
class Report:
    """Whether all is well, and a sentence that says so or what is not."""

    well: bool
    says: str


def answering(report: Callable[[], Report]) -> Handler:
    """Answers with what ``report`` says."""

    async def answer(request: Frame) -> Frame:
        return Frame(asdict(report()))

    return answer


async def ask(path: Path, patience: float = PATIENCE) -> Report:
    """What the bot that answers at this socket says of itself; ill if there is none.

    Raises ``ControlError`` if there can't be one.
    """
    socket.check(path)
    try:
        async with asyncio.timeout(patience):
            said = (await socket.call(path, HEALTH, Frame({}))).head
        return Report(well=said["well"] is True, says=str(said["says"]))
    except TimeoutError:
        return Report(False, f"The bot at {path} gives no answer within {patience:g} s.")
    except ControlError as error:
        return Report(False, str(error))
    except KeyError:
        return Report(False, f"What answers at {path} is no bot of ours.")
