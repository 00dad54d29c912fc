"""Reading what was sent, without risk to those who are learning meanwhile.

A file from outside may be made to take all time or memory there is. So it is read by a process of
its own (``sandbox_process``), which is killed when it passes a bound; then the file is refused, and
the reason says which bound it was. What the process tells is bounded as well, and is made sense of
lesson by lesson, so that the event loop is never held up for long.

No check before parsing can tell what parsing will cost: a small file may need all memory, or
minutes. Only a single file is read at a time. ``bench/publishing.py`` measures how late the event
loop is meanwhile.
"""

import asyncio
import contextlib
import json
import logging
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.lessons.faults import Fault, PageError
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset, AssetError, media_of
from bot.lessons.upload.archive import MAX_BYTES
from bot.lessons.upload.bundle import Bundle, ConvertedPage, plain, refuse
from bot.lessons.upload.lazy import LazyLessons
from bot.lessons.upload.pictures import Taught
from bot.values import value

_log = logging.getLogger(__name__)

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from bot.service.publishing import sandbox_process; sandbox_process.{}()"
)
_ALONE = ("-I", "-X", "utf8", "-c")
_ENVIRONMENT = {"HOME": "/"}
"""Nothing of ours, where tokens are; a library asks for a home when it is loaded."""

_PIECE = 256 * 1024
_KILLED = (-getattr(signal, "SIGXCPU", 0), -signal.SIGTERM, -getattr(signal, "SIGKILL", 9))
"""How a process ends that worked for too long: by SIGXCPU from the kernel, then by SIGKILL."""


@value
class Limits:
    """What reading a file may take.

    ``size`` and ``output`` are bytes that go in and come out, ``memory`` bytes of the process's
    address space, ``seconds`` the time until it is killed, working or not.
    """

    size: int = MAX_BYTES
    output: int = 32_000_000
    memory: int = 512 * 1024 * 1024
    seconds: int = 60


class Sandbox:
    """Reads files singly: however many are sent, a single process is all that they take."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._turn = asyncio.Lock()

    async def read(
        self, name: str, data: bytes, known: Mapping[str, str], taught: Taught | None = None
    ) -> Bundle:
        """What the file of this name holds; what can't be read is refused by its faults.

        ``known`` has the id of each lesson that is taught, and the id of its course (empty if it
        is in none), ``taught`` their pictures. Raises nothing on account of the file.
        """
        limits = self._limits
        if len(data) > limits.size:
            what = f"the file is larger than {limits.size:,} bytes"
            return refuse(name, what, "send less at once, and make pictures smaller")
        order = {
            "name": name[-1_000:].encode(errors="replace").decode(),
            "known": dict(known),
            "taught": {id: dict(texts) for id, texts in (taught or {}).items()},
            "memory": limits.memory,
            "seconds": limits.seconds,
        }
        async with self._turn:
            return await self._read(name, _line(order), data)

    async def picture(self, data: bytes) -> Asset:
        """The picture in these bytes, made anew. Raises ``AssetError``."""
        limits = self._limits
        order = {"memory": limits.memory, "seconds": limits.seconds}
        async with self._turn:
            try:
                answer, code, _ = await self._run_process("read_picture", _line(order), data)
            except TimeoutError:
                answer, code = None, _KILLED[0]
        if answer is None or code:
            what = "making the picture anew takes too much time or memory"
            raise AssetError(what, "save it in a smaller size")
        end = answer.index(b"\n") + 1
        head: dict[str, str] = json.loads(answer[:end])
        if "what" in head:
            raise AssetError(head["what"], head["mend"])
        return Asset(head["media"], bytes(answer[end:]))

    async def _run_process(
        self, entrance: str, order: bytes, data: bytes
    ) -> tuple[bytearray | None, int, str]:
        """What a process tells of the data, and how it ended. Raises ``TimeoutError``."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *_ALONE,
            _START.format(entrance),
            json.dumps(sys.path),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_ENVIRONMENT,
            limit=_PIECE,
        )
        try:
            async with asyncio.timeout(self._limits.seconds):
                answer, trouble = await _talk(process, order, data, self._limits.output)
                return answer, await process.wait(), trouble
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()

    async def _read(self, name: str, order: bytes, data: bytes) -> Bundle:
        try:
            answer, code, trouble = await self._run_process("main", order, data)
        except TimeoutError:
            return _too_long(name, self._limits.seconds)
        if answer is None:
            what = f"what is in it comes to more than {self._limits.output:,} bytes"
            return refuse(name, what, "send less at once")
        if code == 0:
            try:
                return await _read_answer(answer)
            except (ValueError, KeyError, TypeError, ValidationError):
                trouble = "its answer makes no sense"
        return self._explain_failure(name, code, trouble)

    def _explain_failure(self, name: str, code: int, trouble: str) -> Bundle:
        """Why there is no answer."""
        if code in _KILLED:
            return _too_long(name, self._limits.seconds)
        if trouble.startswith("MemoryError"):
            what = f"reading it takes more than {self._limits.memory // 2**20} MiB of memory"
            return refuse(name, what, "split it into smaller files")
        # Only the error's kind: its words may be those of the file.
        _log.error("a file can't be read (%s, exit status %s): %s", plain(name), code, trouble)
        mend = "tell whoever runs the bot: this is a bug of its own, and its log says more"
        return refuse(name, "reading the file failed", mend)


