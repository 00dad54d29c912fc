"""How the running bot is asked for its health.

*Alive* means that the process works: its event loop, the desk and the database's thread. A bot that
isn't should be ended and started again. *Well* means that learners are served: platforms, disk and
backups as well. A bot that is alive and not well is left running, for a new process would do no
better, and whoever is on another platform would be cut off.

What answers is the event loop of the bot itself, so a process that is stuck gives no answer and
counts as neither. The answer holds no secret.
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


@value
class Health:
    """Whether all is well, a sentence that says so or what is not, and whether it is alive."""

    well: bool
    says: str
    alive: bool = True


def handler(health: Callable[[], Health]) -> Handler:
    """Answers with what ``health`` says."""

    async def answer(request: ControlMessage) -> ControlMessage:
        return ControlMessage(asdict(health()))

    return answer


async def ask(path: Path, patience: float = PATIENCE) -> Health:
    """What the bot at this socket says of itself. Raises ``ControlError``."""
    socket.check(path)
    try:
        async with asyncio.timeout(patience):
            said = (await socket.call(path, HEALTH, ControlMessage({}))).head
        return Health(said["well"] is True, str(said["says"]), alive=said["alive"] is True)
    except TimeoutError:
        says = f"The bot at {path} doesn't answer within {patience:g} s."
    except ControlError as error:
        says = str(error)
    except KeyError:
        says = f"What answers at {path} isn't Foretell."
    return Health(False, says, alive=False)
