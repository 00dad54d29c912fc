"""What may be wrong with a bot that is to run here, looked at one by one.

Each finding is a line: what is wrong, why, and where to click or what to type. Nothing is changed,
and no line holds a secret. What needs no network works without it. What a platform is asked is in
the ``platform.py`` of its folder.
"""

import asyncio
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

from adapters.cli.authoring import InputError, check
from adapters.control import health, socket
from adapters.control.socket import ControlError, ControlMessage, NobodyThereError
from adapters.platform_kind import Finding, UnreachableError, ask
from adapters.platforms import AllSettings, NothingToServeError, find_wanted
from adapters.platforms import check as check_platforms
from adapters.runtime import backups
from adapters.runtime.backups import LOW, SCARCE, database_size
from adapters.settings import Settings, SettingsError, variable
from adapters.store import examine, is_gone
from bot.storage.records import DatabaseState, ServerState, StoreError

_SHOWN = 5
"""How many errors in lessons are told; `foretell check` tells all."""

DRIFT, WRONG = 10.0, 60.0
"""Seconds by which a clock may be off before it is worth a word, and before it does harm."""


def diagnose() -> Iterator[Finding]:
    try:
        settings, warnings = AllSettings.load()
    except SettingsError as error:
        for line in str(error).splitlines():
            yield Finding("✗", "settings", line)
        return
    yield from _settings(settings, warnings)
    ahead = None
    for kind, token in find_wanted(settings):
        try:
            findings, seen = kind.examine(settings, token)
        except UnreachableError as error:
            address = variable(kind.address)
            says = f"can't be reached ({error}); look at the network, the firewall and {address}"
            findings, seen = [Finding("✗", kind.name, says)], None
        yield from findings
        ahead = seen if ahead is None else ahead
    if any(find_wanted(settings)):
        yield clock(ahead)
    yield from _content(settings.content)
    yield from look_at_database(settings)
    yield _fonts()
    yield asyncio.run(_running(settings.socket))
    if settings.metrics_address:
        yield _check_watched(*settings.metrics_address)


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


def clock(ahead: float | None) -> Finding:
    """Whether this machine's clock is right, as a platform sees it."""
    if ahead is None:
        says = "couldn't be compared, as no platform told the time"
        return Finding("!", "clock", says)
    off = f"{abs(ahead):.0f} s {'fast' if ahead > 0 else 'slow'}"
    if abs(ahead) < DRIFT:
        return Finding("✓", "clock", "agrees with the platform's")
    mend = "turn on its synchronisation: timedatectl set-ntp true"
    if abs(ahead) < WRONG:
        return Finding("!", "clock", f"is {off}, and so are reminders; {mend}")
    return Finding("✗", "clock", f"is {off}: platforms refuse what seems too old; {mend}")


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


def _check_watched(host: str, port: int) -> Finding:
    """Whether it is the bot that answers where it is to be watched."""
    what, url = "metrics", f"http://{f'[{host}]' if ':' in host else host}:{port}/metrics"
    try:
        platform_answer = ask(url)
    except UnreachableError as error:
        return Finding("!", what, f"nothing answers at {url} ({error}); the running bot would")
    if b"foretell_healthy" in platform_answer.text:
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


LATE = timedelta(hours=36)
"""How old the newest backup of those that are made each day may be."""

SLOW = 0.05
"""Seconds of a commit, which each batch waits for, above which it is worth a look."""


def look_at_database(settings: Settings) -> Iterator[Finding]:
    if settings.file:
        yield from _file(settings, settings.file)
        yield _disk(settings.file)
    else:
        yield _server(settings)
    yield _backups(settings)


def _server(settings: Settings) -> Finding:
    what = "database"
    try:
        state = asyncio.run(examine(settings))
    except StoreError as error:
        return Finding("✗", what, str(error))
    assert isinstance(state, ServerState)  # noqa: S101 - for the type checker
    where = f"{state.where} (version {state.server[0]}.{state.server[1]})"
    if state.server[0] < state.oldest:
        says = f"{where} is too old: Foretell needs {state.oldest} or newer; upgrade the server"
        return Finding("✗", what, says)
    if state.version > state.newest:
        return Finding("✗", what, _too_new(where, state))
    if state.lost:
        return Finding("!", what, f"{where}: {state.lost}")
    if not state.version:
        return Finding("✓", what, f"{where} answers; what the bot needs is made at its first start")
    behind = ", behind a pooler" if state.pooled else ""
    says = f"{where}: {_schema(state)}, {state.size / 1e6:,.1f} MB{behind}"
    if state.commit is None:
        return Finding("✓", what, says)
    says += f", a commit takes {state.commit * 1_000:,.1f} ms"
    if state.commit > SLOW:
        says += ": every answer waits for one; run the bot nearer to the server, on a faster disk"
        return Finding("!", what, says)
    return Finding("✓", what, says)


