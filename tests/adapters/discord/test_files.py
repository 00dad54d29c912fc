"""Files that learners send by Discord, through the real discord.py: attached, or with the form."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from adapters.discord.forms import form, read_submitted
from bot.conversation.facts.learner import File, Submission
from bot.conversation.inputs import Text, Upload
from bot.conversation.language.markup import isolate_words
from bot.storage.records import Release
from tests.rigs import paths
from tests.rigs.courses import read_course
from tests.rigs.discord_stage import HAND_IN, WRITE, DiscordStage, Place
from tests.rigs.filenames import NAMES, SIZES
from tests.rigs.stores import Listening

COURSE, LESSONS = read_course(paths.KITCHEN)
KITCHEN = Release((COURSE,), tuple(LESSONS))


class Kept(Listening):
    """A store that tells what was handed in."""

    @property
    def pieces(self) -> list[Submission]:
        return [fact for fact in self.facts if isinstance(fact, Submission)]

    @property
    def files(self) -> list[File | None]:
        return [one.file for one in self.pieces]


@asynccontextmanager
async def at_a_milestone(store: Kept, place: Place) -> AsyncIterator[DiscordStage]:
    async with DiscordStage(lambda: store, KITCHEN, place) as stage:
        await stage.types("Ana", "/learn tea")
        for label in ("More ways", "Project", "Continue"):
            await stage.heard()
            await stage.presses("Ana", label)
        await stage.heard()
        yield stage


def attachment(name: str = "a.txt", size: object = 1_000, **more: object) -> dict[str, Any]:
    url = "https://cdn.example/attachments/1/2/a?ex=1&hm=2"
    raw = {"id": "2", "filename": name, "size": size, "url": url, "proxy_url": url}
    return raw | more


async def attach(stage: DiscordStage, *files: dict[str, Any], text: str = "") -> str:
    await stage.person("Ana").send_dm(text, attachments=list(files))
    return "\n".join(one.text for one in await stage.heard())


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=list(NAMES))
async def test_a_hostile_name_is_shown_as_code_of_one_line_and_mentions_nobody(
    name: str, shown: str
) -> None:
    store = Kept()
    async with at_a_milestone(store, "dm") as stage:
        told = await attach(stage, attachment(name))
        words = f"`{shown}`" if shown else "a file"
        assert f"Handed in: {isolate_words(words)} (1 kB)." in told
        (kept,) = store.files
        assert kept == File(shown, 1_000, "", attachment()["url"])
        sent = [one for one in stage.env.http_requests if one.method == "POST"]
        for request in sent[-2:]:
            assert request.json["allowed_mentions"]["parse"] == []


@pytest.mark.parametrize(("size", "believed"), SIZES.values(), ids=list(SIZES))
async def test_a_size_is_told_if_it_can_be_one(size: object, believed: int | None) -> None:
    store = Kept()
    async with at_a_milestone(store, "dm") as stage:
        told = await attach(stage, attachment(size=size))
        assert "Handed in: `a.txt`" in told
        assert ("kB" in told) == bool(believed)
        assert store.files == [File("a.txt", believed, "", attachment()["url"])]


async def test_each_file_of_a_message_is_handed_in_for_one_milestone_and_counts_once() -> None:
    store = Kept()
    async with at_a_milestone(store, "dm") as stage:
        told = await attach(
            stage,
            attachment("1.png", id="1", content_type="image/png"),
            attachment("2.png", id="2"),
            attachment("3.png", id="3"),
            text="All *three*",
        )
        assert "Handed in: `1.png`" in told
        assert "Added: `3.png`" in told
        await stage.again()
        await stage.heard()
        assert [(one.item, one.text) for one in store.pieces] == [
            ("three-cups", "All *three*"),
            ("three-cups", ""),
            ("three-cups", ""),
        ]
        assert [one and one.media for one in store.files] == ["image/png", "", ""]


async def test_in_a_server_files_come_with_the_form_and_stay_with_their_learner() -> None:
    store = Kept()
    async with at_a_milestone(store, "server") as stage:
        stage.person("Ben")
        opened = await stage.presses("Ana", HAND_IN)
        assert opened.modal is not None
        fields = [one["component"] for one in opened.modal["components"][1:]]
        assert [(one["custom_id"], one["required"]) for one in fields] == [
            ("text", False),
            ("files", False),
        ]
        await stage.restart()
        content = [("1.png", b"1" * 2_000), ("2.txt", b"2")]
        await stage.member("Ana").submit_modal(opened, {"files": content, "text": "Both"})
        told = await stage.heard()
        assert any("Handed in: `1.png` (2 kB)." in one.text for one in told)
        assert any("Added: `2.txt`" in one.text for one in told)
        assert [(one.item, one.text, one.file and one.file.media) for one in store.pieces] == [
            ("three-cups", "Both", "image/png"),
            ("three-cups", "", "text/plain"),
        ]
        assert all(one and one.reference.startswith("https://") for one in store.files)
        assert stage.visible("Ben") == []


async def test_the_form_takes_words_alone_and_nothing_at_all_gets_a_friendly_word() -> None:
    store = Kept()
    async with at_a_milestone(store, "server") as stage:
        empty = await stage.presses("Ana", HAND_IN)
        await stage.member("Ana").submit_modal(empty, {})
        assert "I'm not sure" in "\n".join(one.text for one in await stage.heard())
        assert store.pieces == []
        again = await stage.presses("Ana", HAND_IN)
        await stage.member("Ana").submit_modal(again, {"text": "example.org"})
        await stage.heard()
        assert [(one.text, one.file) for one in store.pieces] == [("example.org", None)]


@pytest.mark.parametrize("place", ["dm", "server"])
async def test_a_file_that_nobody_wanted_changes_nothing(place: Place) -> None:
    store = Kept()
    async with DiscordStage(lambda: store, KITCHEN, place) as stage:
        await stage.types("Ana", "/learn tea")
        await stage.heard()
        await stage.presses("Ana", "More ways")
        await stage.heard()
        await stage.presses("Ana", "Try")
        (question,) = [shown for _, shown in await stage.seen() if shown.buttons]
        assert WRITE in question.buttons
        await stage.sends("Ana", "leaf.jpg", 10, "")
        told = await stage.heard()
        assert "I can't read files here" in told[-1].text
        assert store.pieces == []


# What a form may hold


def sent(*files: object, text: object = "", resolved: object = None) -> dict[str, Any]:
    """What Discord tells of a form that was sent, as its documentation has it."""
    ids = [str(n) for n in range(len(files))]
    components = [
        {"type": 18, "component": {"type": 4, "custom_id": "text", "value": text}},
        {"type": 18, "component": {"type": 19, "custom_id": "files", "values": ids}},
    ]
    found = {"attachments": dict(zip(ids, files, strict=True))} if resolved is None else resolved
    return {"components": components, "resolved": found}


def test_a_form_s_files_are_read_with_care() -> None:
    bare: dict[str, object] = {}
    odd = {"filename": None, "size": "12", "url": 7, "content_type": ["x"]}
    assert read_submitted("a.1", sent(bare, odd), 9) == [
        Upload("", None, "", "", "", "9", "a.1"),
        Upload("", None, "['x']", "7", "", "9", "a.1"),
    ]
    assert read_submitted("a.1", sent(bare, text=" so ", resolved={}), 9) == [Text("so", "a.1")]
    assert read_submitted("a.1", {"components": []}, 9) == [Text("", "a.1")]
    many = read_submitted("a.1", sent(*[attachment()] * 30), 9)
    assert len(many) == 10


def test_a_form_for_words_has_no_place_for_files() -> None:
    assert len(form("a.1", "en").children) == 1
    assert len(form("a.1", "en", files=True).children) == 2
