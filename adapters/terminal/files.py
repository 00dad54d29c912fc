"""A file that the tutor sends, saved on this machine.

It goes into the folder in which ``foretell chat`` was started.
"""

import itertools
import os
from pathlib import Path


def save(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into a folder, for its owner alone, and return its path.

    What is there is never overwritten: under a name that is taken another number is added, unless
    the very same bytes are there already, as after a crash. Not for the event loop. Raises
    ``OSError``.
    """
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in itertools.count(1):
        path = folder / (name if number == 1 else f"{stem}-{number}{suffix}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if _holds(path, content):
                return path
            continue
        _write(descriptor, path, content)
        return path
    raise AssertionError("there is always another number")


def _write(descriptor: int, path: Path, content: bytes) -> None:
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
    except OSError:
        # Half a file is none.
        path.unlink(missing_ok=True)
        raise


def _holds(path: Path, content: bytes) -> bool:
    try:
        # The size first: what is there may be anything.
        return (
            path.stat().st_size == len(content) and path.is_file() and path.read_bytes() == content
        )
    except OSError:
        return False
