"""Lesson files of authors: begun, checked, and made of a page; files in, lines out.

What ``new`` writes is a small lesson or course with words to be replaced. It passes ``foretell
check`` and can be played at once, so whatever is changed in it, what is wrong then was changed
last.
"""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.conversation.lesson.modes import missing
from bot.lessons.course import parse_course, write_course
from bot.lessons.faults import POLISH, Fault, Faults, LessonError, PageError, by_weight
from bot.lessons.format import ParsedLesson, write
from bot.lessons.format.encoding import decode
from bot.lessons.format.parser import slug
from bot.lessons.lint.check import check_lesson, check_library, lesson_errors
from bot.lessons.lint.sections import START
from bot.lessons.model import Course, Lesson
from bot.lessons.translation import differences, name_faults, translation_name
from bot.lessons.upload.bundle import ConvertedPage
from bot.lessons.upload.pictures import Illustrator
from bot.service.publishing.from_files import beside as picture_beside
from bot.service.publishing.parse_cache import parse
from bot.service.publishing.sandbox import read_page
from bot.values import value

MAX_BYTES = 4_000_000
"""Bytes of a file that is read; the longest lesson has a small part of that."""

COURSE = "course.toml"

NO_LESSONS = ("readme.md",)
"""Markdown files that a folder of lessons may hold besides them, in lower case."""

__all__ = ["CheckResult", "ConvertedPage", "InputError", "PageError", "check", "convert", "save"]

STANDARD_INPUT = "-"


class InputError(Exception):
    """A file that can't be read or written, with how to mend it."""


@value
class CheckResult:
    """What was found: lines to show, errors first, and whether there are errors.

    After errors and advice, a line per lesson says which learning modes it has material for, and if
    it was asked for, another how many presses they take.
    """

    lines: tuple[str, ...]
    errors: bool


def check(
    paths: Sequence[Path], beside: Path, *, ways: bool = False, advise: bool = True
) -> CheckResult:
    """Check lesson files, courses, and folders with these, all together.

    Lessons that stand next to a file, or in the folder of courses ``beside``, count as there,
    so that a lesson may need them. With ``ways`` each lesson is played, too. Without ``advise``
    only errors count. Raises ``InputError`` if a path leads to nothing.
    """
    files = list(dict.fromkeys(file for path in paths for file in _files(path)))
    drafts: dict[str, ParsedLesson] = {}
    translations: dict[str, ParsedLesson] = {}
    courses: dict[str, Course] = {}
    unreadable: list[str] = []
    faults: list[Fault] = []
    illustrator = Illustrator(picture_beside)
    for file in files:
        name = str(file)
        try:
            if file.name == COURSE:
                courses[name] = parse_course(read(name), name, file.resolve().parent.name)
            else:
                kind = translations if translation_name(name) else drafts
                draft, own_faults = illustrator.illustrate(parse(read(name), name), name)
                kind[name] = draft
                own = check_lesson if advise else lesson_errors
                faults += [*own_faults, *own(draft, name)]
        except InputError as error:
            unreadable.append(str(error))
        except LessonError as error:
            faults += error.faults
    faults += check_library(drafts, courses, known=_neighbours(files, beside))
    for name, draft in translations.items():
        faults += name_faults(draft, name)
        try:
            if original := _original(Path(name), drafts, files):
                faults += differences(original, draft, name)
        except InputError as error:
            # A file that says no language is probably a lesson of its own, with a dot in its name.
            unreadable += [str(error)] if draft.lesson.language else []
    pressed = []
    for name, draft in drafts.items() if ways else ():
        presses, own_faults = _play(draft, name)
        pressed.append(presses)
        faults += own_faults
    errors = unreadable + [str(fault) for fault in faults if fault.severity == "error"]
    advice = [
        _advice(fault) for fault in by_weight(faults) if advise and fault.severity == "advice"
    ]
    lessons = sum(file.name != COURSE for file in files)
    closing = f"{_count(lessons, 'lesson')}: {_count(len(errors), 'error')}"
    closing += f", {_count(len(advice), 'piece')} of advice." if advise else "."
    if advise and lessons > len(drafts) + len(translations):
        closing += " Advice on a lesson comes once it can be read."
    modes = [f"{name}: {_modes(draft.lesson)}" for name, draft in drafts.items()]
    return CheckResult((*errors, *advice, *modes, *pressed, closing), bool(errors))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if not path.exists():
            raise InputError(f"{path}: there is no such file or folder")
        yield path
        return
    paths = [
        file
        for file in sorted(path.rglob("*"))
        if file.name == COURSE
        or (file.suffix == ".md" and file.is_file() and file.name.lower() not in NO_LESSONS)
    ]
    if not paths:
        raise InputError(f"{path}: no lessons here; lessons are files that end in .md")
    yield from paths


