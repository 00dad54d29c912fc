"""A push from a terminal while somebody else publishes: nobody undoes what they have not seen."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from adapters.cli import push_pull
from adapters.control import lessons
from adapters.control.socket import serving
from adapters.settings import Settings
from bot.lessons.library import Library
from bot.lessons.model import Course, Lesson
from bot.lessons.upload.lazy import LazyLessons
from bot.service.publishing import from_terminal
from bot.service.turns.loading import CatalogueCache
from bot.storage.records import ConflictError, Release
from bot.storage.store import Store
from tests.rigs.courses import read_lesson
from tests.rigs.makers import NOON, at
from tests.rigs.paths import LESSONS
from tests.rigs.plain_stage import PlainStage

KITCHEN = LESSONS / "kitchen"
TEA_2 = LESSONS / "tea-2.md"
MINE = read_lesson(KITCHEN / "tea.md").model_copy(update={"title": "A cup of my tea"})


async def push(
    store: Store, *lessons: Lesson, courses: tuple[Course, ...] = (), by: str = "terminal:ben"
) -> from_terminal.PushResult:
    return await from_terminal.push(
        store, courses, LazyLessons.of(lessons), by=by, at=at(1), sure=True
    )


async def titles(store: Store) -> dict[str, str]:
    return {id: card.title for id, card in (await store.library()).cards.items()}


def before_publishing(store: Store, do: Callable[[], Awaitable[object]]) -> None:
    """Let this happen between the next push's comparison and its publishing."""
    publish = store.publish

    async def held(release: Release, at: object) -> None:
        store.publish = publish  # type: ignore[method-assign]  # only once
        await do()
        await publish(release, at)  # type: ignore[arg-type]  # whatever it was called with

    store.publish = held  # type: ignore[method-assign]  # so that both happen at once


async def test_a_push_does_not_undo_what_is_published_in_a_chat_meanwhile(
    stage: PlainStage,
) -> None:
    store, ana = stage.past("Ana")
    await stage.sends("Ana", "tea-2.md", 1, "", TEA_2.read_bytes())
    await stage.settled()
    toast = read_lesson(KITCHEN / "soup.md").model_copy(update={"title": "Better soup"})
    before_publishing(store, lambda: stage.presses("Ana", "Publish", 0, "Ana"))
    found = await push(store, MINE, toast)
    assert (found.published, found.overtaken) == (False, True)
    assert found.report[0] == f"tea: changed in the meantime by {ana}"
    assert "A cup of tea → A cup of tea, second po" in found.report[1], "and it is shown how"
    assert not any("soup" in line for line in found.report)
    taught = await titles(store)
    assert "second pouring" in taught["tea"]
    assert taught["soup"] != "Better soup", "published whole or not at all"
    assert [one.how for one in await store.history("tea")] == ["publish", "files"]
    # Who has seen it may do it.
    assert (await push(store, MINE, toast)).published
    assert (await titles(store))["tea"] == "A cup of my tea"


async def test_a_chat_does_not_undo_what_a_push_has_just_published(stage: PlainStage) -> None:
    store, _ = stage.past("Ana")
    await stage.sends("Ana", "tea-2.md", 1, "", TEA_2.read_bytes())
    await stage.settled()
    # Nobody has told the bot yet that there is something new.
    assert (await push(store, MINE)).published
    await stage.presses("Ana", "Publish", 0, "Ana")
    told = "\n".join(one.text for one in await stage.heard())
    assert "yours would replace theirs" in told
    assert (await titles(store))["tea"] == "A cup of my tea"
    await stage.presses("Ana", "Publish mine anyway", 0, "Ana")
    assert "second pouring" in (await titles(store))["tea"]


async def test_of_two_pushes_at_once_one_is_told_of_the_other(stage: PlainStage) -> None:
    store, _ = stage.past("Ana")
    theirs = MINE.model_copy(update={"title": "A cup of their tea"})
    first: list[from_terminal.PushResult] = []

    async def other() -> None:
        first.append(await push(store, theirs, by="terminal:cay"))

    before_publishing(store, other)
    second = await push(store, MINE)
    assert first[0].published
    assert second.report == (
        "tea: changed in the meantime by terminal:cay",
        "  Details: title: A cup of tea → A cup of their tea",
    )
    assert (await titles(store))["tea"] == "A cup of their tea"


