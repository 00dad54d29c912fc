"""Pushing and pulling lessons: through the running bot if there is one, else in the database.

Both ways do the same: the running bot answers requests with the very handlers that are called
directly where none runs.

Files are read and checked by the command: the bot gets lessons, one a line, and lets learners have
their turns between two of them.
"""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from pydantic import ValidationError

from adapters.cli.files import Local
from adapters.control.socket import ControlError, Handler, Message, NobodyThereError, call
from adapters.store import store_of
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset, media_of
from bot.lessons.upload.lazy import Unread
from bot.service.publishing import from_terminal
from bot.service.tutor import utc_now
from bot.settings import Settings
from bot.storage.records import StoreError
from bot.storage.store import Store

KNOWN, PUSH, PULL, ASSET = "known", "push", "pull", "asset"
"""The names of requests."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of a push: the lines of its report, and whether all is as it was meant to be."""

    lines: tuple[str, ...]
    well: bool


async def _nothing() -> None:
    """Nobody holds a catalogue that would have to be refreshed."""


def handlers(
    store: Store,
    changed: Callable[[], Awaitable[None]] = _nothing,
    clock: Callable[[], datetime] = utc_now,
) -> Mapping[str, Handler]:
    """Answers to requests; ``changed`` is awaited after something has been published."""

    async def known(request: Message) -> Message:
        return Message({"known": await from_terminal.known(store)})

    async def push(request: Message) -> Message:
        head = request.head
        # Pictures come after the lessons; a request of before there were any has none.
        count = len(request.lines) - int(head.get("assets", 0))
        assets = []
        for line in request.lines[count:]:
            assets.append(_asset(line))
            await asyncio.sleep(0)
        for line in request.lines[:count]:
            _check(line)
            # Those who are learning have their turn between two lessons.
            await asyncio.sleep(0)
        courses = [Course.model_validate(one) for one in head["courses"]]
        found = await from_terminal.push(
            store,
            courses,
            Unread(tuple(request.lines[:count])),
            by=str(head["by"]),
            at=clock(),
            publish=head["publish"] is True,
            sure=head["sure"] is True,
            assets=assets,
        )
        if found.published:
            await changed()
        return Message(asdict(found))

    async def pull(request: Message) -> Message:
        courses, lessons = await from_terminal.pull(store)
        listed, lines = [one.model_dump(mode="json") for one in courses], []
        for lesson in lessons:
            lines.append(lesson.canonical())
            await asyncio.sleep(0)
        return Message({"courses": listed}, lines)

    async def asset(request: Message) -> Message:
        found = await store.asset(str(request.head["name"]))
        if found is None:
            raise ControlError("a picture of a lesson is missing in the database")
        return Message({}, [_line(found)])

    requests = ((KNOWN, known), (PUSH, push), (PULL, pull), (ASSET, asset))
    return {name: explained(one) for name, one in requests}


async def known(settings: Settings) -> Mapping[str, str]:
    """The id of each lesson that is taught, and of its course. Raises what ``push`` does."""
    found: Mapping[str, str] = (await _request(settings, KNOWN, Message({}))).head["known"]
    return found


async def push(settings: Settings, local: Local, by: str, *, dry_run: bool, sure: bool) -> Pushed:
    """Publish what was read from files. Raises ``ControlError`` or ``StoreError``."""
    head = {
        "by": by,
        "publish": not dry_run,
        "sure": sure,
        "courses": [one.model_dump(mode="json") for one in local.courses],
        "assets": len(local.assets),
    }
    lines = [*(one.canonical() for one in local.lessons), *map(_line, local.assets)]
    said = (await _request(settings, PUSH, Message(head, lines))).head
    report, published, costly = tuple(said["report"]), said["published"], said["costly"]
    if said.get("overtaken"):
        why = "somebody else has published meanwhile, as above"
        again = "Push again to publish yours instead, or pull theirs first."
        return Pushed((*report, f"Nothing was published: {why}. {again}"), False)
    if said.get("refused"):
        return Pushed((*report, "Nothing was published: a text of it was withdrawn."), False)
    if dry_run:
        return Pushed((*report, "Nothing was published: this was a dry run."), True)
    if published:
        return Pushed((*report, "Published."), True)
    if costly:
        why = "questions would go, or other answers be right"
        return Pushed((*report, f"Nothing was published: {why}. Add --yes to publish it."), False)
    return Pushed((*report, "Nothing has changed."), True)


async def pull(
    settings: Settings,
) -> tuple[tuple[Course, ...], tuple[Lesson, ...], Mapping[str, Asset]]:
    """All that is published, with pictures by hash. Raises ``ControlError`` or ``StoreError``."""
    answer = await _request(settings, PULL, Message({}))
    courses = tuple(Course.model_validate(one) for one in answer.head["courses"])
    lessons = tuple(map(Lesson.model_validate_json, answer.lines))
    assets: dict[str, Asset] = {}
    for name in dict.fromkeys(one.asset for lesson in lessons for one in lesson.pictures):
        # One at a time, so that the bot never has more than one of them in memory for this.
        (line,) = (await _request(settings, ASSET, Message({"name": name}))).lines
        assets[name] = _asset(line)
    return courses, lessons, assets


async def _request(settings: Settings, do: str, message: Message) -> Message:
    try:
        return await call(settings.socket, do, message)
    except NobodyThereError:
        store = store_of(settings)
    await store.open()
    try:
        return await handlers(store)[do](message)
    finally:
        await store.close()


def _check(line: str) -> None:
    """Refuse what is no lesson."""
    try:
        Lesson.model_validate_json(line)
    except ValidationError:
        raise ControlError(
            "the bot that runs here knows another form of lessons; restart it"
        ) from None


def _line(asset: Asset) -> str:
    return base64.b64encode(asset.data).decode()


def _asset(line: str) -> Asset:
    try:
        data = base64.b64decode(line.strip(), validate=True)
    except binascii.Error:
        data = b""
    media = media_of(data)
    if not media:
        raise ControlError("what was sent as a picture is none")
    return Asset(media, data)


def explained(handler: Handler) -> Handler:
    """The same, whose ``StoreError`` is told at the other end."""

    async def answer(request: Message) -> Message:
        try:
            return await handler(request)
        except StoreError as error:
            raise ControlError(str(error)) from error

    return answer
