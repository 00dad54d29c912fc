"""How the running bot is asked for its health.

What answers is the event loop of the bot itself, so a process that is there but stuck counts as
ill, as it should. The answer holds no secret.
"""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from adapters.control import socket
from adapters.control.socket import ControlError, ControlMessage, Handler
from bot.values import value

PATIENCE = 3.0
"""Seconds to wait for an answer; a loop that is busy for longer is stuck."""

HEALTH = "health"
"""The name of the request."""


@value
class Health:
    """Whether all is well, and a sentence that says so or what is not."""

    well: bool
    says: str


def handler(health: Callable[[], Health]) -> Handler:
    """Answers with what ``health`` says."""

    async def answer(request: ControlMessage) -> ControlMessage:
        return ControlMessage(asdict(health()))

    return answer


async def ask(path: Path, patience: float = PATIENCE) -> Health:
    """What the bot that answers at this socket says of itself; ill if there is none.

    Raises ``ControlError`` if there can't be one.
    """
    socket.check(path)
    try:
        async with asyncio.timeout(patience):
            said = (await socket.call(path, HEALTH, ControlMessage({}))).head
        return Health(well=said["well"] is True, says=str(said["says"]))
    except TimeoutError:
        return Health(False, f"The bot at {path} doesn't answer within {patience:g} s.")
    except ControlError as error:
        return Health(False, str(error))
    except KeyError:
        return Health(False, f"What answers at {path} isn't Foretell.")
