"""What the kernel refuses the process that reads what was sent, and keeps of the process it serves.

Python's own hooks stop Python's own calls. A file that takes over a decoder written in C is stopped
by the kernel alone, so three of its means are used where it has them, and each by itself:

- Landlock (Linux 5.13 and later): files. Only the program's own files and the system's can be
  opened for reading, no other at all: no database, no settings, nothing in ``/proc``. Later
  versions add TCP connections, abstract Unix sockets and signals.
  https://docs.kernel.org/userspace-api/landlock.html
- A seccomp filter (x86-64 and 64-bit ARM): no call but those that are listed here.
- The process that holds the tokens is not *dumpable*: without a right that only root has, nobody
  reads its environment or memory in ``/proc``, and no core dump of it is written.
  https://man7.org/linux/man-pages/man2/pr_set_dumpable.2.html

Elsewhere, as on macOS or an older kernel, the bounds of ``sandbox_process`` remain.

The system calls that a reader of lessons may make, and the filter that enforces the list.

What isn't listed here is refused with EPERM, also if a file has taken over a decoder; that
includes the calls of kernels to come. The list is what reading the lessons, pages, pictures and
formulas of the tests takes on Python 3.11 to 3.13 with glibc, and what another C library (musl)
or a machine without a vDSO should need in its place.

There is no call to start a thread or a process: ``clone`` isn't listed, and ``clone3`` is answered
with ENOSYS, on which C libraries try ``clone``.

The numbers are those of Linux's ``asm/unistd_64.h`` for x86-64 and of ``asm-generic/unistd.h`` for
64-bit ARM. https://docs.kernel.org/userspace-api/seccomp_filter.html
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

from bot.values import value


@value
class Condition:
    """``argument``, counted from 0, must be ``expected`` in the bits of ``mask``."""

    argument: int
    mask: int
    expected: int


@value
class Architecture:
    """``token`` is its name for the kernel's filters; ``column`` is its place in ``ALLOWED``."""

    token: int
    column: int
    clone3: int = 435


ARCHITECTURES = {"x86_64": Architecture(0xC000003E, 0), "aarch64": Architecture(0xC00000B7, 1)}
"""By what ``platform.machine`` calls them."""

ALLOWED: dict[str, tuple[int | None, int | None]] = {
    # Each with its number on x86-64 and on 64-bit ARM; None where it has none.
    # Files, which Landlock bounds, to read; what was opened before, to write.
    "read": (0, 63),
    "readv": (19, 65),
    "pread64": (17, 67),
    "write": (1, 64),
    "writev": (20, 66),
    "lseek": (8, 62),
    "open": (2, None),
    "openat": (257, 56),
    "close": (3, 57),
    "getdents64": (217, 61),
    "ioctl": (16, 29),
    # Of a path these tell size, time and rights: imports can't do without.
    "stat": (4, None),
    "lstat": (6, None),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getcwd": (79, 17),
    # Memory.
    "brk": (12, 214),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    "membarrier": (324, 283),
    # Locks and signals, its own.
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    # What it may know of itself and of time.
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "prlimit64": (302, 261),
    "sched_getaffinity": (204, 123),
    "sysinfo": (99, 179),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "getrandom": (318, 278),
    # Its end.
    "exit": (60, 93),
    "exit_group": (231, 94),
}

_INT, _POINTER = 2**32 - 1, 2**64 - 1
_WRITING = 0o1103  # O_ACCMODE, O_CREAT, O_TRUNC: so O_TMPFILE as well, which asks for a mode

CONDITIONS: dict[str, tuple[Condition, ...]] = {
    "open": (Condition(1, _WRITING, 0),),
    "openat": (Condition(2, _WRITING, 0),),
    "ioctl": (Condition(1, _INT, 0x5401),),  # TCGETS: whether a file is a terminal
    "prlimit64": (Condition(0, _INT, 0), Condition(2, _POINTER, 0)),  # its own, to read
    "sched_getaffinity": (Condition(0, _INT, 0),),
}
"""What the arguments of some must be: all conditions of a call must hold."""

_LOAD, _EQUAL, _AND, _ANSWER = 0x20, 0x15, 0x54, 0x06
_ALLOW, _EPERM, _ENOSYS = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16

Instruction = tuple[int, int, int, int]
"""What it does, how far it jumps if so and if not, and its operand."""


def instructions(architecture: Architecture) -> list[Instruction]:
    """The filter for seccomp, in the kernel's classic BPF.

    A call of another architecture is refused, and so is a call of x32, whose numbers begin at
    2**30.
    """
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, architecture.token),
        (_ANSWER, 0, 0, _EPERM),
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    for name, numbers in ALLOWED.items():
        number = numbers[architecture.column]
        if number is not None:
            block = _answer_call(CONDITIONS.get(name, ()))
            program += [(_EQUAL, 0, len(block), number), *block]
    program += [(_EQUAL, 0, 1, architecture.clone3), (_ANSWER, 0, 0, _ENOSYS)]
    return [*program, (_ANSWER, 0, 0, _EPERM)]


def _answer_call(conditions: tuple[Condition, ...]) -> list[Instruction]:
    """How a listed call is answered, from the last condition to the first."""
    block: list[Instruction] = [(_ANSWER, 0, 0, _ALLOW)]
    for condition in reversed(conditions):
        for half in (0, 1):  # Both architectures keep the lower half first.
            mask = condition.mask >> 32 * half & _INT
            if mask:
                block = [
                    (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * condition.argument + 4 * half),
                    (_AND, 0, 0, mask),
                    (_EQUAL, 1, 0, condition.expected >> 32 * half & _INT),
                    (_ANSWER, 0, 0, _EPERM),
                    *block,
                ]
    return block


def encode(program: list[Instruction]) -> bytes:
    """The program as an array of the kernel's ``struct sock_filter``."""
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


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
    version = libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION)
    return max(0, int(version))


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
    yield from (
        Path(text) for text in sys.path if text.endswith(("site-packages", "dist-packages"))
    )
    yield Path(__file__).resolve().parents[2]


def forbid_calls() -> bool:
    """Leave this thread the calls that ``system_calls`` lists; whether that is so."""
    if not has_filter() or not _prctl(PR_SET_NO_NEW_PRIVS, 1):
        return False
    program = instructions(ARCHITECTURES[platform.machine()])
    code = ctypes.create_string_buffer(encode(program))
    head = _Program(len(program), ctypes.addressof(code))
    return _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(head))


class _Program(ctypes.Structure):
    """``struct sock_fprog``: a filter's length, and where it is."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def _prctl(option: int, value: int, more: int = 0) -> bool:
    libc = _libc()
    words = [ctypes.c_ulong(number) for number in (value, more, 0, 0)]
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
