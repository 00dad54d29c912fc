"""Statistics: where learners stop, what they believe, and which explanation fails.

To count takes a while, so it is a job; what is told is short, with the rest behind buttons.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.conversation.admin.areas import Area, Words
from bot.conversation.admin.jobs import Told, set_out
from bot.conversation.admin.statistics import digest, export, picture
from bot.conversation.admin.statistics import words as telling
from bot.conversation.lesson.beats import pack
from bot.conversation.needs.admin import Job
from bot.conversation.outputs import Chart
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer, offer
from bot.conversation.turn import Scene
from bot.learning.statistics import GROUP, Overview, Report
from bot.lessons.library import Card, Library

KIND = "statistics"

MOST = 8
"""Lessons with a button each; any other is named after the command."""

ROW = 2

EACH = "questions"
"""The word after a lesson's id that asks for its questions, one by one."""


BESIDE = 2
"""Parts of the words that stand beside a picture: what it is of, and the first numbers."""


@dataclass(frozen=True, slots=True)
class StatisticsRequest:
    """What is to be counted: a lesson, or all if that is empty; whether question by question."""

    lesson: str = ""
    each: bool = False


@dataclass(frozen=True, slots=True)
class StatisticsResult:
    """What was counted: all lessons, or one; neither, if it is not taught any more."""

    overview: Overview | None = None
    report: Report | None = None


REQUEST: TypeAdapter[StatisticsRequest] = TypeAdapter(StatisticsRequest)
RESULT: TypeAdapter[StatisticsResult] = TypeAdapter(StatisticsResult)


def _run(scene: Scene, words: Words) -> None:
    scene.answered()
    if words[:1] == [digest.WORD] and not _found(scene, words):
        digest.run(scene, words[1:])
        return
    *named, last = words or [""]
    # A lesson may be called like that, too.
    wanted = last if last in (EACH, export.WORD) and not _found(scene, words) else ""
    name = named if wanted else words
    card = _found(scene, name)
    each = wanted == EACH
    if (name and card is None) or (each and not name):
        scene.ask(phrase("admin.stats.unknown"), [_around(lesson=False)])
        return
    if wanted == export.WORD:
        export.ask_for(scene, card.id if card else "")
        return
    set_out(scene, KIND, lesson=card.id if card else "", each=each)
    scene.say(phrase("admin.stats.counting"))


def _found(scene: Scene, words: Words) -> Card | None:
    return scene.library.find(" ".join(words)) if words else None


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
    elif found.report and not wanted.each and telling.asked(found.report):
        lesson = found.report.lesson
        each = offer(phrase("admin.stats.each"), "admin stats", lesson, EACH)
        rows.insert(0, [each, export.button(lesson)])
    scene.ask(last, rows)


def _picture(found: StatisticsResult, library: Library, words: list[str]) -> Chart | None:
    text = "\n\n".join(words)
    if found.overview:
        return picture.overview(found.overview, library, text)
    return picture.lesson(found.report, text) if found.report else None


def _answered(found: Overview) -> bool:
    """Whether there is a lesson whose answers may be handed out."""
    return any(one.answered >= GROUP for one in found.lessons)


def texts(found: StatisticsResult, library: Library, *, each: bool) -> list[str]:
    """What was counted, in parts of Markdown; of a lesson the figures or, if so, each question."""
    if found.overview:
        return telling.overview(found.overview, library)
    if found.report is None:
        return [phrase("admin.stats.unknown")]
    return telling.questions(found.report) if each else telling.lesson(found.report)


def _lessons(found: Overview, library: Library) -> Iterable[list[Offer]]:
    """Buttons for the lessons that most learners have started."""
    many = sorted(found.lessons, key=lambda one: -one.started)
    offers = [
        offer(library.cards[one.lesson].title, "admin stats", one.lesson)
        for one in many
        if one.lesson in library.cards and max(one.started, one.answered) >= GROUP
    ][:MOST]
    return (offers[n : n + ROW] for n in range(0, len(offers), ROW))


def _around(*, lesson: bool) -> list[Offer]:
    back = offer(phrase("admin.back"), "admin")
    return [offer(phrase("admin.stats.all"), "admin stats"), back] if lesson else [back]


STATISTICS = Area("stats", "statistics", _run)

TOLD = Told(_tell, command="/admin stats")
