"""The weekly digest: what the store counts of a week, put together with what lessons say."""

from bot.conversation.admin.statistics.digest_words import (
    REQUEST,
    RESULT,
    DigestResult,
    FailingExplanation,
)
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.needs.admin import Publication
from bot.conversation.needs.jobs import Job
from bot.conversation.scopes import lessons_of
from bot.learning.observations import GROUP, Activity, LessonActivity, Period
from bot.learning.statistics import LessonStatistics, failing_questions, lesson_statistics
from bot.lessons.library import Library
from bot.lessons.revisions.keys import equivalent_revisions
from bot.service.reports.statistics import circle_of
from bot.storage.store import Store

LOOKED_AT = 12
"""Lessons whose answers are looked at one by one: those with most of them."""

MOST = 3
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
    busy = [one for one in news.lessons if one.learners >= GROUP]
    reports = [
        found
        for one in sorted(busy, key=_answers)[:LOOKED_AT]
        if (found := await _report(store, library, one.lesson, within, scope.cohort))
    ]
    held = [one for found in reports for one in found.misconceptions]
    fails = [
        FailingExplanation(one.text, one.failed.number, one.failed.of)
        for found in reports
        for one in failing_questions(found.questions)
        if one.failed
    ]
    told = DigestResult(
        news,
        tuple(sorted(held, key=lambda one: (-one.sure, -one.number, one.text))[:MOST]),
        tuple(sorted(fails, key=lambda one: (-one.number / one.of, one.text))[:MOST]),
        _of(library, scope, await store.publications(within)),
        await store.remark_counts(within, scope),
    )
    return RESULT.dump_json(told).decode()


def _of(
    library: Library, scope: Scope, found: tuple[tuple[str, Publication], ...]
) -> tuple[tuple[str, Publication], ...]:
    """What was published of this: of a course, it and its lessons; of a cohort, nothing."""
    if scope == EVERYTHING:
        return found
    names = () if scope.cohort else (f"course:{scope.course}", *lessons_of(library, scope))
    return tuple(one for one in found if one[0].partition(".")[0] in names)


def _answers(one: LessonActivity) -> tuple[int, str]:
    return -one.answers, one.lesson


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
