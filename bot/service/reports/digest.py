"""The weekly digest: what the store counts of a week, put together with what lessons say."""

from bot.conversation.admin.statistics.digest import (
    REQUEST,
    RESULT,
    DigestResult,
    FailingExplanation,
)
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.needs.admin import Publication
from bot.conversation.needs.learner import Job
from bot.conversation.scopes import lessons_of
from bot.learning.observations import GROUP, Activity, LessonActivity, Period
from bot.learning.statistics import LessonStatistics, failing_questions, lesson_statistics
from bot.lessons.library import Library
from bot.lessons.revisions.keys import equivalent_revisions
from bot.service.reports.statistics import circle_of
from bot.storage.store import Store

LOOKED_AT = 12
"""Lessons whose answers are looked at singly: those with most of them."""

MAX_FINDINGS = 3
"""Misconceptions, and explanations that fail, that are told: the strongest."""


async def do(store: Store, library: Library, job: Job) -> str:
    """Count what was new; returns a ``DigestResult`` as JSON."""
    wanted = REQUEST.validate_json(job.body)
    within = Period(wanted.since, wanted.until)
    scope = wanted.about
    if scope.cohort and await store.members(scope.cohort) < GROUP:
        remarks = await store.remark_counts(within, scope)
        return RESULT.dump_json(DigestResult(Activity(), remarks=remarks, few=True)).decode()
    news = await store.activity(within, circle_of(library, scope))
    busy = [lesson for lesson in news.lessons if lesson.learners >= GROUP]
    reports = [
        statistics
        for lesson_activity in sorted(busy, key=_answers)[:LOOKED_AT]
        if (
            statistics := await _report(
                store, library, lesson_activity.lesson, within, scope.cohort
            )
        )
    ]
    held = [misconception for report in reports for misconception in report.misconceptions]
    fails = [
        FailingExplanation(
            failing_question.text, failing_question.failed.number, failing_question.failed.of
        )
        for report in reports
        for failing_question in failing_questions(report.questions)
        if failing_question.failed
    ]
    result = DigestResult(
        news,
        tuple(
            sorted(
                held,
                key=lambda misconception: (
                    -misconception.sure,
                    -misconception.number,
                    misconception.text,
                ),
            )[:MAX_FINDINGS]
        ),
        tuple(
            sorted(
                fails,
                key=lambda failing_explanation: (
                    -failing_explanation.number / failing_explanation.of,
                    failing_explanation.text,
                ),
            )[:MAX_FINDINGS]
        ),
        _of(library, scope, await store.publications(within)),
        await store.remark_counts(within, scope),
    )
    return RESULT.dump_json(result).decode()


def _of(
    library: Library, scope: Scope, results: tuple[tuple[str, Publication], ...]
) -> tuple[tuple[str, Publication], ...]:
    """What was published of this: of a course, it and its lessons; of a cohort, nothing."""
    if scope == EVERYTHING:
        return results
    names = () if scope.cohort else (f"course:{scope.course}", *lessons_of(library, scope))
    return tuple(pair for pair in results if pair[0].partition(".")[0] in names)


def _answers(lesson_activity: LessonActivity) -> tuple[int, str]:
    return -lesson_activity.answers, lesson_activity.lesson


async def _report(
    store: Store, library: Library, lesson: str, within: Period, cohort: str
) -> LessonStatistics | None:
    """What those show who answered a question for the first time then."""
    card = library.cards.get(lesson)
    current = await store.lesson(card.id, card.revision) if card else None
    if current is None:
        return None
    same = equivalent_revisions(current, await store.revisions(lesson))
    return lesson_statistics(current, await store.observations(lesson, same, within, cohort))
