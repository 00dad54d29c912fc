"""Files of this machine: one that a learner names is read, one that the tutor sends is saved.

Who types a path may read what is there anyhow. What is sent goes into the folder in which
``foretell chat`` was started.
"""

import itertools
import os
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.service.delivery.channel import FetchError, no_longer_there, too_large


def read(path: str, limit: int) -> bytes:
    """The content of a file. Not for the event loop. Raises ``FetchError``."""
    try:
        file = Path(unquote(urlsplit(path).path) if path.startswith("file://") else path)
        file = file.expanduser()
        # What is no plain file, such as a pipe or a device, may have no end, or never begin.
        if not stat.S_ISREG(file.stat().st_mode):
            raise FetchError("this is a folder or a device", "name a file")
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise no_longer_there() from None
    except OSError as error:
        what = f"the file can't be read ({error.strerror})"
        raise FetchError(what, "let Foretell's user read it") from None
    except (ValueError, RuntimeError):
        raise FetchError("this is no path of a file", "write its path") from None
    if len(data) > limit:
        raise too_large(limit)
    return data


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
