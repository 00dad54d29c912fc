"""Reading files from outside in a process of its own: what is read, and what no file can do."""

import asyncio
import contextlib
import errno
import json
import os
import re
import resource
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.lessons.format import parse
from bot.lessons.importing import PageError
from bot.lessons.pictures.assets import AssetError
from bot.lessons.upload.bundle import Bundle, bundle
from bot.service.publishing import sandbox, sandbox_kernel
from bot.service.publishing.sandbox import Limits, Sandbox, read_page
from tests.rigs.archives import COURSE, HOSTILE, LESSON, packed
from tests.rigs.paths import KITCHEN
from tests.rigs.pictures import encoded
from tests.rigs.plain_stage import PlainStage
from tests.rigs.stores import FreshStore

pytestmark = pytest.mark.apart

_PATH = "import json, sys; sys.path[:] = json.loads(sys.argv[1])"


def words(bundle: Bundle) -> str:
    return "\n".join(map(str, bundle.faults))


async def read(name: str, data: bytes, **known: str) -> Bundle:
    return await Sandbox().read(name, data, known)


async def test_a_lesson_comes_out_as_it_is_published_from_files() -> None:
    data = (KITCHEN / "tea.md").read_bytes()
    found = await read("tea.md", data)
    assert found.kind == "lesson"
    assert list(found.lessons) == [parse(data.decode()).lesson]
    assert found.sound


async def test_a_course_comes_out_whole_with_its_folder_for_a_name() -> None:
    files = {
        f"kitchen/{one.name}": one.read_bytes()
        for one in KITCHEN.iterdir()
        if one.name == "course.toml" or re.fullmatch(r"[a-z-]+\.md", one.name)
    }
    found = await read("whatever (3).zip", packed(files))
    assert (found.kind, found.course and found.course.id) == ("course", "kitchen")
    assert found.course
    assert {one.id for one in found.lessons} == set(found.course.lessons)
    assert found.sound, words(found)


def running() -> set[int]:
    """The processes that this one has started, and that are there still."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
    return {int(one) for one in found.split()}


@pytest.fixture
def children() -> Callable[[], set[int]]:
    """Tells which processes a test has started that are there still; a server may run beside."""
    before = running()
    return lambda: running() - before


async def test_a_file_that_takes_too_long_is_refused_and_its_process_ended(
    children: Callable[[], set[int]],
) -> None:
    reader = Sandbox(Limits(seconds=1))
    # As long as a lesson may be, and a list of very many points takes seconds.
    head = b"---\nid: tea\ntitle: Tea\nminutes: 1\n---\n\n# Tea\n\n## Overview\n\n"
    slow = head + b"### What is it?\n\n" + b"- a\n" * 60_000
    began = time.monotonic()
    found, _ = await asyncio.gather(
        reader.read("tea.zip", packed({f"{n}.md": slow for n in range(4)}), {}),
        asyncio.sleep(0),
    )
    assert "longer than 1 s" in words(found)
    assert time.monotonic() - began < 5
    assert not children()


async def test_a_process_that_only_waits_is_ended_by_its_parent(
    monkeypatch: pytest.MonkeyPatch, children: Callable[[], set[int]]
) -> None:
    """The kernel's bound counts work alone, so it does not end this one."""
    monkeypatch.setattr(sandbox, "_START", "import time; time.sleep(30)  # {}")
    began = time.monotonic()
    found = await Sandbox(Limits(seconds=1)).read("tea.md", b"tea", {})
    assert "longer than 1 s" in words(found)
    with pytest.raises(PageError, match="longer than 1 s"):
        read_page("tea", "tea.html", Limits(seconds=1))
    assert time.monotonic() - began < 10
    assert not children()


