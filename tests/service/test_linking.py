"""Accounts that are linked while things happen: at once, again, in one batch, or not at all."""

import asyncio
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.conversation.inputs import Address, Alarm, Command, Envelope, Input, LearnerId, Press
from bot.conversation.outputs import Output, Retire, Say
from bot.service.delivery.channel import Gone, Message
from bot.service.turns import loading
from bot.storage.records import StoreError
from bot.storage.sql import linking
from tests.rigs.paths import KITCHEN, ROOT
from tests.rigs.plain_stage import PlainStage
from tests.rigs.rows import ask

CODES = {"Ana": "AAAAAAAAAA", "Bob": "BBBBBBBBBB", "Eve": "EEEEEEEEEE"}
PLATFORMS = {"Ana": "telegram", "Bob": "discord", "Eve": "telegram", "Dan": "discord"}


class Two:
    """People on two platforms, and what they send at the same moment."""

    def __init__(self, stage: PlainStage, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stage = stage
        self._patch = monkeypatch
        self._sent = 0

    async def types(self, name: str, text: str) -> None:
        await self.stage.types(name, text)
        await self.stage.settled()

    async def presses(self, name: str, label: str) -> None:
        await self.stage.presses(name, label, 0, name)
        await self.stage.settled()

    async def has_code(self, name: str) -> None:
        self._patch.setattr(loading, "fresh_code", lambda: CODES[name])
        await self.types(name, "/link")

    async def enters(self, name: str, whose: str) -> None:
        await self.types(name, f"/link {CODES[whose]}")

    async def links(self, name: str, whose: str) -> None:
        await self.has_code(whose)
        await self.enters(name, whose)
        await self.presses(name, "Yes, that's me")

    def sends(self, name: str, given: Input) -> Envelope:
        self._sent += 1
        platform = PLATFORMS[name]
        learner, where = LearnerId(f"{platform}:{name}"), Address(platform, name)
        return Envelope(f"{platform}:x{self._sent}", learner, where, self.stage.clock, given)

    def press(self, name: str, label: str) -> Envelope:
        return self.sends(name, Press(self.stage.channel.screens[name].find(label, 0)))

    async def at_once(self, *envelopes: Envelope) -> list[tuple[Output, ...]]:
        """All of these in one batch, in this order."""
        desk = self.stage._tutor.desk
        said = await asyncio.gather(*(desk.submit(one) for one in envelopes))
        await self.stage.settled()
        return said

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return ask(self.stage._store, sql)

    @property
    def linked(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT id, learner FROM identity ORDER BY id")


def text(outputs: tuple[Output, ...]) -> str:
    return "\n".join(one.text for one in outputs if isinstance(one, Say))


@pytest.fixture
async def two(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Two]:
    async with PlainStage(KITCHEN) as stage:
        for name, platform in PLATFORMS.items():
            await stage.writes_from(name, platform)
        yield Two(stage, monkeypatch)


ANA_AND_BOB = [("discord:Bob", "telegram:Ana"), ("telegram:Ana", "telegram:Ana")]


async def test_linked_from_both_sides_at_once_they_are_linked_once(two: Two) -> None:
    await two.has_code("Ana")
    await two.has_code("Bob")
    await two.enters("Bob", "Ana")
    await two.enters("Ana", "Bob")
    first, second = await two.at_once(
        two.press("Bob", "Yes, that's me"), two.press("Ana", "Yes, that's me")
    )
    assert "You're one learner now" in text(first)
    assert "You're one learner now" not in text(second)
    assert two.linked == ANA_AND_BOB


async def test_who_is_forgotten_at_that_moment_is_linked_to_nobody(two: Two) -> None:
    await two.has_code("Ana")
    await two.enters("Bob", "Ana")
    await two.types("Ana", "/forget")
    _, said = await two.at_once(
        two.press("Ana", "Yes, forget me"), two.press("Bob", "Yes, that's me")
    )
    assert "doesn't work any more" in text(said)
    assert two.linked == []
    assert two.rows("SELECT id FROM learner WHERE id = 'discord:Bob'")


async def test_what_both_send_meanwhile_keeps_its_order_and_counts_once(two: Two) -> None:
    await two.types("Ana", "/learn tea")
    await two.presses("Ana", "Learn")
    await two.has_code("Ana")
    await two.enters("Bob", "Ana")
    await two.presses("Ana", "Boiling water")
    answer, confirm = two.press("Ana", "Sure (9 in 10)"), two.press("Bob", "Yes, that's me")
    _, _, on, progress, again, twice = await two.at_once(
        answer,
        confirm,
        two.sends("Bob", Command("continue")),
        two.sends("Ana", Command("progress")),
        confirm,
        answer,
    )
    assert any("At 70 to 80 degrees" in getattr(one, "text", "") for one in on), "where Ana was"
    assert any("Streak: 1 day" in getattr(one, "alternative", "") for one in progress), "it counts"
    assert again == twice == (), "what is delivered again changes nothing"
    assert two.rows("SELECT learner, question FROM attempt") == [("telegram:Ana", "bitter-green")]
    assert two.linked == ANA_AND_BOB


async def test_one_answers_a_question_here_while_the_other_does_there(two: Two) -> None:
    await two.links("Bob", "Ana")
    await two.types("Ana", "/learn tea")
    await two.presses("Ana", "Learn")
    await two.presses("Ana", "Boiling water")
    token = two.stage.channel.screens["Ana"].find("Sure (9 in 10)", 0)
    other = two.stage.channel.screens["Ana"].find("Probably (2 in 3)", 0)
    await two.at_once(two.sends("Bob", Press(token)), two.sends("Ana", Press(other)))
    assert two.rows("SELECT confidence FROM attempt") == [("sure",)], "the first that came"


async def test_a_third_account_is_linked_to_nobody(two: Two) -> None:
    await two.has_code("Ana")
    await two.enters("Bob", "Ana")
    await two.has_code("Eve")
    await two.enters("Dan", "Eve")
    await two.at_once(two.press("Bob", "Yes, that's me"), two.press("Dan", "Yes, that's me"))
    assert len(two.linked) == 4, "two pairs at once"
    await two.enters("Dan", "Ana")
    assert len(two.linked) == 4


async def test_an_alarm_on_its_way_to_an_account_that_was_linked_says_nothing(two: Two) -> None:
    await two.types("Bob", "/start")
    await two.links("Bob", "Ana")
    rung = Envelope(
        "alarm:discord:Bob:silence:1772442000000000:7",
        LearnerId("discord:Bob"),
        Address("discord", "Bob"),
        two.stage.clock,
        Alarm("silence:1772442000000000", 7),
    )
    assert await two.at_once(rung) == [()]


async def test_after_a_restart_the_question_closes_where_it_was_asked(two: Two) -> None:
    await two.types("Ana", "/learn tea")
    await two.links("Bob", "Ana")
    await two.stage.restart()
    await two.types("Bob", "/settings")
    [shown] = [one for one in two.stage.channel.screens["Ana"].messages if one.buttons]
    assert not shown.live, "its buttons are gone"


async def test_a_platform_that_is_gone_holds_up_nothing_on_the_other(two: Two) -> None:
    await two.types("Ana", "/learn tea")
    await two.links("Bob", "Ana")

    async def send(address: Address, message: Message, key: str, target: str | None) -> str:
        raise Gone("blocked")

    two.stage.elsewhere["telegram"].send = send
    await two.stage.heard()
    await two.types("Bob", "/settings")
    heard = await two.stage.heard()
    assert any("Your settings" in one.text for one in heard), "what was asked for has come"
    assert two.rows("SELECT gone_at FROM chat WHERE platform = 'discord' AND chat = 'Bob'") == [
        (None,)
    ]


async def test_a_transaction_that_fails_leaves_nothing_of_it(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two.has_code("Ana")
    await two.enters("Bob", "Ana")
    before = two.rows("SELECT * FROM session ORDER BY 1")
    whole = linking.replace_rows
    done = 0

    async def half(*given: object) -> None:
        nonlocal done
        done += 1
        if done == 5:
            raise StoreError("the disk is full")
        await whole(*given)  # type: ignore[arg-type]

    confirm = two.press("Bob", "Yes, that's me")
    with monkeypatch.context() as patched:
        patched.setattr(linking, "replace_rows", half)
        with pytest.raises(StoreError):
            await two.at_once(confirm)
    assert two.rows("SELECT * FROM session ORDER BY 1") == before
    assert two.linked == []
    [said] = await two.at_once(confirm)
    assert "You're one learner now" in text(said), "it is delivered again, and counts"
    assert two.linked == ANA_AND_BOB


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_two_learners_or_one(tmp_path: Path) -> None:
    """Its database has what was before or what comes after, and never anything between."""
    chance = random.Random(7)
    path = tmp_path / "learners.db"
    whole = {"telegram:1": 40, "discord:2": 30}
    seen = set()
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.rigs.linking", str(path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.stdout.readline()
        try:
            process.wait(chance.uniform(0.0, 0.03))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with closing(sqlite3.connect(path)) as file:
            counts = dict(file.execute("SELECT learner, count(*) FROM attempt GROUP BY 1"))
            items = dict(file.execute("SELECT learner, count(*) FROM item GROUP BY 1"))
            linked = file.execute("SELECT count(*) FROM identity").fetchone()[0]
            left = file.execute("SELECT count(*) FROM relinking").fetchone()[0]
        assert left == 0
        assert counts == items == ({"telegram:1": 70} if linked else whole)
        seen.add(linked)
    assert seen <= {0, 2}


async def test_retiring_is_told_to_the_platform_that_asked(two: Two) -> None:
    """What closes a question elsewhere is that platform's own plan of it."""
    planned: list[tuple[Output, ...]] = []
    plan = two.stage.channel.plan

    def noted(outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        planned.append(outputs)
        return plan(outputs)

    await two.types("Ana", "/learn tea")
    await two.links("Bob", "Ana")
    two.stage.elsewhere["telegram"].plan = noted
    await two.types("Bob", "/settings")
    assert [type(one) for outputs in planned for one in outputs] == [Retire]
