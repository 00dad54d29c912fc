"""The system calls that a reader of lessons may make, and the filter that enforces the list.

What isn't listed here is refused with EPERM, also if a file has taken over a decoder; that
includes the calls of kernels to come. The list is what reading the lessons, pages, pictures and
formulas of the tests takes on Python 3.11 to 3.13 with glibc, and what another C library (musl)
or a machine without a vDSO should need in its place.

There is no call to start a thread or a process: ``clone`` isn't listed, and ``clone3`` is answered
with ENOSYS, on which C libraries try ``clone``.

The numbers are those of Linux's ``asm/unistd_64.h`` for x86-64 and of ``asm-generic/unistd.h`` for
64-bit ARM. https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

import struct

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

    A call of another architecture is refused, and so is one of x32, whose numbers begin at 2**30.
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
            block = _answered(CONDITIONS.get(name, ()))
            program += [(_EQUAL, 0, len(block), number), *block]
    program += [(_EQUAL, 0, 1, architecture.clone3), (_ANSWER, 0, 0, _ENOSYS)]
    return [*program, (_ANSWER, 0, 0, _EPERM)]


def _answered(conditions: tuple[Condition, ...]) -> list[Instruction]:
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


def encoded(program: list[Instruction]) -> bytes:
    """The program as an array of the kernel's ``struct sock_filter``."""
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
