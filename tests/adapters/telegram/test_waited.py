"""Presses that waited at Telegram, that came meanwhile, of before a start, with refused links."""

import logging

import pytest
from telegram.error import BadRequest

from adapters.telegram.presses import Presses
from adapters.telegram.updates import TelegramHandle
from bot.storage.codec import utc_now


class Bot:
    """Keeps which presses were answered."""

    username = "foretell_bot"

    def __init__(self) -> None:
        self.answered: list[str] = []

    async def answer_callback_query(self, press: str, **_: object) -> None:
        self.answered.append(press)


async def test_those_that_wait_next_are_answered_as_well() -> None:
    bot = Bot()
    presses = Presses(bot, utc_now, utc_now())  # type: ignore[arg-type]  # all that it asks of one
    presses.waited(["a", "b"])
    for press in ("a", "b"):
        assert await presses.answer(TelegramHandle(press=press))
    presses.waited(["c"])
    await presses.catch_up(["a", "b"])
    assert bot.answered == ["b", "a"], "the newest first, and none that does not count yet"
    assert await presses.answer(TelegramHandle(press="c"))
    await presses.catch_up(["c"])
    assert bot.answered == ["b", "a", "c"]


async def test_one_that_was_not_committed_is_answered_when_it_comes_again() -> None:
    bot = Bot()
    presses = Presses(bot, utc_now, utc_now())  # type: ignore[arg-type]  # all that it asks of one
    presses.waited(["a"])
    await presses.catch_up(["a"])
    assert bot.answered == []
    assert await presses.answer(TelegramHandle(press="a"))
    assert bot.answered == ["a"]


async def test_what_an_earlier_process_said_over_a_press_is_not_said_again() -> None:
    bot, began = Bot(), utc_now()
    presses = Presses(bot, utc_now, began)  # type: ignore[arg-type]  # all that it asks of one
    start = int(began.timestamp() * 1_000_000)
    assert await presses.say(TelegramHandle(press="a"), "Over.", start - 1), "it has room there"
    assert bot.answered == []
    assert await presses.say(TelegramHandle(press="b"), "Over.", start + 1)
    assert bot.answered == ["b"]


async def test_a_press_whose_link_is_refused_is_answered_without_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Refusing(Bot):
        async def answer_callback_query(self, press: str, **said: object) -> None:
            if said["url"]:
                raise BadRequest("URL_INVALID")
            self.answered.append(f"{press}: {said['text']}")

    bot = Refusing()
    presses = Presses(bot, utc_now, utc_now())  # type: ignore[arg-type]  # all that it asks of one
    assert await presses.say(TelegramHandle(press="a"), "In our own chat.", leads="_class-1-0")
    assert bot.answered == ["a: In our own chat."]
    assert [one.levelno for one in caplog.records] == [logging.WARNING], "and it is no bug of ours"


async def test_a_press_with_a_link_that_came_too_late_is_asked_for_once() -> None:
    class Late(Bot):
        async def answer_callback_query(self, press: str, **_: object) -> None:
            self.answered.append(press)
            raise BadRequest("Query is too old and response timeout expired")

    bot = Late()
    presses = Presses(bot, utc_now, utc_now())  # type: ignore[arg-type]  # all that it asks of one
    await presses.say(TelegramHandle(press="a"), "In our own chat.", leads="_class-1-0")
    assert bot.answered == ["a"]
