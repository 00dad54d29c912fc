"""Thousands of messages that wait, and several processes of which the one that leads is frozen.

The database takes a while for each claim: for all that waits, several terms of the lease together.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import asyncpg

from bot.conversation.outputs import Say
from bot.service.leading import TERM
from bot.storage.codec import dump_outputs, micros, utc_now
from bot.storage.postgres import PostgresStore
from tests.rigs.fleet import Fleet
from tests.rigs.telegram_server import TelegramServer

HINDERED = 0.2
"""Seconds that the database takes for each claim: see above."""

START = 120.0
"""Seconds until one leads at first, on a machine that is busy."""

PATIENCE = 1_200.0
"""Seconds for all of it to arrive, at some thirty a second on a machine that is busy."""

SLOWLY = f"""
CREATE FUNCTION foretell.slowly() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep({HINDERED}); RETURN NULL; END $$
"""
SLOWED = """
CREATE TRIGGER slowly AFTER UPDATE OF claimed_by ON foretell.outbox
FOR EACH STATEMENT EXECUTE FUNCTION foretell.slowly()
"""
CHATS = """
INSERT INTO foretell.chat (platform, chat)
SELECT 'telegram', n::text FROM generate_series($1::bigint, $2) AS n
"""
PARCELS = """
INSERT INTO foretell.outbox (input, learner, platform, chat, audience, handle, outputs, at)
SELECT 'telegram:in:' || n, 'telegram:' || n, 'telegram', n::text, 'private', '', $3, $4
FROM generate_series($1::bigint, $2) AS n
"""
UNDER_WAY = "SELECT chat FROM foretell.outbox"


async def fill(fleet: Fleet, telegram: TelegramServer, waiting: int) -> None:
    """Let so many messages wait, each for somebody else, and each claim take a while."""
    people = [telegram.person(str(n)) for n in range(waiting)]
    for person in people:
        person.chat.closed = ""
    store = PostgresStore(fleet.url)
    await store.open()
    await store.close()
    ids = people[0].id, people[-1].id
    connection = await asyncpg.connect(fleet.url)
    try:
        await connection.execute(CHATS, *ids)
        await connection.execute(
            PARCELS, *ids, dump_outputs((Say("It waited."),)), micros(utc_now())
        )
        await connection.execute(SLOWLY)
        await connection.execute(SLOWED)
    finally:
        await connection.close()


def sent(telegram: TelegramServer) -> Counter[str]:
    """How often something was sent to each chat."""
    return Counter(
        str(call.parameters["chat_id"]) for call in telegram.calls if call.method == "sendMessage"
    )


async def reached(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until this is so; to count thousands takes long itself."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - it is looked at now and then only
            await asyncio.sleep(1.0)


@dataclass
class Outcome:
    """What came of freezing the one that led: seconds until another did, and chats."""

    took_over: float
    under_way: set[str]
    """Who had been sent something by then of which that was not written."""
    late: set[str]
    """Whom it sent something when it woke."""
    sent: Counter[str]
    """How often each was sent it."""

    @property
    def twice(self) -> set[str]:
        """Who was sent it more than once."""
        return {chat for chat, times in self.sent.items() if times > 1}


async def freeze_leader(fleet: Fleet, telegram: TelegramServer, waiting: int) -> Outcome:
    """Let so many messages wait, and freeze who leads for twice its term while they go out."""
    await fill(fleet, telegram, waiting)
    for member in fleet.members:
        member.begin()
    await fleet.take_over(time.monotonic(), START)
    old = fleet.leader
    assert old is not None
    await reached(lambda: sent(telegram).total() >= 500, 120.0)
    others = [member for member in fleet.members if member is not old]
    assert not any(member.leads for member in others)
    began = time.monotonic()
    await old.freeze(1.0)
    # What the kernel had of its requests has arrived by now, and what it had asked of the
    # database has been done.
    under_way = {chat for (chat,) in fleet.ask(UNDER_WAY)} & sent(telegram).keys()
    while not any(member.leads for member in others):
        assert time.monotonic() - began < 30.0
        await asyncio.sleep(0.05)
    took_over = time.monotonic() - began
    await asyncio.sleep(max(0.0, began + 2 * TERM - time.monotonic()))
    before = len(telegram.calls)
    old.thaw()
    await reached(lambda: len(sent(telegram)) == waiting, PATIENCE)
    assert await fleet.empty(telegram)
    late = {
        str(call.parameters["chat_id"])
        for call in telegram.calls[before:]
        if call.by == str(old.number) and call.method == "sendMessage"
    }
    assert old.ends == [1]
    assert "another process leads now" in old.last_words[0]
    return Outcome(took_over, under_way, late, sent(telegram))
