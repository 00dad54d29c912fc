"""Who may do what: roles, what each is held for, and the rights that they bring.

Owners are named in the program's settings and by nobody else. They grant the other roles, each for
everything or for a *scope*: a course, or a cohort.

==========  ==========================================================================
role        what it is for
==========  ==========================================================================
owner       everything, and to say who holds which role
publisher   what learners meet: publish, take back, correct, announce; cohorts; the log
author      to write: draft and preview lessons, not publish them; answer learners
analyst     to read statistics, and to take answers along as a file
host        to start classes where the chat lets its own admins alone do that
teacher     a cohort's: its figures, writing to it, answering its questions
==========  ==========================================================================

A single function decides, ``may``: every act asks it for a right, for the scopes of what it is
about. Of a course a right reaches its lessons and its cohorts; of a cohort, that cohort alone. What
changes a lesson changes it in every course that has it, so it takes the right for each of them
(``CHANGING``); to look at it, the right for any is enough.

Owners are written into the store at each start, so that the engine learns of them as of every other
role. A role is looked up at every input.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["owner", "publisher", "author", "analyst", "host", "teacher"]

Right = Literal[
    "draft",
    "answer",
    "publish",
    "announce",
    "statistics",
    "export",
    "cohort",
    "host",
    "log",
    "roles",
]

GRANTABLE: tuple[Role, ...] = ("publisher", "author", "analyst", "host", "teacher")
"""The roles that an owner can grant."""

OF_COHORTS: frozenset[Role] = frozenset({"teacher"})
"""The roles that are a cohort's and nothing else's."""

RIGHTS: dict[Role, frozenset[Right]] = {
    "owner": frozenset(get_args(Right)),
    "publisher": frozenset(get_args(Right)) - {"roles"},
    "author": frozenset({"draft", "answer"}),
    "analyst": frozenset({"statistics", "export"}),
    "host": frozenset({"host"}),
    "teacher": frozenset({"answer", "announce", "statistics", "cohort", "host"}),
}

CHANGING: frozenset[Right] = frozenset({"draft", "publish"})
"""The rights that are needed for each of several scopes."""

_COURSE, _COHORT = "course:", "cohort:"


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """What a role is held for, and what a right is asked for: everything, a course, or a cohort.

    A cohort that a right is asked for names its course as well, whose roles reach it.
    """

    course: str = ""
    cohort: str = ""

    def __str__(self) -> str:
        if self.cohort:
            return f"{_COHORT}{self.cohort}"
        return f"{_COURSE}{self.course}" if self.course else ""

    def covers(self, asked: "Scope") -> bool:
        """Whether what is held for this is held for what is asked."""
        if self.cohort:
            return self.cohort == asked.cohort
        return self.course in ("", asked.course)


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A role that somebody holds, and for what. As a text it is ``author:course:kitchen``."""

    role: Role
    scope: Scope = EVERYTHING

    def __str__(self) -> str:
        return f"{self.role}:{self.scope}".removesuffix(":")


def may(held: Iterable[Held], right: Right, asked: Iterable[Scope]) -> bool:
    """Whether these roles bring a right for what is asked: any scope of it, or each to change it.

    To be asked for nothing is never granted.
    """
    reached, wanted = reach(held, right), tuple(asked)
    entries = [any(scope.covers(each) for scope in reached) for each in wanted]
    return bool(entries) and (all(entries) if right in CHANGING else any(entries))


def reach(held: Iterable[Held], right: Right) -> tuple[Scope, ...]:
    """All for which these roles bring a right: everything alone, if that is among it."""
    scopes = {grant.scope for grant in held if right in RIGHTS[grant.role]}
    return (EVERYTHING,) if EVERYTHING in scopes else tuple(sorted(scopes))


def bringing(right: Right, asked: Iterable[Scope]) -> tuple[Held, ...]:
    wide = {EVERYTHING}
    for scope in asked:
        wide |= {Scope(scope.course), Scope(cohort=scope.cohort)}
    return tuple(Held(role, each) for role in holding(right) for each in sorted(wide))


def holding(right: Right) -> tuple[Role, ...]:
    return tuple(role for role, rights in RIGHTS.items() if right in rights)


def role(word: str) -> Role | None:
    """The role of this name that can be granted, or ``None`` if there is none."""
    return next((role for role in GRANTABLE if role == word.strip().casefold()), None)


def scope(text: str) -> Scope | None:
    """The scope that is written as this text; empty, as before there were any, is everything."""
    if text.startswith(_COURSE) and len(text) > len(_COURSE):
        return Scope(text.removeprefix(_COURSE))
    if text.startswith(_COHORT) and len(text) > len(_COHORT):
        return Scope(cohort=text.removeprefix(_COHORT))
    return None if text else EVERYTHING


def parse_role(text: str) -> Held | None:
    """The role that is written as this text: ``author``, or ``author:course:kitchen``."""
    name, _, for_what = text.partition(":")
    result, what = next((role for role in RIGHTS if role == name), None), scope(for_what)
    return Held(result, what) if result and what is not None else None
