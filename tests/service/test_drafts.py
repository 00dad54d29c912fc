"""Lessons that admins send: with many learners meanwhile, across an end, and whole courses."""

import asyncio
import io
import zipfile
from datetime import timedelta

import pytest

from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.session import Session
from tests.rigs.makers import learner_of, session_of
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.plain_stage import PlainStage
from tests.rigs.transcript import let_pass

TEA_2 = (LESSONS / "tea-2.md").read_bytes()


async def session(stage: PlainStage, name: str) -> Session:
    found = await session_of(*stage.past(name))
    assert found is not None
    return found


async def press(stage: PlainStage, name: str, *labels: str) -> None:
    for label in labels:
        await stage.settled()
        await stage.presses(name, label, 0, name)


async def said(stage: PlainStage) -> str:
    return "\n".join(one.text for one in await stage.heard())


@pytest.mark.apart
async def test_whoever_is_in_a_lesson_keeps_what_they_began_when_it_is_published_anew(
    stage: PlainStage,
) -> None:
    names = [f"L{n}" for n in range(50)]
    for name in names:
        await stage.types(name, "/learn tea")
        await press(stage, name, "Deep")
    before = {name: (await session(stage, name)).run for name in names}
    await stage.sends("Ana", "tea-2.md", len(TEA_2), "", TEA_2)
    assert "50 people are in the middle" in await said(stage)
    await press(stage, "Ana", "Publish")
    for name in names:
        await press(stage, name, "Continue")
        after = (await session(stage, name)).run
        begun = before[name]
        assert after is not None
        assert begun is not None
        assert after.revision == begun.revision
        assert after.beat != begun.beat, "the lesson went on"
    await said(stage)
    await stage.types("Zoe", "/learn tea")
    assert "second pouring" in await said(stage)
    (now, before_that) = await stage.past("Ana")[0].history("tea")
    assert (now.how, before_that.how) == ("publish", "files")


@pytest.mark.apart
async def test_a_job_that_an_end_has_cut_off_is_done_at_the_next_start(
    stage: PlainStage,
) -> None:
    fetch, cut = stage.channel.fetch, asyncio.Event()

    async def hangs(*_: object) -> bytes:
        cut.set()
        await asyncio.Event().wait()
        return b""

    stage.channel.fetch = hangs  # type: ignore[method-assign]  # a network that does not answer
    await stage.sends("Ana", "tea-2.md", len(TEA_2), "", TEA_2)
    await cut.wait()
    stage.channel.fetch = fetch  # type: ignore[method-assign]
    await stage.restart(abruptly=True)
    told = await said(stage)
    assert told.count("Draft: A cup of tea, second pouring") == 1
    known = await stage.past("Ana")[0].admin(stage.past("Ana")[1], AdminNeeds(drafts=True))
    assert len(known.drafts) == 1


async def test_a_course_is_published_whole_and_its_lessons_with_it(stage: PlainStage) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(KITCHEN.iterdir()):
            text = file.read_text(encoding="utf-8")
            if file.name == "course.toml":
                text = text.replace("title = ", 'title = "The new kitchen" # ', 1)
            if file.name == "tea.md":
                text = text.replace("A cup of tea", "A cup of green tea")
            archive.writestr(f"kitchen/{file.name}", text)
    await stage.sends("Ana", "kitchen.zip", 1, "", packed.getvalue())
    told = await said(stage)
    assert "Draft: The new kitchen" in told
    assert "are unchanged" in told
    await press(stage, "Ana", "Publish")
    await said(stage)
    await stage.types("Zoe", "/learn")
    menu = str(await stage.heard())
    assert "The new kitchen" in menu
    assert "A cup of green tea" in menu


async def test_nothing_of_a_preview_goes_on_record(stage: PlainStage) -> None:
    await stage.sends("Ana", "tea-2.md", len(TEA_2), "", TEA_2)
    await stage.settled()
    await stage.types("Ana", "/learn soup")
    await press(stage, "Ana", "Deep")
    await stage.types("Ana", "/admin drafts")
    for label in ("A cup of tea, second pouring", "Preview", "Deep"):
        await press(stage, "Ana", label)
    while (await session(stage, "Ana")).run:
        await press(stage, "Ana", "Continue")
    assert "That was the preview" in await said(stage)
    after = await session(stage, "Ana")
    known = await learner_of(*stage.past("Ana"))
    assert known is not None
    assert not known.finished
    assert [run.lesson for run in after.shelf] == ["soup"], "their own lesson waits on the shelf"
    store, ana = stage.past("Ana")
    assert [one.lesson for one in (await store.progress([ana]))[ana].lessons] == ["soup"]


def packed(**files: str) -> bytes:
    """An archive of these lessons, by their names without the ending."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name.replace('__', '/')}.md", text)
    return data.getvalue()


async def test_a_draft_is_called_as_all_that_is_new_or_changed_in_it(stage: PlainStage) -> None:
    tea, words = (KITCHEN / f"{name}.md" for name in ("tea", "tea.de"))
    bread, soup = (
        (KITCHEN / f"{name}.md").read_text(encoding="utf-8").replace(": 2", ": 3", 1)
        for name in ("bread", "soup")
    )
    content = packed(tea=tea.read_text(encoding="utf-8"), bread=bread, soup=soup)
    await stage.sends("Ana", "two.zip", 1, "", content)
    told = await said(stage)
    assert "Draft: Bread that rises, Soup without a recipe**" in told, "tea is as it was"
    await press(stage, "Ana", "Publish")
    assert "✓ **Bread that rises, Soup without a recipe** is published" in await said(stage)
    german = words.read_text(encoding="utf-8").replace("Tasse", "Kanne")
    content = packed(tea=tea.read_text(encoding="utf-8"), **{"tea.de": german})
    await stage.sends("Ana", "words.zip", 1, "", content)
    told = await said(stage)
    assert "(de)" in told.partition("Draft: ")[2].partition("**")[0]


async def test_two_courses_in_an_archive_are_named_with_their_folders(stage: PlainStage) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for folder in ("kitchen", "more/cellar"):
            archive.writestr(f"{folder}/course.toml", 'title = "One"')
    await stage.sends("Ana", "two.zip", 1, "", data.getvalue())
    assert "kitchen/course.toml, cellar/course.toml" in await said(stage)


async def test_those_who_may_publish_hear_of_a_draft_that_somebody_timed_who_was_forgotten(
    stage: PlainStage,
) -> None:
    await stage.types("Ana", f"/admin roles grant {stage.past('Ben')[1]} publisher")
    await stage.sends("Ben", "tea-2.md", len(TEA_2), "", TEA_2)
    await press(stage, "Ben", "Publish at…")
    await stage.types("Ben", "2026-03-02 12:00")
    assert "will be published at" in await said(stage)
    await stage.types("Ben", "/forget")
    await press(stage, "Ben", "Yes, forget me")
    await said(stage)
    await let_pass(stage, timedelta(days=1))
    told = await said(stage)
    assert "was to be published automatically at 2026-03-02 12:00 UTC. That's off" in told
    await stage.types("Ana", "/admin drafts")
    await press(stage, "Ana", "A cup of tea, second pouring")
    assert "It was to be published automatically at 2026-03-02 12:00 UTC" in await said(stage)
