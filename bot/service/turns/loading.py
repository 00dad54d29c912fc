"""What a turn reads: the catalogue at hand, and what is on record of the learners of a batch.

The catalogue is a snapshot, replaced whole when something is published, with the lessons that are
in use, newest use last. A revision never changes, so what is kept is never stale; how much is kept
is bounded, however many lessons there are. Of learners the store is asked a single question of a
kind for the whole batch.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from bot.conversation.identities.codes import LENGTH, MARKS
from bot.conversation.inputs import LearnerId
from bot.conversation.needs import Answer, Query
from bot.conversation.needs.admin import AdminNeeds, Served
from bot.conversation.needs.learner import DueItems, Known, Needs, OwnIdentities
from bot.conversation.needs.live_class import ClassNeeds
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.storage.ports import Catalogue
from bot.storage.store import Store
from bot.values import replace, value

LESSONS = 128
"""How many parsed lessons are kept. Each takes about 0.2 MB, so the cache stays near 25 MB."""


class CatalogueCache:
    """The catalogue, and the lessons that are in use by revision."""

    def __init__(self, store: Catalogue, lessons: int = LESSONS) -> None:
        self.library = Library()
        self._store = store
        self._limit = lessons
        self._version = -1
        self._refreshing = asyncio.Lock()
        self._lessons: OrderedDict[tuple[str, str], Lesson] = OrderedDict()

    async def refresh(self) -> None:
        """Take a new snapshot of what is published."""
        # In turn, so that what was asked for first can't come last.
        async with self._refreshing:
            version = await self._store.catalogue_version()
            self.library = await self._store.library()
            self._version = version

    async def up_to_date(self, version: int) -> Library:
        """The snapshot, taken anew if the catalogue is at this version, and the snapshot is not."""
        if self._version != version:
            await self.refresh()
        return self.library

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        key = (id, revision)
        lesson = self._lessons.get(key)
        if lesson is None:
            lesson = await self._store.lesson(id, revision)
            if lesson is None:
                return None
            self._lessons[key] = lesson
            if len(self._lessons) > self._limit:
                self._lessons.popitem(last=False)
        self._lessons.move_to_end(key)
        return lesson


def fresh_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(MARKS) for _ in range(LENGTH))


TurnNeeds = Mapping[LearnerId, tuple[Needs, datetime]]
"""Of each learner what their turn needs, and when its input came."""


@value
class Loaded:
    """What was loaded: the answers to what turns need to know, by query and learner."""

    answers: Mapping[type[Query[Any]], Mapping[LearnerId, Any]]

    def get(self, kind: type[Query[Answer]], learner: LearnerId) -> Answer:
        return cast("Answer", self.answers.get(kind, {}).get(learner, kind.absent))

    def lesson(self, learner: LearnerId, needs: Needs, at: int) -> tuple[str, str] | None:
        """The lesson's revision that a turn at this time (microseconds UTC) is about."""
        if needs.lesson_of is not None:
            return needs.lesson_of(self.get(DueItems, learner), at)
        in_class = needs.get(ClassNeeds)
        live = self.get(ClassNeeds, learner).live
        if needs.lesson or live is None or not (in_class and in_class.lesson):
            return needs.lesson
        live = live.before(in_class.number) or live
        return live.lesson, live.revision

    async def gather(
        self, learner: LearnerId, needs: Needs, lesson: Lesson | None, catalogue: CatalogueCache
    ) -> Known:
        """All that a turn needs to know, with its lesson. Raises ``StoreError``."""
        lessons = await _lessons(needs.lessons, catalogue)
        answers = {type(query): self.get(type(query), learner) for query in needs.queries}
        for kind, answer in answers.items():
            for key in kind.lessons(answer):
                if key not in lessons and (other := await catalogue.lesson(*key)):
                    lessons[key] = other
        return Known(lesson, lessons, answers)


async def _lessons(
    wanted: Iterable[tuple[str, str]], catalogue: CatalogueCache
) -> dict[tuple[str, str], Lesson]:
    """Those of these lessons that are there, and the originals of those that are translations."""
    lessons: dict[tuple[str, str], Lesson] = {}
    for id, revision in wanted:
        lesson = await catalogue.lesson(id, revision)
        if lesson is None:
            continue
        lessons[id, revision] = lesson
        if lesson.translates and (original := await catalogue.lesson(id, lesson.translates)):
            lessons[id, original.revision] = original
    return lessons


async def load(store: Store, wanted: TurnNeeds, served: Served) -> Loaded:
    """What these turns need of what is on record of their learners, on these platforms."""
    asked: dict[type[Query[Any]], dict[LearnerId, object]] = {}
    for learner, (needs, at) in wanted.items():
        for query in needs.queries:
            asked.setdefault(type(query), {})[learner] = query.key(at)
    loaded: dict[type[Query[Any]], Mapping[LearnerId, Any]] = {}
    for kind, keys in asked.items():
        port = getattr(store, kind.port)
        if kind.alone:
            answers = {learner: await port(learner, key) for learner, key in keys.items()}
        else:
            answers = await port(keys)
        if adds := _ADDED.get(kind):
            answers = {learner: adds(answer, served) for learner, answer in answers.items()}
        loaded[kind] = answers
    return Loaded(loaded)


_ADDED: Mapping[type[Query[Any]], Callable[[Any, Served], object]] = {
    AdminNeeds: lambda known, served: replace(known, served=served),
    # Chance comes in here, and is no more than a value to whoever uses it.
    OwnIdentities: lambda known, served: replace(known, fresh=fresh_code(), links=served.links),
}
"""What an answer has beside what is on record."""
