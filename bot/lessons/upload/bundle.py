"""What was sent to be taught: files by name become lessons, or faults that say how to mend them.

A file is a lesson, a saved lesson page, or a zip archive of a course. All that ``foretell check``
looks at is looked at here, with what is taught already taken for there. Files come from outside and
may be anything: each is capped before it is read, and no content raises anything.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from bot.lessons.faults import Fault, LessonError, PageError, by_weight, in_order, shorten
from bot.lessons.format import write
from bot.lessons.format.encoding import decode
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import ENDINGS, Asset
from bot.lessons.upload.archive import is_zip, unpack
from bot.lessons.upload.course_files import look
from bot.lessons.upload.pictures import Beside, Taught, alone, in_archive
from bot.values import replace, value

COURSE = "course.toml"

LARGEST_TEXT = 4_000_000
"""Bytes of a text that is read. The longest lesson has a small part of that; a page that was
saved as HTML, with its styles and scripts within, may come near it."""

LARGEST_COURSE = 64 * 1024
"""Bytes of a ``course.toml``: some thousand lessons."""

MOST_FAULTS = 50
"""Faults that are told, and pieces of advice: who has mended these sees the next."""

LONGEST_NAME = 80
"""Characters of a file's name in a fault."""

_REMARK = 300
"""Characters of a remark: a line of a page that has no place may be as long as the page."""

_NO_LESSONS = ("readme.md", "license.md", "changelog.md")
_PAGES = (".html", ".htm", ".xhtml", ".txt")

Kind = Literal["lesson", "page", "course", "lessons", "none"]
"""What a file was: a lesson, a page to be finished, a course with its ``course.toml``, lessons
without it, or nothing that can be taught."""


@value
class ConvertedPage:
    """A lesson page as the text of a lesson file of this name, for its author to finish.

    ``remarks`` are what was assumed, and every line that has no place, each with where it stands
    in the page. ``complete`` says whether everything of the page found its place.
    """

    name: str
    text: str
    remarks: tuple[str, ...]
    complete: bool


