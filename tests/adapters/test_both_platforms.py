"""One learner on Telegram and Discord, over both real clients, while both are at it."""

from collections.abc import Sequence

import pytest

from bot.service.turns import loading
from tests.rigs.courses import read_release
from tests.rigs.paths import KITCHEN
from tests.rigs.transcript import Heard
from tests.rigs.two_platforms import TwoPlatforms

YES = "Yes, that's me"
FURTHER = "Tea is what hot water takes out of leaves."
"""What follows the first question."""


def text(heard: Sequence[Heard]) -> str:
    return "\n".join(one.text for one in heard)


async def does(stage: TwoPlatforms, name: str, *said: str) -> str:
    """Type a command, or press what is called like that; what is said to the last."""
    heard: Sequence[Heard] = ()
    for one in said:
        if one.startswith("/"):
            await stage.types(name, one)
        else:
            await stage.presses(name, one)
        await stage.settled()
        heard = await stage.heard()
    return text(heard)


@pytest.mark.parametrize("ahead", ["Ana", "Bob"])
async def test_two_in_the_same_lesson_who_link_from_both_sides_at_once(
    monkeypatch: pytest.MonkeyPatch, ahead: str
) -> None:
    codes = {"Ana": "AAAAAAAAAA", "Bob": "BBBBBBBBBB"}
    async with TwoPlatforms(read_release(KITCHEN)) as stage:
        for name, platform in (("Ana", "telegram"), ("Bob", "discord")):
            await stage.writes_from(name, platform)
            await does(stage, name, "/learn tea", "Learn")
        assert FURTHER in await does(stage, ahead, "Boiling water", "Sure (9 in 10)", "Continue")
        for name, code in codes.items():
            monkeypatch.setattr(loading, "fresh_code", lambda code=code: code)
            await does(stage, name, "/link")
        await does(stage, "Bob", f"/link {codes['Ana']}")
        await does(stage, "Ana", f"/link {codes['Bob']}")
        await stage.presses("Ana", YES)
        await stage.presses("Bob", YES)
        await stage.settled()
        said = text(await stage.heard())
        assert said.count("You're one learner now") == 1, "they are linked once"
        assert len({await stage.store.learner_of(stage.past(one)[1]) for one in codes}) == 1
        for name in codes:
            there = await does(stage, name, "/continue")
            assert FURTHER in there, "where one of them had come"
            assert "1 question so far" in await does(stage, name, "/progress")
