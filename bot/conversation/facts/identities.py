"""What a turn puts on record of accounts: codes that link two of them, linking, and undoing it.

A code itself is on record nowhere: its hash is.
"""

from typing import Literal

from bot.values import value


@value
class CodeMade:
    """The learner may be linked by the code of this hash, until then (microseconds UTC).

    It takes the place of any other of theirs. ``platform`` and ``chat`` are where they are alone
    with the tutor.
    """

    hash: str
    until: int
    platform: str
    chat: str


@value
class CodeTaken:
    """The code of this hash was entered by the learner, and holds for nobody else."""

    hash: str


@value
class CodeSpent:
    """The code of this hash holds no more."""

    hash: str


@value
class CodeCounted:
    """The learner has made a code, or entered something that is none which holds."""

    what: Literal["made", "missed"]


@value
class Linked:
    """The learner and the ``primary``, who made the code, are one from now on.

    It is carried out after all else that the turn leaves behind: the primary goes on, with what
    both had, and the learner's account becomes another one of theirs. ``platform`` and ``chat`` are
    where the learner is alone with the tutor, ``home`` where the primary is.
    """

    primary: str
    platform: str
    chat: str
    home: tuple[str, str]


@value
class Unlinked:
    """The learner's two accounts are two learners again, and this is carried out last.

    The account ``keeper`` keeps what has come since. With ``undone`` the other gets back what it
    had before; else it begins anew, and the keeper has everything.
    """

    keeper: str
    undone: bool


IdentityFact = CodeMade | CodeTaken | CodeSpent | CodeCounted | Linked | Unlinked
"""What is on record of a learner's accounts."""
