"""Where authors begin: a small lesson or course that is correct, with words to be replaced.

It passes ``foretell check`` and can be played at once, so whatever is changed in it, what is wrong
then was changed last.
"""

import os
from pathlib import Path

from adapters.cli.check_import import COURSE, InputError, save
from bot.lessons.course import parse_course, write_course
from bot.lessons.faults import LessonError
from bot.lessons.format import parse, write
from bot.lessons.format.ids import slug
from bot.lessons.lint.sections import START
from bot.lessons.model import Course
from bot.values import value


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
    shown = _shown(file)
    steps = [
        f"foretell chat {shown}     plays it; once you have saved a change, Enter starts it again",
        f"foretell check {shown}    says what is wrong with it, and what would make it better",
    ]
    if (folder / COURSE).exists():
        steps.insert(0, f'Add "{id}" to "lessons" in {_shown(folder / COURSE)}, in its place.')
    return Start((file,), tuple(steps))


def new_course(title: str, folder: Path, lesson: str = "") -> Start:
    """Write a course of this title, a folder with one lesson, perhaps titled already.

    Raises ``InputError``.
    """
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
    shown = _shown(home / f"{first}.md")
    return Start(
        (home / COURSE, home / f"{first}.md"),
        (
            f"foretell chat {shown}    plays its lesson",
            f"foretell check {_shown(home)}    says what is wrong, and what would be better",
            f"cd {_shown(home)} && foretell new lesson NAME    begins another lesson",
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


def _shown(file: Path) -> str:
    """A path as it can be typed."""
    text = str(file)
    return f"'{text}'" if " " in text else text
