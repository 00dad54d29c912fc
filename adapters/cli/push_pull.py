"""Pushing and pulling lessons: through the running bot if there is any, else in the database.

A bot that ends before it answers may have published or not: whoever has the database after it is
asked.

Files, with their pictures, are read and checked by the command, and written when pulled: the bot
gets lessons, a line each, and lets learners have their turns in between.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from adapters.cli.authoring import COURSE, NO_LESSONS, InputError
from adapters.cli.requests import request
from adapters.control.lessons import (
    ASSET,
    KNOWN,
    PULL,
    PUSH,
    decode_picture,
    encode_picture,
    handlers,
)
from adapters.control.socket import ControlMessage, EndedError
from adapters.settings import Settings
from adapters.store import existing_store_of, store_of
from bot.lessons.course import write_course
from bot.lessons.faults import LessonError
from bot.lessons.format import write
from bot.lessons.format.encoding import decode
from bot.lessons.format.images import image_markdown, image_of, is_formula, name_fault
from bot.lessons.format.markdown import tree
from bot.lessons.model import Course, Image, Lesson
from bot.lessons.pictures.assets import ENDINGS, LARGEST_SOURCE, Asset, AssetError
from bot.lessons.translation import translation_name
from bot.lessons.upload.archive import LARGEST_WHOLE, MAX_BYTES, unpack
from bot.lessons.upload.bundle import LARGEST_COURSE, LARGEST_TEXT
from bot.lessons.upload.course_files import look
from bot.lessons.upload.pictures import in_archive
from bot.service.publishing.from_files import beside
from bot.values import value

MAX_FILES = 5_000
"""Files that are read at once."""


@value
class LessonFiles:
    """What files hold; with ``errors`` nothing of it may be published."""

    courses: tuple[Course, ...]
    lessons: tuple[Lesson, ...]
    errors: tuple[str, ...]
    assets: tuple[Asset, ...] = ()


def read(paths: Sequence[Path], known: Mapping[str, str]) -> LessonFiles:
    """Read lesson files, ``course.toml`` files, folders with these, and zip archives.

    ``known`` has the id of each lesson that is taught, and of its course. Raises ``InputError``
    if a path leads to nothing, or to more than may be read at once.
    """
    texts: dict[str, str] = {}
    courses: dict[str, tuple[str, str]] = {}
    faults: list[str] = []
    packed: dict[str, bytes] = {}
    for count, (name, data) in enumerate(_cap_files(paths), start=1):
        if count > MAX_FILES:
            raise InputError(f"these are more than {MAX_FILES:,} files; push fewer at once")
        if _is_picture(name):
            packed[name] = data
            continue
        is_course = name.rsplit("/", 1)[-1] == COURSE
        if len(data) > (LARGEST_COURSE if is_course else LARGEST_TEXT):
            faults.append(f"{name}:1:1: is too large; split it, or leave out what isn't text")
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

    course_files = look(texts, courses, known, picture)
    faults += [str(fault) for fault in course_files.faults if fault.severity == "error"]
    errors = tuple(dict.fromkeys(faults))
    return LessonFiles(course_files.courses, course_files.lessons, errors, course_files.assets)


def write_files(
    folder: Path,
    courses: Sequence[Course],
    lessons: Sequence[Lesson],
    assets: Mapping[str, Asset] = MappingProxyType({}),
    *,
    force: bool,
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write courses and lessons as files: those that were written, and what was left out.

    A lesson is in the folder of the first course that lists it; without a course, beside those
    folders. Its pictures lie beside it, under other names where two lessons have different pictures
    of the same name. A file that holds the same already is left as it is; another is overwritten
    with ``force`` only. Raises ``InputError``, before anything is written if a file is in the way.
    """
    homes = {id: course.id for course in reversed(courses) for id in course.lessons}
    revisions = {lesson.id: lesson.revision for lesson in lessons if not lesson.translates}
    files = {folder / course.id / COURSE: write_course(course).encode() for course in courses}
    pictures = PictureFiles(assets)
    left_out: list[str] = []
    for lesson in lessons:
        language = f".{lesson.language}" if lesson.translates else ""
        name = f"{lesson.id}{language}"
        if lesson.translates and lesson.translates != revisions.get(lesson.id):
            left_out.append(f"{name}: left out: it translates an earlier {lesson.id}")
            continue
        home = folder / homes.get(lesson.id, "")
        files[home / f"{name}.md"] = pictures.beside(home, lesson).encode()
    differing = {file: data for file, data in files.items() if _content(file) != data}
    differing |= {
        file: asset.data for file, asset in pictures.files.items() if not same_picture(file, asset)
    }
    if not force and (taken := sorted(file for file in differing if os.path.lexists(file))):
        raise InputError(
            "\n".join(f"{path}: already exists; add --force to overwrite it" for path in taken)
        )
    for file, data in differing.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError as error:
            raise InputError(f"{file}: can't be written: {error.strerror}") from error
    return tuple(sorted(differing)), tuple(left_out)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _cap_files(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
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
                inside = unpack(_bytes(file, MAX_BYTES), str(file))
            except LessonError as error:
                raise InputError(str(error)) from None
            yield from (
                (f"{file}/{name}", data)
                for name, data in inside.items()
                if _belongs(Path(name)) or _is_picture(name)
            )


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        paths = [file for file in sorted(path.rglob("*")) if _belongs(file) and file.is_file()]
        if not paths:
            raise InputError(f"{path}: no lessons here; lessons are files that end in .md")
        yield from paths
        return
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if not (_belongs(path) or path.suffix.lower() == ".zip"):
        raise InputError(
            f"{path}: isn't a lesson; lessons end in .md, archives in .zip, and "
            "`foretell import` makes a lesson from a page"
        )
    # A translation is read with what it translates.
    if translates := translation_name(path.name):
        original = path.with_name(f"{translates[0]}.md")
        if original.exists():
            yield original
    yield path


def _belongs(file: Path) -> bool:
    return file.name == COURSE or (file.suffix == ".md" and file.name.lower() not in NO_LESSONS)


def _is_picture(name: str) -> bool:
    return Path(name).suffix.lower() in ENDINGS


def _bytes(file: Path, most: int) -> bytes:
    """A file's bytes, and a byte beyond the most if there are more."""
    try:
        with file.open("rb") as source:
            return source.read(most + 1)
    except OSError as error:
        raise InputError(f"{file}: can't be read: {error.strerror}") from error


@dataclass(slots=True)
class PictureFiles:
    """Which file each picture goes to; ``assets`` has them by hash."""

    assets: Mapping[str, Asset]
    files: dict[Path, Asset] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)

    def beside(self, home: Path, lesson: Lesson) -> str:
        """The text of a lesson whose pictures lie beside it in this folder.

        Raises ``InputError`` if any has a name that no picture may have.
        """
        names: dict[str, str] = {}
        for picture in lesson.pictures:
            if is_formula(picture.file):
                continue
            if fault := name_fault(picture.file):
                raise InputError(f"{lesson.id}: {'; '.join(fault)}")
            name = self._free(home, picture.file, picture.asset)
            self.files[home / name] = self.assets[picture.asset]
            if name != picture.file:
                names[picture.file] = name
        return _rename_lessons(write(lesson), names) if names else write(lesson)

    def _free(self, home: Path, file: str, wanted: str) -> str:
        """The name that this picture gets: its own, unless another picture has that already."""
        path = PurePosixPath(file)
        for name in (file, str(path.with_stem(f"{path.stem}-{wanted[:12]}"))):
            # Two names that differ in case alone are the same file on many systems.
            if self._taken.setdefault(str(home / name).casefold(), wanted) == wanted:
                return name
        raise InputError(f"{home / file}: two pictures have this name; give one another name")


