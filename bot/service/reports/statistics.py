"""Statistics: what the store counts, put together with what lessons say."""

from bot.conversation.admin.statistics import area
from bot.conversation.admin.statistics.area import StatisticsResult
from bot.conversation.needs.jobs import Job
from bot.conversation.remarks.places import about
from bot.learning.statistics import lesson_statistics
from bot.lessons.library import Library
from bot.lessons.revisions.equivalence import equivalent_revisions
from bot.storage.store import Store


async def collect(store: Store, library: Library, lesson: str) -> StatisticsResult:
    """What is to be told of a lesson, or of all if that is empty; nothing, if it is not taught."""
    if not lesson:
        return StatisticsResult(overview=await store.overview())
    card = library.cards.get(lesson)
    current = await store.lesson(card.id, card.revision) if card else None
    if current is None:
        return StatisticsResult()
    same = equivalent_revisions(current, await store.revisions(lesson))
    opinions = await store.opinions(lesson)
    asked = ((about(current, one.part, one.question), one.number) for one in opinions.asked)
    return StatisticsResult(
        report=lesson_statistics(current, await store.observations(lesson, same)),
        asked=tuple(asked),
        worth=opinions.worth,
    )


async def do(store: Store, library: Library, job: Job) -> str:
    """Count what an admin asked for; returns a ``StatisticsResult`` as JSON."""
    wanted = area.REQUEST.validate_json(job.body)
    return area.RESULT.dump_json(await collect(store, library, wanted.lesson)).decode()
