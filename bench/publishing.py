"""How late the event loop is while a course of 5 MB is sent, published and pushed.

Last, all its modes are worked out anew, as at the first start of a program with other modes.
Everything is real: the archive goes through the chat's intake and its reading process, publishing
is a turn at the desk, and ``foretell push`` is a process that speaks through the control socket.
The course replaces one of the same size in which every text is another, so all of it is compared.
Once it is 130 lessons of the usual length, once 22 that are as long as a lesson file may be.
A ticker looks every millisecond how late it is woken: that is how long a learner's press waits.
A process that does nothing but tick at the same time shows what of that is the machine's.
"""

import asyncio
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from adapters.control import lessons
from adapters.control.socket import serving
from bench.learners import course, percentile
from bot.lessons.course import write_course
from bot.lessons.format import write
from bot.lessons.model import Course, Lesson
from bot.storage.records import Release
from bot.storage.sqlite import SqliteStore
from tests.rigs.paths import KITCHEN
from tests.rigs.plain_stage import BEGINNING, PlainStage

SIZE = 5_000_000
"""Bytes of the course's files."""

LONGEST = 225_000
"""Bytes of a long lesson's file; 256 KiB may be read."""

TICK = 0.001
MOST = 0.050
_IDLE = """
import select, sys, time
worst = 0.0
while not select.select([sys.stdin], [], [], 0)[0]:
    began = time.perf_counter()
    time.sleep(0.001)
    worst = max(worst, time.perf_counter() - began - 0.001)
print(worst)
"""
_LISTS = ("steps", "myths", "challenge", "exercises", "performance")


def main() -> None:
    """Measure, and print how late the loop was in each part."""
    for name, longest in (("lessons of the usual length", 0), ("the longest lessons", LONGEST)):
        versions = [_course(longest, version) for version in range(3)]
        size = sum(len(write(one)) for one in versions[0][1])
        print(f"  {name}: {len(versions[0][1])} of them, {size / 1e6:.1f} MB", flush=True)
        asyncio.run(_measure(versions))


async def _measure(versions: list[tuple[Course, list[Lesson]]]) -> None:
    first, second, third = versions
    archive = _packed(*second)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "big", *third)
        store = SqliteStore(folder / "bench.db")
        async with PlainStage(KITCHEN, lambda: store) as stage:
            await stage.owns("Ana")
            await store.publish(Release((first[0],), tuple(first[1])), BEGINNING)
            catalogue = stage._tutor.catalogue
            await catalogue.refresh()
            del first, second, third
            versions.clear()
            # As the program does once it is up.
            gc.collect()
            gc.freeze()
            worst = [await _late("  nothing at all", lambda: _beside(folder, "check", "big"))]

            async def sent() -> None:
                await stage.sends("Ana", "big.zip", len(archive), "", archive)
                await stage.settled()

            worst.append(await _late("sent in a chat", sent))
            worst.append(await _late("published there", lambda: _press(stage, "Publish")))
            async with serving(folder / "s", lessons.handlers(store, catalogue.refresh)):
                for how, flag in (("compared by a push", "--dry-run"), ("pushed", "--yes")):
                    push = ("push", flag, "big")
                    worst.append(await _late(how, lambda: _beside(folder, *push)))  # noqa: B023
                worst.append(await _late("pulled", lambda: _beside(folder, "pull", "out")))
            keys = [(one.id, one.revision) for one in catalogue.library.cards.values()]
            await store.keep_modes(dict.fromkeys(keys, ()), "before")
            worst.append(await _late("modes worked out", lambda: _modes_anew(stage)))
    late = max(worst[1:]) * 1e3
    met = "met" if max(worst[1:]) < MOST else "NOT MET"
    print(f"    the loop at its latest: {late:.1f} ms (goal < {MOST * 1e3:.0f} ms: {met})")


