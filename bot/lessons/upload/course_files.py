"""Texts of lesson files and of their course, read and looked at together."""

from collections.abc import Callable, Mapping
from dataclasses import field

from bot.lessons.course import parse_course
from bot.lessons.faults import Fault, LessonError
from bot.lessons.format import ParsedLesson, parse
from bot.lessons.lint.check import check_lesson, check_library
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.lessons.translation import differences, link_original, name_faults, translation_name
from bot.lessons.upload.pictures import Beside, Illustrator, Taught, alone
from bot.values import value


@value
class CourseFiles:
    """The lessons that could be read, translations after all originals; courses; all faults.

    ``assets`` are the pictures of these lessons, ``images`` the files that they name, each with
    the name of the lesson's file.
    """

    lessons: tuple[Lesson, ...]
    courses: tuple[Course, ...]
    faults: tuple[Fault, ...]
    assets: tuple[Asset, ...] = ()
    images: frozenset[tuple[str, str]] = field(default=frozenset())


def look(
    texts: Mapping[str, str],
    courses: Mapping[str, tuple[str, str]],
    known: Mapping[str, str],
    beside: Beside = alone,
    taught: Taught | None = None,
    *,
    read: Callable[[str, str], ParsedLesson] = parse,
    check: Callable[[ParsedLesson, str], tuple[Fault, ...]] = check_lesson,
) -> CourseFiles:
    """Read lesson files and courses, and find all that there is to say of them.

    ``texts`` has each lesson file's text by its name, ``courses`` each course's id and the text of
    its ``course.toml``. ``known`` has the id of each lesson that is taught, and the id of its
    course (empty if it is in none). Pictures are those ``beside`` a lesson, or else what it is
    ``taught`` with. ``read`` reads a lesson's text, and ``check`` says what there is to say of it.
    """
    illustrator = Illustrator(beside, taught or {})
    images: set[tuple[str, str]] = set()
    all_faults: list[Fault] = []
    drafts: dict[str, ParsedLesson] = {}
    translations: dict[str, ParsedLesson] = {}
    for file, text in texts.items():
        try:
            draft = read(text, file)
        except LessonError as error:
            all_faults += error.faults
        else:
            images.update((file, name) for name, _ in draft.images)
            draft, faults = illustrator.illustrate(draft, file)
            all_faults += faults
            (translations if translation_name(file) else drafts)[file] = draft
            all_faults += check(draft, file)
    sound: dict[str, Course] = {}
    for file, (id, source) in courses.items():
        try:
            sound[file] = parse_course(source, file, id)
        except LessonError as error:
            all_faults += error.faults
    # A lesson with faults of its own is there all the same, for those that need it.
    broken = {_name(file).removesuffix(".md") for file in texts if file not in drafts}
    all_faults += check_library(drafts, sound, known={*known, *broken})
    here = {course.id for course in sound.values()}
    for file, draft in drafts.items():
        all_faults += [*_elsewhere(draft, file, here, known), *_advise_spoken(draft, file, known)]
    lessons = [draft.lesson for draft in drafts.values()]
    for file, draft in translations.items():
        original, faults = _original(file, draft, drafts, texts)
        all_faults += faults
        lessons += [link_original(original, draft.lesson)] if original and not faults else ()
    assets = tuple(illustrator.assets.values())
    return CourseFiles(
        tuple(lessons), tuple(sound.values()), tuple(all_faults), assets, frozenset(images)
    )


def _original(
    file: str, draft: ParsedLesson, drafts: Mapping[str, ParsedLesson], texts: Mapping[str, str]
) -> tuple[Lesson | None, list[Fault]]:
    """The lesson that a translation stands beside, and what is wrong between the two."""
    id, _ = translation_name(file) or ("", "")
    beside = f"{file.removesuffix(_name(file))}{id}.md"
    faults = name_faults(draft, file)
    if beside not in texts and not draft.lesson.language:
        return None, faults  # probably a lesson of its own, with a dot in the name of its file
    if beside not in texts:
        what = f"translates {id}.md, which is not beside it"
        return None, [*faults, Fault(file, 1, 1, what, "send both in one .zip archive")]
    if beside not in drafts:
        return None, faults  # the original's own faults come first
    return drafts[beside].lesson, faults or differences(drafts[beside], draft, file)


def _advise_spoken(draft: ParsedLesson, file: str, known: Mapping[str, str]) -> list[Fault]:
    """A lesson that was perhaps meant as a translation, since apps rename what they save."""
    lesson = draft.lesson
    if not lesson.language or lesson.id not in known:
        return []
    place = draft.place("key:language")
    what = f'by its name, "{_name(file)}" is the lesson "{lesson.id}" itself, not a translation'
    mend = f"if it is one, call it {lesson.id}.{lesson.language}.md and send it with {lesson.id}.md"
    return [Fault(file, place.line, place.column, what, mend, "advice")]


def _elsewhere(
    draft: ParsedLesson, file: str, here: set[str], known: Mapping[str, str]
) -> list[Fault]:
    """A lesson of a course that another course teaches, which would change there too."""
    course = known.get(draft.lesson.id, "")
    if not here or not course or course in here:
        return []
    place = draft.place("lesson")
    what = f'the lesson "{draft.lesson.id}" is already in the course "{course}"'
    mend = "it changes there too; give it another id if it is another lesson"
    return [Fault(file, place.line, place.column, what, mend, "advice")]


def _name(file: str) -> str:
    return file.rsplit("/", 1)[-1]
