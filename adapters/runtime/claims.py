"""A claim to a bot: no two programs of a user on this machine are the same bot at a time.

Two that poll with the same token take each other's updates away (Telegram), or both answer each
press (Discord). The platform tells late or not at all; here the second is told before it connects.

A claim is a lock on a file that is named by a hash of the token and of the platform's address, so
that no token is in a name. The kernel lets go of it when the process ends, however that ends. It
is held in each of several folders, because two programs need not see the same: a service may have
a ``/tmp`` of its own, and only who logs in has a runtime folder. Programs in different
containers, of different users or on different machines don't meet here.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

_log = logging.getLogger(__name__)


class ClaimedError(Exception):
    """Another program is this bot already, with how to mend it."""


@contextlib.contextmanager
def claim_bot(platform: str, address: str, token: str) -> Iterator[None]:
    """Be the only program that is this bot, as long as the block lasts. Raises ``ClaimedError``.

    ``address`` says where the platform is that the token lets in.
    """
    # The folder of a claim may be read by others.
    name = hashlib.sha256(f"{platform}\n{address}\n{token}".encode()).hexdigest()[:32]
    with contextlib.ExitStack() as stack:
        held = 0
        for place in _places():
            try:
                stack.enter_context(_lock(place, name, platform))
                held += 1
            except OSError as error:
                _log.debug("no claim can be kept in %s: %s", place, error)
        if not held:
            _log.warning(
                "nothing keeps another program on this machine from using the same %s token: none "
                "of these folders can be written: %s",
                platform,
                ", ".join(map(str, _places())),
            )
        yield


def _places() -> list[Path]:
    """Where claims are kept: folders that go with the machine's start, and not with a disk."""
    row = (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm", tempfile.gettempdir())  # noqa: S108 - made safe by _private
    return list(dict.fromkeys(Path(text) for text in row if text))


@contextlib.contextmanager
def _lock(place: Path, name: str, platform: str) -> Iterator[None]:
    """Hold the file of this bot in this place. Raises ``OSError`` where that can't be."""
    with _private(place / f"foretell-{os.getuid()}") as folder:
        # It stays: removing it would let two programs lock two files of the same name.
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        file = os.open(name, flags, 0o600, dir_fd=folder)
        try:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.read(file, 32).decode(errors="replace").strip()
                who = f" (process {holder})" if holder else ""
                raise ClaimedError(
                    f"another Foretell{who} on this machine uses the same {platform} token; "
                    "stop that one first, or give this one a bot of its own"
                ) from None
            os.ftruncate(file, 0)
            os.write(file, f"{os.getpid()}\n".encode())
            yield
        finally:
            os.close(file)


@contextlib.contextmanager
def _private(path: Path) -> Iterator[int]:
    """Open or make a folder that is this user's alone; a folder of others' is not trusted."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        known = os.fstat(folder)
        if known.st_uid != os.getuid() or stat.S_IMODE(known.st_mode) & 0o077:
            raise PermissionError(f"{path} is not this user's alone")
        # What tidies such places up, as systemd-tmpfiles does, leaves a locked folder alone.
        fcntl.flock(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(folder)
