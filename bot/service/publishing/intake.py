"""Intake: a file that an admin sent is fetched and read, and becomes a draft.

It is a job (``bot.service.jobs``). Done twice, it comes to the same draft, whose id is made
of the job's; so a crash in the midst of it costs nothing but the time.

A lesson page comes back as the lesson file that was made of it, and its draft begins with what its
author sends then; so nothing half read can be published by a tap.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.conversation.admin.publishing import receive
from bot.conversation.needs.admin import AdminNeeds, Draft, Piece
from bot.conversation.needs.learner import Job
from bot.lessons.faults import Fault
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.revisions import diff
from bot.lessons.revisions.changes import Difference
from bot.lessons.upload.archive import MAX_BYTES
from bot.lessons.upload.bundle import Bundle, ConvertedPage
from bot.service.delivery.channel import Channel, FetchError, Later
from bot.service.publishing.sandbox import Sandbox
from bot.service.publishing.state import is_withdrawn, withdrawal_reason
from bot.service.turns.loading import CatalogueCache
from bot.storage.codec import micros
from bot.storage.store import Store

NOTHING: Difference = ()

PATIENCE = 3
"""Attempts at a file that a platform can't give just now, before its sender is told."""

WAIT = 20.0
"""Seconds between two attempts at most."""


class Intake:
    """Fetches through these channels, and keeps drafts in the store."""

    def __init__(
        self,
        store: Store,
        catalogue: CatalogueCache,
        channels: Mapping[str, Channel],
        *,
        reader: Sandbox | None = None,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._channels = channels
        self._reader = reader or Sandbox()

    async def do(self, job: Job, at: datetime) -> str:
        """Fetch and read the file; returns a ``receive.IntakeResult`` as JSON."""
        wanted = receive.REQUEST.validate_json(job.body)
        try:
            data = await fetch(self._channels, job, wanted.reference, MAX_BYTES)
        except FetchError as error:
            return _json(receive.IntakeResult(faults=(str(error),)))
        library = self._catalogue.library
        bundle = await self._reader.read(wanted.name, data, _courses(library), library.pictures())
        if bundle.page:
            return _json(await self._keep_unfinished(job, bundle, bundle.page))
        if not bundle.sound:
            return _json(receive.IntakeResult(_lines(bundle.faults), _lines(bundle.advice)))
        refused: tuple[str, ...] = ()
        for lesson in bundle.lessons:
            if is_withdrawn(library, lesson):
                refused += (withdrawal_reason(lesson),)
            # Others have their turn between two lessons.
            await asyncio.sleep(0)
        if refused:
            return _json(receive.IntakeResult(refused, _lines(bundle.advice)))
        draft = await self._draft(job, wanted.name, bundle, library, at)
        await self._store.keep_draft(draft, bundle.lessons, at, bundle.assets)
        learning = await self._learning(job, draft)
        return _json(receive.IntakeResult((), _lines(bundle.advice), learning))

    async def _keep_unfinished(
        self, job: Job, bundle: Bundle, page: ConvertedPage
    ) -> receive.IntakeResult:
        """A page as a lesson file, which is kept to be sent back."""
        content = page.text.encode()
        await self._store.keep_document(job.id, content)
        # The first remark says that it is a page, which is said by what it is told in.
        unfinished = receive.ImportedPage(page.name, job.id, len(content), page.remarks[1:])
        return receive.IntakeResult(_lines(bundle.faults), _lines(bundle.advice), page=unfinished)

    async def _draft(
        self, job: Job, name: str, bundle: Bundle, library: Library, at: datetime
    ) -> Draft:
        pieces = [await self._piece(lesson, library) for lesson in bundle.lessons]
        course, offered, base = bundle.course, NOTHING, None
        if course is not None:
            before = library.course(course.id)
            offered, base = diff.of_courses(before, course), before.revision if before else ""
        return Draft(
            receive.draft_of(job.id),
            name,
            job.learner,
            micros(at),
            tuple(pieces),
            course,
            offered,
            course_base=base,
        )

    async def _piece(self, lesson: Lesson, library: Library) -> Piece:
        translated = library.translations.get(lesson.language, {})
        card = (translated if lesson.translates else library.cards).get(lesson.id)
        # Not by way of the cache, where it would push out what is in use.
        before = await self._store.lesson(card.id, card.revision) if card else None
        # A long lesson takes a while to compare: not on the event loop.
        changed = await asyncio.to_thread(diff.of_lessons, before, lesson)
        return Piece(
            lesson.id,
            lesson.title,
            lesson.revision,
            card.revision if card else "",
            changed,
            lesson.language if lesson.translates else "",
        )

    async def _learning(self, job: Job, draft: Draft) -> int:
        """How many are in the midst of what the draft would replace."""
        pairs = tuple(
            (piece.lesson, piece.base) for piece in draft.pieces if piece.base and piece.changed
        )
        known = await self._store.admin(job.learner, AdminNeeds(learning=pairs))
        return sum(known.learning.values())


async def fetch(channels: Mapping[str, Channel], job: Job, reference: str, limit: int) -> bytes:
    """The content of a file that was sent for a job. Raises ``FetchError``."""
    channel = channels[job.address.platform]
    for _ in range(PATIENCE):
        try:
            return await channel.fetch(job.address, reference, limit)
        except Later as later:
            await asyncio.sleep(min(later.delay or 1.0, WAIT))
    raise FetchError("the file can't be fetched right now", "send it again in a while")


def _courses(library: Library) -> dict[str, str]:
    """The id of each lesson that is taught, and of its course."""
    courses = {id: course.id for course in library.courses for id in course.lessons}
    return {id: courses.get(id, "") for id in library.cards}


def _lines(faults: Sequence[Fault]) -> tuple[str, ...]:
    return tuple(map(str, faults))


def _json(read: receive.IntakeResult) -> str:
    return receive.RESULT.dump_json(read, exclude_defaults=True).decode()
