"""What an admin's turn adds to the record, and changes.

What changes is a fact of its own kind; beside it stands an ``Act``, which says in words for people
what was done, and is never changed.
"""

from dataclasses import dataclass

from bot.conversation.admin.access import Role
from bot.conversation.inputs import LearnerId


@dataclass(frozen=True, slots=True)
class Act:
    """What an admin did, for the log: to what, and how it was before and is after.

    ``act`` is one of ``log.ACTS``. Who, when and from where are the turn's own.
    """

    act: str
    subject: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class RoleGranted:
    """A person holds a role from now on."""

    person: LearnerId
    role: Role


@dataclass(frozen=True, slots=True)
class RoleRevoked:
    """A person holds a role no longer."""

    person: LearnerId
    role: Role


AdminFact = Act | RoleGranted | RoleRevoked
