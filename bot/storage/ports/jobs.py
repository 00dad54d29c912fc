"""What was asked for and no turn can do."""

from datetime import datetime
from typing import Protocol

from bot.conversation.inputs import LearnerId
from bot.conversation.needs.jobs import Job


class Jobs(Protocol):
    """What is to be done between turns, for whoever asked for it."""

    async def job(self, learner: LearnerId, id: str) -> Job | None:
        """A job of this learner's, done or not; ``None`` if they have none of this id."""
        ...

    async def jobs(self, limit: int) -> list[Job]:
        """Up to ``limit`` of the jobs that are to be done, the oldest."""
        ...

    async def finish_job(self, job: Job, at: datetime, result: str | None) -> None:
        """Put the result of a job beside it, ``None`` if it failed, and let an alarm ring.

        The alarm's kind is ``jobs.alarm_kind``, its place where the job was set out.
        A job that is gone, as its learner is forgotten, leaves nothing behind, no file either.
        """
        ...
