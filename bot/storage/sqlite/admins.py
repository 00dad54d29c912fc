"""What admins need of the default store: roles, the log, errands, drafts.

Admins are few and act seldom, so each of these asks for itself alone, unlike what learners need.
"""

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.conversation.admin.jobs import alarm_kind
from bot.conversation.facts.announcement import Announcement
from bot.conversation.facts.correction import Corrigible
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import PAGE, AdminKnown, AdminNeeds, Archive, Draft, Job
from bot.lessons.cohort import Cohort
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage import entries
from bot.storage.codec import dump_draft
from bot.storage.figures.corrigible import corrigible
from bot.storage.rows import micros
from bot.storage.sqlite.base import Base
from bot.storage.sqlite.statements import (
    alarms,
    announcements,
    catalogue,
    cohorts,
    corrections,
    documents,
    drafts,
    editing,
    withdrawals,
)


class Admins(Base):
    """The part of the store that is for admins."""

    async def admin(self, learner: LearnerId, needs: AdminNeeds) -> AdminKnown:
        """What an admin's turn needs to know; only the roles, if there are none."""
        roles = frozenset(role for (role,) in await self._read(editing.ROLES, (learner,)))
        if not roles:
            return AdminKnown()
        grants = await self._read(editing.GRANTS) if needs.grants else ()
        log = () if needs.log is None else await self._read(editing.LOG, (needs.log * PAGE,))
        errand = await self._read(drafts.ERRAND, (needs.job,)) if needs.job else ()
        draft = await self._read(drafts.DRAFT, (needs.draft,)) if needs.draft else ()
        pairs = json.dumps(needs.learning)
        learning = await self._read(drafts.LEARNING, (pairs,)) if needs.learning else ()
        midst = {(lesson, revision): number for lesson, revision, number in learning}
        history: Iterable[Any] = ()
        archive = Archive()
        if needs.lesson:
            archive = await self._archive(needs.lesson, touched=needs.touched)
            found = await self._read(drafts.LEARNING_LESSON, (needs.lesson,))
            midst |= {(needs.lesson, revision): number for revision, number in found if number}
            history = await self._read(catalogue.HISTORY, (needs.lesson,))
        return AdminKnown(
            roles,
            editing.grants(grants),
            editing.entries(log),
            next(iter(drafts.errands(errand)), None),
            next(iter(drafts.drafts(draft)), None),
            drafts.drafts(await self._read(drafts.OPEN)) if needs.drafts else (),
            midst,
            editing.history(history),
            next(iter(await self._announced(announcements.ONE, (needs.announcement,))), None)
            if needs.announcement
            else None,
            tuple(await self._announced(announcements.LATEST)) if needs.announcements else (),
            dict(await self._read(announcements.AUDIENCES, (learner,))) if needs.audiences else {},
            await self._corrigible(needs.corrigible) if needs.corrigible else (),
            dict(await self._read(cohorts.MEMBERS)) if needs.members else {},
            dict(await self._read(announcements.PLACES)) if needs.audiences else {},
            archive=archive,
        )

    async def _archive(self, lesson: str, *, touched: bool) -> Archive:
        """What is kept of a lesson."""
        return withdrawals.archive(
            await self._read(withdrawals.CARDS, (lesson,)),
            await self._read(withdrawals.TRANSLATIONS, (lesson,)),
            await self._read(withdrawals.OF_LESSON, (lesson,)),
            await self._read(withdrawals.TOUCHED, (lesson,)) if touched else (),
        )

    async def _corrigible(self, lesson: str) -> tuple[Corrigible, ...]:
        """The questions of a lesson whose key differs between revisions, and is not corrected."""
        current = dict(await self._read(corrections.CURRENT, (lesson,)))
        found = corrigible(
            current,
            corrections.versions(await self._read(corrections.VERSIONS, (lesson,))),
            (
                (question, at)
                for id, question, at in await self._read(corrections.VOID)
                if id == lesson
            ),
        )
        counted = []
        for one in found:
            wanted = (lesson, one.id, json.dumps((*one.wrong, *one.again)))
            [(attempts, learners)] = await self._read(corrections.ANSWERED, wanted)
            counted.append(replace(one, attempts=attempts, learners=learners))
        return tuple(counted)

    async def admins(self) -> frozenset[LearnerId]:
        """Everybody who holds a role."""
        return frozenset(person for (person,) in await self._read("SELECT learner FROM role"))

    async def set_owners(self, owners: Sequence[LearnerId], at: datetime) -> None:
        """These are the owners from now on, and nobody else; a change goes into the log."""
        held = await self._read("SELECT learner FROM role WHERE role = 'owner'")
        changed = entries.owners_changed((person for (person,) in held), owners)
        if not changed:
            return
        now = micros(at)
        granted = [(one, "owner", entries.SETTINGS, now) for one, is_owner in changed if is_owner]
        revoked = [(one, "owner") for one, is_owner in changed if not is_owner]
        lines = [editing.line(entries.owner_entry(now, *one), "") for one in changed]
        async with self._write() as writer:
            await writer.executemany(editing.GRANT, granted)
            await writer.executemany(editing.REVOKE, revoked)
            await writer.executemany(editing.ACT, lines)

    async def errands(self, limit: int) -> list[Job]:
        """Up to ``limit`` of the errands that are to be done, the oldest."""
        return drafts.errands(await self._read(drafts.UNDONE, (limit,)))

    async def finish_errand(self, errand: Job, at: datetime, result: str | None) -> None:
        """Put the result of an errand beside it, ``None`` if it failed, and let an alarm ring."""
        now, address = micros(at), errand.address
        async with self._write() as writer:
            if result is None:
                await writer.execute(drafts.FAILED, (now, errand.id))
            else:
                await writer.execute(drafts.DONE, (result, errand.id))
            where = (address.platform, address.chat)
            await writer.execute(alarms.SET, (errand.learner, alarm_kind(errand), now, *where))

    async def keep_document(self, id: str, content: bytes) -> None:
        """Keep the bytes of a file that is to be sent, in place of what was kept under its id."""
        for row in documents.pieces(id, content):
            async with self._write() as writer:
                if row[1] == 0:
                    await writer.execute(documents.FORGET, (id,))
                await writer.execute(documents.KEEP, row)

    async def document(self, id: str) -> bytes | None:
        """The bytes of a file that is to be sent."""
        found = await self._read(documents.PIECES, (id,))
        return b"".join(piece for (piece,) in found) if found else None

    async def keep_draft(
        self, draft: Draft, lessons: Sequence[Lesson], at: datetime, assets: Sequence[Asset] = ()
    ) -> None:
        """Keep a draft, its lessons and their pictures; once kept, it stays as it is."""
        # Writing lessons out takes a while: not on the event loop.
        kept = await asyncio.to_thread(catalogue.revisions, lessons, micros(at))
        await self._keep_assets(assets, micros(at))
        async with self._write() as writer:
            await writer.executemany(catalogue.REVISION, kept)
            await writer.execute(drafts.KEEP, (draft.id, dump_draft(draft), draft.at))

    async def open_lessons(self, cohort: Cohort, at: datetime) -> bool:
        """Keep what has opened to a cohort, and let its members be told."""
        try:
            async with self._write() as writer:
                opened = await writer.execute(cohorts.OPEN, cohorts.open_row(cohort, micros(at)))
                return opened.rowcount > 0
        finally:
            # No other task runs between the end of the transaction and this.
            self.editions += 1

    async def _announced(self, sql: str, parameters: Iterable[Any] = ()) -> list[Announcement]:
        found = announcements.read(await self._read(sql, parameters))
        ids = json.dumps([one.id for one in found])
        return announcements.counted(found, await self._read(announcements.COUNTS, (ids,)))
