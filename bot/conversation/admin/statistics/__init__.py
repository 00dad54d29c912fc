"""Statistics: where learners stop, what they believe, and which explanation fails.

To count takes a while, so it is a job; what is told is short, with the rest behind buttons.

Who has the right to them for a course, or for a cohort, is told of that alone; who has it for
several chooses. Of a cohort the figures are those of its members in its course, from five members
on. Who sees the whole course as well is told nothing by which those beside the cohort could be
counted, where they are few (``learning.circles``).
"""

from collections.abc import Iterable
from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.admin.areas import (
    Area,
    Duty,
    anything,
    deny,
    is_allowed,
    scope_named,
    scope_words,
)
from bot.conversation.admin.statistics import digest, export, parts
from bot.conversation.admin.statistics import words as wording
from bot.conversation.admin.statistics.report import KIND, REQUEST, RESULT, draw, texts
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.facts.roles import scope as scope_of
from bot.conversation.jobs import JobKind, promise_report, set_out
from bot.conversation.language.paging import pack
from bot.conversation.needs.learner import Job
from bot.conversation.offers import Call, Offer, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.scopes import lessons_of, of_lesson
from bot.conversation.turn import Scene
from bot.learning.observations import GROUP
from bot.learning.statistics import OverallStatistics
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library

BESIDE = 2
"""Parts of the words that stand beside a picture: what it is of, and the first numbers."""

MAX_LESSON_BUTTONS = 8
"""Lessons with a button each; any other is named after the command."""

ROW = 2

EACH = "questions"
"""The word typed after a lesson that asks for each of its questions."""

FIGURES = export.FIGURES

Detail = Literal["figures", "questions", "csv"]
"""What can be wanted of a lesson: its figures, those of each question, its answers as a file."""


def _all(scene: Scene) -> None:
    """All that whoever asks may see; of several parts they choose."""
    mine = parts.mine(scene)
    if len(mine) == 1:
        _count(scene, "", mine[0], each=False)
        return
    rows = [[offer(scope_named(scene, scope), "admin stats part", str(scope))] for scope in mine]
    scene.card(phrase("admin.stats.which"), [*rows, _around(EVERYTHING, lesson=False)])


def _part(scene: Scene, scope: str) -> None:
    _count(scene, "", scope_of(scope), each=False)


def _lesson(scene: Scene, lesson: str, wanted: Detail, scope: str = "") -> None:
    """What is wanted of a lesson; of a cohort's members, if that is said."""
    if lesson not in scene.library.cards:
        # Somebody may have typed a title that begins like this.
        _open_typed(scene, "lesson", lesson, wanted)
    elif wanted == export.WORD:
        export.ask_for(scene, lesson)
    else:
        _count(scene, lesson, scope_of(scope), each=wanted == EACH)


def _count(scene: Scene, lesson: str, scope: Scope | None, *, each: bool) -> None:
    if scope is None or not _may_see(scene, lesson, scope):
        deny(scene)
        return
    cohort = scene.library.cohorts.get(scope.cohort)
    beside = cohort is not None and is_allowed(scene, "statistics", (Scope(cohort.course),))
    set_out(scene, KIND, lesson=lesson, each=each, scope=str(scope), beside=beside)
    scene.say(promise_report(scene, phrase("admin.stats.counting")))


def _may_see(scene: Scene, lesson: str, scope: Scope) -> bool:
    if lesson and scope == EVERYTHING:
        return is_allowed(scene, "statistics", of_lesson(scene.library, lesson))
    in_scope = not lesson or lesson in lessons_of(scene.library, scope)
    return in_scope and is_allowed(scene, "statistics", parts.scopes_of(scene.library, scope))


def _export_all(scene: Scene) -> None:
    export.ask_for(scene, "")


def _export_course(scene: Scene, course: str) -> None:
    export.ask_for(scene, "", course)


def _unknown(scene: Scene) -> None:
    scene.card(phrase("admin.stats.unknown"), [_around(EVERYTHING, lesson=False)])


def _open_typed(scene: Scene, first: str, *rest: str) -> None:
    """A lesson by its name or id, and what is wanted of it, as that is typed.

    A lesson may be called like what can be wanted, and comes first.
    """
    words = (first, *rest)
    if words[-1] in (EACH, export.WORD) and not _find_card(scene, words):
        *named, wanted = words
    else:
        named, wanted = list(words), ""
    card = _find_card(scene, named)
    if named[:1] == [digest.WORD] and not card:
        digest.open_typed(scene, rest)
    elif wanted == export.WORD and (card or not named):
        export.ask_for(scene, card.id if card else "")
    elif card:
        _count(scene, card.id, _nearest(scene, card.id), each=wanted == EACH)
    elif len(words) == 1 and (named_scope := parts.find_scope(scene, first)):
        _count(scene, "", named_scope, each=False)
    else:
        _unknown(scene)


