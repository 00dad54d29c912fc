"""Jobs: doing what an admin asked for and no turn can do.

What is to be done stands in the store, so it is done even if the program ends meanwhile: a job
that was begun and not finished is begun again at the next start. So whoever does one (a *doer*)
must come to the same end when it is done twice. When it is done, its result is put beside it and
an alarm is set in one transaction; the alarm's turn tells the admin, once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.conversation.needs.jobs import Job
from bot.service.tasks import Worker
from bot.storage.ports import Jobs

AT_ONCE = 4
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
        while jobs := await self._store.jobs(AT_ONCE):
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
