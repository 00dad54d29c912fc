"""What a learner is offered: the open question, its choices, and the call of each.

It is a part of the session and kept with it, so what version 0.1.0 kept is read still.
"""

from typing import Annotated

from pydantic import BeforeValidator

from bot.values import value

BESIDE = frozenset(("remark",))
"""Verbs of choices that stand beside the ways on, and are none."""

UNFOLD, FOLD = ("unfold",), ("fold",)
"""Calls that show what is behind a question's last choice, and its choices again."""

Call = tuple[str, ...]
"""What a choice stands for: the words of a verb, and what it is about; see ``acts``."""


def call(verb: str, *about: str | int) -> Call:
    """The call of an act by its verb, whose words have spaces between them."""
    return (*verb.split(), *map(str, about))


def _read_call(call: object) -> object:
    """A call as version 0.1.0 kept it: a text, or a yes where words are an answer."""
    if isinstance(call, str):
        return tuple(call.split())
    return ("write",) if call is True else call or ()


KeptCall = Annotated[Call, BeforeValidator(_read_call)]


@value
class Offer:
    """A choice of the open question: its label, and the call that it stands for."""

    label: str
    act: KeptCall


def offer(label: str, verb: str, *about: str | int) -> Offer:
    """A choice of this label that stands for an act, by its verb and what it is about."""
    return Offer(label, call(verb, *about))


@value
class Live:
    """How an open question is kept up to date: by an alarm of this ``kind``.

    It rings every so many microseconds, and more seldom the longer nothing has changed; ``since``
    is when something last did, in microseconds UTC.
    """

    kind: str
    every: int
    since: int


@value
class Open:
    """The open question: its number, what it said, its choices in rows, when it was asked.

    ``asked_at`` is in microseconds UTC. ``words`` is the call that free text stands for, if that is
    an answer to it; with ``files``, a file stands for it too, or without words for more of what was
    handed in. With ``digits`` a number that is typed is an answer too, and names no choice. A
    ``live`` question is revised while it is open; ``first`` is the number of its first choice then:
    choices that were replaced keep theirs, so that a press on them is never taken for another. A
    ``card`` gives its message to the card that comes of a press on it. ``under`` is the question
    below which this is asked: it can be gone back to, and stays in the chat if this has taken over
    its message. What is ``behind`` its last choice is shown in the place of its choices by a press
    on that, and may be typed meanwhile. ``typed`` is what may be the answer to it: a choice that
    stands for ``words`` says that it is.
    """

    number: int
    text: str
    rows: tuple[tuple[Offer, ...], ...]
    asked_at: int
    words: KeptCall = ()
    files: bool = False
    live: Live | None = None
    first: int = 0
    card: bool = False
    digits: bool = False
    under: "Open | None" = None
    behind: tuple[tuple[Offer, ...], ...] = ()
    typed: str = ""

    @property
    def offers(self) -> tuple[Offer, ...]:
        """All choices in reading order."""
        return tuple(offer for row in self.rows for offer in row)

    @property
    def is_unfolded(self) -> bool:
        """Whether what stood behind the last choice of a question is shown."""
        under = self.under
        return under is not None and bool(under.behind) and self.rows[:-1] == under.behind

    @property
    def folded(self) -> "Open":
        """The question itself, where what stands behind its last choice is shown."""
        return self.under if self.under and self.is_unfolded else self

    @property
    def unseen(self) -> tuple[Offer, ...]:
        """Choices that may be typed though others are shown."""
        rows = self.folded.rows if self.is_unfolded else self.behind
        return tuple(offer for row in rows for offer in row)

    @property
    def ways(self) -> tuple[Offer, ...]:
        """All but what may be said beside it, which is no way on."""
        return tuple(offer for offer in self.offers if offer.act[0] not in BESIDE)
