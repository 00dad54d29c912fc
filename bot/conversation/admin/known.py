"""What an admin's turn needs to know, and the answer to that."""

from dataclasses import dataclass

from bot.conversation.admin.access import Role
from bot.conversation.inputs import LearnerId

PAGE = 10
"""Entries of the log on one page: what a phone shows without scrolling for long."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person holds, who granted it, and when in microseconds UTC."""

    person: LearnerId
    role: Role
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log: who did what to what, when (microseconds UTC) and from where."""

    at: int
    by: LearnerId
    platform: str
    act: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A name came to point to another revision, or to none if that is empty.

    ``at`` is in microseconds UTC. ``how`` is ``files`` or the kind of the act that did it.
    """

    revision: str
    by: str
    at: int
    how: str


@dataclass(frozen=True, slots=True)
class AdminNeeds:
    """What must be loaded for an admin's turn, beside the roles that they hold.

    ``grants`` are all roles that people hold; ``log`` is the page of the log, counting from 0.
    """

    grants: bool = False
    log: int | None = None


@dataclass(frozen=True, slots=True)
class AdminKnown:
    """What was loaded: the roles of whoever asks, and what was needed besides.

    ``log`` holds the newest first, and one more than a page if there are older ones.
    """

    roles: frozenset[Role] = frozenset()
    grants: tuple[Grant, ...] = ()
    log: tuple[Entry, ...] = ()
