"""Lessons in files of this machine: read to be pushed, written when they are pulled.

Their pictures lie beside them, and go along.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from adapters.authoring import COURSE, NO_LESSONS, InputError
from adapters.illustrated import Pictures, holds
from bot.lessons.assets import ENDINGS, Asset
from bot.lessons.bundle import LARGEST_COURSE, LARGEST_TEXT
from bot.lessons.course import write_course
from bot.lessons.encoding import decode
from bot.lessons.faults import LessonError
from bot.lessons.illustrating import in_archive
from bot.lessons.model import Course, Lesson
from bot.lessons.packed import LARGEST, LARGEST_WHOLE, unpack
from bot.lessons.together import look
from bot.lessons.translation import named
from bot.service.beside import beside

MOST = 5_000
"""Files that are read at once."""


@dataclass(frozen=True, slots=True)
class Local:
    """What files hold; with ``errors`` nothing of it may be published."""

    courses: tuple[Course, ...]
    lessons: tuple[Lesson, ...]
    errors: tuple[str, ...]
    assets: tuple[Asset, ...] = ()


def read(paths: Sequence[Path], known: Mapping[str, str]) -> Local:
    """Read lesson files, ``course.toml`` files, folders with these, and zip archives.

    ``known`` has the id of each lesson that is taught, and of its course. Raises ``InputError``
    if a path leads to nothing, or to more than may be read at once.
    """
    texts: dict[str, str] = {}
    courses: dict[str, tuple[str, str]] = {}
    faults: list[str] = []
    packed: dict[str, bytes] = {}
    for count, (name, data) in enumerate(_capped(paths), start=1):
        if count > MOST:
            raise InputError(f"these are more than {MOST:,} files; push fewer at once")
        if _is_picture(name):
            packed[name] = data
            continue
        is_course = name.rsplit("/", 1)[-1] == COURSE
        if len(data) > (LARGEST_COURSE if is_course else LARGEST_TEXT):
            faults.append(f"{name}:1:1: is too large; split it, or leave out what is no text")
            continue
        try:
            text = decode(data, name)
        except LessonError as error:
            faults += map(str, error.faults)
            continue
        if is_course:
            courses[name] = Path(name).resolve().parent.name.removesuffix(".zip"), text
        else:
            texts[name] = text

    def picture(lesson: str, file: str) -> bytes:
        # A lesson that is no file of its own is in an archive.
        where = beside if Path(lesson).is_file() else in_archive(packed)
        return where(lesson, file)

    found = look(texts, courses, known, picture)
    faults += [str(one) for one in found.faults if one.severity == "error"]
    errors = tuple(dict.fromkeys(faults))
    return Local(found.courses, found.lessons, errors, found.assets)


def write_files(
    folder: Path,
    courses: Sequence[Course],
    lessons: Sequence[Lesson],
    assets: Mapping[str, Asset] = MappingProxyType({}),
    *,
    force: bool,
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write courses and lessons as files: those that were written, and what was left out.

    A lesson is in the folder of the first course that lists it; without one, beside those folders.
    Its pictures lie beside it, under other names where two lessons have another picture by one
    name. A file that holds the same already is left as it is; another is overwritten with
    ``force`` only. Raises ``InputError``, before anything is written if a file is in the way.
    """
    homes = {id: one.id for one in reversed(courses) for id in one.lessons}
    revisions = {one.id: one.revision for one in lessons if not one.translates}
    files = {folder / one.id / COURSE: write_course(one).encode() for one in courses}
    pictures = Pictures(assets)
    left_out: list[str] = []
    for lesson in lessons:
        language = f".{lesson.language}" if lesson.translates else ""
        name = f"{lesson.id}{language}"
        if lesson.translates and lesson.translates != revisions.get(lesson.id):
            left_out.append(f"{name}: left out, for it translates what {lesson.id} was before")
            continue
        home = folder / homes.get(lesson.id, "")
        files[home / f"{name}.md"] = pictures.beside(home, lesson).encode()
    differing = {file: data for file, data in files.items() if _holds(file) != data}
    differing |= {file: one.data for file, one in pictures.files.items() if not holds(file, one)}
    if not force and (taken := sorted(file for file in differing if os.path.lexists(file))):
        raise InputError(
            "\n".join(f"{one}: is there already; add --force to overwrite it" for one in taken)
        )
    for file, data in differing.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError as error:
            raise InputError(f"{file}: can't be written: {error.strerror}") from error
    return tuple(sorted(differing)), tuple(left_out)


def _holds(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _capped(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    left = LARGEST_WHOLE
    for name, data in _all(paths):
        left -= len(data)
        if left < 0:
            raise InputError(f"these are more than {LARGEST_WHOLE:,} bytes; push less at once")
        yield name, data


def _all(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Files by name, each once."""
    seen: set[str] = set()
    for path in paths:
        for file in _files(path):
            if str(file) in seen:
                continue
            seen.add(str(file))
            if file.suffix.lower() != ".zip":
                yield str(file), _bytes(file, LARGEST_TEXT)
                continue
            try:
                inside = unpack(_bytes(file, LARGEST), str(file))
            except LessonError as error:
                raise InputError(str(error)) from None
            yield from (
                (f"{file}/{name}", data)
                for name, data in inside.items()
                if _belongs(Path(name)) or _is_picture(name)
            )


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        found = [file for file in sorted(path.rglob("*")) if _belongs(file) and file.is_file()]
        if not found:
            raise InputError(f"{path}: no lessons here; lessons are files that end in .md")
        yield from found
        return
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if not (_belongs(path) or path.suffix.lower() == ".zip"):
        raise InputError(
            f"{path}: is no lesson; lessons end in .md, archives in .zip, and of a page "
            "`foretell import` makes a lesson"
        )
    # A translation is read with what it translates.
    if translates := named(path.name):
        original = path.with_name(f"{translates[0]}.md")
        if original.exists():
            yield original
    yield path


def _belongs(file: Path) -> bool:
    return file.name == COURSE or (file.suffix == ".md" and file.name.lower() not in NO_LESSONS)


def _is_picture(name: str) -> bool:
    return Path(name).suffix.lower() in ENDINGS


def _bytes(file: Path, most: int) -> bytes:
    """A file's bytes, and one more than the most if there are more."""
    try:
        with file.open("rb") as source:
            return source.read(most + 1)
    except OSError as error:
        raise InputError(f"{file}: can't be read: {error.strerror}") from error
