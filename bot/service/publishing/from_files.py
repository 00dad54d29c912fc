"""Publishing: what has changed in the files becomes what is taught.

Files are how lessons are written; the store is what is taught from. A folder of content holds a
folder for each course, with a ``course.toml`` and lessons as ``<id>.md``, perhaps with translations
as ``<id>.<language>.md``. A file whose hash is as before is not even parsed. A changed lesson
becomes a revision, which never changes: who is in a lesson keeps what they began. A picture that a
lesson names is a part of it, so its bytes count for the hash of the lesson's file: another picture
is noticed without parsing.

A translation is of a certain revision, so it is looked at again whenever its original changes, and
its hash is of both. A translation that differs from its original in more than words is refused.

A file with a fault is refused, with every fault in the log, and what was published of it before
stays. A file that is no longer there takes its lesson out of the catalogue, while its revisions
stay for those who are in them.

What admins have published stands above the files, however it came to be. A file that is as it was
when it was last published says nothing new, so it is left alone whatever is taught instead of it. A
changed lesson is published only if what is taught still came from it; else what the admins
published is kept, and the log says so at each start, until file and published lesson are the same
again. A translation is kept with its original. A text that was withdrawn is never published again.

Pictures that lie beside a lesson in a folder of this machine.
"""

import asyncio
import hashlib
import logging
import os
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from bot.lessons.course import parse_course
from bot.lessons.faults import Fault, LessonError
from bot.lessons.format.encoding import decode
from bot.lessons.format.front_matter import is_id
from bot.lessons.lint.check import lesson_errors
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import ENDINGS, LARGEST_SOURCE, Asset, AssetError
from bot.lessons.translation import differences, link_original, name_faults, translation_name
from bot.lessons.upload.pictures import AbsentError, Illustrator, add_pictures
from bot.service.publishing.parse_cache import parse
from bot.service.publishing.state import PublishedState, is_withdrawn, published_state
from bot.storage.ports import Catalogue
from bot.storage.records import Release, source_of
from bot.values import value

_MOST_NAMES = 200


def beside(lesson: str, file: str) -> bytes:
    """The bytes of a picture beside the lesson in this file, and another if there are too many.

    It must be within the lesson's folder, wherever links lead. Raises ``AbsentError`` or
    ``AssetError``. Not for the event loop.
    """
    folder = Path(lesson).resolve().parent
    path = folder / file
    try:
        if not path.resolve().is_relative_to(folder):
            what = "the file is a link that leads out of the lesson's folder"
            raise AssetError(what, "put the picture itself beside the lesson")
        if not path.is_file():
            raise AbsentError(file, _names(folder), "put it there, or fix its name in the lesson")
        with path.open("rb") as source:
            return source.read(LARGEST_SOURCE + 1)
    except OSError as error:
        what = f"the file can't be read ({error.strerror})"
        raise AssetError(what, "let your user, and Foretell's, read it") from None


def _names(folder: Path) -> list[str]:
    """Pictures that there are, for whoever has mistyped a name."""
    texts = []
    for path in (*folder.glob("*"), *folder.glob("*/*")):
        if path.suffix.lower() in ENDINGS:
            texts.append(path.relative_to(folder).as_posix())
            if len(texts) >= _MOST_NAMES:
                break
    return texts


COURSE = "course.toml"

_log = logging.getLogger(__name__)


class ContentError(LessonError):
    """A folder that holds nothing to teach, with how to mend it."""

    def __init__(self, folder: Path, what: str) -> None:
        mend = f"it must hold a folder for each course, with {COURSE} and lessons in it"
        super().__init__([Fault(str(folder), 1, 1, what, mend)])
        self.args = (f"{folder}: {what}; {mend}",)


@value
class PublishReport:
    """What publishing did: names as in the store's sources, and the faults of refused files.

    ``kept`` names what has changed in the files, but stays as admins published it.
    """

    published: tuple[str, ...]
    gone: tuple[str, ...]
    faults: tuple[Fault, ...]
    kept: tuple[str, ...] = ()


async def publish(store: Catalogue, content: Path, at: datetime) -> PublishReport:
    """Publish what has changed in a folder of content, all of it or, on an error, nothing.

    Whoever holds a snapshot of the catalogue has to refresh it afterwards. Raises
    ``ContentError`` if there is no such folder or nothing in it, and ``LessonError`` if a folder
    can't be read.
    """
    before, gave_up = await published_state(store), threading.Event()
    try:
        changes = await asyncio.to_thread(_read, content, before, gave_up)
    except asyncio.CancelledError:
        # A thread can't be cancelled, and the program's end would wait for it.
        gave_up.set()
        raise
    for fault in changes.faults:
        _log.error("not published: %s", fault)
    changes.keep(before)
    for name in changes.kept:
        _log.warning("not published, as admins published another one: %s; kept theirs", name)
    if changes.withdrawn:
        texts = ", ".join(changes.withdrawn)
        _log.warning("not published, as admins withdrew this exact text: %s", texts)
    release = changes.release()
    if changes.sources or changes.gone:
        await store.publish(release, at)
        _log.info(
            "published: %s; gone: %s", _list_names(changes.sources), _list_names(release.gone)
        )
    names, gone = sorted(changes.sources), sorted(changes.gone)
    return PublishReport(tuple(names), tuple(gone), tuple(changes.faults), tuple(changes.kept))


