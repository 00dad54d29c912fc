"""A lesson file as it is being written, to be played: with what lies beside it, and read again.

Its translations, its pictures and the other lessons of its course come along, as far as nothing is
wrong with them. Nothing of this is put on record: the database is temporary.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path

from adapters.cli.authoring import COURSE, NO_LESSONS, InputError, read
from bot.conversation.lesson.modes import missing
from bot.lessons.course import parse_course, write_course
from bot.lessons.faults import LessonError
from bot.lessons.format import ParsedLesson
from bot.lessons.format.front_matter import is_id
from bot.lessons.lint.check import lesson_errors
from bot.lessons.model import Lesson
from bot.lessons.practice import pieces_of
from bot.lessons.translation import translation_name
from bot.lessons.upload.course_files import CourseFiles, look
from bot.lessons.upload.lazy import LazyLessons
from bot.service.publishing.from_files import beside
from bot.service.publishing.parse_cache import parse
from bot.storage.records import Release
from bot.values import value


class DraftError(Exception):
    """What is wrong with the draft, a line for each thing, as ``foretell check`` says it."""


@value
class Draft:
    """A lesson that can be played, with all that comes along."""

    id: str
    release: Release


def is_draft(lesson: str) -> bool:
    """Whether who wants to take this lesson names a file rather than a lesson that is taught."""
    return lesson.lower().endswith(".md")


def read_draft(file: Path) -> Draft:
    """Read the lesson in a file with what lies beside it.

    A translation is played with its original. Raises ``DraftError``, or ``InputError`` if the file
    can't be read at all.
    """
    if translates := translation_name(file.name):
        file = file.with_name(f"{translates[0]}.md")
    name, folder = str(file), file.parent
    texts = {name: read(name)}
    for path in sorted(folder.glob("*.md")):
        spoken = translation_name(path.name)
        if spoken and f"{spoken[0]}.md" == file.name:
            texts[str(path)] = read(str(path))
    try:
        lesson = parse(texts[name], name).lesson
    except LessonError as error:
        raise DraftError(str(error)) from None
    others = _neighbours(folder, lesson.id)
    there = {*others, lesson.id, *_rests_on(lesson)}
    course = _course(folder, [lesson.id, *others])
    course_files = _look_together(folder, texts, others, course, there)
    if faults := [str(fault) for fault in course_files.faults if fault.severity == "error"]:
        raise DraftError("\n".join(dict.fromkeys(faults)))
    lessons = LazyLessons.of(course_files.lessons)
    return Draft(lesson.id, Release(course_files.courses, lessons, assets=course_files.assets))


def lacking(draft: Draft, mode: str) -> str:
    """What the lesson lacks for this mode, in a sentence; empty if it has all."""
    return missing(next(lesson for lesson in draft.release.lessons if lesson.id == draft.id))[mode]


def _look_together(
    folder: Path,
    texts: Mapping[str, str],
    others: Mapping[str, str],
    course: Mapping[str, tuple[str, str]],
    there: set[str],
) -> CourseFiles:
    """All of it looked at together."""
    beyond = {str(folder / f"{id}.md"): text for id, text in others.items()}
    # What a lesson of the course needs, builds on or leads to may be a lesson of another.
    known = dict.fromkeys(there, "")
    # Who plays a draft is told of errors alone, and advice takes longer than all else.
    return look({**texts, **beyond}, course, known, beside, read=parse, check=lesson_errors)


def _neighbours(folder: Path, id: str) -> dict[str, str]:
    """The lessons beside the draft of this id with which nothing is wrong, by their ids."""
    texts: dict[str, str] = {}
    drafts: dict[str, ParsedLesson] = {}
    for file in sorted(folder.glob("*.md")):
        if file.name.lower() in NO_LESSONS or translation_name(file.name):
            continue
        try:
            text = read(str(file))
            draft = parse(text, str(file))
        except (InputError, LessonError):
            continue
        sound = not lesson_errors(draft, str(file))
        # A picture that is missing is the neighbour's trouble, not the draft's.
        if sound and not draft.images and draft.lesson.id == file.stem != id:
            texts[file.stem], drafts[file.stem] = text, draft
    ids = set(texts)
    while lost := {part for part in ids if _rests_on(drafts[part].lesson) - {*ids, id}}:
        ids -= lost
    return {part: text for part, text in texts.items() if part in ids}


def _rests_on(lesson: Lesson) -> set[str]:
    """The other lessons that it needs, or whose work its project builds on."""
    work = (pieces_of(milestone.builds_on) for milestone in lesson.project.milestones)
    return {*lesson.needs, *(id for pieces in work for id, _ in pieces)} - {lesson.id}


def _course(folder: Path, ids: list[str]) -> dict[str, tuple[str, str]]:
    """The course that lies beside the draft, with those of its lessons that are there."""
    file = folder / COURSE
    id = folder.resolve().name
    if not (file.exists() and is_id(id)):
        return {}
    try:
        course = parse_course(read(str(file)), str(file), id)
    except LessonError as error:
        raise DraftError(str(error)) from None
    listed = tuple(lesson for lesson in course.lessons if lesson in ids)
    if not listed:
        return {}
    return {str(file): (id, write_course(course.model_copy(update={"lessons": listed})))}


class Watched:
    """Notices that a draft's file, or another beside it, has changed since it was read."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = self._state()

    def has_changed(self) -> bool:
        """Whether something has changed since the last time that this was asked."""
        before, self._seen = self._seen, self._state()
        return self._seen != before

    def _state(self) -> frozenset[tuple[str, int, int]]:
        entries = set()
        for path in (self._file, *self._file.parent.glob("*.md"), self._file.parent / COURSE):
            try:
                state = path.stat()
            except OSError:
                continue
            entries.add((str(path), state.st_mtime_ns, state.st_size))
        return frozenset(entries)


async def rereading(
    lines: AsyncIterator[str],
    file: Path,
    watched: Watched,
    mode: str,
    publish: Callable[[Release], Awaitable[None]],
    say: Callable[[str], None],
) -> AsyncIterator[str]:
    """What is typed; after the draft has changed, its lesson is begun anew in place of a line.

    With a ``mode`` it is begun in that. A draft that can't be read any more is told of, and the
    version before goes on.
    """
    async for line in lines:
        if not watched.has_changed():
            yield line
            continue
        try:
            draft = read_draft(file)
        except (DraftError, InputError) as error:
            say(str(error))
            yield line
            continue
        await publish(draft.release)
        yield f"/learn {draft.id} {mode}".rstrip()
