"""Files that learners send by Telegram, through the real python-telegram-bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.conversation.facts.learner import File, Submission
from bot.conversation.inputs import Envelope, Upload
from bot.conversation.language.markup import isolate_words
from bot.conversation.outputs import Output, Say
from bot.storage.records import Release
from tests.rigs import paths
from tests.rigs.courses import read_course
from tests.rigs.filenames import NAMES, SIZES
from tests.rigs.stores import Listening
from tests.rigs.telegram_rig import Rig, Script
from tests.rigs.telegram_server import Sent, TelegramServer
from tests.rigs.telegram_stage import TelegramStage

COURSE, LESSONS = read_course(paths.KITCHEN)
KITCHEN = Release((COURSE,), tuple(LESSONS))


def file(id: str = "F", **more: object) -> dict[str, object]:
    return {"file_id": id, "file_unique_id": f"u{id}", **more}


def heard(envelope: Envelope) -> tuple[Output, ...]:
    return (Say("heard"),)


async def inputs(*posts: dict[str, Any], group: bool = False) -> list[object]:
    """What the tutor hears of these messages."""
    script = Script(heard)
    async with TelegramServer() as server, Rig(server, engine=script) as rig:
        ana = server.person("Ana")
        place = server.group("Class") if group else None
        for post in posts:
            ana.posts(group=place, **post)
        await rig.settled()
        assert server.refusals == []
    return [envelope.input for envelope in script.heard]


async def test_each_kind_of_file_is_heard_as_telegram_tells_of_it() -> None:
    sizes = [
        file("small", width=90, height=60, file_size=900),
        file("large", width=900, height=600, file_size=90_000),
        file("middle", width=320, height=200, file_size=9_000),
    ]
    animation = file("g", width=1, height=1, duration=1)
    found = await inputs(
        {"document": file(file_name="a.pdf", mime_type="application/pdf", file_size=5)},
        {"photo": sizes, "caption": "my cups"},
        {"voice": file("v", duration=3, mime_type="audio/ogg", file_size=7)},
        {"audio": file("a", duration=3, file_name="tea.mp3", mime_type="audio/mpeg")},
        {"video": file("m", width=1, height=1, duration=3, file_name="pour.mp4")},
        {"video_note": file("r", length=1, duration=3)},
        {"animation": animation, "document": file("g", file_name="x.gif", mime_type="video/mp4")},
    )
    assert found == [
        Upload("a.pdf", 5, "application/pdf", "F"),
        Upload("", 90_000, "image/jpeg", "large", "my cups"),
        Upload("", 7, "audio/ogg", "v"),
        Upload("tea.mp3", None, "audio/mpeg", "a"),
        Upload("pour.mp4", None, "video/mp4", "m"),
        Upload("", None, "video/mp4", "r"),
        Upload("x.gif", None, "video/mp4", "g"),
    ]


async def test_an_album_is_heard_file_by_file_under_one_name() -> None:
    photo = {"photo": [file("p", width=1, height=1)], "media_group_id": "77"}
    found = await inputs({**photo, "caption": "all three"}, photo, photo)
    assert found == [
        Upload("", None, "image/jpeg", "p", "all three", "77"),
        Upload("", None, "image/jpeg", "p", "", "77"),
        Upload("", None, "image/jpeg", "p", "", "77"),
    ]


async def test_in_a_group_only_files_that_are_addressed_are_heard() -> None:
    mention = "@foretell_test_bot here it is"
    entities = [{"type": "mention", "offset": 0, "length": 18}]
    found = await inputs(
        {"document": file()},
        {"document": file(), "caption": "for all of you"},
        {"document": file(), "caption": mention, "caption_entities": entities},
        group=True,
    )
    assert found == [Upload("", None, "", "F", "here it is")]


class Kept(Listening):
    """A store that tells what was handed in."""

    @property
    def files(self) -> list[File | None]:
        return [fact.file for fact in self.facts if isinstance(fact, Submission)]


@asynccontextmanager
async def at_a_milestone(store: Kept) -> AsyncIterator[TelegramStage]:
    async with TelegramStage(KITCHEN, lambda: store) as stage:
        await stage.types("Ana", "/learn tea")
        for label in ("More ways", "Project", "Continue"):
            await stage.heard()
            await stage.presses("Ana", label, 0, "Ana")
        await stage.heard()
        yield stage


def last(stage: TelegramStage) -> Sent:
    return stage._person("Ana").messages[-1]


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=list(NAMES))
async def test_a_hostile_name_is_shown_as_plain_words_of_one_line(name: str, shown: str) -> None:
    store = Kept()
    async with at_a_milestone(store) as stage:
        stage._person("Ana").posts(document=file(file_name=name, file_size=1_000))
        told = " ".join(one.text for one in await stage.heard())
        assert f"Handed in: {isolate_words(shown or 'a file')} (1 kB)." in told
        kinds = {one["type"] for one in last(stage).entities}
        assert not kinds & {"mention", "url", "text_link", "spoiler", "text_mention"}
        assert store.files == [File(shown, 1_000, "", "F")]


@pytest.mark.parametrize(("size", "believed"), SIZES.values(), ids=list(SIZES))
async def test_a_size_is_told_if_it_can_be_one(size: object, believed: int | None) -> None:
    store = Kept()
    async with at_a_milestone(store) as stage:
        sized = {} if size is None else {"file_size": size}
        stage._person("Ana").posts(document=file(file_name="a.txt", **sized))
        told = " ".join(one.text for one in await stage.heard())
        assert "Handed in: a.txt" in told
        assert ("kB" in told) == bool(believed)
        assert store.files == [File("a.txt", believed, "", "F")]


async def test_an_album_is_handed_in_for_one_milestone() -> None:
    store = Kept()
    async with at_a_milestone(store) as stage:
        for n in range(3):
            stage._person("Ana").posts(document=file(file_name=f"{n}.txt"), media_group_id="9")
        told = "\n".join(one.text for one in await stage.heard())
        assert [one and one.name for one in store.files] == ["0.txt", "1.txt", "2.txt"]
        assert "Milestone 2 of 2" in told
        assert "Added: 2.txt." in told
        await stage.presses("Ana", "⋯ Menu", 0, "Ana")
        await stage.heard()
        await stage.presses("Ana", "All milestones", 0, "Ana")
        (overview,) = [one.text for one in await stage.heard() if "where you are" in one.text]
        assert "…and 2 earlier\n2.txt" in overview
        assert "1 of 2 milestones done" in overview