def read_page(source: str, name: str, limits: Limits | None = None) -> ConvertedPage:
    """The page of this text as a lesson file, read within the same bounds, for a command.

    Waits until it is read. Raises ``PageError`` if it isn't a lesson page, or passes a bound.
    """
    limits = limits or Limits()
    order = {"name": name, "memory": limits.memory, "seconds": limits.seconds}
    text = source.encode("utf-8", "surrogatepass")
    shorter = "copy the lesson's own text into a file, from its title to its key takeaways"
    try:
        done = subprocess.run(  # noqa: S603 (this very Python; what is read goes in as bytes)
            (sys.executable, *_ALONE, _START.format("read_page"), json.dumps(sys.path)),
            input=json.dumps(order).encode() + b"\n" + text,
            capture_output=True,
            env=_ENVIRONMENT,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode in _KILLED:
        what = f"reading it takes longer than {limits.seconds} s"
        raise PageError(f"{name}:1:1: {what}; {shorter}") from None
    if done.returncode:
        trouble = done.stderr.decode(errors="replace").strip().split("\n")[-1]
        if not trouble.startswith("MemoryError"):
            raise RuntimeError(f"{name} can't be read: {trouble}")
        what = f"reading it takes more than {limits.memory // 2**20} MiB of memory"
        raise PageError(f"{name}:1:1: {what}; {shorter}")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise PageError(answer["refused"])
    return _page(answer["page"])


def _line(order: Mapping[str, Any]) -> bytes:
    return json.dumps(order).encode() + b"\n"


def _too_long(name: str, seconds: int) -> Bundle:
    return refuse(name, f"reading it takes longer than {seconds} s", "split it into smaller files")


async def _talk(
    process: asyncio.subprocess.Process, order: bytes, data: bytes, most: int
) -> tuple[bytearray | None, str]:
    """Hand the file over, and take the answer (``None`` if it is too long) and the error's kind."""
    stdin, stdout, stderr = process.stdin, process.stdout, process.stderr
    if stdin is None or stdout is None or stderr is None:
        raise RuntimeError("a process without pipes")

    async def hand_over() -> None:
        # Who has ended early has said why by its exit.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            stdin.write(order)
            for at in range(0, len(data), _PIECE):
                stdin.write(data[at : at + _PIECE])
                await stdin.drain()
        stdin.close()

    async def take(stream: asyncio.StreamReader, most: int) -> bytearray | None:
        result = bytearray()
        while piece := await stream.read(_PIECE):
            result += piece
            if len(result) > most:
                process.kill()
                return None
        return result

    _, answer, errors = await asyncio.gather(hand_over(), take(stdout, most), take(stderr, most))
    return answer, _trouble(errors or b"")


_PLACE = re.compile(r'  File "(?:[^"\n]*/)?([\w.<>-]{1,40})", line (\d{1,6})')


def _trouble(said: bytes | bytearray) -> str:
    """The kind of the error that ended the process, and its place; none of its words."""
    lines = said.decode(errors="replace").strip().split("\n")
    kind, places = lines[-1].partition(":")[0][:60], _PLACE.findall("\n".join(lines))
    return f"{kind} at {places[-1][0]}:{places[-1][1]}" if places else kind


async def _read_answer(answer: bytearray) -> Bundle:
    """The bundle that the process tells of. Raises ``ValueError`` or the like if it is none."""
    end = answer.index(b"\n") + 1
    head: dict[str, Any] = json.loads(answer[:end])
    lessons: list[bytes] = []
    while len(lessons) < head["count"]:
        start, end = end, answer.index(b"\n", end) + 1
        lessons.append(bytes(answer[start:end]))
        Lesson.model_validate_json(lessons[-1])
        # Others have their turn between two lessons.
        await asyncio.sleep(0)
    assets: list[Asset] = []
    for media, size in head["assets"]:
        start, end = end, end + size
        asset = Asset(media, bytes(answer[start:end]))
        if media_of(asset.data) != media or len(asset.data) != size:
            raise ValueError("a picture is missing")
        assets.append(asset)
    if end != len(answer):
        raise ValueError("there is more than was said")
    course, page = head["course"], head["page"]
    return Bundle(
        head["kind"],
        LazyLessons(tuple(lessons)),
        Course.model_validate(course) if course else None,
        tuple(Fault(**fault) for fault in head["faults"]),
        tuple(Fault(**fault) for fault in head["advice"]),
        _page(page) if page else None,
        tuple(assets),
    )


def _page(entries: dict[str, Any]) -> ConvertedPage:
    return ConvertedPage(
        entries["name"], entries["text"], tuple(entries["remarks"]), entries["complete"]
    )