async def test_a_process_that_works_is_ended_by_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it ends even if its parent was killed meanwhile."""
    patience = asyncio.timeout(30)
    monkeypatch.setattr(sandbox.asyncio, "timeout", lambda seconds: contextlib.AsyncExitStack())
    slow = b"# Tea\n\n## Overview\n\n### What is it?\n\n" + b"- a\n" * 60_000
    head = b"---\nid: tea\ntitle: Tea\nminutes: 1\n---\n\n"
    async with patience:
        found = await Sandbox(Limits(seconds=1)).read(
            "tea.zip", packed({f"{n}.md": head + slow for n in range(4)}), {}
        )
    assert "longer than 1 s" in words(found)


async def test_a_file_that_takes_too_much_memory_is_refused() -> None:
    found = await Sandbox(Limits(memory=90_000_000)).read("a.zip", greedy(), {})
    assert "of memory" in words(found)


def greedy() -> bytes:
    """Text that takes some hundred times its size to be understood."""
    return packed({f"{n}.md": b"- a\n" * 2_000_000 for n in range(6)})


async def test_an_answer_that_is_too_long_is_refused() -> None:
    found = await Sandbox(Limits(output=500)).read("tea.md", (KITCHEN / "tea.md").read_bytes(), {})
    assert "more than 500 bytes" in words(found)


async def test_a_file_that_is_too_large_is_refused_before_anything_is_started() -> None:
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    found = await Sandbox().read("a.zip", bytes(20_000_001), {})
    assert "larger than 20,000,000 bytes" in words(found)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime == began


@pytest.mark.slow
async def test_the_event_loop_goes_on_while_a_course_is_read() -> None:
    """At most 50 ms without a turn for others; of this thread's own time, whatever else runs."""
    text = (KITCHEN / "tea.md").read_text()
    big = text + "\n\n".join([""] + ["A long text that says nothing of use to anyone. " * 100] * 40)
    files = {f"tea-{n}.md": big.replace("id: tea", f"id: tea-{n}", 1).encode() for n in range(24)}
    data = packed(files)
    assert sum(map(len, files.values())) > 4_500_000
    worst, done = 0.0, asyncio.Event()

    async def watch() -> None:
        nonlocal worst
        while not done.is_set():
            began = time.thread_time()
            await asyncio.sleep(0.001)
            worst = max(worst, time.thread_time() - began)

    watching = asyncio.create_task(watch())
    found = await Sandbox().read("big.zip", data, {})
    done.set()
    await watching
    assert len(found.lessons) == 24, words(found)
    assert worst < 0.05