@dataclass(slots=True)
class _Changes:
    """What there is to publish; ``sources`` holds the hashes of what has changed and is sound."""

    courses: list[Course] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    assets: dict[str, Asset] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    def keep(self, before: PublishedState) -> None:
        """Leave out what was withdrawn or admins published otherwise, and its translations."""
        refused = [lesson for lesson in self.lessons if is_withdrawn(before.library, lesson)]
        self.withdrawn = sorted(map(source_of, refused))
        named = {source_of(lesson): lesson for lesson in self.lessons if lesson not in refused}
        revisions = {name: lesson.revision for name, lesson in named.items()}
        revisions.update({f"course:{course.id}": course.revision for course in self.courses})
        translations = {
            name
            for name, revision in revisions.items()
            if before.is_edited(name) and before.pointers.get(name) != revision
        }
        kept = translations | {
            name
            for name, lesson in named.items()
            if lesson.translates and lesson.id in translations
        }
        self.kept = sorted(kept)
        self.lessons = [lesson for name, lesson in named.items() if name not in kept]
        self.courses = [course for course in self.courses if f"course:{course.id}" not in kept]
        left = kept | set(self.withdrawn)
        self.sources = {name: self.sources[name] for name in self.sources.keys() - left}

    def release(self) -> Release:
        named = {picture.asset for lesson in self.lessons for picture in lesson.pictures}
        assets = tuple(asset for asset in self.assets.values() if asset.name in named)
        lessons = tuple(self.lessons)
        return Release(tuple(self.courses), lessons, self.sources, self.gone, assets=assets)


def _read(content: Path, before: PublishedState, gave_up: threading.Event) -> _Changes:
    """Look at all files, and parse those that differ from what was published.

    Not for the event loop. Once nobody waits any more (``gave_up``), it stops at the next file.
    """
    changes = _Changes()
    files: dict[str, Path] = {}
    for name, file in _files(content):
        if gave_up.is_set():
            return changes
        if name in files:
            what = f'the lesson "{name}" is already in {files[name]}'
            changes.faults.append(Fault(str(file), 1, 1, what, "keep one, or give it another id"))
            continue
        files[name] = file
        try:
            data = _bytes(file)
            original = _bytes(_original(file)) if translation_name(file.name) else b""
            digest = hashlib.sha256(original + data + _pictures(file, original + data)).hexdigest()
            if before.shipped.get(name) != digest:
                _parse(changes, file, data, original)
                changes.sources[name] = digest
        except LessonError as error:
            # A fault of an original may be met again with each of its translations.
            changes.faults += [fault for fault in error.faults if fault not in changes.faults]
    if not files:
        raise ContentError(content, "there are no courses here")
    changes.gone = frozenset(before.sources.keys() - files.keys())
    return changes


def _files(content: Path) -> Iterator[tuple[str, Path]]:
    if not content.is_dir():
        raise ContentError(content, "there is no such folder")
    for folder in _inside(content):
        # What has no course's name, such as a disk's lost+found, need not be ours to read.
        if not folder.is_dir() or not (is_id(folder.name) or os.access(folder, os.R_OK)):
            continue
        inside = _inside(folder)
        if folder / COURSE not in inside:
            continue
        yield f"course:{folder.name}", folder / COURSE
        for file in inside:
            # Others, such as a README.md, are for authors.
            if file.suffix == ".md" and (is_id(file.stem) or translation_name(file.name)):
                yield file.stem, file


def _inside(folder: Path) -> list[Path]:
    """What is in a folder, sorted; an unreadable folder is an error, or lessons would go."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        what = f"the folder can't be read ({error.strerror})"
        raise LessonError([Fault(str(folder), 1, 1, what, "let Foretell's user read it")]) from None


def _original(translation: Path) -> Path:
    """The file that this translates."""
    id, _ = translation_name(translation.name) or ("", "")
    return translation.with_name(f"{id}.md")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        what = "there is no such file, but a translation of it, by that file's name"
        mend = f"write it, or rename {file.stem}.….md: only a translation has a dot in its name"
        raise LessonError([Fault(str(file), 1, 1, what, mend)]) from None
    except OSError as error:
        what = f"it can't be read ({error.strerror})"
        raise LessonError([Fault(str(file), 1, 1, what, "let Foretell's user read it")]) from None


_PICTURE = re.compile(rb"!\[[^\n]*?\]\(<?([^)>\n]+)")
"""What may be a Markdown image, in bytes that need not be parsed yet; false hits do no harm."""


def _pictures(file: Path, source: bytes) -> bytes:
    """The hashes of the pictures that a lesson may name; empty if it names none."""
    digests = b""
    for name in _PICTURE.findall(source):
        try:
            data = beside(str(file), unquote(name.decode(errors="replace")).strip())
        except (AssetError, ValueError):
            # Told when the lesson is parsed, which is done again once the picture is there.
            continue
        digests += hashlib.sha256(data).digest()
    return digests


def _parse(changes: _Changes, file: Path, data: bytes, original: bytes) -> None:
    """Add what is in a file, and in the original that it translates, if it is a translation."""
    text = decode(data, str(file))
    if file.name == COURSE:
        changes.courses.append(parse_course(text, str(file), file.parent.name))
        return
    illustrator = Illustrator(beside, assets=changes.assets)
    draft = add_pictures(parse(text, str(file)), str(file), illustrator)
    faults = [*lesson_errors(draft, str(file))]
    if translation_name(file.name):
        source = _original(file)
        meant = parse(decode(original, str(source)), str(source))
        meant = add_pictures(meant, str(source), illustrator)
        faults += name_faults(draft, str(file)) or differences(meant, draft, str(file))
        if not faults:
            changes.lessons.append(link_original(meant.lesson, draft.lesson))
            return
    elif draft.lesson.id != file.stem:
        place = draft.place("key:id")
        what = f'the id is "{draft.lesson.id}", but the file is called {file.name}'
        faults.append(Fault(str(file), place.line, place.column, what, "make them the same"))
    if faults:
        raise LessonError(faults)
    changes.lessons.append(draft.lesson)


def _list_names(names: Mapping[str, str] | frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