def _original(
    translation: Path, drafts: Mapping[str, ParsedLesson], files: Iterable[Path]
) -> ParsedLesson | None:
    """The lesson beside its translation; ``None`` if it is checked too, and has faults of its own.

    Raises ``InputError`` if it is not there, or has faults that nobody would be told of otherwise.
    """
    id, _ = translation_name(translation.name) or ("", "")
    file = translation.with_name(f"{id}.md")
    if file in files:
        return drafts.get(str(file))
    if not file.exists():
        what = f"translates {file.name}, which is not beside it"
        raise InputError(f"{translation}:1:1: {what}; write that lesson, or rename this one")
    try:
        return parse(read(str(file)), str(file))
    except LessonError as error:
        what = f"translates {file.name}, which has faults"
        raise InputError(f"{translation}:1:1: {what}; check that one first") from error


def _neighbours(files: Iterable[Path], beside: Path) -> set[str]:
    """The ids of lessons that are there without being looked at, by the names of their files."""
    folders = {file.parent for file in files}
    return {
        lesson.stem
        for paths in (*(folder.glob("*.md") for folder in folders), beside.glob("*/*.md"))
        for lesson in paths
    }


def _advice(fault: Fault) -> str:
    place = f"{fault.file}:{fault.line}:{fault.column}: "
    return f"{place}advice: {str(fault).removeprefix(place)}"


def _modes(lesson: Lesson) -> str:
    """Which learning modes a lesson has material for, and what is missing for the others."""
    lacking = missing(lesson)
    there = [name for name, sentence in lacking.items() if not sentence]
    absent = [f"not {name}: {sentence}" for name, sentence in lacking.items() if sentence]
    return " ".join([f"modes: {', '.join(there) or 'none'}.", *absent])


def _play(draft: ParsedLesson, name: str) -> tuple[str, list[Fault]]:
    """How many presses a lesson takes, and advice on that."""
    # Only who plays a lesson needs the whole tutor.
    from adapters.cli.ways import MANY_PRESSES, presses

    faults, played = Faults(name), presses(draft.lesson)
    _, most = played.get("deep", (0, 0))
    if most > MANY_PRESSES:
        what = f"{most} presses in Deep for somebody who misses half"
        mend = f"shorten what takes two messages; up to {MANY_PRESSES} are an evening's"
        faults.add(draft.place("section:Build-up", "lesson"), what, mend, "advice", POLISH)
    counts = [f"{mode} {right}, {half} with half missed" for mode, (right, half) in played.items()]
    return f"{name}: presses: {'; '.join(counts)}.", faults.found


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def convert(name: str) -> ConvertedPage:
    """The lesson file of the page in this file, or at standard input for ``-``.

    It is read by a process of its own, within the bounds of a page that an admin sends. Raises
    ``InputError``, or ``PageError`` if it isn't a lesson page or passes a bound.
    """
    return read_page(read(name), "page.txt" if name == STANDARD_INPUT else name)


def read(name: str) -> str:
    """The text of a file, or of standard input for ``-``. Raises ``InputError``."""
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{name}: can't be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        what, mend = f"the file is larger than {MAX_BYTES:,} bytes", "leave out what isn't text"
        raise InputError(f"{name}:1:1: {what}; {mend}, or split it")
    try:
        return decode(data, name)
    except LessonError as error:
        raise InputError(str(error)) from None


