"""The bot as a process of its own, killed at its hardest moments and started again.

The Telegram server outlives it and delivers again what was not confirmed. Whatever the moment,
no committed answer is lost and none is counted twice.
"""

import asyncio
import os
import random
import signal
import sqlite3
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

import bench.crash
import bench.kills
from bench.kills import Fight
from tests.rigs import kills
from tests.rigs.courses import read_course
from tests.rigs.nginx import NEEDS_NGINX, nginx
from tests.rigs.paths import KITCHEN, LESSONS
from tests.rigs.telegram_server import Person, Sent, TelegramServer

pytestmark = pytest.mark.slow

LEARNERS = 5
KILLS = 3
"""In the midst twice and once at the start; ``bench crash`` and ``bench kills`` kill many times."""
ANSWERS = 2
FORETELL = Path(sys.executable).with_name("foretell")
QUESTIONS = {
    "bitter-green": ["Boiling water", "Cool water"],
    "milk-first": ["Yes", "No"],
}


class Bot:
    """`foretell run` as a process; with a ``port`` it is brought its updates there."""

    def __init__(self, server: TelegramServer, folder: Path, port: int = 0) -> None:
        self._folder = folder
        self._env = {
            **os.environ,
            "FORETELL_TELEGRAM_TOKEN": server.token,
            "FORETELL_TELEGRAM_API_URL": server.url,
            "FORETELL_DATABASE": str(folder / "learners.db"),
            "FORETELL_CONTENT": str(LESSONS),
            "FORETELL_DISCORD_TOKEN": "",
            "FORETELL_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/in" if port else "",
            "FORETELL_TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}" if port else "",
        }
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with (self._folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                FORETELL,
                "run",
                env=self._env,
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )

    async def kill(self, sign: signal.Signals = signal.SIGKILL) -> int:
        assert self.process is not None
        self.process.send_signal(sign)
        return await self.process.wait()


WAYS = ("Deep", "Something is wrong", "Just send it")
"""Where nothing else is of interest."""


class Eager:
    """Somebody who answers as soon as they see a question, and remembers what they answered."""

    def __init__(self, person: Person, chance: random.Random) -> None:
        self.person = person
        self.answers: list[tuple[str, str]] = []
        self._picked = ""
        self.remarks = 0
        self._chance = chance
        self._answered: set[str] = set()

    async def learn(self, server: TelegramServer) -> None:
        self.person.types("/learn tea")
        while len(self.answers) < ANSWERS:
            await server.until(self.asked, seconds=60)
            self._answer(self.asked())

    def asked(self) -> Sent | None:
        """The newest message, if it asks what was not answered yet."""
        newest = self.person.messages[-1] if self.person.messages else None
        if newest and newest.rows and not self._answered & newest.carried:
            return newest
        return None

    def _answer(self, asked: Sent | None) -> None:
        assert asked is not None
        # The same question may have been delivered twice: it is known by its buttons' data.
        self._answered |= asked.carried
        labels = [label for label in asked.labels if label not in ("Hint", "Choose again", "Later")]
        wanted = [label for label in labels if label not in ("No idea", "Skip")]
        wanted = [label for label in wanted if label[0] not in "👍🤷👎"]  # they change no question
        remark = [] if self.remarks else ["Ask or report"]
        ways = [one for one in labels if one in (*WAYS, *remark)]
        label = ways[0] if ways else self._chance.choice(wanted)
        if label in CONFIDENCE:
            self.answers.append((self._picked, label))
        else:
            known = any(label in options for options in QUESTIONS.values())
            known = known and "Is that a good idea?" not in asked.text  # a pitfall's Yes and No
            self._picked = label if known else ""
        self.remarks += label == "Just send it"
        self.person.presses(label)
        if self._chance.random() < 0.3:
            self.person.presses(label, stale=True)


HARMLESS = ("too old", "409", "message is not modified")
"""What a bot that was killed between sending and marking is told, and may be told."""

CONFIDENCE = {
    "Sure (9 in 10)": "sure",
    "Probably (2 in 3)": "probable",
    "A guess": "guess",
}


def recorded(database: Path, person: Person) -> list[tuple[str, str]]:
    """The attempts on record: the option where the label says it, and the confidence."""
    with closing(sqlite3.connect(database)) as db:
        rows = db.execute(
            "SELECT question, choice, confidence FROM attempt WHERE learner = ? ORDER BY at",
            (f"telegram:{person.id}",),
        ).fetchall()
    return [
        (QUESTIONS[question][choice] if question in QUESTIONS else "", confidence)
        for question, choice, confidence in rows
    ]


