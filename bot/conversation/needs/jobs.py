"""A job, as whoever tells of it or does it needs to know it."""

from datetime import datetime

from bot.conversation.inputs import Address, LearnerId
from bot.conversation.needs import Query
from bot.values import value


@value
class Job:
    """Something that is being done, or was: of what kind, what as JSON, and what came of it.

    ``result`` is JSON too, and empty until it is done; ``failed`` says that it could not be done,
    through no fault of what was asked for. ``address`` is where it is told. It was set out ``at``,
    in microseconds UTC.
    """

    id: str
    kind: str
    body: str
    learner: LearnerId
    address: Address
    result: str = ""
    failed: bool = False
    at: int = 0


@value
class OwnJob(Query[Job | None]):
    """A job of the learner's, done or not."""

    port = "job"
    alone = True
    id: str

    def key(self, at: datetime) -> str:
        """Its id."""
        return self.id
