"""What happened before a transcript begins, or out of its sight: put in the store by hand."""

import itertools
from datetime import datetime, timedelta

from bot.conversation.facts import Attempt, Enrolled, Fact
from bot.conversation.inputs import Address, LearnerId
from bot.learning.trials import Arm
from bot.storage.store import Record, Store

_numbers = itertools.count(1)


async def happened(store: Store, learner: LearnerId, at: datetime, facts: tuple[Fact, ...]) -> None:
    """Put facts on record, as of a time."""
    record = Record(f"past:{next(_numbers)}", learner, Address("past", learner), at, None, facts)
    async with store.transaction() as transaction:
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
    await happened(store, learner, at - timedelta(days=2), enrolled)
    await happened(store, learner, at - timedelta(days=1), reviewed)
