"""What an admin's turn needs to know, put together of all topics that admins see to.

Admins are few and act seldom, so each of these asks for itself alone, unlike what learners need.
"""

import json

from bot.conversation.facts.roles import scope as scope_of
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import (
    PAGE,
    AdminKnown,
    AdminNeeds,
    Archive,
    Grant,
    LogEntry,
    Publication,
)
from bot.conversation.needs.remarks import Inbox
from bot.storage.sql import announcements, catalogue, cohorts, jobs, modes, roles, runs
from bot.storage.sql.announcements import SqlAnnouncements
from bot.storage.sql.jobs import SqlJobs
from bot.storage.sql.remarks import SqlRemarks
from bot.storage.sql.roles import SqlRoles
from bot.storage.sql.takebacks import SqlTakebacks


class SqlAdmins(SqlRoles, SqlJobs, SqlAnnouncements, SqlTakebacks, SqlRemarks):
    """The part of the store that is for admins."""

    async def admin(self, learner: LearnerId, needs: AdminNeeds) -> AdminKnown:
        """What an admin's turn needs to know; nothing but what is due, if they hold no role."""
        held = await self._read(roles.ROLES, (learner,))
        wanted = needs.draft if held or needs.due else ""
        draft = await self._read(jobs.DRAFT, (wanted,)) if wanted else ()
        if not held:
            return AdminKnown(draft=next(iter(jobs.drafts(draft)), None))
        opened = await self._read(jobs.OPEN) if needs.drafts else ()
        one = needs.announcement
        announced = await self._counted(announcements.ONE, (one,)) if one else ()
        latest = await self._latest() if needs.announcements else ()
        reach = await self._read(announcements.AUDIENCES, (learner,)) if needs.audiences else ()
        chats = await self._read(announcements.PLACES) if needs.audiences else ()
        return AdminKnown(
            roles=roles.held_of(role for (role,) in held),
            grants=await self._grants() if needs.grants else (),
            log=() if needs.log is None else await self._log(needs.log),
            draft=next(iter(jobs.drafts(draft)), None),
            drafts=jobs.drafts(opened),
            learning=await self._learning(needs),
            history=await self._history(needs.lesson) if needs.lesson else (),
            announcement=next(iter(announced), None),
            announcements=latest,
            audiences=dict(reach),
            places=dict(chats),
            corrigible=await self._corrigible(needs.corrigible) if needs.corrigible else (),
            members=dict(await self._read(cohorts.MEMBERS)) if needs.members else {},
            archive=await self._archive(needs.lesson, touched=needs.touched)
            if needs.lesson
            else Archive(),
            inbox=await self._inbox(needs.inbox, roles.held_of(role for (role,) in held))
            if needs.inbox
            else Inbox(),
            modes=modes.by_revision(await self._read(modes.OF_DRAFT, (needs.draft,)))
            if needs.draft
            else {},
        )

    async def _grants(self) -> tuple[Grant, ...]:
        """All roles that people hold."""
        found = await self._read(roles.GRANTS)
        return tuple(
            Grant(LearnerId(person), role, by, at, tuple((others or "").split()), for_what)
            for person, role, scope, by, at, others in found
            if (for_what := scope_of(scope)) is not None
        )

    async def _log(self, page: int) -> tuple[LogEntry, ...]:
        """A page of the log."""
        found = await self._read(roles.LOG, (page * PAGE,))
        return tuple(LogEntry(at, LearnerId(by), *rest) for at, by, *rest in found)

    async def _learning(self, needs: AdminNeeds) -> dict[tuple[str, str], int]:
        """How many are in the midst of these revisions, and of each of this lesson."""
        midst: dict[tuple[str, str], int] = {}
        if needs.learning:
            pairs = (json.dumps(needs.learning),)
            for lesson, revision, number in await self._read(runs.LEARNING, pairs):
                midst[lesson, revision] = number
        if needs.lesson:
            for revision, number in await self._read(runs.LEARNING_LESSON, (needs.lesson,)):
                if number:
                    midst[needs.lesson, revision] = number
        return midst

    async def _history(self, name: str) -> tuple[Publication, ...]:
        """Each time that a name came to point to another revision, the latest first."""
        return tuple(Publication(*row) for row in await self._read(catalogue.HISTORY, (name,)))