async def _late(what: str, work: Callable[[], Awaitable[object]]) -> float:
    """Do this; print and return how late the loop was at worst meanwhile, in seconds."""
    found: list[float] = []

    async def tick() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(TICK)
            found.append(time.perf_counter() - began - TICK)

    idle = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _IDLE, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    ticking, began = asyncio.create_task(tick()), time.perf_counter()
    await work()
    seconds = time.perf_counter() - began
    ticking.cancel()
    await asyncio.gather(ticking, return_exceptions=True)
    told, _ = await idle.communicate(b"")
    p99, over = percentile(found, 0.99) * 1e3, sum(one > 0.01 for one in found)
    print(
        f"    {what:20} {seconds:5.1f} s   loop late: p99 {p99:5.1f} ms   "
        f"{over:3} times over 10 ms   at most {max(found) * 1e3:5.1f} ms   "
        f"the machine itself: {float(told) * 1e3:5.1f} ms",
        flush=True,
    )
    return max(found)


async def _modes_anew(stage: PlainStage) -> None:
    stage.modes.wake()
    await stage.modes.idle()


async def _press(stage: PlainStage, label: str) -> None:
    await stage.presses("Ana", label, 0, "Ana")
    await stage.settled()


async def _beside(folder: Path, *arguments: str) -> None:
    """Run ``foretell`` in a process of its own, as who pushes does."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FORETELL_")}
    own = {
        "FORETELL_DATABASE": str(folder / "other.db"),
        "FORETELL_HEALTH_SOCKET": str(folder / "s"),
        "PYTHONPATH": os.getcwd(),  # noqa: PTH109 - where the benchmarks are run
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from adapters.cli import main; main()",
        *arguments,
        cwd=folder,
        env=kept | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(said.decode()[-2_000:])


def _course(longest: int, version: int) -> tuple[Course, list[Lesson]]:
    """A course of ``SIZE`` bytes made of the shipped lessons."""
    shipped, every = course()
    # Pictures are files of their own, and this is about texts.
    lessons = [one for one in every if "](pictures/" not in write(one)]
    found: list[Lesson] = []
    size = 0
    while size < SIZE:
        lesson = lessons[len(found) % len(lessons)]
        while len(text := write(lesson)) < longest:
            lesson = _longer(lesson, lessons[len(text) % len(lessons)])
        found.append(_named(lesson, f"lesson-{len(found)}", version))
        size += len(text)
    ids = tuple(one.id for one in found)
    return shipped.model_copy(
        update={"id": "big", "title": f"Big {version}", "lessons": ids, "translations": ()}
    ), found


def _longer(lesson: Lesson, more: Lesson) -> Lesson:
    """A lesson with the lists of another at the end of its own, each under other names."""
    mine, other = json.loads(lesson.canonical()), json.loads(more.canonical())
    number = len(mine["steps"])
    for name in _LISTS:
        mine[name] = mine.get(name, []) + [_renamed(one, number) for one in other.get(name, [])]
    return Lesson.model_validate(mine)


def _renamed(part: object, number: int) -> object:
    if isinstance(part, list):
        return [_renamed(one, number) for one in part]
    if isinstance(part, dict):
        return {
            key: f"{value[:40]}-{number}" if key == "id" else _renamed(value, number)
            for key, value in part.items()
        }
    return part


def _named(lesson: Lesson, id: str, version: int) -> Lesson:
    """A lesson under this id, in a version in which all explanations are others."""
    told = json.loads(lesson.canonical())
    told.update(id=id, title=f"{lesson.title} {version}", needs=[], leads_to=[])
    # The lesson whose work it builds on has another name here, too.
    for milestone in (told.get("project") or {}).get("milestones", ()):
        for name in ("builds_on", "begin_here"):
            milestone.pop(name, None)
    for step in told["steps"]:
        step["concept"] = f"{step['concept']} Version {version}."
    return Lesson.model_validate(told)


def _packed(one: Course, lessons: list[Lesson]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("big/course.toml", write_course(one))
        for lesson in lessons:
            archive.writestr(f"big/{lesson.id}.md", write(lesson))
    return packed.getvalue()


def _write(folder: Path, one: Course, lessons: list[Lesson]) -> None:
    folder.mkdir()
    (folder / "course.toml").write_text(write_course(one), "utf-8")
    for lesson in lessons:
        (folder / f"{lesson.id}.md").write_text(write(lesson), "utf-8")
