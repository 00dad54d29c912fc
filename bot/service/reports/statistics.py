"""Statistics: what the store counts, put together with what lessons say."""

from datetime import datetime

from bot.conversation.admin.statistics import report
from bot.conversation.admin.statistics.report import StatisticsRequest, StatisticsResult
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.lesson.modes import steps
from bot.conversation.needs.learner import Job
from bot.conversation.remarks.places import about
from bot.conversation.scopes import lessons_of
from bot.learning import circles
from bot.learning.observations import GROUP, Circle, weeks_over
from bot.learning.statistics import OverallStatistics, in_fives, lesson_statistics
from bot.lessons.library import Library
from bot.lessons.revisions.keys import equivalent_revisions
from bot.storage.codec import micros
from bot.storage.store import Store
from bot.values import replace


async def collect(
    store: Store, library: Library, wanted: StatisticsRequest, at: datetime
) -> StatisticsResult:
    """What is to be told of a lesson, or of all if that is empty; nothing, if it is not taught."""
    cohort = wanted.about.cohort
    if cohort and await store.members(cohort) < GROUP:
        return StatisticsResult(few=True)
    if not wanted.lesson:
        overview = await _overview(store, library, wanted)
        # Whoever learns one course may have begun with another: a first week belongs to none.
        if cohort or wanted.about == EVERYTHING:
            weeks = await store.first_weeks(weeks_over(micros(at)), cohort)
            overview = replace(overview, weeks=tuple(map(in_fives, weeks)))
        return StatisticsResult(overview=overview)
    card = library.cards.get(wanted.lesson)
    current = await store.lesson(card.id, card.revision) if card else None
    if current is None:
        return StatisticsResult()
    same = equivalent_revisions(current, await store.revisions(current.id))
    observed = await store.observations(current.id, same, cohort=cohort)
    if cohort and wanted.beside:
        everybodys = await store.observations(current.id, same)
        report = lesson_statistics(current, circles.beside(observed, everybodys), steps(current))
        report_told = circles.report_beside(report, observed.taken, everybodys.taken)
        return StatisticsResult(report=report_told)
    opinions = await store.opinions(current.id, cohort)
    asked = (
        (about(current, asked_about.part, asked_about.question), asked_about.number)
        for asked_about in opinions.asked
    )
    return StatisticsResult(
        report=lesson_statistics(current, observed, steps(current)),
        asked=tuple(asked),
        worth=opinions.worth,
    )


async def _overview(store: Store, library: Library, wanted: StatisticsRequest) -> OverallStatistics:
    circle = circle_of(library, wanted.about)
    overall_statistics = await store.overview(circle)
    if circle.cohort and wanted.beside:
        overall_statistics = circles.overall_beside(
            overall_statistics, await store.overview(Circle(circle.lessons))
        )
    return overall_statistics


def circle_of(library: Library, scope: Scope) -> Circle:
    """Whose learning is counted where a scope is asked for."""
    if scope == EVERYTHING:
        return Circle()
    return Circle(lessons_of(library, scope), scope.cohort)


async def do(store: Store, library: Library, job: Job, at: datetime) -> str:
    """Count what an admin asked for; returns a ``StatisticsResult`` as JSON."""
    wanted = report.REQUEST.validate_json(job.body)
    return report.RESULT.dump_json(await collect(store, library, wanted, at)).decode()
