"""Answers in a learner's own words on Discord: a button, a form, and what comes of it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
import simcord

from adapters.discord.forms import button, form, language_of, question_of, read_submitted
from bot.conversation.facts.learner import Submission
from bot.conversation.inputs import Envelope, Text
from bot.conversation.language.locale import LANGUAGES
from bot.conversation.outputs import Output
from bot.conversation.phrases import phrase
from bot.storage.records import Release
from tests.rigs import paths
from tests.rigs.courses import read_course
from tests.rigs.discord_stage import WRITE, DiscordStage, Place, Shown
from tests.rigs.stores import Listening

COURSE, LESSONS = read_course(paths.KITCHEN)
KITCHEN = Release((COURSE,), tuple(LESSONS))
WORDS = "The hot one smells of grass,\nsince heat frees the scent."

BOTH = pytest.mark.parametrize("place", ["dm", "server"])


class Pages(Listening):
    """A store that tells what learners wrote."""

    @property
    def heard(self) -> list[str]:
        return [fact.text for fact in self.facts if isinstance(fact, Submission)]


async def asked(stage: DiscordStage, name: str = "Ana") -> Shown:
    """Reach a question that takes words; the message that asks it."""
    await stage.types(name, "/learn tea")
    await stage.heard()
    await stage.presses(name, "More ways")
    await stage.heard()
    await stage.presses(name, "Try")
    return (await stage.seen())[-1][1]


async def opened(stage: DiscordStage) -> simcord.InteractionResult:
    await asked(stage)
    return await stage.presses("Ana", WRITE)


@BOTH
async def test_words_are_written_in_a_form_and_stay_with_their_learner(place: Place) -> None:
    store = Pages()
    async with DiscordStage(lambda: store, KITCHEN, place) as stage:
        stage.person("Ben")
        question = await asked(stage)
        assert [[label for label, _ in row] for row in question.rows] == [[WRITE, "Skip"]]
        shown = await stage.presses("Ana", WRITE)
        assert shown.modal is not None
        assert shown.modal["title"] == phrase("ask.write.title")
        told, labelled = shown.modal["components"]
        assert [told["content"]] == question.texts, "a form covers the question on a phone"
        field = labelled["component"]
        assert (field["style"], field["max_length"], field["required"]) == (2, 4000, True)
        assert await stage.heard() == [], "a form that is open has answered nothing"
        sent = await stage.submits("Ana", shown, WORDS)
        edited, told = await stage.seen()
        assert sent.acknowledged
        assert store.heard == [WORDS]
        assert (edited[0].how, edited[1].id, edited[1].rows) == ("edits", question.id, [])
        assert phrase("said.written") in edited[0].text
        assert "sets the scent free" in told[0].text
        assert told[1].ephemeral == (place == "server")
        if place == "server":
            assert stage.visible("Ben") == []
            assert stage.visible("Ana", "dm") == []


async def test_a_form_is_acknowledged_before_the_desk_is_asked() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        shown = await opened(stage)
        before: list[bool] = []
        submit = stage.adapter.client._door._submit

        async def watching(envelope: Envelope) -> tuple[Output, ...]:
            last = stage.env.http_requests[-1]
            before.append(str(last.path).endswith("/callback"))
            return await submit(envelope)

        stage.adapter.client._door._submit = watching
        await stage.submits("Ana", shown, WORDS)
        assert before == [True]


@BOTH
async def test_a_form_opened_before_a_restart_can_be_sent_after_it(place: Place) -> None:
    store = Pages()
    async with DiscordStage(lambda: store, KITCHEN, place) as stage:
        shown = await opened(stage)
        await stage.restart()
        await stage.submits("Ana", shown, WORDS)
        edited, told = await stage.heard()
        assert store.heard == [WORDS]
        assert edited.how == "edits"
        assert "sets the scent free" in told.text


@BOTH
async def test_a_form_is_in_the_language_of_its_question_also_after_a_restart(place: Place) -> None:
    async with DiscordStage(release=KITCHEN, place=place) as stage:
        await stage.speaks("Ana", "de")
        await stage.types("Ana", "/learn tea")
        await stage.heard()
        await stage.presses("Ana", "Weitere Lernwege")
        await stage.heard()
        await stage.presses("Ana", "Ausprobieren")
        question = (await stage.seen())[-1][1]
        assert [[label for label, _ in row] for row in question.rows] == [
            ["Schreiben…", "Überspringen"]
        ]
        await stage.restart()
        await stage.speaks("Ana", "fr")
        shown = await stage.presses("Ana", "Schreiben…")
        assert shown.modal is not None
        assert shown.modal["title"] == "Deine Antwort"
        assert shown.modal["components"][1]["label"] == "In deinen Worten"
        await stage.submits("Ana", shown, WORDS)
        assert [one.how for one in await stage.heard()] == ["edits", "says"]


def test_a_button_without_a_language_is_an_english_one() -> None:
    assert (question_of("write:abcdefgh.7"), language_of("write:abcdefgh.7")) == (
        "abcdefgh.7",
        "en",
    )
    german = button("abcdefgh.7", "de").custom_id or ""
    assert (question_of(german), language_of(german)) == ("abcdefgh.7", "de")


async def test_a_button_from_before_a_restart_opens_its_form() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await asked(stage)
        await stage.restart()
        assert (await stage.presses("Ana", WRITE)).modal is not None


@BOTH
@pytest.mark.parametrize("meanwhile", ["answered", "another", "left"])
async def test_words_for_a_closed_question_answer_no_other(place: Place, meanwhile: str) -> None:
    store = Pages()
    async with DiscordStage(lambda: store, KITCHEN, place) as stage:
        shown = await opened(stage)
        if meanwhile == "answered":
            await stage.presses("Ana", "Skip")
        elif meanwhile == "another":
            # The question that is open then takes words too.
            await stage.types("Ana", "/continue")
        else:
            await stage.types("Ana", "/stop")
        await stage.heard()
        await stage.submits("Ana", shown, WORDS)
        (heard,) = await stage.heard()
        assert (heard.how, heard.text) == ("aside", phrase("press.closed"))
        assert store.heard == []


async def test_an_answer_delivered_twice_counts_once() -> None:
    store = Pages()
    async with DiscordStage(lambda: store, KITCHEN, "server") as stage:
        shown = await opened(stage)
        await stage.submits("Ana", shown, WORDS)
        await stage.again()
        assert len(await stage.heard()) == 2
        assert store.heard == [WORDS]


async def test_a_question_without_words_has_no_form() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await stage.types("Ana", "/learn tea")
        await stage.heard()
        assert all(WRITE not in one.buttons for one in stage.visible("Ana"))


def test_a_form_shows_a_picture_by_its_words_and_the_end_of_what_is_too_long() -> None:
    picture = SimpleNamespace(items=[SimpleNamespace(description="A cup. " * 100)])
    parts = [picture, SimpleNamespace(content="x" * 3800), SimpleNamespace(content="Why?")]
    frame = SimpleNamespace(components=[SimpleNamespace(children=parts)])
    told, _ = form("aaaaaaaa.1", "en", cast(Any, frame)).to_dict()["components"]
    assert "A cup. A cup." in told["content"]
    assert told["content"].endswith("\n\nWhy?")
    assert len(told["content"]) <= 4000


async def test_no_form_is_kept() -> None:
    async with DiscordStage(release=KITCHEN, place="server") as stage:
        await opened(stage)
        assert not stage.adapter.client._connection._view_store._modals


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_form_fits_the_limits_of_discord(language: str) -> None:
    assert len(button("aaaaaaaa." + "9" * 12, language).custom_id or "") <= 100
    sent = form("aaaaaaaa." + "9" * 12, language).to_dict()
    assert 1 <= len(sent["title"]) <= 45
    assert len(sent["components"][0]["label"]) <= 45
    assert len(sent["custom_id"]) <= 100
    assert question_of(sent["custom_id"]) == "aaaaaaaa." + "9" * 12


@pytest.mark.parametrize(
    "parts",
    [
        [{"type": 18, "component": {"type": 4, "custom_id": "text", "value": " Tea. "}}],
        [{"type": 1, "components": [{"type": 4, "custom_id": "text", "value": "Tea."}]}],
        [{"type": 10}, {"type": 18, "component": {"custom_id": "text", "value": "Tea."}}],
    ],
)
def test_what_was_written_is_found_wherever_it_stands(parts: list[Any]) -> None:
    assert read_submitted("aaaaaaaa.1", {"components": parts}, 9) == [Text("Tea.", "aaaaaaaa.1")]


@pytest.mark.parametrize("data", [{}, {"components": None}, {"components": [{"type": 10}]}])
def test_a_form_without_its_field_says_nothing(data: dict[str, Any]) -> None:
    assert read_submitted("aaaaaaaa.1", data, 9) == [Text("", "aaaaaaaa.1")]


def test_another_form_is_not_ours() -> None:
    assert question_of("1aaaaaaaa.1.0") == ""
    assert question_of("rewrite:aaaaaaaa.1") == ""
