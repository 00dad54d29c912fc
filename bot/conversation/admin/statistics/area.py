"""Statistics: where learners stop, what they believe, and which explanation fails.

To count takes a while, so it is a job; what is told is short, with the rest behind buttons.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from bot.conversation.acts import Act
from bot.conversation.admin.areas import Area
from bot.conversation.admin.statistics import digest, export, opinions, picture
from bot.conversation.admin.statistics import words as wording
from bot.conversation.facts.remarks import Worth
from bot.conversation.jobs import JobKind, promised, set_out
from bot.conversation.language.paging import pack
from bot.conversation.needs.jobs import Job
from bot.conversation.outputs import Chart
from bot.conversation.phrases import phrase
from bot.conversation.session import Call, Offer, call, offer
from bot.conversation.turn import Scene
from bot.learning.observations import GROUP
from bot.learning.statistics import LessonStatistics, OverallStatistics
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library

KIND = "statistics"

MOST = 8
"""Lessons with a button each; any other is named after the command."""

ROW = 2

EACH = "questions"
"""The word typed after a lesson that asks for its questions, one by one."""

FIGURES = export.FIGURES

Detail = Literal["figures", "questions", "csv"]
"""What can be wanted of a lesson: its figures, those of each question, its answers as a file."""

BESIDE = 2
"""Parts of the words that stand beside a picture: what it is of, and the first numbers."""


@dataclass(frozen=True, slots=True)
class StatisticsRequest:
    """What is to be counted: a lesson, or all if that is empty; whether question by question."""

    lesson: str = ""
    each: bool = False


@dataclass(frozen=True, slots=True)
class StatisticsResult:
    """What was counted: all lessons, or one; neither, if it is not taught any more.

    ``asked`` are the places of the one that learners said most about, each with how many that were;
    a place without words is the lesson as a whole. ``worth`` counts who said what at its end.
    """

    overview: OverallStatistics | None = None
    report: LessonStatistics | None = None
    asked: tuple[tuple[str, int], ...] = ()
    worth: Mapping[Worth, int] = field(default_factory=dict)


REQUEST: TypeAdapter[StatisticsRequest] = TypeAdapter(StatisticsRequest)
RESULT: TypeAdapter[StatisticsResult] = TypeAdapter(StatisticsResult)


def _all(scene: Scene) -> None:
    _count(scene, "", each=False)


def _lesson(scene: Scene, lesson: str, wanted: Detail) -> None:
    """What is wanted of a lesson."""
    if lesson not in scene.library.cards:
        # Somebody may have typed a title that begins like this.
        _typed(scene, "lesson", lesson, wanted)
    elif wanted == export.WORD:
        export.ask_for(scene, lesson)
    else:
        _count(scene, lesson, each=wanted == EACH)


def _count(scene: Scene, lesson: str, *, each: bool) -> None:
    set_out(scene, KIND, lesson=lesson, each=each)
    scene.say(promised(scene, phrase("admin.stats.counting")))


def _export_all(scene: Scene) -> None:
    export.ask_for(scene, "")


def _unknown(scene: Scene) -> None:
    scene.card(phrase("admin.stats.unknown"), [_around(lesson=False)])


def _typed(scene: Scene, first: str, *rest: str) -> None:
    """A lesson by its name or id, and what is wanted of it, as that is typed.

    A lesson may be called like what can be wanted, and comes first.
    """
    words = (first, *rest)
    if words[-1] in (EACH, export.WORD) and not _found(scene, words):
        *named, wanted = words
    else:
        named, wanted = list(words), ""
    card = _found(scene, named)
    if named[:1] == [digest.WORD] and not card:
        digest.typed(scene, rest)
    elif wanted == export.WORD and (card or not named):
        export.ask_for(scene, card.id if card else "")
    elif card:
        _count(scene, card.id, each=wanted == EACH)
    else:
        _unknown(scene)


def _found(scene: Scene, words: Iterable[str]) -> Card | None:
    name = " ".join(words)
    return finding.find(scene.library, name) if name else None


def _tell(scene: Scene, job: Job) -> None:
    wanted, found = REQUEST.validate_json(job.body), RESULT.validate_json(job.result)
    parts = texts(found, scene.library, each=wanted.each)
    if not wanted.each and (chart := _picture(found, scene.library, parts[:BESIDE])):
        scene.outputs.append(chart)
        parts = parts[BESIDE:]
    *first, last = pack(parts)
    for text in first:
        scene.say(text)
    rows = [_around(lesson=True)]
    if found.overview:
        more = [export.button()] if _answered(found.overview) else []
        more.append(digest.button(scene))
        rows = [*_lessons(found.overview, scene.library), more, _around(lesson=False)]
    elif found.report and not wanted.each and wording.asked(found.report):
        lesson = found.report.lesson
        each = offer(phrase("admin.stats.each"), "admin stats lesson", lesson, EACH)
        rows.insert(0, [each, export.button(lesson)])
    scene.ask(last, rows)


def _picture(found: StatisticsResult, library: Library, words: list[str]) -> Chart | None:
    text = "\n\n".join(words)
    if found.overview:
        return picture.overview(found.overview, library, text)
    return picture.lesson(found.report, text) if found.report else None


def _answered(found: OverallStatistics) -> bool:
    """Whether there is a lesson whose answers may be handed out."""
    return any(one.answered >= GROUP for one in found.lessons)


def texts(
    found: StatisticsResult, library: Library, *, each: bool, command: str = wording.COMMAND
) -> list[str]:
    """What was counted, in parts of Markdown; of a lesson the figures or, if so, each question.

    ``command`` is what shows more where this is read.
    """
    if found.overview:
        return wording.overview(found.overview, library, command)
    if found.report is None:
        return [phrase("admin.stats.unknown")]
    if each:
        return wording.questions(found.report)
    return [*wording.lesson(found.report), *opinions.told(found.asked, found.worth)]


def _lessons(found: OverallStatistics, library: Library) -> Iterable[list[Offer]]:
    """Buttons for the lessons that most learners have started."""
    many = sorted(found.lessons, key=lambda one: -one.started)
    offers = [
        offer(library.cards[one.lesson].title, "admin stats lesson", one.lesson, FIGURES)
        for one in many
        if one.lesson in library.cards and max(one.started, one.answered) >= GROUP
    ][:MOST]
    return (offers[n : n + ROW] for n in range(0, len(offers), ROW))


def _around(*, lesson: bool) -> list[Offer]:
    back = offer(phrase("admin.back"), "admin")
    return [offer(phrase("admin.stats.all"), "admin stats"), back] if lesson else [back]


def _otherwise(words: Call) -> Call:
    """What is typed, and what the buttons of version 0.1.0 have."""
    return call("admin stats typed", *words)


STATISTICS = Area(
    "stats",
    "statistics",
    (
        Act("admin stats", _all, answers=True, otherwise=_otherwise),
        Act("admin stats lesson", _lesson, answers=True),
        Act("admin stats export all", _export_all, answers=True),
        Act("admin stats digest show", digest.show, answers=True),
        Act("admin stats digest on", digest.turn_on, answers=True),
        Act("admin stats digest off", digest.turn_off, answers=True),
        Act("admin stats digest day", digest.take_day, answers=True),
        Act("admin stats digest hour", digest.take_hour, answers=True),
        Act("admin stats typed", _typed, answers=True),
    ),
)

JOB = JobKind(_tell, command="/admin stats")
