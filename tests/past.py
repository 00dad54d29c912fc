"""What happened before a transcript begins, or out of its sight: put in the store by hand."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.conversation.facts import Fact
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.session import Session
from bot.storage.store import Record, Store

_numbers = itertools.count(1)


async def happened(
    store: Store,
    learner: LearnerId,
    at: datetime,
    change: Callable[[Session], Session] = lambda session: session,
    facts: tuple[Fact, ...] = (),
) -> None:
    """Change the session of a learner who has one, and put facts on record."""
    async with store.transaction() as transaction:
        session = (await transaction.sessions([learner]))[learner]
        id = f"past:{next(_numbers)}"
        address = Address("past", learner)
        record = Record(id, learner, address, at, change(session), facts)
        await transaction.record([record], [], "past")


def preferring(**wanted: object) -> Callable[[Session], Session]:
    """A session with these preferences."""
    return lambda session: replace(
        session,
        preferences=replace(session.preferences, **wanted),  # type: ignore[arg-type]  # names from a test
    )
