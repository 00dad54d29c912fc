"""The disk that holds the database file: how much is free, and how much the database takes."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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
        """What the last look that came to its end saw."""

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
