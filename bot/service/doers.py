"""Who does which kind of job: what an admin or a learner asked for and no turn can do.

A job done twice does the same once more (``bot.service.timers.jobs``): a picture for an answer is
kept under the same hash, so a crash in the midst of it costs nothing but the time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.conversation.admin.announcements import question
from bot.conversation.admin.inbox import picture
from bot.conversation.admin.inbox.picture import PictureResult
from bot.conversation.admin.publishing import receive
from bot.conversation.admin.statistics import digest
from bot.conversation.admin.statistics import export as exporting
from bot.conversation.admin.statistics import report as counting
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.jobs import Job
from bot.conversation.needs.remarks import Inbox, InboxNeeds
from bot.conversation.privacy import export as taking
from bot.lessons.pictures.assets import LARGEST_SOURCE, AssetError
from bot.service.cards import CardFinder
from bot.service.delivery.channel import Channel, FetchError
from bot.service.privacy import export as own_data
from bot.service.publishing.intake import Intake, fetched
from bot.service.publishing.sandbox import Sandbox
from bot.service.reports import digest as news
from bot.service.reports import export, statistics
from bot.service.timers.jobs import Doer
from bot.service.turns.catalogue import CatalogueCache
from bot.storage.store import Store


class PictureAnswers:
    """Fetches through these channels, and keeps pictures in the store."""

    def __init__(self, store: Store, channels: Mapping[str, Channel], reader: Sandbox) -> None:
        self._store = store
        self._channels = channels
        self._reader = reader

    async def do(self, job: Job, at: datetime) -> str:
        """Make the picture ready; returns a ``PictureResult`` as JSON."""
        asked = picture.REQUEST.validate_json(job.body)
        try:
            data = await fetched(self._channels, job, asked.reference, LARGEST_SOURCE)
            made = await self._reader.picture(data)
        except (FetchError, AssetError) as error:
            return _json(PictureResult(fault=str(error)))
        await self._store.keep_answer_picture(made, at)
        known = await self._store.admin(job.learner, AdminNeeds(inbox=asked.wanted))
        return _json(_found(known.inbox, asked.wanted, made.name))


def _found(inbox: Inbox, wanted: InboxNeeds, name: str) -> PictureResult:
    """What the picture answers, of what waits for an answer still."""
    if not inbox.remarks:
        return PictureResult(name)
    remark = inbox.remarks[0]
    ids, people = inbox.ids, inbox.groups[0].people if inbox.groups else 1
    if wanted.remark:
        ids, people = (() if remark.state == "answered" else (remark.id,)), 1
    return PictureResult(name, "", ids, people, remark.fact.lesson, remark.place)


def _json(result: PictureResult) -> str:
    return picture.RESULT.dump_json(result, exclude_defaults=True).decode()


def doers(
    store: Store,
    catalogue: CatalogueCache,
    channels: Mapping[str, Channel],
    clock: Callable[[], datetime],
    cards: CardFinder,
) -> dict[str, Doer]:
    """A doer for each kind; files are fetched by these channels."""
    reader = Sandbox()
    intake = Intake(store, catalogue, channels, reader=reader)
    answers = PictureAnswers(store, channels, reader)
    return {
        receive.KIND: lambda job: intake.do(job, clock()),
        picture.KIND: lambda job: answers.do(job, clock()),
        question.KIND: cards.do,
        counting.KIND: lambda job: statistics.do(store, catalogue.library, job),
        exporting.KIND: lambda job: export.do(store, catalogue.library, job, clock()),
        digest.KIND: lambda job: news.do(store, catalogue.library, job),
        taking.KIND: lambda job: own_data.do(store, job, clock()),
    }
