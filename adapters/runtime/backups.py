"""Backups by themselves: one a day, while the bot runs, and as many kept as the settings say.

Those are of a SQLite file. Of a PostgreSQL database they are its server's, whose tools make them.
"""

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from adapters.store import back_up
from bot.service.clock import utc_now
from bot.settings import Settings, variable
from bot.storage.errors import StoreError

LOOK = 600.0
"""Seconds between two looks at whether today's is there; after one that failed, until the next."""

_DAY = "%Y-%m-%d"
_MOMENT = "%Y-%m-%d-%H%M%S"

_log = logging.getLogger(__name__)


def _stem(settings: Settings) -> str:
    return settings.file.stem if settings.file else "foretell"


def named(settings: Settings, at: datetime) -> str:
    """What a backup is called that somebody asks for, of this moment."""
    return f"{_stem(settings)}-{at.astimezone(UTC):{_MOMENT}}.db"


def daily(settings: Settings, at: datetime) -> str:
    """What the backup of a day is called."""
    return f"{_stem(settings)}-{at.astimezone(UTC):{_DAY}}.db"


def made(settings: Settings, folder: Path) -> list[Path]:
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
        """Why there is no backup of today, if one was tried for."""
        return (f"there is no backup of today: {self._why}",) if self._why else ()

    def latest(self) -> float | None:
        """When the newest was made, in seconds since 1970; 0 if there is none.

        ``None`` if the settings ask for none.
        """
        folder = self._settings.backups
        if self._settings.file is None or folder is None:
            return None
        try:
            files = made(self._settings, folder)
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
            await sleep(LOOK)


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
    for old in made(settings, folder)[: -settings.backups_kept]:
        old.unlink(missing_ok=True)
    for half in folder.glob(f".{_stem(settings)}-????-??-??.db.*.part"):
        with contextlib.suppress(OSError):
            half.unlink()
