"""Who may do what: roles, and the rights that they bring.

Owners are named in the program's settings and by nobody else. They grant the other roles.

==========  ==========================================================================
role        what it is for
==========  ==========================================================================
owner       everything, and to say who holds which role
publisher   what learners meet: publish, take back, correct, announce; reads the log
author      to write: draft and preview lessons, not publish them
analyst     to read statistics
==========  ==========================================================================

Owners are written into the store at each start, so that the engine learns of them as of every other
role. A role is looked up at every input.
"""

from collections.abc import Iterable
from typing import Literal, get_args

Role = Literal["owner", "publisher", "author", "analyst"]

Right = Literal["draft", "publish", "announce", "statistics", "log", "roles"]

GRANTABLE: tuple[Role, ...] = ("publisher", "author", "analyst")
"""The roles that an owner can grant."""

RIGHTS: dict[Role, frozenset[Right]] = {
    "owner": frozenset(get_args(Right)),
    "publisher": frozenset({"draft", "publish", "announce", "statistics", "log"}),
    "author": frozenset({"draft"}),
    "analyst": frozenset({"statistics"}),
}


def may(roles: Iterable[Role], right: Right) -> bool:
    """Whether one of these roles brings this right."""
    return any(right in RIGHTS[role] for role in roles)


def holding(right: Right) -> tuple[Role, ...]:
    """The roles that bring this right."""
    return tuple(role for role, rights in RIGHTS.items() if right in rights)


def role(word: str) -> Role | None:
    """The role of this name that can be granted, or ``None`` if there is none."""
    return next((one for one in GRANTABLE if one == word.strip().casefold()), None)
