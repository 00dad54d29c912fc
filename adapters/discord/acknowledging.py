"""An interaction is acknowledged before anything else, for Discord waits three seconds at most."""

import logging
import time
from collections.abc import Awaitable
from typing import Literal

import aiohttp
import discord

from adapters.discord.menu import Interaction
from adapters.discord.refusals import TooManyRefusals
from adapters.discord.rivalry import Rivalry
from adapters.discord.translate import others_read

_log = logging.getLogger(__name__)

_ANSWERED = 40060
"""Discord's error code for an interaction that has been acknowledged already."""

_AT_ONCE = 0.9
"""Seconds within which discord.py has repeated nothing: it waits for a second at least."""


async def acknowledge(
    interaction: Interaction, rivalry: Rivalry, answer: Awaitable[object] | None = None
) -> Literal["now", "before", "never"]:
    """Acknowledge it, by this ``answer`` or to answer later; whether that was done, and when.

    If it is done never, Discord has told the learner that it failed.
    """
    began = time.monotonic()
    try:
        await (answer or interaction.response.defer(ephemeral=others_read(interaction)))
    except discord.HTTPException as error:
        if error.code == _ANSWERED:
            if time.monotonic() - began < _AT_ONCE:
                # Else we may have done it ourselves, and the answer was lost.
                rivalry.taken(interaction.id)
            # It comes a second time; if it has counted, the desk knows its id.
            return "before"
        reason = f"code {error.code}"
    except (aiohttp.ClientConnectorError, TooManyRefusals) as error:
        reason = type(error).__name__
    except (aiohttp.ClientError, OSError):
        # The answer was lost, and it may have taken effect: then nobody would tell the learner.
        return "before"
    else:
        rivalry.acknowledged(interaction.id)
        return "now"
    # They will try again.
    _log.warning("interaction %s could not be acknowledged: %s", interaction.id, reason)
    return "never"
