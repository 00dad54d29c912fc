"""What admins have changed, brought into use as soon as it is committed."""

from collections.abc import Callable, Sequence

from bot.conversation.facts.admin import (
    ANNOUNCING,
    CATALOGUE,
    AdminFact,
    JobSet,
    RoleGranted,
    RoleRevoked,
)
from bot.conversation.inputs import LearnerId
from bot.service.delivery.broadcast import Broadcaster
from bot.service.timers.jobs import JobRunner
from bot.service.turns.catalogue import CatalogueCache


class Edits:
    """Tells whomever it concerns what admins have changed."""

    def __init__(
        self, catalogue: CatalogueCache, jobs: JobRunner, broadcaster: Broadcaster
    ) -> None:
        self._catalogue = catalogue
        self._jobs = jobs
        self._broadcaster = broadcaster
        self._listeners: list[Callable[[LearnerId], None]] = []

    def on_roles(self, hear: Callable[[LearnerId], None]) -> None:
        """Let this be called with whoever is granted a role or loses one."""
        self._listeners.append(hear)

    async def made(self, facts: Sequence[AdminFact]) -> None:
        """Bring into use what these facts say."""
        self._broadcaster.heed(facts)
        if any(isinstance(fact, CATALOGUE) for fact in facts):
            await self._catalogue.refresh()
        if any(isinstance(fact, JobSet) for fact in facts):
            self._jobs.wake()
        if any(isinstance(fact, ANNOUNCING) for fact in facts):
            self._broadcaster.wake()
        for fact in facts:
            if isinstance(fact, RoleGranted | RoleRevoked):
                self.role_changed(fact.person)

    def role_changed(self, person: LearnerId) -> None:
        """Tell whoever wants to hear of it that somebody holds other roles now."""
        for hear in self._listeners:
            hear(person)
