"""What the running bot answers about lessons: which are known, and pushing and pulling them."""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import datetime

from pydantic import ValidationError

from adapters.control.socket import ControlError, ControlMessage, Handler
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset, media_of
from bot.lessons.upload.lazy import LazyLessons
from bot.service.publishing import from_terminal
from bot.storage.codec import utc_now
from bot.storage.ports import Catalogue
from bot.storage.records import StoreError

KNOWN, PUSH, PULL, ASSET = "known", "push", "pull", "asset"


async def _nothing() -> None:
    """Nobody holds a catalogue that would have to be refreshed."""


def handlers(
    store: Catalogue,
    changed: Callable[[], Awaitable[None]] = _nothing,
    clock: Callable[[], datetime] = utc_now,
) -> Mapping[str, Handler]:
    """Answers to requests; ``changed`` is awaited after something has been published."""

    async def list_known(request: ControlMessage) -> ControlMessage:
        return ControlMessage({"known": await from_terminal.taught_lessons(store)})

    async def push(request: ControlMessage) -> ControlMessage:
        head = request.head
        # Pictures come after the lessons; a request of before there were any has none.
        count = len(request.lines) - int(head.get("assets", 0))
        assets = []
        for line in request.lines[count:]:
            assets.append(decode_picture(line))
            await asyncio.sleep(0)
        for line in request.lines[:count]:
            _check(line)
            # Those who are learning have their turn between two lessons.
            await asyncio.sleep(0)
        courses = [Course.model_validate(item) for item in head["courses"]]
        push_result = await from_terminal.push(
            store,
            courses,
            LazyLessons(tuple(request.lines[:count])),
            by=str(head["by"]),
            at=clock(),
            publish=head["publish"] is True,
            sure=head["sure"] is True,
            assets=assets,
        )
        if push_result.published:
            await changed()
        return ControlMessage(asdict(push_result))

    async def pull(request: ControlMessage) -> ControlMessage:
        courses, lessons = await from_terminal.pull(store)
        listed, lines = [course.model_dump(mode="json") for course in courses], []
        for lesson in lessons:
            lines.append(lesson.canonical())
            await asyncio.sleep(0)
        return ControlMessage({"courses": listed}, lines)

    async def asset(request: ControlMessage) -> ControlMessage:
        picture = await store.asset(str(request.head["name"]))
        if picture is None:
            raise ControlError("a picture of a lesson is missing in the database")
        return ControlMessage({}, [encode_picture(picture)])

    requests = ((KNOWN, list_known), (PUSH, push), (PULL, pull), (ASSET, asset))
    return {name: explain_errors(item) for name, item in requests}


def _check(line: str) -> None:
    try:
        Lesson.model_validate_json(line)
    except ValidationError:
        raise ControlError(
            "the bot running here uses another format for lessons; restart it"
        ) from None


def encode_picture(asset: Asset) -> str:
    """A picture as a line."""
    return base64.b64encode(asset.data).decode()


def decode_picture(line: str) -> Asset:
    """A picture from its line; raises ``ControlError`` if it is none."""
    try:
        data = base64.b64decode(line.strip(), validate=True)
    except binascii.Error:
        data = b""
    media = media_of(data)
    if not media:
        raise ControlError("what was sent as a picture isn't one")
    return Asset(media, data)


def explain_errors(handler: Handler) -> Handler:
    """The same, whose ``StoreError`` is told at the other end."""

    async def answer(request: ControlMessage) -> ControlMessage:
        try:
            return await handler(request)
        except StoreError as error:
            raise ControlError(str(error)) from error

    return answer