def _rename_lessons(text: str, names: Mapping[str, str]) -> str:
    lines = text.split("\n")
    for block in tree(text).children:
        image = image_of(block)
        if image and block.map and image.file in names:
            start, end = block.map
            other = image_markdown(Image(file=names[image.file], shows=image.shows))
            lines[start:end] = [other] + [""] * (end - start - 1)
    return "\n".join(lines)


def same_picture(file: Path, wanted: Asset) -> bool:
    # Only who has a picture needs what decodes it.
    from bot.lessons.pictures.reencode import asset

    try:
        with file.open("rb") as source:
            data = source.read(LARGEST_SOURCE + 1)
        return data == wanted.data or asset(file.name, data).name == wanted.name
    except (OSError, AssetError):
        return False


@value
class PushResult:
    """What came of a push: the lines of its report, and whether all is as it was meant to be."""

    lines: tuple[str, ...]
    well: bool


async def load_taught(settings: Settings) -> Mapping[str, str]:
    """The id of each lesson that is taught, and of its course. Raises what ``push`` does."""
    texts: Mapping[str, str] = (await _request(settings, KNOWN, ControlMessage({}))).head["known"]
    return texts


async def push(
    settings: Settings, local: LessonFiles, by: str, *, dry_run: bool, sure: bool
) -> PushResult:
    """Publish what was read from files. Raises ``ControlError`` or ``StoreError``."""
    head = {
        "by": by,
        "publish": not dry_run,
        "sure": sure,
        "courses": [course.model_dump(mode="json") for course in local.courses],
        "assets": len(local.assets),
    }
    lines = [*(lesson.canonical() for lesson in local.lessons), *map(encode_picture, local.assets)]
    try:
        said = (await _request(settings, PUSH, ControlMessage(head, lines))).head
    except EndedError:
        looking = ControlMessage({**head, "publish": False}, lines)
        said = (await _request(settings, PUSH, looking)).head
        if not (dry_run or said.get("refused")):
            return _after_its_end(tuple(said["report"]), differs=said["differs"])
    report, published, costly = tuple(said["report"]), said["published"], said["costly"]
    if said.get("overtaken"):
        why = "somebody else has published in the meantime, as above"
        again = "Push again to publish yours instead, or pull theirs first."
        return PushResult((*report, f"Nothing was published: {why}. {again}"), False)
    if said.get("refused"):
        return PushResult(
            (*report, "Nothing was published: one of its texts was withdrawn."), False
        )
    if dry_run:
        return PushResult((*report, "Nothing was published: this was a dry run."), True)
    if published:
        return PushResult((*report, "Published."), True)
    if costly:
        why = "questions would go, or right answers change"
        return PushResult(
            (*report, f"Nothing was published: {why}. Add --yes to publish it."), False
        )
    return PushResult((*report, "Nothing has changed."), True)


