"""Export: answers become a file that an admin gets, page by page and beside everything else.

It is an errand (``bot.service.errands``). Done twice, it writes the file twice under one id, so
that a crash in the midst of it costs nothing but the time.
"""

import asyncio
from dataclasses import replace
from datetime import datetime

from bot.conversation.admin import exporting
from bot.conversation.admin.exporting import Written
from bot.conversation.admin.known import Errand
from bot.learning.statistics import GROUP
from bot.service import sheet
from bot.storage.records import BEGINNING, AnswerKey
from bot.storage.store import Store

PAGE = 500
"""Answers read at a time; between two pages those who are learning have their turn."""

LARGEST = 50_000_000
"""Bytes of a file that is kept to be sent: the most that any platform takes (Telegram, 50 MB)."""

PLAIN = 1_000_000
"""Bytes up to which the file comes as it is: a phone opens that with a tap, an archive not."""


async def do(store: Store, errand: Errand, at: datetime) -> str:
    """Write the file and keep it to be sent; returns an ``exporting.Written`` as JSON."""
    lesson = exporting.WANTED.validate_json(errand.body).lesson
    taken = (await store.overview()).lessons
    answered = {one.lesson: one.answered for one in taken if lesson in ("", one.lesson)}
    told = {one for one, learners in answered.items() if learners >= GROUP}
    small = sum(0 < learners < GROUP for learners in answered.values())
    written = Written(small=small)
    if told:
        written = await _write(store, errand, told, f"{exporting.NAME}-{lesson or 'all'}", at)
        written = replace(written, small=small)
    return exporting.WRITTEN.dump_json(written, exclude_defaults=True).decode()


async def _write(store: Store, errand: Errand, told: set[str], name: str, at: datetime) -> Written:
    packed = await asyncio.to_thread(sheet.Packed, f"{name}.csv", at, LARGEST)
    after: AnswerKey | None = BEGINNING
    while after:
        page = await store.answers(after, PAGE)
        await asyncio.to_thread(packed.add, [one for one in page if one.lesson in told])
        after = page[-1].key if len(page) == PAGE else None
    archive = await asyncio.to_thread(packed.close)
    if archive is None:
        return Written(packed.answers, size=packed.size)
    name, media, content = f"{name}.zip", "application/zip", archive
    if sheet.unpacked_size(archive) <= PLAIN:
        name, media, content = f"{name[:-4]}.csv", "text/csv", sheet.unpacked(archive)
    await store.keep_document(errand.id, content)
    return Written(packed.answers, 0, name, media, errand.id, len(content))
