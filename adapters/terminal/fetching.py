"""A file on this machine, named by its path: who types it may read it anyhow."""

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
