"""A process that links two learners and undoes it, again and again, until it is killed."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from bot.conversation.facts.learner import Fact, Linked, Scheduled, Unlinked
from bot.conversation.inputs import Address, LearnerId
from bot.learning.items import Answer, Item
from bot.storage.sqlite import SqliteStore
from tests.rigs.makers import NOON, attempt, record, write

TEL, DIS = LearnerId("telegram:1"), LearnerId("discord:2")
HOMES = {TEL: Address("telegram", "1"), DIS: Address("discord", "20")}
ANSWERS = {TEL: 40, DIS: 30}


def answers(who: LearnerId) -> tuple[Fact, ...]:
    """Answers of one of them to questions of their own, and what is remembered of these."""
    names = [f"{who}-{number}" for number in range(ANSWERS[who])]
    said = Answer("A", "sure", right=True, at=7)
    return (
        *(attempt(one, run=str(who)) for one in names),
        *(Scheduled(Item("tea", one, 1, 1.0, 5.0, 9, said)) for one in names),
    )


async def main(path: Path) -> None:
    """Open the database, or make it; say ``ready``, and each time that one thing is done."""
    store, number = SqliteStore(path), 0
    await store.open()

    async def does(who: LearnerId, *facts: Fact) -> None:
        nonlocal number
        number += 1
        id = f"telegram:{path.stat().st_mtime_ns}-{number}"
        when = NOON + timedelta(seconds=number)
        await write(store, record(who, id=id, facts=facts, address=HOMES[who], when=when))

    if not await store.progress([TEL]) or not (await store.due({TEL: NOON}))[TEL]:
        for who in HOMES:
            await does(who, *answers(who))
    print("ready", flush=True)
    while True:
        if await store.learner_of(DIS) == DIS:
            await does(DIS, Linked(TEL, "discord", "20", ("telegram", "1")))
        else:
            await does(TEL, Unlinked(TEL, undone=True))
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
