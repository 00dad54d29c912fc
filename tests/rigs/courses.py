"""Lessons and courses from their files, as publishing reads them."""

import functools
import os
from dataclasses import replace
from pathlib import Path

from bot.lessons import translation
from bot.lessons.course import parse_course
from bot.lessons.model import Course, Lesson
from bot.lessons.upload.pictures import Illustrator, add_pictures
from bot.service.publishing.from_files import beside
from bot.service.publishing.parse_cache import parse
from bot.storage.records import Release

# The same text is the same lesson, and is read hundreds of times.
parsed = functools.lru_cache(maxsize=256)(parse)


def read_course(folder: Path) -> tuple[Course, list[Lesson]]:
    """A course and its lessons from their files."""
    source = (folder / "course.toml").read_text(encoding="utf-8")
    course = parse_course(source, "course.toml", folder.name)
    # Processes that begin at the same time find what another has parsed, if each goes its own way.
    for id in sorted(course.lessons, key=lambda id: hash((os.getpid(), id))):
        read_lesson(folder / f"{id}.md")
    return course, [read_lesson(folder / f"{id}.md") for id in course.lessons]


def read_lesson(file: Path) -> Lesson:
    """A lesson, or what it is in another language if the file is called so."""
    return _read(file, Illustrator(beside))


def _read(file: Path, illustrator: Illustrator) -> Lesson:
    draft = parsed(file.read_text(encoding="utf-8"), file.name)
    lesson = add_pictures(draft, str(file), illustrator).lesson
    if found := translation.translation_name(file.name):
        original = _read(file.with_name(f"{found[0]}.md"), illustrator)
        return translation.link_original(original, lesson)
    return lesson


def release_of(*files: Path) -> Release:
    """These lessons, with their pictures."""
    illustrator = Illustrator(beside)
    lessons = tuple(_read(file, illustrator) for file in files)
    return Release(lessons=lessons, assets=tuple(illustrator.assets.values()))


def read_release(folder: Path) -> Release:
    """A course and its lessons, in all languages; read again once one of its files has changed."""
    files = ((file, file.stat()) for file in sorted(folder.rglob("*")))
    return _read_release(folder, tuple((file, one.st_mtime_ns, one.st_size) for file, one in files))


@functools.lru_cache(maxsize=16)
def _read_release(folder: Path, _files: tuple[tuple[Path, int, int], ...]) -> Release:
    course, lessons = read_course(folder)
    found = [
        file
        for file in sorted(folder.glob("*.md"))
        if (named := translation.translation_name(file.name)) and named[0] in course.lessons
    ]
    files = [folder / f"{one.id}.md" for one in lessons]
    return replace(release_of(*files, *found), courses=(course,))