def save(text: str, file: Path, *, force: bool) -> None:
    """Write a new file whole, or with ``force`` over an old file. Raises ``InputError``."""
    try:
        if force and file.exists():
            _replace(text, file.resolve())
        else:
            _create(text, file)
    except FileExistsError as error:
        raise InputError(f"{file}: already exists; add --force to overwrite it") from error
    except OSError as error:
        raise InputError(f"{file}: can't be written: {error.strerror}") from error


def _create(text: str, file: Path) -> None:
    with file.open("x", encoding="utf-8") as to:
        try:
            to.write(text)
            to.flush()
        except BaseException:
            file.unlink()
            raise


def _replace(text: str, file: Path) -> None:
    """Write over a file, which stays as it was if that fails."""
    if not file.is_file():
        file.write_text(text, encoding="utf-8")  # a pipe or a device, which has no text to lose
        return
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as to:
            to.write(text)
        beside.chmod(file.stat().st_mode)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@value
class Start:
    """Files that were written, and what to do next, a line for each."""

    files: tuple[Path, ...]
    next: tuple[str, ...]


def new_lesson(title: str, folder: Path) -> Start:
    """Write a lesson of this title. Raises ``InputError``, above all if its file is there."""
    id, text = _lesson(title)
    file = folder / f"{id}.md"
    _save(text, file)
    shown = _typed_path(file)
    steps = [
        f"foretell chat {shown}     plays it; once you have saved a change, Enter starts it again",
        f"foretell check {shown}    says what is wrong with it, and what would make it better",
    ]
    if (folder / COURSE).exists():
        steps.insert(0, f'Add "{id}" to "lessons" in {_typed_path(folder / COURSE)}, in its place.')
    return Start((file,), tuple(steps))


def new_course(title: str, folder: Path, lesson: str = "") -> Start:
    """Write a course of this title, a folder with a lesson. Raises ``InputError``."""
    id = _id(title)
    home = folder / id
    if os.path.lexists(home):
        raise InputError(f"{home}: already exists; choose another name, or write lessons in it")
    first, text = _lesson(lesson.strip() or f"{title.strip()}: a first lesson")
    course = Course(id=id, title=title.strip(), about="", lessons=(first,))
    described = write_course(
        course.model_copy(update={"about": "Say in a sentence what it is for."})
    )
    try:
        parse_course(described, COURSE, id)
        home.mkdir(parents=True)
    except LessonError as error:
        raise InputError(str(error)) from None
    except OSError as error:
        raise InputError(f"{home}: can't be made: {error.strerror}") from error
    _save(described, home / COURSE)
    _save(text, home / f"{first}.md")
    shown = _typed_path(home / f"{first}.md")
    return Start(
        (home / COURSE, home / f"{first}.md"),
        (
            f"foretell chat {shown}    plays its lesson",
            f"foretell check {_typed_path(home)}    says what is wrong, and what would be better",
            f"cd {_typed_path(home)} && foretell new lesson NAME    begins another lesson",
        ),
    )


def _lesson(title: str) -> tuple[str, str]:
    """The id and the text of a lesson of this title."""
    named = {"id": _id(title), "title": " ".join(title.split())}
    text = write(parse(START).lesson.model_copy(update=named))
    try:
        parse(text, f"{named['id']}.md")
    except LessonError as error:
        raise InputError(str(error)) from None
    return named["id"], text


def _id(title: str) -> str:
    if not any(char.isalnum() for char in title):
        raise InputError("the name has no letter in it; call it as its learners will read it")
    id = slug(title, set())
    if id == "question":
        raise InputError("no id can be made of this name; write it in Latin letters, and its title")
    return id


def _save(text: str, file: Path) -> None:
    try:
        save(text, file, force=False)
    except InputError as error:
        if os.path.lexists(file):
            raise InputError(f"{file}: already exists; choose another name") from error
        raise


def _typed_path(file: Path) -> str:
    """A path as it can be typed."""
    text = str(file)
    return f"'{text}'" if " " in text else text