def _after_its_end(report: tuple[str, ...], *, differs: bool) -> PushResult:
    """What came of a push that the bot did not live to answer, by what is taught after it."""
    if differs:
        why = "the bot ended before that. Push again to publish it."
        return PushResult((*report, f"Nothing was published: {why}"), False)
    return PushResult((*report, "All of it is published. The bot ended before it said so."), True)


async def pull(
    settings: Settings,
) -> tuple[tuple[Course, ...], tuple[Lesson, ...], Mapping[str, Asset]]:
    """All that is published, with pictures by hash. Raises ``ControlError`` or ``StoreError``."""
    answer = await _request(settings, PULL, ControlMessage({}))
    courses = tuple(Course.model_validate(item) for item in answer.head["courses"])
    lessons = tuple(map(Lesson.model_validate_json, answer.lines))
    assets: dict[str, Asset] = {}
    for name in dict.fromkeys(picture.asset for lesson in lessons for picture in lesson.pictures):
        # Singly, so that the bot never has more of them in memory for this.
        (line,) = (await _request(settings, ASSET, ControlMessage({"name": name}))).lines
        assets[name] = decode_picture(line)
    return courses, lessons, assets


async def _request(settings: Settings, do: str, message: ControlMessage) -> ControlMessage:
    # Who pushes may begin with it; who reads would only make an empty file.
    store_at = existing_store_of if do in (PULL, ASSET) else store_of
    return await request(settings, do, message, handlers, store_at=store_at, changes=do == PUSH)
