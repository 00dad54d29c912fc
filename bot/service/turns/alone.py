"""Which turns touch more than their own learner, and must be alone where processes share a store.

Elsewhere two batches about different learners may be decided at the same time, in two processes:
each reads and writes what is its learners', and only reads what is everybody's. A turn that changes
what others read waits until nobody else writes, and is decided then, anew: what it rests on may
have changed meanwhile. There are few of these, whatever is going on: an admin's, a class's own,
linking, leaving for good. That a member votes is none: a vote is theirs, and the class counts it.
"""

from collections.abc import Iterable

from bot.conversation.facts.admin import AdminFact
from bot.conversation.facts.identities import IdentityFact
from bot.conversation.facts.learner import Fact, Forgotten
from bot.conversation.facts.live_class import ClassFact, ClassStirred, Voted, is_owner
from bot.conversation.inputs import LearnerId
from bot.storage.records import Mark

_OWN = (Voted, ClassStirred)
"""Facts about a class that leave the class as it is."""


class AloneError(Exception):
    """A batch has to be decided again, in a transaction that is alone."""


def touches_others(learner: LearnerId, facts: Iterable[Fact]) -> bool:
    """Whether a turn changes what is not its learner's alone."""
    return is_owner(learner) or any(
        isinstance(fact, AdminFact | IdentityFact | ClassFact | Forgotten)
        and not isinstance(fact, _OWN)
        for fact in facts
    )


def ends_chats(marks: Iterable[Mark]) -> bool:
    """Whether some news ends what others have under way in a chat."""
    return any(mark.gone or mark.shut for mark in marks)
