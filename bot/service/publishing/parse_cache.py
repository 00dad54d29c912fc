"""Lesson files that were parsed before, kept on this machine, so that each is parsed once.

Parsing a lesson takes some 60 ms, and reading it from here 2 ms. An entry is JSON beside its own
checksum, under the hash of the lesson's text and of the program that parses it: what has another
text, or was parsed by another version, is simply not there. Entries lie in ``foretell/lessons`` in
the user's folder for caches (XDG_CACHE_HOME, or ``.cache`` at home), which nobody else may write
to. Where there is no such folder, or none can be made, lessons are parsed each time.

Lessons with faults are not kept, since faults name the file.
"""

import functools
import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import markdown_it
import pydantic

import bot.lessons
from bot.lessons import format as lesson_format
from bot.lessons.format import ParsedLesson
from bot.values import replace

MAX_ENTRIES = 500
"""Entries that are kept; the oldest go first."""

_ENTRY = pydantic.TypeAdapter(ParsedLesson)


def parse(source: str, file: str = "lesson.md") -> ParsedLesson:
    """``bot.lessons.format.parse``, with a cache. Raises ``LessonError``."""
    entry = _entry(source)
    if entry is None:
        return lesson_format.parse(source, file)
    with suppress(OSError, ValueError):
        checksum, _, body = entry.read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() == checksum:
            lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            return replace(_ENTRY.validate_json(body), lines=tuple(lines))
    draft = lesson_format.parse(source, file)
    with suppress(OSError):
        _keep(entry, draft)
    return draft


def _entry(source: str) -> Path | None:
    """The file that has the parsed lesson, or is to have it."""
    folder, program = _folder(), _program()
    if folder is None or not program:
        return None
    text = source.encode("utf-8", "surrogatepass")
    return folder / hashlib.sha256(program + text).hexdigest()


def _folder() -> Path | None:
    """Where entries lie: a folder that is this user's, and that nobody else may write to."""
    try:
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        if not caches.is_absolute():
            return None
        folder = caches / "foretell" / "lessons"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except (OSError, RuntimeError):
        return None
    if status.st_mode & 0o022:
        return None
    return folder if not hasattr(os, "geteuid") or status.st_uid == os.geteuid() else None


@functools.cache
def _program() -> bytes:
    """The hash of all that decides on what a text is parsed to; empty if that can't be seen."""
    sources = sorted(Path(bot.lessons.__path__[0]).rglob("*.py"))
    versions = f"{sys.version} {markdown_it.__version__} {pydantic.VERSION}"
    try:
        code = b"".join(hashlib.sha256(file.read_bytes()).digest() for file in sources)
    except OSError:
        return b""
    return hashlib.sha256(versions.encode() + code).digest() if sources else b""


def _keep(entry: Path, draft: ParsedLesson) -> None:
    """Write an entry, whole or not at all, and remove the oldest if there are too many."""
    body = _ENTRY.dump_json(draft, exclude={"lines"}, exclude_defaults=True)
    handle, name = tempfile.mkstemp(dir=entry.parent)
    try:
        with os.fdopen(handle, "wb") as to:
            to.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        Path(name).replace(entry)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    entries = list(entry.parent.iterdir())
    if len(entries) > MAX_ENTRIES:
        entries.sort(key=lambda file: file.stat().st_mtime_ns)
        for file in entries[: -MAX_ENTRIES * 4 // 5]:
            file.unlink(missing_ok=True)