async def test_the_process_has_no_secret(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("FORETELL_TELEGRAM_TOKEN", "1-secret")
    told = "import os, sys; sys.exit('with' + ' token' * ('FORETELL_TELEGRAM_TOKEN' in os.environ))"
    monkeypatch.setattr(sandbox, "_START", told)
    found = await read("tea.md", LESSON)
    assert "reading the file failed" in words(found)
    assert "exit status 1): with" in caplog.text
    assert "with token" not in caplog.text


@pytest.mark.parametrize(
    ("act", "end"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("import subprocess; subprocess.run(['true'])", "PermissionError"),
        ("import os; os.fork()", "PermissionError"),
        ("import os; os.system('true')", "PermissionError"),
        ("written.write('x'); written.flush()", "File too large"),
        ("x = bytes(600_000_000)", "MemoryError"),
    ],
)
async def test_the_process_can_start_reach_and_write_nothing(
    act: str, end: str, tmp_path: Path
) -> None:
    code = f"{_PATH}; from bot.service.publishing.sandbox_process import confine; "
    code += "written = open(sys.argv[2], 'w'); "
    code += "confine(2**29, 9); import signal; "
    code += f"signal.signal(signal.SIGXFSZ, signal.SIG_IGN); {act}"
    path = json.dumps(sys.path)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", code, path, str(tmp_path / "written")),
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await process.communicate()
    assert end in told.decode()


NO_LANDLOCK = pytest.mark.skipif(
    not sandbox_kernel.landlock_version(), reason="this kernel has no Landlock"
)
NO_FILTER = pytest.mark.skipif(
    not sandbox_kernel.has_filter(), reason="no filter of system calls for this machine"
)


async def confined(act: str, *arguments: str) -> str:
    """The last words of a reader's process that does this; it has no hook of Python's own."""
    code = f"{_PATH}; from bot.service.publishing import sandbox_kernel; import ctypes, os\n"
    code += (
        f"sandbox_kernel.forbid_files(); sandbox_kernel.forbid_calls()\n{act}\nprint('was done')"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", code, json.dumps(sys.path), *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={},
    )
    said, _ = await process.communicate()
    return said.decode().strip().split("\n")[-1]


@NO_LANDLOCK
@pytest.mark.parametrize(
    "place", ["/proc/{parent}/environ", "/proc/{parent}/mem", "/etc/passwd", "{folder}/.env"]
)
async def test_the_process_opens_no_file_of_others(place: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FORETELL_TELEGRAM_TOKEN=1-secret")
    path = place.format(parent=os.getpid(), folder=tmp_path)
    assert Path(path).exists()
    assert "PermissionError" in await confined("print(open(sys.argv[2], 'rb').read(9))", path)


@NO_LANDLOCK
async def test_the_process_opens_no_database() -> None:
    store = FreshStore()
    assert store.path.exists()
    act = "import sqlite3; sqlite3.connect(sys.argv[2]).execute('select * from learner')"
    assert "unable to open database file" in await confined(act, str(store.path))


@NO_LANDLOCK
async def test_the_process_can_still_read_the_program_it_runs() -> None:
    assert await confined("import tarfile, xmlrpc.client, babel.dates") == "was done"


C = "libc = ctypes.CDLL(None, use_errno=True)\nx = {}\nprint(x, os.strerror(ctypes.get_errno()))"


@NO_FILTER
@pytest.mark.parametrize(
    "call",
    [
        "libc.socket(2, 1, 0)",
        "libc.socket(1, 1, 0)",
        "libc.socketpair(1, 1, 0, (ctypes.c_int * 2)())",
        "libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None))",
        "libc.kill(os.getppid(), 0)",
        "libc.ptrace(16, os.getppid(), 0, 0)",
        "libc.syscall(425, 1, (ctypes.c_char * 256)())",
        "libc.syscall(0x40000000 + 39)",
    ],
)
async def test_the_kernel_refuses_the_process_sockets_programs_and_other_processes(
    call: str,
) -> None:
    said = await confined(C.format(call) + "\nsys.exit()")
    assert said == "-1 Operation not permitted"


DOORS = """
import ctypes, json, mmap, os, platform, signal, struct, sys  # while files can be read
from bot.service.publishing import sandbox_process
folder, env, other, confining = sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5] == "yes"
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
base, intel = os.fsencode(folder + "/foretell.db"), platform.machine() == "x86_64"
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
opened = os.open(base, os.O_RDONLY)
words = struct.pack("QQ", 4096, 4096)
page = ctypes.create_string_buffer(4096)
HERE, LONG = ctypes.c_long(-100), ctypes.c_long
def call(intels, arms, *arguments):
    wide = [LONG(one) if isinstance(one, int) else one for one in arguments]
    return lambda: libc.syscall(LONG(intels if intel else arms), *wide)
doors = {
    "fchmod": call(91, 52, opened, 0o600),
    "fchmodat": call(268, 53, HERE, base, 0o600),
    "fchmodat2": call(452, 452, HERE, base, 0o600, 0),
    "fchown": call(93, 55, opened, os.getuid(), -1),
    "fchownat": call(260, 54, HERE, base, os.getuid(), -1, 0),
    "utimensat": call(280, 88, HERE, base, None, 0),
    "setxattr": call(188, 5, base, b"user.x", b"x", 1, 0),
    "prlimit other": call(302, 261, other, 7, words, None),
    "prlimit other, read": call(302, 261, other, 7, None, page),
    "prlimit itself": call(302, 261, 0, 7, words, None),
    "setrlimit": call(160, 164, 7, words),
    "setpriority": call(141, 140, 0, other, 19),
    "sched_setaffinity": call(203, 122, other, 8, b"\\xff" * 8),
    "sched_getaffinity other": call(204, 123, other, 128, page),
    "keyctl": call(250, 219, 0, -3, 0),
    "add_key": call(248, 217, b"user", b"x", b"x", 1, -3),
    "shmget": call(29, 194, 0, 4096, 0o600),
    "userfaultfd": call(323, 282, 1),
    "bpf": call(321, 280, 0, page, 48),
    "ptrace": call(101, 117, 16, other, 0, 0),
    "process_vm_readv": call(310, 270, other, page, 0, page, 0, 0),
    "perf_event_open": call(298, 241, page, 0, -1, -1, 0),
    "io_uring_setup": call(425, 425, 1, page),
    "socket": call(41, 198, 1, 1, 0),
    "kill": call(62, 129, other, 0),
    "tgkill": call(234, 131, other, other, 0),
    "prctl": call(157, 167, 4, 1, 0, 0, 0),
    "fcntl set owner": call(72, 25, opened, 8, other),
    "ioctl": call(16, 29, opened, 0x541B, page),
    "openat2": call(437, 437, HERE, base, bytes(24), 24),
    "open to write": call(257, 56, HERE, base, 1, 0),
    "open to empty": call(257, 56, HERE, base, 0o1000, 0),
    "open to make": call(257, 56, HERE, base + b"2", 0o101, 0o600),
    "clone into namespaces": call(56, 220, 0x10000000 | 17, 0, 0, 0, 0),
    "clone": call(56, 220, 17, 0, 0, 0, 0),
    "unshare": call(272, 97, 0x10000000),
}
if intel:
    doors["chmod"] = call(90, None, base, 0o600)
    doors["chown"] = call(92, None, base, os.getuid(), -1)
    doors["x32"] = call(2**30 + 39, None)
absent = call(435, 435, page, 64)
reading = call(302, 261, 0, 7, None, page)
def tried(call, mine=os.getpid()):
    ctypes.set_errno(0)
    said = call()
    if os.getpid() != mine:
        os._exit(0)  # a child of clone
    return ctypes.get_errno() if said < 0 else 0
def knock(order, data):
    said = {name: tried(door) for name, door in doors.items()}
    said |= {"clone3": tried(absent), "prlimit to read": tried(reading)}
    try:
        said["size of .env"] = os.stat(env).st_size
    except OSError as error:
        said["size of .env"] = -error.errno
    yield json.dumps(said).encode()
if not confining:
    sandbox_process.confine = lambda memory, seconds: None
sandbox_process._serve(knock)
"""


@NO_FILTER
async def test_every_door_of_the_reader_is_shut_to_what_took_it_over() -> None:
    """By bare system calls, as the user whose database and bot they are."""
    user = 65534 if os.getuid() == 0 else os.getuid()
    with tempfile.TemporaryDirectory() as folder:
        base, env = Path(folder) / "foretell.db", Path(folder) / ".env"
        base.write_text("rows")
        env.write_text("FORETELL_TELEGRAM_TOKEN=1-secret")
        for path in (folder, base, env):
            os.chown(path, user, -1)
        waits = "import os, sys, time\nif os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        waits += "print('there', flush=True); time.sleep(60)"
        other = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", waits), stdout=asyncio.subprocess.PIPE
        )
        try:
            assert other.stdout
            assert await other.stdout.readline()
            inside = await knocked(folder, str(env), str(other.pid), "yes")
            size = inside.pop("size of .env")
            # The kernel has no means against a look at what a file is like; imports need it.
            assert size == env.stat().st_size
            assert inside.pop("clone3") == errno.ENOSYS
            assert inside.pop("prlimit to read") == 0
            # "prlimit other, read" and its like are shut by their arguments.
            assert {door: said for door, said in inside.items() if said != errno.EPERM} == {}
            outside = await knocked(folder, str(env), str(other.pid), "no")
            assert [outside[door] for door in ("fchmod", "utimensat", "prlimit other")] == [0] * 3
        finally:
            other.kill()
            await other.wait()


async def knocked(*arguments: str) -> dict[str, int]:
    """How each door answers, by its error; 0 if it is open."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *sandbox._ALONE, f"{_PATH}\n{DOORS}", json.dumps(sys.path), *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=sandbox._ENVIRONMENT,
    )
    said, _ = await process.communicate(b'{"memory": 536870912, "seconds": 9}\n')
    return dict(json.loads(said))


NUMBERS_REFUSED = {
    # chmod's family, setxattr, prctl, unshare, ptrace, bpf, socket, kill, clone, execve, keyctl
    "x86_64": (90, 91, 268, 92, 93, 188, 157, 272, 101, 321, 41, 62, 56, 59, 250, 2**30 + 39),
    "aarch64": (52, 53, 54, 55, 5, 167, 97, 117, 280, 198, 129, 220, 221, 219),
}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_answers_alike_on_either_architecture(machine: str) -> None:
    architecture = sandbox_kernel.ARCHITECTURES[machine]
    program = sandbox_kernel.instructions(architecture)

    def answer(number: int, *arguments: int, token: int = architecture.token) -> int:
        given = [*arguments, *[0] * (6 - len(arguments))]
        data = struct.pack("=IIQ6Q", number, token, 0, *given)
        at = held = 0
        while True:
            code, yes, no, operand = program[at]
            at += 1
            if code == 0x20:
                held = struct.unpack_from("=I", data, operand)[0]
            elif code == 0x54:
                held &= operand
            elif code == 0x15:
                at += yes if held == operand else no
            else:
                return operand

    def named(name: str, *arguments: int) -> int:
        return answer(sandbox_kernel.ALLOWED[name][architecture.column] or 0, *arguments)

    allowed, refused, absent = 0x7FFF0000, 0x00050001, 0x00050026
    assert {answer(number) for number in NUMBERS_REFUSED[machine]} == {refused}
    assert named("read") == named("exit_group") == named("openat", 0, 1, 0o2000000) == allowed
    assert {named("openat", 0, 1, flags) for flags in (1, 2, 3, 0o100, 0o1000)} == {refused}
    assert named("prlimit64", 0, 7, 0, 2**40) == allowed
    assert named("prlimit64", 1, 7, 0, 0) == refused
    assert named("prlimit64", 0, 7, 2**32, 0) == named("prlimit64", 0, 7, 8, 0) == refused
    assert answer(435) == absent
    assert answer(sandbox_kernel.ALLOWED["read"][architecture.column] or 0, token=1) == refused


async def test_a_needed_call_that_is_refused_is_told_of_with_its_place(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lost = "from bot.service.publishing import sandbox_kernel; del sandbox_kernel.ALLOWED['openat']"
    ask = "import os; sandbox_process.read_file = lambda *_: [os.listdir('/usr')]"
    monkeypatch.setattr(
        sandbox,
        "_START",
        sandbox._START.replace("sandbox_process.{}", f"{lost}; {ask}; sandbox_process.{{}}"),
    )
    found = await read("tea.md", LESSON)
    assert "reading the file failed" in words(found)
    assert "PermissionError at <string>:1" in caplog.text


FORKING = """
import ctypes, os, resource, sys  # while its file can be read
from bot.service.publishing.sandbox_process import confine
if os.getuid() == 0:
    os.setuid(65534)
confine(2**29, 9)
print(ctypes.CDLL(None).fork())
"""


async def test_the_process_starts_no_other_whatever_calls_for_it() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", f"{_PATH}\n{FORKING}", json.dumps(sys.path)),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert said.decode().split() == ["-1"]


HIDING = """
import ctypes, os, subprocess, sys
if os.getuid() == 0:
    os.setuid(65534)
    sandbox_kernel._prctl(sandbox_kernel.PR_SET_DUMPABLE, 1)
def tried():
    look = ["/bin/cat", f"/proc/{os.getpid()}/environ"]
    return subprocess.run(look, capture_output=True, check=False).returncode
print(tried(), sandbox_kernel.hide_memory(), tried())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc and this remedy")
async def test_a_process_that_hides_its_memory_is_not_read_by_others_of_its_user() -> None:
    code = f"{_PATH}; from bot.service.publishing import sandbox_kernel\n{HIDING}"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", code, json.dumps(sys.path)),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert said.decode().split() == ["0", "True", "1"]


@pytest.mark.parametrize("name", [one for one in HOSTILE if "bomb" not in one])
def test_a_hostile_archive_is_refused_by_name(name: str) -> None:
    make, said = HOSTILE[name]
    found = bundle("course.zip", make(), {}, {})
    assert not found.sound
    assert said in words(found)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a wrong sum", *(one for one in HOSTILE if "bomb" in one)])
async def test_what_is_refused_is_so_by_the_process_and_within_its_bounds(name: str) -> None:
    make, said = HOSTILE[name]
    found = await read("course.zip", make())
    assert not found.sound
    assert said in words(found)


async def test_a_translation_comes_out_with_its_original() -> None:
    files = {name: (KITCHEN / name).read_bytes() for name in ("tea.md", "tea.de.md")}
    found = await read("both.zip", packed(files), bread="kitchen", soup="kitchen")
    assert found.sound, words(found)
    tea, german = found.lessons
    assert (german.language, german.translates) == ("de", tea.revision)
    alone = await read("tea.de.md", files["tea.de.md"], tea="kitchen", bread="kitchen")
    assert "translates tea.md, which is not beside it; send both" in words(alone)


async def test_a_translation_that_an_app_renamed_is_not_taken_for_the_lesson_in_silence() -> None:
    found = await read("tea.de (1).md", (KITCHEN / "tea.de.md").read_bytes(), tea="kitchen")
    assert 'is the lesson "tea" itself' in "\n".join(map(str, found.advice))


async def test_a_lesson_of_another_course_is_told_of_before_it_changes_there() -> None:
    files = {"cups/course.toml": COURSE, "cups/tea.md": LESSON}
    found = await read("cups.zip", packed(files), tea="kitchen")
    assert found.sound
    assert 'already in the course "kitchen"' in "\n".join(map(str, found.advice))


async def test_what_is_taught_is_compared_without_taking_the_place_of_what_is_in_use() -> None:
    async with PlainStage(KITCHEN) as stage:
        await stage.owns("Ana")
        data = (KITCHEN / "tea.md").read_bytes()
        await stage.sends("Ana", "tea.md", len(data), "", data)
        await stage.settled()
        assert not stage._tutor.catalogue._lessons


async def test_a_picture_comes_out_as_nothing_but_its_pixels() -> None:
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "where I live"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    assert b"where I live" in out.getvalue()
    made = await Sandbox().picture(out.getvalue())
    assert made.media == "image/jpeg"
    assert b"where I live" not in made.data
    with Image.open(BytesIO(made.data)) as image:
        assert image.size == (40, 30)


@pytest.mark.parametrize(
    ("limits", "data", "why"),
    [
        (Limits(), b"GIF89a", "a GIF, which can't be shown"),
        (Limits(), b"", "empty"),
        # Large enough that what the process has at hand already can't hold it.
        (Limits(memory=1), encoded(Image.new("RGB", (3_000, 3_000)), "PNG"), "too much memory"),
        # WebP's decoder says nothing of memory when it gets none.
        (Limits(memory=1), encoded(Image.new("RGB", (3_000, 3_000)), "WEBP"), "too much memory"),
        (Limits(seconds=0), b"\x89PNG\r\n\x1a\n", "too much time or memory"),
    ],
)
async def test_what_is_no_picture_or_takes_too_much_is_refused(
    limits: Limits, data: bytes, why: str
) -> None:
    with pytest.raises(AssetError, match=why):
        await Sandbox(limits).picture(data)