@value
class Bundle:
    """What a file holds.

    ``lessons`` and ``course`` are those that could be read, translations after their originals
    (``translates`` names the original); nothing of them may be published while there are
    ``faults``. ``page`` is there for a page, which has no ``lessons``: its text comes back, and its
    faults and advice have places in that text. ``assets`` are the pictures of the lessons, but for
    those that are taught already.
    """

    kind: Kind
    lessons: Sequence[Lesson] = ()
    course: Course | None = None
    faults: tuple[Fault, ...] = ()
    advice: tuple[Fault, ...] = ()
    page: ConvertedPage | None = None
    assets: tuple[Asset, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether there is something to publish, and nothing to mend first."""
        return not self.faults and bool(self.lessons or self.course)


def refuse(name: str, what: str, mend: str) -> Bundle:
    """Nothing that can be taught: why, and how to mend it."""
    return Bundle("none", faults=(Fault(plain(name), 1, 1, what, mend),))


def bundle(
    name: str, data: bytes, known: Mapping[str, str], taught: Taught | None = None
) -> Bundle:
    """What the file of this name holds.

    The name is a claim: what the file is, its bytes say. ``known`` has the id of each lesson that
    is taught, and the id of its course (empty if it is in none); ``taught`` the pictures of these
    lessons, for a lesson that comes without its own. Raises nothing.
    """
    shown, look = plain(name), _Look(known, taught or {})
    try:
        if is_zip(data):
            return _archive(unpack(data, shown), shown, look)
        return _one(data, shown, look)
    except LessonError as error:
        return Bundle("none", faults=_few(error.faults))


def plain(name: str) -> str:
    """A file's name as it may stand in a fault: its last part, in characters that can be seen."""
    last = re.split(r"[/\\]", name[-1_000:])[-1]
    return shorten("".join(filter(str.isprintable, last)), LONGEST_NAME) or "file"


def _folder_of(name: str) -> str:
    """The same with the folder that it is in, if any."""
    return "/".join(plain(part) for part in name.rsplit("/", 2)[-2:])


def to_page(source: str, file: str) -> ConvertedPage:
    """The page of this text as a lesson file. Raises ``PageError`` if it isn't a lesson page."""
    # Only who has a page needs the importer, whose patterns take a while to load.
    from bot.lessons.importing import import_page

    import_result = import_page(source, file)
    remarks = [f"{file}: {note}" for note in import_result.notes]
    remarks += [
        f"{file}:{leftover.line}:1: couldn't be placed: {leftover.text}"
        for leftover in import_result.leftovers
    ]
    name = f"{import_result.lesson.id}.md"
    return ConvertedPage(
        name, write(import_result.lesson), tuple(remarks), not import_result.leftovers
    )


def _one(data: bytes, file: str, look: "_Look") -> Bundle:
    if file.lower().endswith(".zip"):
        return refuse(file, "this isn't a zip archive", "make it again, and send it once more")
    text = _text(data, file, LARGEST_TEXT)
    if not text.strip("\ufeff \t\r\n\0"):
        return refuse(file, "the file is empty", "write the lesson in it, and send it again")
    if file == COURSE:
        mend = "put it in a folder named after the course's id, and send that as a .zip"
        return refuse(file, f"a {COURSE} alone doesn't say which course it is", mend)
    if not re.match(r"\ufeff?---[ \t]*[\r\n]", text):
        try:
            return _page(text, file, look)
        except PageError as error:
            from bot.lessons.importing.saved_html import is_html

            if is_html(text) or file.lower().endswith(_PAGES):
                place, _, said = str(error).removeprefix(f"{file}:1:1: ").partition("; ")
                return refuse(file, place, said)
    return look.check_texts("lesson", {file: text}, {}, [])


def _page(text: str, file: str, look: "_Look") -> Bundle:
    page = to_page(text, file)
    lines = "this is a page, not a lesson file: what could be read of it comes back to be finished"
    remarks = [shorten(remark, _REMARK) for remark in page.remarks[:MOST_FAULTS]]
    page = replace(page, remarks=(f"{file}: {lines}", *remarks))
    finished = look.check_texts("lesson", {page.name: page.text}, {}, [])
    return Bundle("page", (), None, finished.faults, finished.advice, page)


def _archive(files: Mapping[str, bytes], archive: str, look: "_Look") -> Bundle:
    courses = [name for name in files if _last(name) == COURSE]
    if len(courses) > 1:
        what = f"there are {len(courses)} courses in it: {', '.join(map(_folder_of, courses[:5]))}"
        return refuse(archive, what, "send each course as an archive of its own")
    folder = courses[0].removesuffix(COURSE) if courses else _common(files)
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for name, data in files.items():
        inside = name.removeprefix(folder)
        if _is_picture(name):
            continue
        if "/" in inside or not name.startswith(folder):
            faults.append(_aside(name, "it is in another folder", "put it beside the others"))
        elif _is_lesson(inside):
            try:
                texts[name] = _text(data, name, LARGEST_TEXT)
            except LessonError as error:
                faults += error.faults
        elif inside != COURSE:
            faults.append(_aside(name, "it isn't a lesson", "leave it out of the archive"))
    course: dict[str, tuple[str, str]] = {}
    if courses:
        id = folder.rstrip("/").rsplit("/", 1)[-1] or archive.removesuffix(".zip")
        try:
            course[courses[0]] = id, _text(files[courses[0]], courses[0], LARGEST_COURSE)
        except LessonError as error:
            faults += error.faults
    elif not texts:
        mend = f"it must hold a {COURSE} and lessons, which are files that end in .md"
        return refuse(archive, "there is no lesson in the archive", mend)
    kind: Kind = "course" if courses else "lessons"
    return look.check_texts(kind, texts, course, faults, files)


@value
class _Look:
    """What is taught already, and looking at lessons with that in mind."""

    known: Mapping[str, str]
    taught: Taught

    def check_texts(
        self,
        kind: Kind,
        texts: Mapping[str, str],
        courses: Mapping[str, tuple[str, str]],
        before: list[Fault],
        files: Mapping[str, bytes] | None = None,
    ) -> Bundle:
        """All lessons and their course; ``before`` is what was found so far.

        Pictures are among ``files``, if the lessons came in an archive.
        """
        beside: Beside = alone if files is None else in_archive(files)
        seen = look(texts, courses, self.known, beside, self.taught)
        named = {lesson[: lesson.rfind("/") + 1] + file for lesson, file in seen.images}
        unnamed = [name for name in files or () if _is_picture(name) and name not in named]
        why, mend = "no lesson names it", "name it in a lesson: ![what it shows](name.png)"
        faults = [*before, *seen.faults, *(_aside(name, why, mend) for name in unnamed)]
        return Bundle(
            kind,
            seen.lessons,
            next(iter(seen.courses), None),
            _few([fault for fault in faults if fault.severity == "error"]),
            _few([fault for fault in faults if fault.severity == "advice"]),
            assets=seen.assets,
        )


def _text(data: bytes, file: str, most: int) -> str:
    if len(data) > most:
        what = f"the file is larger than {most:,} bytes"
        raise LessonError([Fault(file, 1, 1, what, "split it, or leave out what isn't text")])
    return decode(data, file)


def _is_lesson(name: str) -> bool:
    return name.endswith(".md") and name.lower() not in _NO_LESSONS


def _is_picture(name: str) -> bool:
    return name[name.rfind(".") :].lower() in ENDINGS


def _aside(name: str, why: str, mend: str) -> Fault:
    return Fault(name, 1, 1, f"the file is ignored: {why}", mend, "advice")


def _common(files: Mapping[str, bytes]) -> str:
    """The folder that all lessons are in, with a slash at its end; empty for none."""
    folders = {name[: name.rfind("/") + 1] for name in files if _is_lesson(_last(name))}
    return folders.pop() if len(folders) == 1 else ""


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _few(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The weightiest of the faults, and how many more there are."""
    ordered = by_weight(in_order(faults))
    if len(ordered) <= MOST_FAULTS:
        return ordered
    last, more = ordered[MOST_FAULTS - 1], len(ordered) - MOST_FAULTS
    what, mend = f"there are {more} more like these", "fix these first"
    rest = Fault(last.file, last.line, last.column, what, mend, last.severity)
    return (*ordered[:MOST_FAULTS], rest)