def _file(settings: Settings, path: Path) -> Iterator[Finding]:
    what = "database"
    if is_gone(settings):
        says = (
            f"{path} was there and is gone; put it back, or run foretell restore with the newest "
            "backup; to begin with an empty one, start once with foretell run --new"
        )
        yield Finding("✗", what, says)
        return
    if not path.exists():
        yield from _new_database(path)
        return
    # Beside the database there are its log and its lock.
    yield from _folder(path.absolute().parent)
    yield from _rights(path)
    try:
        state = asyncio.run(examine(settings))
    except StoreError as error:
        yield Finding("✗", what, str(error))
        return
    assert isinstance(state, DatabaseState)  # noqa: S101 - for the type checker
    if state.faults:
        says = (
            f"{path} is damaged ({'; '.join(state.faults)}); stop the bot, and run "
            "foretell restore with the newest backup"
        )
        yield Finding("✗", what, says)
    elif state.version > state.newest:
        yield Finding("✗", what, _too_new(path, state))
    elif not state.ours:
        says = f"{path} isn't a Foretell database; set {variable('database')} to another file"
        yield Finding("✗", what, says)
    else:
        log = "write-ahead log" if state.journal == "wal" else "write-ahead log at the next start"
        yield Finding("✓", what, f"{path} is sound: {_schema(state)}, {log}")


def _schema(state: DatabaseState | ServerState) -> str:
    """Which schema it has, and which it will have."""
    old = f", upgraded to {state.newest} at the next start" if state.version < state.newest else ""
    return f"schema {state.version}{old}"


def _too_new(where: object, state: DatabaseState | ServerState) -> str:
    """That a newer version of the program has written it."""
    return (
        f"{where} has schema {state.version}, and this version knows {state.newest}: use the newer "
        "version again, or restore a backup from before"
    )


def _new_database(path: Path) -> Iterator[Finding]:
    folder = path.absolute().parent
    if not folder.is_dir():
        says = f"there is no folder {folder}; create it, or set {variable('database')} to another"
        yield Finding("✗", "database", says)
    elif findings := list(_folder(folder)):
        yield from findings
    else:
        yield Finding("✓", "database", f"{path} will be created at the first start")


def _folder(folder: Path) -> Iterator[Finding]:
    if not os.access(folder, os.W_OK | os.X_OK):
        says = f"you can't write to {folder}; run as the bot's user, or chown it to them"
        yield Finding("✗", "database", says)


def _rights(path: Path) -> Iterator[Finding]:
    stat_result = path.stat()
    if stat_result.st_uid != os.geteuid():
        says = (
            f"{path} belongs to user {stat_result.st_uid}, and you are user {os.geteuid()}: "
            f"run as the bot's user, or chown {os.geteuid()} {path}*"
        )
        # Root may do all; the bot itself then can't write what root has made.
        yield Finding("!" if os.geteuid() == 0 else "✗", "database", says)
    elif not os.access(path, os.W_OK):
        yield Finding("✗", "database", f"{path} can't be written to: chmod 600 {path}")
    if stat_result.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding("!", "database", f"others on this machine can read it: chmod 600 {path}*")


def _disk(path: Path) -> Finding:
    try:
        free = shutil.disk_usage(path.absolute().parent).free
    except FileNotFoundError:
        return Finding("!", "disk", "nothing to check until that folder exists")
    except OSError as error:
        return Finding("✗", "disk", f"the free space is unknown ({error.strerror})")
    size = database_size(path)
    says = f"{free / 1e6:,.0f} MB free, and the database is {size / 1e6:,.1f} MB"
    if free < SCARCE:
        return Finding(
            "✗", "disk", f"{says}: once it is full, nobody gets an answer; free some space"
        )
    if free < max(LOW, 2 * size):
        return Finding("!", "disk", f"{says}: a backup needs as much again; free some space")
    return Finding("✓", "disk", says)


def _backups(settings: Settings) -> Finding:
    what, folder = "backups", settings.backups
    if settings.file is None:
        if folder is None:
            return Finding("✓", what, "are the server's: see foretell backup for the command")
        says = f"{variable('backups')} is for SQLite files; let pg_dump make them each day"
        return Finding("!", what, says)
    if folder is None:
        says = f"none are made automatically; set {variable('backups')} to a folder"
        return Finding("!", what, says)
    if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return Finding(
            "✗", what, f"{folder} isn't a folder that you can write to; fix its permissions"
        )
    paths = backups.list_backups(settings, folder) if folder.exists() else []
    if not paths:
        return Finding("!", what, f"there are none in {folder} yet; the running bot makes them")
    age = datetime.now(UTC) - datetime.fromtimestamp(paths[-1].stat().st_mtime, UTC)
    if age > LATE:
        says = f"the newest is {paths[-1]}, {age.days} days old; the bot's log says why"
        return Finding("!", what, says)
    return Finding("✓", what, f"the newest is {paths[-1]}")
