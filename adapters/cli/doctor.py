"""What may be wrong with a bot that is to run here, looked at one thing after the other.

Each finding is a line: what is wrong, why, and where to click or what to type. Nothing is changed,
and no line holds a secret. What needs no network works without one.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import get_args

from adapters.cli import database_checks
from adapters.cli.check_import import InputError, check
from adapters.cli.platform_checks import (
    Finding,
    UnreachableError,
    ask,
    clock,
    discord,
    telegram,
)
from adapters.control import health, socket
from adapters.control.socket import ControlError, ControlMessage, NobodyThereError
from adapters.platforms import NothingToServeError
from adapters.platforms import check as check_platforms
from bot import settings as program_settings
from bot.settings import Settings, SettingsError, variable

_SHOWN = 5
"""How many errors in lessons are told; `foretell check` tells all."""


def diagnose() -> Iterator[Finding]:
    """All there is to find, as it is found."""
    try:
        settings, warnings = program_settings.load()
    except SettingsError as error:
        for line in str(error).splitlines():
            yield Finding("✗", "settings", line)
        return
    yield from _settings(settings, warnings)
    ahead = None
    for look in (telegram, discord):
        found, seen = look(settings)
        yield from found
        ahead = seen if ahead is None else ahead
    if settings.telegram_token or settings.discord_token:
        yield clock(ahead)
    yield from _content(settings.content)
    yield from database_checks.look(settings)
    yield _fonts()
    yield asyncio.run(_running(settings.socket))
    if settings.metrics_address:
        yield _watched(*settings.metrics_address)


def _settings(settings: Settings, warnings: tuple[str, ...]) -> Iterator[Finding]:
    what = "settings"
    for warning in warnings:
        yield Finding("!", what, warning)
    try:
        check_platforms(settings)
    except NothingToServeError as error:
        yield Finding("✗", what, str(error))
    else:
        yield Finding("✓", what, "can be used")
    if not settings.admins:
        says = (
            f"{variable('admins')} is empty, so nobody can publish or announce; send /help to the "
            "bot, which tells you your ID, and set it to that"
        )
        yield Finding("!", what, says)
    with suppress(OSError):
        if Path(".env").stat().st_mode & 0o077 and settings.secrets:
            yield Finding("!", what, ".env holds tokens and others can read it: chmod 600 .env")


def _content(folder: Path) -> Iterator[Finding]:
    try:
        result = check([folder], beside=folder, advise=False)
    except InputError as error:
        yield Finding("✗", "content", f"{error} ({variable('content')})")
        return
    if not result.errors:
        yield Finding("✓", "content", result.lines[-1])
        return
    for line in result.lines[:_SHOWN]:
        yield Finding("✗", "content", line)
    yield Finding("✗", "content", f"{result.lines[-1]} See all: foretell check {folder}")


def _fonts() -> Finding:
    from adapters.pictures.fonts import Face, font

    for face in get_args(Face):
        try:
            font(face, 12)
        except OSError:
            return Finding("✗", "fonts", f"{face} is missing or broken; reinstall Foretell")
    return Finding("✓", "fonts", "text can be drawn in pictures")


def _watched(host: str, port: int) -> Finding:
    """Whether it is the bot that answers where it is to be watched."""
    what, url = "metrics", f"http://{f'[{host}]' if ':' in host else host}:{port}/metrics"
    try:
        found = ask(url)
    except UnreachableError as error:
        return Finding("!", what, f"nothing answers at {url} ({error}); the running bot would")
    if b"foretell_healthy" in found.text:
        return Finding("✓", what, f"are served at {url}")
    says = f"another program uses port {port}; set {variable('metrics')} to a free one"
    return Finding("✗", what, says)


async def _running(path: Path) -> Finding:
    what = "running bot"
    try:
        async with asyncio.timeout(health.PATIENCE):
            await socket.call(path, health.HEALTH, ControlMessage({}))
    except NobodyThereError:
        return Finding("!", what, f"nothing answers at {path}; start it with foretell run")
    except (ControlError, TimeoutError):
        pass  # asked once more below, it is told in words
    try:
        report = await health.ask(path)
    except ControlError as error:
        return Finding("✗", what, str(error))
    return Finding("✓" if report.well else "✗", what, report.says)
