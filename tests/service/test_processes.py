"""Several processes on one database: each input counts once, and one of them speaks."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.conversation.facts.admin import (
    AnnouncementSent,
    AnnouncementTurned,
    AnnouncementWritten,
    JobSet,
    RoleGranted,
)
from bot.conversation.facts.learner import AlarmSet, Fact, Forgotten
from bot.conversation.inputs import Envelope, LearnerId
from bot.service.leading import LeadLostError
from bot.storage.codec import micros, utc_now
from bot.storage.postgres import server
from bot.storage.postgres.store import WRITERS, PostgresStore
from bot.storage.records import StoreError
from bot.storage.sql.store import SqlTransaction
from tests.rigs.courses import read_release
from tests.rigs.cutting import line_to
from tests.rigs.makers import ANA, BEN, attempt, home
from tests.rigs.paths import KITCHEN, ROOT
from tests.rigs.pgbouncer import NEEDS_PGBOUNCER, pgbouncer
from tests.rigs.postgres import ask, fresh_database
from tests.rigs.processes import GROUP, Counting, Process, processes, until

SHORT = 0.8
"""Seconds in which something would have happened if it did."""


def alarm(envelope: Envelope) -> Sequence[Fact]:
    where = envelope.address
    return [AlarmSet("soon", micros(envelope.at), where.platform, where.chat)]


def job(envelope: Envelope) -> Sequence[Fact]:
    where = envelope.address
    return [JobSet("j1", "no such kind", "{}", where.platform, where.chat)]


def announcement(envelope: Envelope) -> Sequence[Fact]:
    where = envelope.address
    audience = f"chat:{GROUP.platform}:{GROUP.chat}"
    return [
        AnnouncementWritten("a1", "News for all of you."),
        AnnouncementSent("a1", audience, where.platform, where.chat),
    ]


def engine() -> Counting:
    return Counting(
        {
            "answer": lambda given: [attempt(given.id)],
            "alarm": alarm,
            "job": job,
            "announce": announcement,
            "pause": lambda given: [AnnouncementTurned("a1", "paused")],
            "go on": lambda given: [AnnouncementTurned("a1", "going")],
            "grant": lambda given: [RoleGranted(LearnerId(f"telegram:{given.id}"), "author")],
            "forget me": lambda given: [Forgotten()],
        },
        frozenset({"grant"}),
    )


@pytest.fixture
def straight() -> str:
    """The address of the server itself."""
    return fresh_database()


POOLED = pytest.mark.parametrize(
    "url",
    ["straight", pytest.param("pooled", marks=[NEEDS_PGBOUNCER, pytest.mark.slow])],
    indirect=True,
)
"""Over the server, and over a pooler that gives each transaction another connection."""


@pytest.fixture
def url(request: pytest.FixtureRequest, straight: str) -> Iterator[str]:
    """What the processes connect to."""
    if getattr(request, "param", "straight") == "straight":
        yield straight
    else:
        with pgbouncer(straight) as made:
            yield made


@pytest.fixture
async def two(url: str) -> AsyncIterator[list[Process]]:
    async with processes(url, engine=engine) as made:
        yield made


async def test_one_leads_and_the_other_stands_by(two: list[Process]) -> None:
    leader, other = two
    assert await other.hears(ANA, "hello", "i1") == "1 hello"
    await until(lambda: leader.told(ANA))
    await asyncio.sleep(SHORT)
    assert (leader.leads, other.leads) == (True, False)
    assert leader.told(ANA) == ["1 hello"]
    assert other.channel.arrived == []


@POOLED
async def test_inputs_of_the_same_learners_count_once_and_in_order(
    two: list[Process], url: str
) -> None:
    leader, other = two
    number = 12
    learners = [LearnerId(f"telegram:{n}") for n in range(10, 14)]

    async def learn(learner: LearnerId, turn: int) -> None:
        for n in range(number):
            given = (learner, "answer", f"{learner}:{n}")
            if n % 3 == 2:
                # Brought to both, as when a proxy gives up on the first too early.
                said = await asyncio.gather(leader.hears(*given), other.hears(*given))
                assert sorted(said) == ["", f"{n + 1} answer"]
            else:
                assert await two[(n + turn) % 2].hears(*given) == f"{n + 1} answer"

    await asyncio.gather(*(learn(one, turn) for turn, one in enumerate(learners)))
    wanted = [f"{n + 1} answer" for n in range(number)]
    await until(lambda: len(leader.channel.arrived) >= number * len(learners))
    assert [leader.told(one) for one in learners] == [wanted] * len(learners)
    assert other.channel.arrived == []
    sql = "SELECT count(*), count(DISTINCT input) FROM attempt"
    assert ask(url, [sql]) == [[(number * len(learners),) * 2]]


async def test_what_came_at_once_to_both_is_all_there(two: list[Process]) -> None:
    leader = two[0]
    await asyncio.gather(*(two[n % 2].hears(ANA, "hello", f"i{n}") for n in range(40)))
    await until(lambda: len(leader.told(ANA)) == 40)
    assert leader.told(ANA) == [f"{n + 1} hello" for n in range(40)]


async def test_what_another_process_said_before_goes_first(two: list[Process]) -> None:
    leader, other = two
    for n in range(10):
        await other.hears(ANA, "there", f"there{n}")
        await leader.hears(ANA, "here", f"here{n}")
    await until(lambda: len(leader.told(ANA)) == 20)
    said = [
        f"{2 * n + k + 1} {word}" for n in range(10) for k, word in enumerate(["there", "here"])
    ]
    assert leader.told(ANA) == said


@POOLED
async def test_what_is_published_in_one_is_taught_in_the_other(two: list[Process]) -> None:
    leader, other = two
    await other.store.publish(read_release(KITCHEN), utc_now())
    await until(lambda: "tea" in leader.tutor.catalogue.library.cards, 2.0)


async def test_admins_who_change_the_same_in_two_processes_see_each_other(
    two: list[Process],
) -> None:
    said = await asyncio.gather(
        *(two[n % 2].hears([ANA, BEN][n % 2], "grant", f"g{n}") for n in range(8))
    )
    # Both are owners, and none has what another is granted.
    assert sorted(int(one.rpartition(" of ")[2]) for one in said) == list(range(2, 10))


@POOLED
@pytest.mark.parametrize(
    ("words", "rings"),
    [("alarm", "soon"), ("job", "j1"), ("announce", "a1")],
)
async def test_what_the_one_that_stands_by_sets_is_done_once_by_the_leader(
    words: str, rings: str, two: list[Process]
) -> None:
    leader, other = two
    await other.hears(ANA, words, "i1")
    await until(lambda: leader.told(ANA)[1:], 2.0)
    await asyncio.sleep(SHORT)
    assert [one.endswith(rings) for one in leader.told(ANA)[1:]] == [True]
    assert other.channel.arrived == []
    posts = [text for where, text in leader.channel.arrived if where.chat == GROUP.chat]
    assert len(posts) == (words == "announce")


async def test_what_is_paused_in_one_and_goes_on_in_the_other(two: list[Process]) -> None:
    leader, other = two
    gate = asyncio.Event()
    leader.channel.before = lambda where: gate.wait() if where.chat == GROUP.chat else None
    await leader.hears(ANA, "announce", "i1")
    await until(lambda: leader.tutor.broadcaster._rounds)
    await other.hears(ANA, "pause", "i2")
    await until(lambda: leader.tutor.broadcaster._stopped, 2.0)
    await other.hears(ANA, "go on", "i3")
    await until(lambda: not leader.tutor.broadcaster._stopped, 2.0)
    gate.set()


async def test_who_is_forgotten_in_one_is_sent_nothing_by_the_other(two: list[Process]) -> None:
    leader, other = two
    gate = asyncio.Event()
    leader.channel.before = lambda where: gate.wait()
    for n in range(3):
        await leader.hears(ANA, "hello", f"i{n}")
    await asyncio.sleep(1.1)
    await other.hears(ANA, "forget me", "i9")
    gate.set()
    await until(lambda: "4 forget me" in leader.told(ANA))
    # What the platform was being given just then may arrive.
    assert leader.told(ANA) == ["1 hello", "4 forget me"]


@pytest.mark.slow
@pytest.mark.parametrize("second", ["who notes it", "who writes"])
async def test_who_was_forgotten_and_writes_as_the_last_word_arrives_is_answered(
    second: str, two: list[Process], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, other = two
    gate, begun = asyncio.Event(), asyncio.Event()
    await leader.hears(ANA, "hello", "i1")
    await until(lambda: leader.told(ANA) == ["1 hello"])
    await asyncio.sleep(SHORT)
    arrives = asyncio.Event()
    leader.channel.before = lambda where: arrives.wait()
    await leader.hears(ANA, "forget me", "i2")

    async def noted() -> None:
        arrives.set()
        await until(lambda: leader.told(ANA) == ["1 hello", "2 forget me"])

    async def written() -> None:
        await other.hears(ANA, "me again", "i3")

    late, late_one, soon = (
        (leader, noted, written) if second == "who writes" else (other, written, noted)
    )
    transaction = late.store.transaction

    @asynccontextmanager
    async def held(**how: bool) -> AsyncIterator[SqlTransaction]:
        async with transaction(**how) as opened:
            yield opened
            begun.set()
            await gate.wait()

    monkeypatch.setattr(late.store, "transaction", held)
    work = asyncio.create_task(late_one())
    await begun.wait()
    soon_one = asyncio.create_task(soon())
    await asyncio.sleep(SHORT)
    gate.set()
    await asyncio.gather(work, soon_one)
    await until(lambda: leader.told(ANA) == ["1 hello", "2 forget me", "1 me again"])
    await asyncio.sleep(SHORT)
    sql = "SELECT count(*) FROM chat WHERE chat = ?"
    assert ask(url, [sql], (home(ANA).chat,)) == [[(1,)]]


async def test_when_the_leader_ends_another_leads_at_once(two: list[Process]) -> None:
    leader, other = two
    await leader.end()
    assert await until(lambda: other.leads) < 1.5
    assert await other.hears(ANA, "hello", "i1") == "1 hello"
    await until(lambda: other.told(ANA))


@pytest.mark.slow
@POOLED
async def test_when_the_leader_dies_another_leads_and_sends_what_was_unsent(
    two: list[Process],
) -> None:
    leader, other = two
    leader.channel.before = lambda where: asyncio.Event().wait()
    await leader.hears(ANA, "hello", "i1")
    await other.hears(BEN, "hello", "i2")
    await leader.die()
    assert await until(lambda: other.leads, 6.0) < 5.0
    await until(lambda: other.told(ANA) and other.told(BEN), 2.0)
    assert leader.channel.arrived == []


@pytest.mark.slow
async def test_a_leader_that_was_frozen_ends_and_sends_nothing(
    two: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, other = two
    thawed, renew = asyncio.Event(), leader.store.go_on_leading

    async def frozen(seconds: float) -> bool:
        await thawed.wait()
        return await renew(seconds)

    monkeypatch.setattr(leader.store, "go_on_leading", frozen)
    await until(lambda: other.leads, 7.0)
    await asyncio.sleep(SHORT)
    # It decides a turn still, and believes that it is to send what was said.
    await leader.hears(ANA, "hello", "i1")
    await other.hears(BEN, "hello", "i2")
    await until(lambda: other.told(ANA) and other.told(BEN), 2.0)
    ending = asyncio.create_task(leader.tutor.keep_up(asyncio.Event().wait()))  # type: ignore[arg-type]
    thawed.set()
    with pytest.raises(LeadLostError, match="another process leads now"):
        await asyncio.wait_for(ending, 5.0)
    assert leader.channel.arrived == []
    assert (other.told(ANA), other.told(BEN)) == (["1 hello"], ["1 hello"])


@pytest.mark.slow
@pytest.mark.parametrize("late", [0.0, 0.5], ids=["in time", "late"])
async def test_a_commit_that_nobody_heard_of_counts_once_and_is_answered(
    late: float, straight: str
) -> None:
    async with line_to(straight) as line, processes(line.url, 1, engine) as [one]:
        assert await one.hears(ANA, "hello", "i1") == "1 hello"
        await until(lambda: one.told(ANA))
        await asyncio.sleep(0.2)
        line.lose(late)
        # Its caller is told that it has counted before, as of one that comes again.
        assert await one.hears(ANA, "answer", "i2") in ("", "2 answer")
        await until(lambda: len(one.told(ANA)) == 2, 5.0)
        assert await one.hears(ANA, "hello", "i3") == "3 hello"
        await until(lambda: len(one.told(ANA)) == 3)
        await asyncio.sleep(SHORT)
        assert one.told(ANA) == ["1 hello", "2 answer", "3 hello"]
        assert ask(straight, ["SELECT count(*) FROM attempt"]) == [[(1,)]]


async def test_who_waits_to_write_leaves_room_for_whoever_reads(url: str) -> None:
    store = PostgresStore(url)
    await store.open()

    async def waits() -> None:
        async with store._write():
            pass

    async with store.transaction():
        work = [asyncio.create_task(waits()) for _ in range(2 * WRITERS)]
        await asyncio.sleep(0.1)
        async with asyncio.timeout(2.0):
            await store.catalogue_version()
    await asyncio.gather(*work)
    await store.close()


ROLLING = 15
"""The first schema of a version that may be upgraded to while others run."""

TAKES_AWAY = re.compile(r"^(?!\s*--).*\b(DROP(?! INDEX)|RENAME|SET NOT NULL)\b", re.MULTILINE)
"""No statement needs an index, it only takes longer without."""


def test_whatever_takes_something_from_a_schema_is_named_where_upgrades_are_told() -> None:
    page = (ROOT / "docs" / "postgresql.md").read_text()
    _, _, rest = page.partition("### A rolling upgrade")
    chapter, _, _ = rest.partition("\n## ")
    takes = {n for n, sql in server.migrations() if n >= ROLLING and TAKES_AWAY.search(sql)}
    assert takes == {int(n) for n in re.findall(r"schema (\d+)", chapter)}


@POOLED
async def test_a_process_of_the_version_before_goes_on_and_is_not_started_anew(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Beside a schema that adds only. One that takes something away must not be run beside the
    # version before, and is named where upgrades are told: see the test above.
    before = server.migrations()
    more = """
    ALTER TABLE attempt ADD COLUMN note TEXT COLLATE "C" NOT NULL DEFAULT '';
    ALTER TABLE learner ADD COLUMN colour TEXT COLLATE "C";
    CREATE TABLE colour (name TEXT COLLATE "C" PRIMARY KEY);
    """
    addition = (before[-1][0] + 1, more)
    async with processes(url, 1, engine) as [old]:
        for n, words in enumerate(["answer", "alarm", "forget me"]):
            await old.hears(ANA, words, f"before{n}")
        monkeypatch.setattr(server, "migrations", lambda: [*before, addition])
        new = Process(url, engine())
        await new.start()
        for n in range(3):
            assert await old.hears(BEN, "answer", f"old{n}") == f"{2 * n + 1} answer"
            assert await new.hears(BEN, "answer", f"new{n}") == f"{2 * n + 2} answer"
        await until(lambda: len(old.told(BEN)) == 6)
        # Whatever an old one knew of a table by heart is looked up anew.
        for words in ("forget me", "answer"):
            assert (await old.hears(BEN, words, f"old {words}")).endswith(words)
        await until(lambda: len(old.told(BEN)) == 8)
        assert (old.leads, new.leads) == (True, False)
        monkeypatch.setattr(server, "migrations", lambda: before)
        again = PostgresStore(url)
        numbers = rf"has schema {addition[0]}, .* knows only up to\s+{before[-1][0]}"
        with pytest.raises(StoreError, match=numbers):
            await again.open()
        await new.end()
