"""Requests to Discord of which it is told what was answered."""

import aiohttp

from adapters.discord.addresses import PLATFORM
from bot.service.monitoring.observer import Observer


def told(trace: aiohttp.TraceConfig, observer: Observer) -> aiohttp.TraceConfig:
    """The same, which also tells how each request is answered: discord.py hides a 429."""

    async def answered(_: object, __: object, end: aiohttp.TraceRequestEndParams) -> None:
        observer.called(PLATFORM, end.response.status)

    async def failed(*_: object) -> None:
        observer.called(PLATFORM, None)

    trace.on_request_end.append(answered)
    trace.on_request_exception.append(failed)
    return trace
