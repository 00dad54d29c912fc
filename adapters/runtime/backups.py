"""The disk: how much is free and what the database takes, and backups that are made by themselves.

A backup is made once a day, while the bot runs, and as many are kept as the settings say. Those are
of a SQLite file. Of a PostgreSQL database they are its server's, whose tools make them.
"""

import asyncio
import contextlib
import logging
import re
import shutil
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.settings import Settings, variable
from adapters.store import back_up
from bot.storage.codec import utc_now
from bot.storage.records import StoreError
from bot.values import value

SCARCE, LOW = 50_000_000, 500_000_000
"""Bytes of free disk below which the bot is about to fail, and below which it is worth a look."""

LOOK = 5.0
"""Seconds between two looks."""

SILENT = 5.0
"""Seconds that a look may take."""

_log = logging.getLogger(__name__)


def free_space(file: Path) -> int | None:
    """Free bytes on the disk of this file; ``None`` if that can't be read."""
    try:
        return shutil.disk_usage(file.absolute().parent).free
    except OSError:
        return None


def database_size(file: Path) -> int:
    """Bytes of the database, its write-ahead log included."""
    log = file.with_name(f"{file.name}-wal")
    return sum(part.stat().st_size for part in (file, log) if part.exists())


@value
class DiskState:
    """What is known of the disk: bytes that are free, of the database, when the last backup was."""

    free: int | None = None
    database: int | None = None
    backup: float | None = None


class DiskWatch:
    """Looks at the disk again and again, in a thread of its own.

    A mount that hangs, as a network's may for hours, holds up that thread and nobody else; it does
    not keep the program from ending, either.
    """

    def __init__(self, file: Path | None, backup: Callable[[], float | None]) -> None:
        self._file = file
        self._backup = backup
        self._ended = threading.Event()
        self._asked: float | None = None
        self.state = DiskState()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look again and again as long as the block lasts."""
        threading.Thread(target=self._keep_looking, name="disk", daemon=True).start()
        try:
            yield
        finally:
            self._ended.set()

    def ailments(self) -> tuple[str, ...]:
        """That the disk of the database is almost full, or gives no answer, if that is so."""
        asked = self._asked
        if asked is not None and (waits := time.monotonic() - asked) > SILENT:
            return (f"the disk has given no answer for {waits:.0f} s",)
        free = self.state.free
        if free is None or free >= SCARCE:
            return ()
        return (f"only {free / 1e6:,.0f} MB of disk are free, and once it is full nothing is kept",)

    def _keep_looking(self) -> None:
        while True:
            self._asked = time.monotonic()
            try:
                self.state = self._look()
            except OSError as error:
                _log.warning("the disk can't be looked at: %s", error)
                self.state = DiskState()
            self._asked = None
            if self._ended.wait(LOOK):
                return

    def _look(self) -> DiskState:
        backup, file = self._backup(), self._file
        if file is None:
            return DiskState(backup=backup)
        return DiskState(free_space(file), database_size(file), backup)


LOOK_FOR_BACKUP = 600.0
"""Seconds between two looks at whether today's is there; after a failed backup, until the next."""

_DAY = "%Y-%m-%d"
_MOMENT = "%Y-%m-%d-%H%M%S"


def _stem(settings: Settings) -> str:
    return settings.file.stem if settings.file else "foretell"


def name_backup(settings: Settings, at: datetime) -> str:
    """What a backup is called that somebody asks for, of this moment."""
    return f"{_stem(settings)}-{at.astimezone(UTC):{_MOMENT}}.db"


def daily(settings: Settings, at: datetime) -> str:
    """What the backup of a day is called."""
    return f"{_stem(settings)}-{at.astimezone(UTC):{_DAY}}.db"


def list_backups(settings: Settings, folder: Path) -> list[Path]:
    """The backups of a day each that are in this folder, the oldest first."""
    form = re.compile(re.escape(_stem(settings)) + r"-\d{4}-\d\d-\d\d\.db")
    return sorted(file for file in folder.glob("*.db") if form.fullmatch(file.name))


class Backups:
    """The backups that the settings ask for, if they do."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._why = ""
        """Why the last look made none; empty if it did, or there was no need."""

    def ailments(self) -> tuple[str, ...]:
        """Why there is no backup of today, if it was tried."""
        return (f"there is no backup of today: {self._why}",) if self._why else ()

    def latest(self) -> float | None:
        """When the newest was made, in seconds since 1970; 0 if none, ``None`` if not wanted."""
        folder = self._settings.backups
        if self._settings.file is None or folder is None:
            return None
        try:
            files = list_backups(self._settings, folder)
            return files[-1].stat().st_mtime if files else 0.0
        except OSError:
            return 0.0

    async def keep(
        self,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Make the backup of each day, and remove those that are too old, until cancelled."""
        settings, folder = self._settings, self._settings.backups
        if folder is None:
            return
        if settings.file is None:
            _log.warning(
                "%s is for SQLite files: nothing backs up PostgreSQL here; let pg_dump do so each "
                "day",
                variable("backups"),
            )
            return
        while True:
            try:
                if file := await _today(settings, folder, clock()):
                    _log.info("backup %s made", file)
                self._why = ""
            except (StoreError, OSError) as error:
                # Once for each reason, not at each look.
                if str(error) != self._why:
                    _log.error("there is no backup of today: %s", error)
                self._why = str(error)
            await sleep(LOOK_FOR_BACKUP)


async def _today(settings: Settings, folder: Path, now: datetime) -> Path | None:
    """The backup of today, if it had to be made."""
    file = folder / daily(settings, now)
    if await asyncio.to_thread(_ready, file):
        return None
    await back_up(settings, file)
    await asyncio.to_thread(_forget, settings, folder)
    return file


def _ready(file: Path) -> bool:
    """Whether it is there already; if not, so is a folder for it."""
    if file.exists():
        return True
    prepare(file.parent)
    return False


def prepare(folder: Path) -> None:
    """Make the folder of the backups, for its owner alone. Raises ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _forget(settings: Settings, folder: Path) -> None:
    """Remove what is beyond the number to keep, and what was left half made."""
    for old in list_backups(settings, folder)[: -settings.backups_kept]:
        old.unlink(missing_ok=True)
    for half in folder.glob(f".{_stem(settings)}-????-??-??.db.*.part"):
        with contextlib.suppress(OSError):
            half.unlink()
