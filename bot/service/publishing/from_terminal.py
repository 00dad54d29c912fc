"""Lessons that come from a terminal are published at once; all that is published goes back there.

What is the same as what is taught is left alone, so it stays a file's if it was one. A push is
published whole or not at all, and stands in the admins' log in the same transaction. So does the
check that what it was compared with is still taught: whoever publishes meanwhile, in a chat or from
another terminal, is not undone, but shown.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from bot.conversation.admin.publishing.changes import lines
from bot.conversation.facts.admin import Logged
from bot.conversation.language.markup import plain
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.lessons.revisions.changes import Difference, Rekeyed, costly
from bot.lessons.revisions.diff import of_courses, of_lessons
from bot.lessons.upload.lazy import LazyLessons
from bot.service.publishing.state import (
    PublishedState,
    is_withdrawn,
    published_state,
    withdrawal_reason,
)
from bot.storage.errors import ConflictError, StoreError
from bot.storage.ports import Catalogue
from bot.storage.records import Release, source_of
from bot.values import value

HOW = "push"


@value
class PushResult:
    """What a push did, or would do: the report's lines, and whether it was published.

    ``differs`` says that something of it isn't what is taught; after publishing, that it wasn't.
    ``costly`` says that it takes questions or keys from learners, for which it must be sure.
    With ``overtaken``, somebody else has published meanwhile, and the report is on that.
    ``refused`` says that a text of it was withdrawn, so that nothing was published.
    """

    report: tuple[str, ...]
    published: bool
    costly: bool
    overtaken: bool = False
    refused: bool = False
    differs: bool = False


@value
class _Move:
    """A name that comes to point to another revision."""

    name: str
    before: str
    after: str
    difference: Difference

    @property
    def lines(self) -> tuple[str, ...]:
        kind = "changed" if self.before else "new"
        return (f"{self.name}: {kind}", *(f"  {plain(line)}" for line in lines(self.difference)))


async def taught_lessons(store: Catalogue) -> dict[str, str]:
    """The id of each lesson that is taught, and of its course (empty if it is in none)."""
    library = await store.library()
    courses = {id: one.id for one in reversed(library.courses) for id in one.lessons}
    return {id: courses.get(id, "") for id in library.cards}


async def push(
    store: Catalogue,
    courses: Sequence[Course],
    lessons: LazyLessons,
    *,
    by: str,
    at: datetime,
    publish: bool = True,
    sure: bool = False,
    assets: Sequence[Asset] = (),
) -> PushResult:
    """Publish what differs from what is taught, in the name of ``by``, and report on it.

    Nothing is published if ``publish`` is false, nor if the change is costly and ``sure`` is not,
    nor if one of its texts was withdrawn.
    Raises ``StoreError`` if a lesson's picture is neither among ``assets`` nor kept already.
    """
    before = await published_state(store)
    named: set[str] = set()
    gone: list[str] = []
    for lesson in lessons:
        named.update(one.asset for one in lesson.pictures)
        if is_withdrawn(before.library, lesson):
            gone.append(withdrawal_reason(lesson))
        # Each takes a while; those who are learning have their turn between two.
        await asyncio.sleep(0)
    lacking = named - {one.name for one in assets}
    if lacking - await store.kept_assets(lacking):
        raise StoreError("pictures of these lessons are missing: push their files again")
    if gone:
        return PushResult(tuple(gone), published=False, costly=False, refused=True)
    moves = [await _lesson(store, before, lesson) for lesson in lessons]
    old = {one.id: one for one in (await store.library()).courses}
    moves += [_course(before, old, one) for one in courses]
    found = [one for one in moves if one.after != one.before]
    dear = any(costly(one.difference) for one in found)
    done = bool(found) and publish and (sure or not dear)
    if done:
        names = {one.name for one in found}
        release = Release(
            tuple(one for one in courses if f"course:{one.id}" in names),
            lessons.at(n for n, one in enumerate(moves[: len(lessons)]) if one.name in names),
            by=by,
            how=HOW,
            acts=tuple(Logged(HOW, one.name, one.before, one.after) for one in found),
            bases={one.name: one.before for one in moves},
            assets=tuple(one for one in assets if one.name in named),
        )
        try:
            await store.publish(release, at)
        except ConflictError as error:
            moved = [one for one in moves if one.name in error.names]
            theirs = [line async for line in _meanwhile(store, old, moved)]
            return PushResult(tuple(theirs), False, dear, overtaken=True)
    report: list[str] = []
    for one in found:
        report += one.lines
        await asyncio.sleep(0)
    report += [f"{one.name}: unchanged" for one in moves if one.after == one.before]
    report += _left_behind(before, moves)
    report += _rekeyed(found) if done else []
    return PushResult(tuple(report), done, dear, differs=bool(found))


async def pull(store: Catalogue) -> tuple[tuple[Course, ...], tuple[Lesson, ...]]:
    """All that is published: courses, and lessons with their translations."""
    library = await store.library()
    cards = [*library.cards.values()]
    cards += [card for spoken in library.translations.values() for card in spoken.values()]
    found = [await store.lesson(card.id, card.revision) for card in cards]
    return library.courses, tuple(one for one in found if one is not None)


async def _lesson(store: Catalogue, before: PublishedState, lesson: Lesson) -> _Move:
    name = source_of(lesson)
    pointer = before.pointers.get(name, "")
    old = await store.lesson(lesson.id, pointer) if pointer else None
    # A long lesson takes a while to compare: not on the event loop.
    difference = await asyncio.to_thread(of_lessons, old, lesson)
    return _Move(name, pointer, lesson.revision, difference)


def _course(before: PublishedState, old: Mapping[str, Course], course: Course) -> _Move:
    name = f"course:{course.id}"
    difference = of_courses(old.get(course.id), course)
    return _Move(name, before.pointers.get(name, ""), course.revision, difference)


async def _meanwhile(
    store: Catalogue, courses: Mapping[str, Course], moves: Sequence[_Move]
) -> AsyncIterator[str]:
    """Who has published what since these were compared; ``courses`` are those of then, by id."""
    library, now = await store.library(), (await published_state(store)).pointers
    theirs = {one.id: one for one in library.courses}
    for one in moves:
        by = next((f" by {last.by}" for last in await store.history(one.name)), "")
        yield f"{one.name}: changed in the meantime{by}"
        kind, _, id = one.name.rpartition(":")
        id = id.partition(".")[0]
        if one.name not in now:
            yield "  It is no longer taught."
        elif kind and id in theirs:
            for line in lines(of_courses(courses.get(id), theirs[id])):
                yield f"  {plain(line)}"
        elif lesson := await store.lesson(id, now[one.name]):
            before = await store.lesson(id, one.before) if one.before else None
            for line in lines(of_lessons(before, lesson)):
                yield f"  {plain(line)}"


def _rekeyed(moves: Sequence[_Move]) -> list[str]:
    """Where another answer is right now, and so the scores by the old one may be wrong."""
    return [
        f"{one.name}: if the old answer was wrong, /admin lessons correct {one.name} {change.id} "
        "takes back what learners scored by it"
        for one in moves
        for change in one.difference
        if isinstance(change, Rekeyed) and change.was and change.now and "." not in one.name
    ]


def _left_behind(before: PublishedState, moves: Sequence[_Move]) -> list[str]:
    """Translations of what changed that did not come along."""
    here = {one.name for one in moves}
    return [
        f"{name}: is a translation of what {id} was before; push it too"
        for one in moves
        if one.before and one.after != one.before
        for name in sorted(before.pointers)
        for id, _, language in [name.partition(".")]
        if id == one.name and language and name not in here
    ]
