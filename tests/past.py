"""What happened before a transcript begins, or out of its sight: put in the store by hand."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversation.facts import Attempt, Enrolled, Fact
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.session import Session
from bot.learning.trials import Arm
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


async def experimented(
    store: Store, learner: LearnerId, at: datetime, arm: Arm, right: int, total: int
) -> None:
    """So many questions of an arm came back a day after they were enrolled, some of them right."""
    names = [f"{arm}-{number}" for number in range(total)]
    enrolled = tuple(Enrolled("past", name, arm) for name in names)
    reviewed = tuple(
        Attempt("past", "past", "r", name, "review", 0, "sure", number < right, 0.0, 0)
        for number, name in enumerate(names)
    )
    await happened(store, learner, at - timedelta(days=2), facts=enrolled)
    await happened(store, learner, at - timedelta(days=1), facts=reviewed)


def preferring(**wanted: object) -> Callable[[Session], Session]:
    """A session with these preferences."""
    return lambda session: replace(
        session,
        preferences=replace(session.preferences, **wanted),  # type: ignore[arg-type]  # names from a test
    )
