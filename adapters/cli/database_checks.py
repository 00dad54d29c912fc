"""What may be wrong with the database, its disk and its backups, for `foretell doctor`."""

import asyncio
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.cli.platform_checks import Finding
from adapters.runtime import backups
from adapters.runtime.disk import LOW, SCARCE, database_size
from adapters.store import examine, is_gone
from bot.settings import Settings, variable
from bot.storage.errors import StoreError
from bot.storage.records import DatabaseState, ServerState

LATE = timedelta(hours=36)
"""How old the newest backup of those that are made each day may be."""

SLOW = 0.05
"""Seconds of a commit above which it is worth a look: each batch of turns waits for one. On a
server nearby it takes some milliseconds."""


def look(settings: Settings) -> Iterator[Finding]:
    """All there is to find."""
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
    elif found := list(_folder(folder)):
        yield from found
    else:
        yield Finding("✓", "database", f"{path} will be created at the first start")


def _folder(folder: Path) -> Iterator[Finding]:
    if not os.access(folder, os.W_OK | os.X_OK):
        says = f"you can't write to {folder}; run as the bot's user, or chown it to them"
        yield Finding("✗", "database", says)


def _rights(path: Path) -> Iterator[Finding]:
    found = path.stat()
    if found.st_uid != os.geteuid():
        says = (
            f"{path} belongs to user {found.st_uid}, and you are user {os.geteuid()}: run as the "
            f"bot's user, or chown {os.geteuid()} {path}*"
        )
        # Root may do all; the bot itself then can't write what root has made.
        yield Finding("!" if os.geteuid() == 0 else "✗", "database", says)
    elif not os.access(path, os.W_OK):
        yield Finding("✗", "database", f"{path} can't be written to: chmod 600 {path}")
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
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
    found = backups.made(settings, folder) if folder.exists() else []
    if not found:
        return Finding("!", what, f"there are none in {folder} yet; the running bot makes them")
    age = datetime.now(UTC) - datetime.fromtimestamp(found[-1].stat().st_mtime, UTC)
    if age > LATE:
        says = f"the newest is {found[-1]}, {age.days} days old; the bot's log says why"
        return Finding("!", what, says)
    return Finding("✓", what, f"the newest is {found[-1]}")