def remarked(database: Path, person: Person) -> int:
    """How many remarks are on record."""
    with closing(sqlite3.connect(database)) as db:
        sql = "SELECT count(*) FROM remark WHERE learner = ?"
        (number,) = db.execute(sql, (f"telegram:{person.id}",)).fetchone()
        return int(number)


def left(database: Path, table: str) -> int:
    """How many rows are left in a table, such as turns that were not delivered."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        (number,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(number)


@pytest.mark.parametrize(("seed", "brought"), [(1, False), (2, True)], ids=["polled", "brought"])
async def test_no_committed_answer_is_lost_or_counted_twice(
    seed: int, brought: bool, tmp_path: Path, unused_tcp_port: int
) -> None:
    chance = random.Random(seed)
    async with TelegramServer(speed=20_000) as server:
        bot = Bot(server, tmp_path, unused_tcp_port if brought else 0)
        await bot.start()
        crowd = [
            Eager(server.person(f"Learner {n}"), random.Random(seed * 100 + n))
            for n in range(LEARNERS)
        ]
        learning = asyncio.gather(*(one.learn(server) for one in crowd))
        try:
            await server.until(lambda: crowd[0].person.messages, seconds=60)
            for n in range(KILLS):
                if n % 3 == 2:
                    await kills.at_the_start(chance)
                else:
                    await kills.in_the_midst(server, chance, kills.SENDING)
                await bot.kill()
                await bot.start()
                seen = len(server.calls)
                await server.until(lambda seen=seen: len(server.calls) > seen, seconds=60)
            await learning
            async with asyncio.timeout(60):
                # The outbox is another process's: there is no event to wait for.
                while server.unconfirmed or left(tmp_path / "learners.db", "outbox"):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        finally:
            learning.cancel()
            code = await bot.kill(signal.SIGTERM)
        assert code == 0, (tmp_path / "bot.log").read_text()
        assert not [one for one in server.refusals if not any(fine in one for fine in HARMLESS)]
    for one in crowd:
        meant = [(option, CONFIDENCE[confidence]) for option, confidence in one.answers]
        assert recorded(tmp_path / "learners.db", one.person) == meant
        assert remarked(tmp_path / "learners.db", one.person) == one.remarks
        # Copies of one question have the same buttons; a press on either counts once for both.
        live = {frozenset(message.carried) for message in one.person.messages if message.rows}
        assert len(live) <= 2, "no more than the newest question, and a card beside it, is open"
    assert any(one.remarks for one in crowd), "this test has made no remark"
    assert left(tmp_path / "learners.db", "outbox") == 0, "what was said has been delivered"
    with closing(sqlite3.connect(tmp_path / "learners.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.fixture
def kitchen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fight in the kitchen, whose lessons are taken in sooner than those that are shipped."""
    monkeypatch.setattr(bench.kills, "CONTENT", KITCHEN)
    monkeypatch.setattr(bench.crash, "LESSONS", read_course(KITCHEN)[0].lessons)


@pytest.mark.usefixtures("kitchen")
async def test_processes_that_share_a_database_and_the_database_itself_are_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fight = Fight(tmp_path, learners=4, processes=2, seed=3)
    order = ("leader", "any", "postgres", "leader")
    broken = await fight.go(order)
    said = capsys.readouterr().out
    assert not broken, said
    assert fight.killed.total() == len(order)
    # A chat has one message more, at most, for each crash of the one that sends.
    assert fight.repeated <= 4 * len(order), said


@NEEDS_NGINX
@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize(
    ("order", "again"),
    [
        # Only who sends can have sent what it has not noted yet: a message a chat.
        (("other", "other", "other"), 0),
        (("leader", "other", "postgres"), 4 * 2),
    ],
    ids=["who stands by", "who leads"],
)
async def test_behind_nginx_one_of_two_is_killed_with_updates_in_hand(
    order: tuple[str, ...],
    again: int,
    tmp_path: Path,
    unused_tcp_port: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    front = partial(nginx, tmp_path, unused_tcp_port)
    fight = Fight(tmp_path, learners=4, processes=2, seed=5, proxy=front)
    broken = await fight.go(order)
    said = capsys.readouterr().out
    assert not broken, said
    assert fight.killed.total() == len(order)
    assert fight.repeated <= again, said
