"""What a turn reads: the catalogue at hand, and what is on record of the learners of a batch.

The catalogue is one snapshot, replaced whole when something is published, with the lessons that are
in use, newest use last. A revision never changes, so what is kept is never stale; how much is kept
is bounded, however many lessons there are. Of learners the store is asked one question of a kind
for the whole batch.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.conversation.facts.correction import Untold
from bot.conversation.facts.learner import Submission
from bot.conversation.identities.codes import LENGTH, MARKS
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import AdminKnown, Served
from bot.conversation.needs.jobs import Job
from bot.conversation.needs.learner import (
    Earlier,
    IdentitiesKnown,
    Known,
    LearnerHistory,
    Needs,
    Progress,
)
from bot.conversation.needs.live_class import ClassKnown
from bot.conversation.needs.remarks import (
    Exchange,
    Inbox,
    Remark,
    RemarkStanding,
    lessons_of,
)
from bot.learning.experiment import ExperimentResults
from bot.learning.items import Item
from bot.learning.logbook import Totals
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.storage.ports import Catalogue
from bot.storage.store import Store
from bot.values import replace, value

LESSONS = 128
"""How many parsed lessons are kept. One takes about 0.2 MB, so the cache stays near 25 MB."""


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
        # One after the other, so that what was asked for first can't come last.
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
        """A lesson in this revision, from the cache or the store; ``None`` if there is none."""
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
    """What was loaded, by learner; of each only what their turn needs."""

    progress: Mapping[LearnerId, Progress]
    histories: Mapping[LearnerId, LearnerHistory]
    items: Mapping[LearnerId, Mapping[str, Item]]
    due: Mapping[LearnerId, tuple[Item, ...]]
    earlier: Mapping[LearnerId, Earlier]
    admin: Mapping[LearnerId, AdminKnown]
    shut: set[LearnerId]
    totals: Mapping[LearnerId, Totals]
    work: Mapping[LearnerId, tuple[Submission, ...]]
    experiments: Mapping[LearnerId, ExperimentResults]
    untold: Mapping[LearnerId, tuple[Untold, ...]]
    jobs: Mapping[LearnerId, Job | None]
    made: Mapping[LearnerId, Mapping[tuple[str, str], Submission]]
    remarks: Mapping[LearnerId, Remark]
    standing: Mapping[LearnerId, RemarkStanding]
    exchanges: Mapping[LearnerId, tuple[Exchange, ...]]
    unread: Mapping[LearnerId, tuple[Remark, ...]]
    classes: Mapping[LearnerId, ClassKnown]
    links: Mapping[LearnerId, IdentitiesKnown]

    def lesson_of_class(self, learner: LearnerId, needs: Needs) -> tuple[str, str] | None:
        """The lesson of the class that a turn is about, if it needs that."""
        if needs.in_class is None or not needs.in_class.lesson:
            return None
        known = self.classes.get(learner)
        if known is None or known.live is None:
            return None
        live = known.live.before(needs.in_class.number) or known.live
        return live.lesson, live.revision

    async def known(
        self, learner: LearnerId, needs: Needs, lesson: Lesson | None, catalogue: CatalogueCache
    ) -> Known:
        """All that a turn needs to know, with the lesson that it is about.

        Raises ``StoreError`` if the lessons that go with what was loaded can't be had.
        """
        more = await _lessons(needs.lessons, catalogue)
        if not needs.own:
            # What was loaded is an earlier turn's.
            return Known(lesson, lessons=more)
        history = self.histories.get(learner)
        wanted = [*(history.lessons if history else ()), *self._of_remarks(learner)]
        lessons = {key: await catalogue.lesson(*key) for key in wanted}
        return Known(
            lesson,
            progress=self.progress.get(learner),
            items=self.items.get(learner),
            due=self.due.get(learner),
            earlier=self.earlier.get(learner),
            history=history,
            lessons=more
            | {
                key: other_lesson
                for key, other_lesson in lessons.items()
                if other_lesson is not None
            },
            admin=self.admin.get(learner),
            shut=learner in self.shut,
            totals=self.totals.get(learner),
            work=self.work.get(learner),
            experiment=self.experiments.get(learner),
            untold=self.untold.get(learner, ()),
            job=self.jobs.get(learner),
            made=self.made.get(learner, {}),
            remark=self.remarks.get(learner),
            remarks=self.standing.get(learner, RemarkStanding()),
            exchanges=self.exchanges.get(learner, ()),
            unread=self.unread.get(learner, ()),
            in_class=self.classes.get(learner),
            link=self.links.get(learner),
        )

    def _of_remarks(self, learner: LearnerId) -> tuple[tuple[str, str], ...]:
        """The lessons, by revision, that what was loaded of remarks is about."""
        admin, remark = self.admin.get(learner), self.remarks.get(learner)
        inbox = admin.inbox if admin else Inbox()
        told = (*inbox.remarks, *self.unread.get(learner, ()), *((remark,) if remark else ()))
        return lessons_of((*inbox.groups, *(item.fact for item in told)))


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
    needs = {learner: need for learner, (need, _) in wanted.items()}
    progress = [learner for learner, need in needs.items() if need.progress]
    histories = [learner for learner, need in needs.items() if need.history]
    asked = {learner: need.in_class for learner, need in needs.items() if need.in_class is not None}
    classes = await store.classes(asked) if asked else {}
    items = {learner: need.items for learner, need in needs.items() if need.items is not None}
    due = {
        learner: at + timedelta(microseconds=need.ahead)
        for learner, (need, at) in wanted.items()
        if need.due
    }
    earlier = {learner: need.earlier for learner, need in needs.items() if need.earlier is not None}
    admin = {learner: need.admin for learner, need in needs.items() if need.admin is not None}
    shut = [learner for learner, need in needs.items() if need.shut]
    totals = [learner for learner, need in needs.items() if need.totals]
    work = {learner: need.work for learner, need in needs.items() if need.work is not None}
    experiments = [learner for learner, need in needs.items() if need.experiment]
    made = [learner for learner, need in needs.items() if need.made]
    untold = [learner for learner, need in needs.items() if need.untold]
    remarks = {learner: need.remark for learner, need in needs.items() if need.remark}
    unread = [learner for learner, need in needs.items() if need.unread]
    standing = {learner: at for learner, (need, at) in wanted.items() if need.remarks}
    links = {
        learner: (need.link, at) for learner, (need, at) in wanted.items() if need.link is not None
    }
    return Loaded(
        progress=await store.progress(progress) if progress else {},
        histories=await store.histories(histories) if histories else {},
        items=await store.items(items) if items else {},
        due=await store.due(due) if due else {},
        earlier=await store.earlier(earlier) if earlier else {},
        # Admins are few and act seldom, so each is asked for alone.
        admin={
            learner: replace(await store.admin(learner, admin_needs), served=served)
            for learner, admin_needs in admin.items()
        },
        shut=await store.shut(shut) if shut else set(),
        totals=await store.totals(totals) if totals else {},
        work=await store.work(work) if work else {},
        experiments=await store.experiments(experiments) if experiments else {},
        untold=await store.untold(untold) if untold else {},
        jobs={
            learner: await store.job(learner, need.job)
            for learner, need in needs.items()
            if need.job
        },
        made=await store.made(made) if made else {},
        remarks=await store.own_remarks(remarks) if remarks else {},
        standing=await store.standing(standing) if standing else {},
        exchanges={
            learner: await store.exchanges(*need.asked_before)
            for learner, need in needs.items()
            if need.asked_before
        },
        unread=await store.unread(unread) if unread else {},
        classes=classes,
        # Chance comes in here, and is no more than a value to whoever uses it.
        links={
            learner: replace(identity, fresh=fresh_code(), links=served.links)
            for learner, identity in (await store.identities(links) if links else {}).items()
        },
    )
