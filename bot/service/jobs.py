"""Jobs: doing what an admin or a learner asked for and no turn can do.

What is to be done stands in the store, so it is done even if the program ends meanwhile: a job that
was begun and not finished is begun again at the next start. So whoever does a job (a *doer*) must
come to the same end when it is done twice: a picture for an answer is kept under the same hash.
When it is done, its result is put beside it and an alarm is set in the same transaction; the
alarm's turn tells the admin, once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.conversation.admin.announcements import question
from bot.conversation.admin.inbox import picture
from bot.conversation.admin.inbox.picture import PictureResult
from bot.conversation.admin.publishing import receive
from bot.conversation.admin.statistics import digest, report
from bot.conversation.admin.statistics import export as exporting
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Job
from bot.conversation.needs.remarks import Inbox, InboxNeeds
from bot.conversation.privacy import export as taking
from bot.lessons.pictures.assets import LARGEST_SOURCE, AssetError
from bot.service.cards import CardFinder
from bot.service.delivery.channel import Channel, FetchError
from bot.service.privacy import export as own_data
from bot.service.publishing.intake import Intake, fetch
from bot.service.publishing.sandbox import Sandbox
from bot.service.reports import digest as news
from bot.service.reports import export, statistics
from bot.service.tasks import Worker
from bot.service.turns.loading import CatalogueCache
from bot.storage.ports import Jobs
from bot.storage.store import Store

MAX_JOBS = 4
"""Jobs that are done at the same time: each waits for a network or a process, not for us."""

Doer = Callable[[Job], Awaitable[str]]
"""Does a job of a kind and returns its result as JSON.

What it raises is a fault of the program: it is logged, and the admin is told that it failed.
"""

_log = logging.getLogger(__name__)


class JobRunner(Worker):
    """Does jobs by kind, and lets ``ring`` find the alarms that tell of them."""

    def __init__(
        self,
        store: Jobs,
        doers: Mapping[str, Doer],
        *,
        ring: Callable[[], Awaitable[object]],
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__("jobs")
        self._store = store
        self._doers = doers
        self._ring = ring
        self._clock = clock

    async def _work(self) -> None:
        while jobs := await self._store.jobs(MAX_JOBS):
            await asyncio.gather(*(self._do(job) for job in jobs))
            await self._ring()

    async def _do(self, job: Job) -> None:
        result: str | None = None
        try:
            result = await self._doers[job.kind](job)
        except Exception as error:
            # Its kind only: its words may quote what was sent, or hold an address with a token.
            _log.error("job %s (%s) failed: %s", job.id, job.kind, type(error).__name__)
        await self._store.finish_job(job, self._clock(), result)


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
            data = await fetch(self._channels, job, asked.reference, LARGEST_SOURCE)
            asset = await self._reader.picture(data)
        except (FetchError, AssetError) as error:
            return _json(PictureResult(fault=str(error)))
        await self._store.keep_answer_picture(asset, at)
        known = await self._store.admin(job.learner, AdminNeeds(inbox=asked.wanted))
        return _json(_find_result(known.inbox, asked.wanted, asset.name))


def _find_result(inbox: Inbox, wanted: InboxNeeds, name: str) -> PictureResult:
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
        report.KIND: lambda job: statistics.do(store, catalogue.library, job, clock()),
        exporting.KIND: lambda job: export.do(store, catalogue.library, job, clock()),
        digest.KIND: lambda job: news.do(store, catalogue.library, job),
        taking.KIND: lambda job: own_data.do(store, job, clock()),
    }