async def test_however_many_push_at_once_each_base_is_moved_from_once(stage: PlainStage) -> None:
    store, _ = stage.past("Ana")
    mine = [MINE.model_copy(update={"title": f"Tea {n}"}) for n in range(8)]
    found = await asyncio.gather(
        *(push(store, one, by=f"terminal:{n}") for n, one in enumerate(mine))
    )
    won = [n for n, one in enumerate(found) if one.published]
    assert won
    history = await store.history("tea")
    assert [one.by for one in history[:-1]][::-1] == [f"terminal:{n}" for n in won]
    assert all(one.overtaken for n, one in enumerate(found) if n not in won)


async def test_a_course_and_an_archived_lesson_count_as_changed(stage: PlainStage) -> None:
    store, _ = stage.past("Ana")
    [course] = (await store.library()).courses
    renamed = course.model_copy(update={"title": "Their kitchen"})
    release = Release((renamed,), gone=frozenset({"tea"}), by="telegram:7")
    before_publishing(store, lambda: store.publish(release, at(2)))
    mine = course.model_copy(update={"title": "My kitchen"})
    found = await push(store, MINE, courses=(mine,))
    assert found.report == (
        "tea: changed in the meantime by telegram:7",
        "  It is no longer taught.",
        f"course:{course.id}: changed in the meantime by telegram:7",
        f"  Details: title: {course.title} → Their kitchen",
    )


async def test_a_release_is_published_only_on_what_it_was_made_against(stage: PlainStage) -> None:
    store, _ = stage.past("Ana")
    version, taught = await store.catalogue_version(), await titles(store)
    for base in ("", "another"):
        with pytest.raises(ConflictError, match="tea"):
            await store.publish(Release(lessons=(MINE,), bases={"tea": base, "new": ""}), NOON)
        assert await titles(store) == taught
    revision = (await store.library()).cards["tea"].revision
    await store.publish(Release(lessons=(MINE,), bases={"tea": revision, "new": ""}), NOON)
    assert await store.catalogue_version() > version
    assert (await titles(store))["tea"] == "A cup of my tea"


async def test_who_pushes_is_told_that_nothing_was_published_and_how_to_go_on(
    store: Store, tmp_path: Path
) -> None:
    its = Settings.model_construct(database=tmp_path / "db")
    theirs = MINE.model_copy(update={"title": "A cup of their tea"})
    before_publishing(store, lambda: store.publish(Release(lessons=(theirs,)), NOON))
    async with serving(its.socket, lessons.handlers(store)):
        found = push_pull.read([KITCHEN / "tea.md"], await push_pull.load_taught(its))
        said = await push_pull.push(its, found, "terminal:ben", dry_run=False, sure=True)
        assert not said.well
        assert said.lines[0] == "tea: changed in the meantime by files"
        assert said.lines[-1] == (
            "Nothing was published: somebody else has published in the meantime, as above. "
            "Push again to publish yours instead, or pull theirs first."
        )
        again = await push_pull.push(its, found, "terminal:ben", dry_run=False, sure=True)
        assert again.lines[-1] == "Published."


async def test_what_is_published_while_the_catalogue_is_read_is_not_missed(
    stage: PlainStage,
) -> None:
    store, _ = stage.past("Ana")
    catalogue, read = CatalogueCache(store), store.library

    async def then_published() -> Library:
        found = await read()
        store.library = read  # type: ignore[method-assign]  # only once
        await store.publish(Release(lessons=(MINE,)), NOON)
        return found

    store.library = then_published  # type: ignore[method-assign]  # so that both happen at once
    await catalogue.refresh()
    assert (await catalogue.up_to_date(await store.catalogue_version())).cards[
        "tea"
    ].title == "A cup of my tea"
