"""A learner's data as a file: a page to read, all of it as JSON, or cards for Anki.

It is a job (``bot.service.timers.jobs``). Done twice, it writes the file twice under one id, so
that a crash in the midst of it costs nothing but the time.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.conversation.inputs import LearnerId
from bot.conversation.language.locale import Manner, nearest, speaking
from bot.conversation.needs.jobs import Job
from bot.conversation.privacy import export
from bot.conversation.privacy.export import DataFile, Form
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.service.privacy import anki, page
from bot.storage.codec import moment
from bot.storage.store import Store

Held = Mapping[str, Sequence[Mapping[str, Any]]]
"""What is stored about a learner: rows by table."""

FORMAT = 1
"""The version of what is in the JSON file."""

NESTED = ("body", "outputs", "result")
"""Columns that hold JSON."""

TIMES = (
    *("at", "since", "heard", "warned_at", "due", "check_at", "suspended_at", "held_at", "gone_at"),
    *("failed_at", "publish_at", "closed_at", "rings", "shown_at", "mended_at"),
)
"""Columns that hold a time in microseconds UTC."""

FILES: Mapping[Form, tuple[str, str]] = {
    "page": ("foretell.html", "text/html"),
    "json": ("foretell.json", "application/json"),
    "missed": ("foretell-missed.txt", "text/plain"),
    "anki": ("foretell-anki.txt", "text/plain"),
}
"""What the file of each form is called, and its media type."""


async def do(store: Store, job: Job, at: datetime) -> str:
    """Write the file and keep it to be sent; returns an ``export.DataFile`` as JSON."""
    wanted = export.REQUEST.validate_json(job.body)
    found = await written(store, job.learner, wanted.form, at, wanted.language)
    if found is None:
        return export.FILE.dump_json(DataFile()).decode()
    content, cards = found
    await store.keep_document(job.id, content)
    name, media = FILES[wanted.form]
    file = DataFile(name, media, job.id, len(content), cards)
    return export.FILE.dump_json(file, exclude_defaults=True).decode()


async def written(
    store: Store, learner: LearnerId, form: Form, at: datetime, language: str = ""
) -> tuple[bytes, int] | None:
    """The file in this form, and how many cards it has; ``None`` if there is nothing to put in."""
    held = await store.personal(learner)
    if not held:
        return None
    if form == "json":
        return await asyncio.to_thread(_json, held, learner, at), 0
    library = (await store.library()).in_language(nearest(language))
    lessons = await _lessons(store, library, held)
    how = Manner(nearest(language))
    if form == "page":
        return await asyncio.to_thread(_page, held, lessons, learner, at, how), 0
    items = [one for one in held.get("item", ()) if form == "anki" or one["verdict"] == "wrong"]
    return await asyncio.to_thread(_cards, items, library, lessons, how)


def readable(held: Held) -> dict[str, list[dict[str, Any]]]:
    """The same with times as ISO dates, and what is kept as JSON as what it holds."""
    return {
        table: [{name: _value(name, value) for name, value in row.items()} for row in rows]
        for table, rows in held.items()
    }


def _value(name: str, value: Any) -> Any:
    if name in TIMES and isinstance(value, int):
        return moment(value).isoformat() if value else None
    if name in NESTED and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _json(held: Held, learner: LearnerId, at: datetime) -> bytes:
    whole = {"format": FORMAT, "learner": learner, "at": at.isoformat(), "tables": readable(held)}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _page(
    held: Held,
    lessons: Mapping[tuple[str, str], Lesson],
    learner: LearnerId,
    at: datetime,
    how: Manner,
) -> bytes:
    with speaking(how):
        return page.written(held, readable(held), lessons, learner, at).encode()


def _cards(
    items: Sequence[Mapping[str, Any]],
    library: Library,
    lessons: Mapping[tuple[str, str], Lesson],
    how: Manner,
) -> tuple[bytes, int] | None:
    now = {id: lessons.get((id, card.revision)) for id, card in library.cards.items()}
    with speaking(how):
        made = [
            card
            for one in items
            if (lesson := now.get(one["lesson"])) and (card := anki.card(lesson, one))
        ]
    return (anki.written(made).encode(), len(made)) if made else None


async def _lessons(store: Store, library: Library, held: Held) -> dict[tuple[str, str], Lesson]:
    """The lessons that are named: as they were answered, and as they are taught now."""
    wanted = {
        (row["lesson"], row["revision"])
        for table in ("attempt", "run")
        for row in held.get(table, ())
    }
    tables = ("item", "writing", "remark")
    named = {row["lesson"] for table in tables for row in held.get(table, ())}
    wanted |= {(id, library.cards[id].revision) for id in named if id in library.cards}
    found: dict[tuple[str, str], Lesson] = {}
    for key in sorted(wanted):
        if lesson := await store.lesson(*key):
            found[key] = lesson
    return found