def _nearest(scene: Scene, lesson: str) -> Scope:
    """What whoever asks may see of a lesson: all its learners, or else a cohort's members."""
    if is_allowed(scene, "statistics", of_lesson(scene.library, lesson)):
        return EVERYTHING
    mine = (scope for scope in parts.mine(scene) if lesson in lessons_of(scene.library, scope))
    return next(mine, EVERYTHING)


def _find_card(scene: Scene, words: Iterable[str]) -> Card | None:
    name = " ".join(words)
    return finding.find(scene.library, name) if name else None


def _tell(scene: Scene, job: Job) -> None:
    wanted, statistics_result = REQUEST.validate_json(job.body), RESULT.validate_json(job.result)
    if not _may_see(scene, wanted.lesson, wanted.about):
        # A role may have been narrowed since they asked.
        deny(scene)
        return
    scope = wanted.about
    of = scope_named(scene, scope) if scope != EVERYTHING else ""
    messages = texts(statistics_result, scene.library, each=wanted.each, of=of)
    if not wanted.each and (chart := draw(statistics_result, scene.library, messages[:BESIDE])):
        scene.outputs.append(chart)
        messages = messages[BESIDE:]
    *first, last = pack(messages)
    for text in first:
        scene.say(text)
    rows = [_around(scope, lesson=True)]
    if statistics_result.overview:
        more = (
            [export.button(course=scope.course)]
            if _exports(scene, statistics_result.overview, scope)
            else []
        )
        more.append(digest.button(scene))
        rows = [
            *_lessons(statistics_result.overview, scene.library, scope),
            more,
            _around(scope, lesson=False),
        ]
    elif (
        statistics_result.report
        and not wanted.each
        and wording.has_findings(statistics_result.report)
    ):
        lesson = statistics_result.report.lesson
        each = offer(
            phrase("admin.stats.each"), "admin stats lesson", lesson, EACH, *scope_words(scope)
        )
        takes = not scope.cohort and is_allowed(scene, "export", of_lesson(scene.library, lesson))
        rows.insert(0, [each, *([export.button(lesson)] if takes else [])])
    scene.ask(last, rows)


def _exports(scene: Scene, overall_statistics: OverallStatistics, scope: Scope) -> bool:
    """Whether there is a lesson whose answers may be handed out, to whoever asks."""
    enough = any(lesson.answered >= GROUP for lesson in overall_statistics.lessons)
    return enough and not scope.cohort and is_allowed(scene, "export", (scope,))


def _lessons(
    overall_statistics: OverallStatistics, library: Library, scope: Scope
) -> Iterable[list[Offer]]:
    many = sorted(overall_statistics.lessons, key=lambda lesson: -lesson.started)
    offers = [
        offer(
            library.cards[participation.lesson].title,
            "admin stats lesson",
            participation.lesson,
            FIGURES,
            *scope_words(scope),
        )
        for participation in many
        if participation.lesson in library.cards
        and max(participation.started, participation.answered) >= GROUP
    ][:MAX_LESSON_BUTTONS]
    return (offers[n : n + ROW] for n in range(0, len(offers), ROW))


def _around(scope: Scope, *, lesson: bool) -> list[Offer]:
    back = offer(phrase("admin.back"), "admin")
    whole = ("admin stats part", str(scope)) if scope != EVERYTHING else ("admin stats",)
    return [offer(phrase("admin.stats.all"), *whole), back] if lesson else [back]


def _otherwise(words: Call) -> Call:
    return call("admin stats typed", *words)


STATISTICS = Area(
    "stats",
    "statistics",
    (
        Duty(Act("admin stats", _all, answers=True, otherwise=_otherwise), anything),
        Duty(Act("admin stats part", _part, answers=True), parts.of_words),
        Duty(Act("admin stats lesson", _lesson, answers=True), anything),
        Duty(Act("admin stats export all", _export_all, answers=True), anything, "export"),
        Duty(Act("admin stats export course", _export_course, answers=True), anything, "export"),
        Duty(Act("admin stats digest show", digest.show, answers=True), anything),
        Duty(Act("admin stats digest on", digest.turn_on, answers=True), anything),
        Duty(Act("admin stats digest off", digest.turn_off, answers=True), anything),
        Duty(Act("admin stats digest day", digest.take_day, answers=True), anything),
        Duty(Act("admin stats digest hour", digest.take_hour, answers=True), anything),
        Duty(Act("admin stats typed", _open_typed, answers=True), anything),
    ),
)

JOB = JobKind(_tell, command="/admin stats")
