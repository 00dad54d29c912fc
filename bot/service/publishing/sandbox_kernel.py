"""What the kernel refuses the process that reads what was sent, and keeps of the one it serves.

Python's own hooks stop Python's own calls. A file that takes over a decoder written in C is stopped
by the kernel alone, so three of its means are used where it has them, and each by itself:

- Landlock (Linux 5.13 and later): files. Only the program's own files and the system's can be
  opened for reading, no other one at all: no database, no settings, nothing in ``/proc``. Later
  versions add TCP connections, abstract Unix sockets and signals.
  https://docs.kernel.org/userspace-api/landlock.html
- A seccomp filter (x86-64 and 64-bit ARM): no call but those that ``system_calls`` lists.
- The process that holds the tokens is not *dumpable*: without a right that only root has, nobody
  reads its environment or memory in ``/proc``, and no core dump of it is written.
  https://man7.org/linux/man-pages/man2/pr_set_dumpable.2.html

Elsewhere, as on macOS or an older kernel, the bounds of ``sandbox_process`` remain.
"""

import ctypes
import functools
import os
import platform
import struct
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from bot.service.publishing.system_calls import ARCHITECTURES, encoded, instructions

PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2

LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
"""System calls, by the same numbers on every architecture."""

LANDLOCK_CREATE_RULESET_VERSION = 1
LANDLOCK_RULE_PATH_BENEATH = 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3

_FILE_RIGHTS = (13, 14, 15, 15, 16)
"""How many rights about files the versions of Landlock know, from the first on."""

_TCP = 0b11
"""Landlock's rights about TCP, since its version 4: to bind, to connect."""

_SCOPES = 0b11
"""What stays within, since its version 6: abstract Unix sockets, signals."""

_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/nix/store"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/dev/null", "/dev/urandom"),
)
"""What everybody on the machine may read, and libraries do."""


def hide_memory() -> bool:
    """Keep this process's environment and memory from others of its user; whether that is so."""
    return _prctl(PR_SET_DUMPABLE, 0)


def landlock_version() -> int:
    """The version of Landlock that this kernel has; 0 if none."""
    if (libc := _libc()) is None:
        return 0
    found = libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION)
    return max(0, int(found))


def has_filter() -> bool:
    """Whether the numbers of this machine's system calls are known here."""
    return sys.platform == "linux" and sys.maxsize > 2**32 and platform.machine() in ARCHITECTURES


def forbid_files() -> bool:
    """Let this thread open nothing but the program and the system, to read; whether that is so."""
    libc, version = _libc(), landlock_version()
    if libc is None or not version or not _prctl(PR_SET_NO_NEW_PRIVS, 1):
        return False
    files = (1 << _FILE_RIGHTS[min(version, len(_FILE_RIGHTS)) - 1]) - 1
    handled = struct.pack("=Q", files)
    if version >= 4:
        handled += struct.pack("=Q", _TCP)
    if version >= 6:
        handled += struct.pack("=Q", _SCOPES)
    rules = libc.syscall(LANDLOCK_CREATE_RULESET, handled, len(handled), 0)
    if rules < 0:
        return False
    try:
        for path in dict.fromkeys(_readable()):
            _allow(libc, rules, path)
        return bool(libc.syscall(LANDLOCK_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path) -> None:
    """Let what is at or below this path be read, if it is there."""
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = READ_FILE | (READ_DIR if path.is_dir() else 0)
        rule = struct.pack("=Qi", rights, opened)
        libc.syscall(LANDLOCK_ADD_RULE, rules, LANDLOCK_RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(opened)


def _readable() -> Iterator[Path]:
    """The program and the system: no folder in which a database or settings may lie.

    In a checkout the folder of the program is on Python's path, and these lie in it; so of what is
    on the path only folders of installed packages count, and of a checkout only this package.
    """
    yield from map(Path, _SYSTEM)
    known = sysconfig.get_paths()
    yield from (Path(known[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    yield from (Path(one) for one in sys.path if one.endswith(("site-packages", "dist-packages")))
    yield Path(__file__).resolve().parents[2]


def forbid_calls() -> bool:
    """Leave this thread the calls that ``system_calls`` lists; whether that is so."""
    if not has_filter() or not _prctl(PR_SET_NO_NEW_PRIVS, 1):
        return False
    program = instructions(ARCHITECTURES[platform.machine()])
    code = ctypes.create_string_buffer(encoded(program))
    head = _Program(len(program), ctypes.addressof(code))
    return _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(head))


class _Program(ctypes.Structure):
    """``struct sock_fprog``: a filter's length, and where it is."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def _prctl(option: int, value: int, more: int = 0) -> bool:
    libc = _libc()
    words = [ctypes.c_ulong(one) for one in (value, more, 0, 0)]
    return libc is not None and libc.prctl(ctypes.c_int(option), *words) == 0


@functools.cache
def _libc() -> ctypes.CDLL | None:
    """The C library of Linux, or a stand-in of the same names; ``None`` elsewhere."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    if not (hasattr(libc, "prctl") and hasattr(libc, "syscall")):
        return None
    libc.syscall.restype = ctypes.c_long
    return libc
