"""What an answer of Discord's means for a message: later, never, or a fault of ours."""

import contextlib
import math
from collections.abc import Mapping

import aiohttp
import discord

from bot.service.delivery.channel import Gone, Later

AWAY = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What a request fails with that Discord refuses, or that does not reach it."""

CLOSED = (50007, 50278)
"""The learner takes no direct messages from us; as the others, from Discord's documentation of
"JSON error codes"."""

NO_ACCESS = 50001
"""We may not write there; it often passes."""

ARCHIVED = 50083
"""The thread is archived; what is sent there opens it again, unless it is locked."""

NOT_PERMITTED = 50013
"""We lack a permission, such as the one to attach files."""

TOO_MANY = 40094
"""An app that only a user installed may follow up five times."""

TOO_LARGE = 413
"""HTTP's status for a file that is too large."""

SHUT = (401, 403, 404)
"""A road that is shut: a token that is over (10015, 50027), a message or channel that is gone."""

TROUBLED = 5.0
"""Seconds to wait after trouble of Discord's, or on the way there."""

REFUSED = 60.0
"""Seconds to wait after a refusal that says no time, and at least after one that does."""

LONGEST_PAUSE = 3600.0
"""Seconds that a pause lasts at most, whatever is asked for."""


def verdict(error: discord.HTTPException, *, asked_for: bool) -> Exception:
    """What to raise for it; ``asked_for`` says that the learner has just done something."""
    if error.code in CLOSED:
        return Later(None) if asked_for else Gone("it takes no direct messages")
    if error.status >= 500:
        return Later(TROUBLED, why=f"status {error.status}")
    if error.status == 429:
        return Later(_pause(error.response.headers), asked=True)
    if error.status == 401:
        return Later(REFUSED, why="it refuses the token")
    if error.status in SHUT or error.code == ARCHIVED:
        return Gone(f"Discord says {error.status} (code {error.code})")
    return error


def _pause(headers: Mapping[str, str]) -> float:
    """For how long to leave it alone, as Discord or what stands before it says with a 429."""
    with contextlib.suppress(ValueError):
        asked = float(headers.get("Retry-After", ""))
        if math.isfinite(asked):
            return min(max(asked, REFUSED), LONGEST_PAUSE)
    return REFUSED
