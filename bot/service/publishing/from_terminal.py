"""Lessons that come from a terminal are published at once; all that is published goes back there.

What is the same as what is taught is left alone, so it stays a file's if it was. A push is
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
from bot.storage.ports import Catalogue
from bot.storage.records import ConflictError, Release, StoreError, source_of
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
    courses = {id: course.id for course in reversed(library.courses) for id in course.lessons}
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
    nor if any of its texts was withdrawn. Raises ``StoreError`` if a lesson's picture is neither
    among ``assets`` nor kept already.
    """
    before = await published_state(store)
    named: set[str] = set()
    gone: list[str] = []
    for lesson in lessons:
        named.update(picture.asset for picture in lesson.pictures)
        if is_withdrawn(before.library, lesson):
            gone.append(withdrawal_reason(lesson))
        # Each takes a while; those who are learning have their turn between two.
        await asyncio.sleep(0)
    lacking = named - {asset.name for asset in assets}
    if lacking - await store.kept_assets(lacking):
        raise StoreError("pictures of these lessons are missing: push their files again")
    if gone:
        return PushResult(tuple(gone), published=False, costly=False, refused=True)
    moves = [await _lesson(store, before, lesson) for lesson in lessons]
    old = {course.id: course for course in (await store.library()).courses}
    moves += [_course(before, old, course) for course in courses]
    changed = [move for move in moves if move.after != move.before]
    dear = any(costly(move.difference) for move in changed)
    done = bool(changed) and publish and (sure or not dear)
    if done:
        names = {move.name for move in changed}
        release = Release(
            tuple(course for course in courses if f"course:{course.id}" in names),
            lessons.at(n for n, move in enumerate(moves[: len(lessons)]) if move.name in names),
            by=by,
            how=HOW,
            acts=tuple(Logged(HOW, move.name, move.before, move.after) for move in changed),
            bases={move.name: move.before for move in moves},
            assets=tuple(asset for asset in assets if asset.name in named),
        )
        try:
            await store.publish(release, at)
        except ConflictError as error:
            moved = [move for move in moves if move.name in error.names]
            conflicts = [line async for line in _meanwhile(store, old, moved)]
            return PushResult(tuple(conflicts), False, dear, overtaken=True)
    report: list[str] = []
    for move in changed:
        report += move.lines
        await asyncio.sleep(0)
    report += [f"{move.name}: unchanged" for move in moves if move.after == move.before]
    report += _left_behind(before, moves)
    report += _list_rekeyed(changed) if done else []
    return PushResult(tuple(report), done, dear, differs=bool(changed))


async def pull(store: Catalogue) -> tuple[tuple[Course, ...], tuple[Lesson, ...]]:
    library = await store.library()
    cards = [*library.cards.values()]
    cards += [card for spoken in library.translations.values() for card in spoken.values()]
    lessons = [await store.lesson(card.id, card.revision) for card in cards]
    return library.courses, tuple(lesson for lesson in lessons if lesson is not None)


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
    published = {course.id: course for course in library.courses}
    for move in moves:
        by = next((f" by {last.by}" for last in await store.history(move.name)), "")
        yield f"{move.name}: changed in the meantime{by}"
        kind, _, id = move.name.rpartition(":")
        id = id.partition(".")[0]
        if move.name not in now:
            yield "  It is no longer taught."
        elif kind and id in published:
            for line in lines(of_courses(courses.get(id), published[id])):
                yield f"  {plain(line)}"
        elif lesson := await store.lesson(id, now[move.name]):
            before = await store.lesson(id, move.before) if move.before else None
            for line in lines(of_lessons(before, lesson)):
                yield f"  {plain(line)}"


def _list_rekeyed(moves: Sequence[_Move]) -> list[str]:
    """Where another answer is right now, so that scores by the old key may be wrong."""
    return [
        f"{move.name}: if the old answer was wrong, /admin lessons correct {move.name} {change.id} "
        "takes back what learners scored by it"
        for move in moves
        for change in move.difference
        if isinstance(change, Rekeyed) and change.was and change.now and "." not in move.name
    ]


def _left_behind(before: PublishedState, moves: Sequence[_Move]) -> list[str]:
    """Translations of what changed that did not come along."""
    here = {move.name for move in moves}
    return [
        f"{name}: is a translation of what {id} was before; push it too"
        for move in moves
        if move.before and move.after != move.before
        for name in sorted(before.pointers)
        for id, _, language in [name.partition(".")]
        if id == move.name and language and name not in here
    ]
