"""Pushing and pulling lessons: through the running bot if there is one, else in the database.

Both ways do the same: the running bot answers requests with the very handlers that are called
directly where none runs. A bot that is starting has the database and does not answer yet; it is
waited for. One that ends before it answers may have published or not: whoever has the database
after it is asked.

Files are read and checked by the command: the bot gets lessons, one a line, and lets learners have
their turns between two of them.
"""

import asyncio
import time
from collections.abc import Mapping

import typer

from adapters.cli.files import LessonFiles
from adapters.control.lessons import ASSET, KNOWN, PULL, PUSH, decoded, encoded, handlers
from adapters.control.socket import ControlMessage, EndedError, NobodyThereError, call
from adapters.store import existing_store_of, store_of
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.settings import Settings
from bot.storage.errors import HeldError
from bot.values import value

STARTING = 60.0
"""Seconds that a bot that has the database is waited for until it answers. A start on a busy
machine takes a quarter of that."""

AGAIN = 0.2
"""Seconds until it is asked again."""


@value
class PushResult:
    """What came of a push: the lines of its report, and whether all is as it was meant to be."""

    lines: tuple[str, ...]
    well: bool


async def known(settings: Settings) -> Mapping[str, str]:
    """The id of each lesson that is taught, and of its course. Raises what ``push`` does."""
    found: Mapping[str, str] = (await _request(settings, KNOWN, ControlMessage({}))).head["known"]
    return found


async def push(
    settings: Settings, local: LessonFiles, by: str, *, dry_run: bool, sure: bool
) -> PushResult:
    """Publish what was read from files. Raises ``ControlError`` or ``StoreError``."""
    head = {
        "by": by,
        "publish": not dry_run,
        "sure": sure,
        "courses": [one.model_dump(mode="json") for one in local.courses],
        "assets": len(local.assets),
    }
    lines = [*(one.canonical() for one in local.lessons), *map(encoded, local.assets)]
    try:
        said = (await _request(settings, PUSH, ControlMessage(head, lines))).head
    except EndedError:
        looking = ControlMessage({**head, "publish": False}, lines)
        said = (await _request(settings, PUSH, looking)).head
        if not (dry_run or said.get("refused")):
            return _after_its_end(tuple(said["report"]), differs=said["differs"])
    report, published, costly = tuple(said["report"]), said["published"], said["costly"]
    if said.get("overtaken"):
        why = "somebody else has published in the meantime, as above"
        again = "Push again to publish yours instead, or pull theirs first."
        return PushResult((*report, f"Nothing was published: {why}. {again}"), False)
    if said.get("refused"):
        return PushResult(
            (*report, "Nothing was published: one of its texts was withdrawn."), False
        )
    if dry_run:
        return PushResult((*report, "Nothing was published: this was a dry run."), True)
    if published:
        return PushResult((*report, "Published."), True)
    if costly:
        why = "questions would go, or right answers change"
        return PushResult(
            (*report, f"Nothing was published: {why}. Add --yes to publish it."), False
        )
    return PushResult((*report, "Nothing has changed."), True)


def _after_its_end(report: tuple[str, ...], *, differs: bool) -> PushResult:
    """What came of a push that the bot did not live to answer, by what is taught after it."""
    if differs:
        why = "the bot ended before that. Push again to publish it."
        return PushResult((*report, f"Nothing was published: {why}"), False)
    return PushResult((*report, "All of it is published. The bot ended before it said so."), True)


async def pull(
    settings: Settings,
) -> tuple[tuple[Course, ...], tuple[Lesson, ...], Mapping[str, Asset]]:
    """All that is published, with pictures by hash. Raises ``ControlError`` or ``StoreError``."""
    answer = await _request(settings, PULL, ControlMessage({}))
    courses = tuple(Course.model_validate(one) for one in answer.head["courses"])
    lessons = tuple(map(Lesson.model_validate_json, answer.lines))
    assets: dict[str, Asset] = {}
    for name in dict.fromkeys(one.asset for lesson in lessons for one in lesson.pictures):
        # One at a time, so that the bot never has more than one of them in memory for this.
        (line,) = (await _request(settings, ASSET, ControlMessage({"name": name}))).lines
        assets[name] = decoded(line)
    return courses, lessons, assets


async def _request(settings: Settings, do: str, message: ControlMessage) -> ControlMessage:
    """What the running bot answers, or the same from the database if none runs.

    Waits for a bot that is starting. Raises ``EndedError`` of a push that may be published or not.
    """
    # Who pushes may begin with it; who reads would only make an empty one.
    store_at = existing_store_of if do in (PULL, ASSET) else store_of
    until, waits = time.monotonic() + STARTING, False
    while True:
        trouble: Exception | None = None
        try:
            return await call(settings.socket, do, message)
        except NobodyThereError:
            store = store_at(settings)
        except EndedError as error:
            if do == PUSH:
                raise
            # To read once more changes nothing.
            trouble = error
        if trouble is None:
            try:
                await store.open()
            except HeldError as error:
                trouble = error
            else:
                try:
                    return await handlers(store)[do](message)
                finally:
                    await store.close()
        if time.monotonic() > until:
            raise trouble
        if not waits:
            waits = True
            typer.echo("Waiting for the bot, which is starting.", err=True)
        await asyncio.sleep(AGAIN)
