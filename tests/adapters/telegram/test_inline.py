"""Inline mode: what is found for words that are typed in any chat, and where a card leads."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.phrases import phrase
from tests.rigs.courses import read_release
from tests.rigs.paths import KITCHEN
from tests.rigs.telegram_stage import TelegramStage


@pytest.fixture
async def stage() -> AsyncIterator[TelegramStage]:
    async with TelegramStage(read_release(KITCHEN)) as found:
        yield found


async def found(stage: TelegramStage, words: str, name: str = "Ana") -> list[dict[str, Any]]:
    server = stage.server
    id = server.person(name).looks_for(words)
    await server.until(lambda: server.inline[id] is not None)
    return server.inline[id] or []


def link(result: dict[str, Any]) -> str:
    [[button]] = result["reply_markup"]["inline_keyboard"]
    assert "callback_data" not in button, "what is posted by somebody else can't be answered here"
    url: str = button["url"]
    return url


async def test_a_question_is_found_by_its_own_words_or_by_its_lessons(
    stage: TelegramStage,
) -> None:
    own = await found(stage, "caffeine minutes")
    assert own == [], "all of the words are wanted"
    [bitter, *others] = await found(stage, "green bitter")
    assert others == []
    assert bitter["title"].startswith("Does green tea turn bitter")
    assert bitter["description"] == "A cup of tea"
    assert len(await found(stage, "cup")) > 1
    first = await found(stage, "")
    assert {one["description"] for one in first} == {"A cup of tea", "Soup without a recipe"}


async def test_a_card_holds_what_is_asked_and_never_the_answer(stage: TelegramStage) -> None:
    [one] = await found(stage, "green bitter")
    text = one["input_message_content"]["message_text"]
    assert "Heat decides what comes out of the leaves." in text, "with what it rests on"
    assert "Boiling water" in text
    assert "tannins" not in text
    assert "✓" not in text


async def test_rows_that_a_question_is_about_are_on_its_card_as_a_phone_shows_them(
    tmp_path: Path,
) -> None:
    home = shutil.copytree(KITCHEN, tmp_path / "kitchen")
    concept = "Heat decides what comes out of the leaves."
    lesson = (home / "tea.md").read_text(encoding="utf-8")
    rows = f"{concept}\n\n| leaf | heat |\n| --- | ---: |\n| green | 70 |"
    (home / "tea.md").write_text(lesson.replace(concept, rows, 1), encoding="utf-8")
    async with TelegramStage(read_release(home)) as stage:
        [one] = await found(stage, "green bitter")
    assert (
        "leaf  │ heat\n──────┼─────\ngreen │   70" in one["input_message_content"]["message_text"]
    )


async def test_a_card_leads_to_its_question_alone_in_the_private_chat(
    stage: TelegramStage,
) -> None:
    [one] = await found(stage, "green bitter")
    payload = link(one).partition("?start=")[2]
    assert link(one).startswith("https://t.me/foretell_test_bot?start=")
    await stage.types("Ben", f"/start {payload}")
    await stage.settled()
    ben = stage.server.person("Ben")
    assert "Does green tea turn bitter" in ben.messages[-1].text
    await stage.presses("Ben", "Boiling water", 0, "Ben")
    await stage.settled()
    await stage.presses("Ben", "Sure (9 in 10)", 0, "Ben")
    await stage.settled()
    store, id = stage.past("Ben")
    kept = await store.personal(id)
    assert [(one["question"], one["phase"]) for one in kept["attempt"]] == [
        ("bitter-green", "first")
    ]
    assert [one["question"] for one in kept["item"]] == ["bitter-green"]


async def test_where_nothing_is_found_a_button_leads_to_all_lessons(stage: TelegramStage) -> None:
    assert await found(stage, "quantum") == []
    assert stage.server.inline_button == phrase("predict.inline.none")


async def test_a_query_is_answered_in_the_language_of_whoever_asks(stage: TelegramStage) -> None:
    await stage.speaks("Dora", "de")
    [one, *_] = await found(stage, "tee", "Dora")
    [[button]] = one["reply_markup"]["inline_keyboard"]
    assert button["text"] == "Vorhersagen"
    assert one["description"] == "Eine Tasse Tee"


async def test_a_card_whose_question_is_gone_says_so(stage: TelegramStage) -> None:
    await stage.types("Ana", "/start _q-00000000")
    await stage.settled()
    assert stage.server.person("Ana").said[-1] == phrase("predict.gone")


async def test_a_question_that_waits_is_asked_as_it_was_though_its_lesson_has_changed(
    stage: TelegramStage, tmp_path: Path
) -> None:
    [one] = await found(stage, "green bitter")
    start = f"/start {link(one).partition('?start=')[2]}"
    await stage.types("Ben", start)
    await stage.settled()
    before = stage.server.person("Ben").messages[-1].labels
    text = (KITCHEN / "tea.md").read_text(encoding="utf-8").replace("Boiling water", "Seething")
    changed = tmp_path / "tea.md"
    changed.write_text(text, encoding="utf-8")
    await stage.publish(changed)
    await stage.types("Ben", start)
    await stage.settled()
    assert stage.server.person("Ben").messages[-1].labels == before
    # Whoever comes to it now is asked in the new words.
    await stage.types("Cay", start)
    await stage.settled()
    assert "Seething" in stage.server.person("Cay").messages[-1].labels
