"""Answers as a file: who may read statistics has every answer as a row of a spreadsheet.

To write it takes a while, so it is a job; the file comes when that is done. It names no
learner, and leaves out lessons that so few have answered that somebody could be recognised.

``foretell stats --csv`` leaves none out, for who has the database has all of them anyway.
"""

from pydantic import TypeAdapter

from bot.conversation.admin.areas import deny, is_allowed
from bot.conversation.facts.admin import Logged
from bot.conversation.facts.roles import Scope
from bot.conversation.jobs import JobKind, promise_report, set_out
from bot.conversation.language.markup import escape_markdown
from bot.conversation.lesson.project import submissions
from bot.conversation.needs.learner import Job
from bot.conversation.offers import Offer, offer
from bot.conversation.outputs import Document
from bot.conversation.phrases import count, phrase
from bot.conversation.scopes import Scopes, of_lesson
from bot.conversation.turn import Scene
from bot.learning.observations import GROUP
from bot.values import value

KIND = "answers"

WORD = "csv"
"""The word typed after ``/admin stats``, or after a lesson there, that asks for the file."""

FIGURES = "figures"

NAME = "answers"


@value
class ExportRequest:
    """Whose answers are wanted: a lesson's, a course's, or those of all if both are empty."""

    lesson: str = ""
    course: str = ""


@value
class ExportResult:
    """The file that was written: its name, its media type, where it is kept, its bytes.

    ``answers`` are its rows, and ``small`` how many lessons were left out. Without answers there is
    no file. A file larger than any platform takes is not kept, and has no id.
    """

    answers: int = 0
    small: int = 0
    name: str = ""
    media: str = ""
    id: str = ""
    size: int = 0


REQUEST: TypeAdapter[ExportRequest] = TypeAdapter(ExportRequest)
RESULT: TypeAdapter[ExportResult] = TypeAdapter(ExportResult)


def button(lesson: str = "", course: str = "") -> Offer:
    label = phrase("admin.export")
    if lesson:
        return offer(label, "admin stats lesson", lesson, WORD)
    if course:
        return offer(label, "admin stats export course", course)
    return offer(label, "admin stats export all")


def ask_for(scene: Scene, lesson: str, course: str = "") -> None:
    """Have the file written; it is in the log that these answers were handed out.

    It has a row for each answer of each learner, so there is none of a cohort alone.
    """
    if not is_allowed(scene, "export", _scopes_of(scene, lesson, course)):
        deny(scene)
        return
    about = lesson or course
    scene.facts.append(Logged("export", about) if about else Logged("export_all", ""))
    set_out(scene, KIND, lesson=lesson, course=course)
    scene.say(promise_report(scene, phrase("admin.export.writing")))


def _scopes_of(scene: Scene, lesson: str, course: str) -> Scopes:
    return of_lesson(scene.library, lesson) if lesson else (Scope(course),)


def _tell(scene: Scene, job: Job) -> None:
    wanted = REQUEST.validate_json(job.body)
    written = RESULT.validate_json(job.result)
    if not is_allowed(scene, "export", _scopes_of(scene, wanted.lesson, wanted.course)):
        # A role may have been narrowed since they asked.
        deny(scene)
        return
    figures = ("admin stats lesson", wanted.lesson, FIGURES) if wanted.lesson else ("admin stats",)
    rows = [[offer(phrase("admin.stats.back"), *figures), offer(phrase("admin.back"), "admin")]]
    if not written.answers:
        key = "admin.export.few" if written.small else "admin.export.none"
        scene.card(phrase(key, few=GROUP), rows)
        return
    otherwise = phrase("admin.export.large", size=submissions.format_size(written.size))
    if written.id:
        said = phrase("admin.export.done", what=_what(scene, wanted), answers=written.answers)
        scene.outputs.append(
            Document(written.name, written.media, written.id, written.size, said, otherwise)
        )
    else:
        scene.say(otherwise)
    left_out = count("admin.export.small", written.small) if written.small else ""
    scene.card(" ".join(filter(None, (phrase("admin.export.names"), left_out))), rows)


def _what(scene: Scene, wanted: ExportRequest) -> str:
    if wanted.course:
        return escape_markdown(scene.library.course_title(wanted.course))
    card = scene.library.cards.get(wanted.lesson)
    return escape_markdown(card.title if card else wanted.lesson) or phrase("admin.export.every")


JOB = JobKind(_tell)
