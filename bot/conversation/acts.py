"""Acts: what a choice stands for, what must be loaded for it, and what it does.

A choice of a question holds a *call*: the words of a verb, and what it is about, such as
``("commit", "0", "sure")``. Each room contributes its acts, and ``Acts`` finds what a call means.
So a new act is an entry in its room, and nothing else has to know of it.

What follows the verb is read by the parameters of the function that carries it out: ``int``,
``str``, or a word of a ``Literal``; ``*words`` takes all that is left, each read like that. No verb
that takes anything is the beginning of another, so a learner's or an admin's id never stands where
a verb may.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, Literal, get_args, get_origin, get_type_hints

from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Call, call
from bot.conversation.session import Review, Run, Session
from bot.lessons.library import Library
from bot.values import value

About = Literal["lesson", "review", "elsewhere"]
"""What an act belongs to: the lesson under way, the review under way, or neither."""

UnderWay = Run | Review

_DIGITS = 12
"""Digits of the longest number that is read: more than any position or moment in a call has."""


def _nothing(library: Library, session: Session, *arguments: Any) -> Needs:
    return Needs()


def under_way(session: Session) -> UnderWay | None:
    """What a learner is in the midst of: a review, or else a lesson."""
    return session.review or session.run


@value
class Act:
    """Something that a choice can stand for.

    ``run(scene, *arguments)`` carries it out, and ``needs(library, session, *arguments)`` says what
    must be loaded for that. If it ``answers``, the open question is closed as answered first; else
    that is its own business. ``goes_on(session, *arguments)`` is the run or review that it goes on
    with; without it that is what it is ``about``. ``otherwise`` reads words below this verb that
    fit no act: what is typed has shorter forms than what a button holds, and a button of an earlier
    version may have others.
    """

    verb: str
    run: Callable[..., None]
    needs: Callable[..., Needs] = _nothing
    about: About = "elsewhere"
    answers: bool = False
    goes_on: Callable[..., UnderWay | None] | None = None
    otherwise: Callable[[Call], Call | None] | None = None
    _parameters: tuple["_Parameter", ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_parameters", tuple(_parameters(self.run)))

    @property
    def takes(self) -> bool:
        """Whether anything may follow its verb."""
        return bool(self._parameters)

    def read(self, words: Call) -> tuple[Any, ...] | None:
        """These words as what it is about, or ``None`` if they do not fit."""
        read: list[Any] = []
        left = list(words)
        for parameter in self._parameters:
            if parameter.required and not left:
                return None
            taken, left = (left, []) if parameter.many else (left[:1], left[1:])
            read += map(parameter.read, taken)
        return None if left or None in read else tuple(read)


@value
class Acting:
    """An act, and what it is about this time."""

    act: Act
    arguments: tuple[Any, ...]


def leads_to(verb: str) -> Callable[[Call], Call]:
    """Read all words as this act, which takes none: its card is shown anew."""
    return lambda words: call(verb)


class Acts:
    """All acts there are, found by what a call says.

    Where a lesson and a review have an act of the same verb, such as ``commit``, that of what is
    under way is meant.
    """

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts: dict[Call, list[Act]] = {}
        for act in acts:
            self._acts.setdefault(tuple(act.verb.split()), []).append(act)
        self._longest = max(map(len, self._acts), default=0)
        for verb in self._acts:
            for shorter in (verb[:length] for length in range(1, len(verb))):
                if any(act.takes for act in self._acts.get(shorter, ())):
                    short, long = " ".join(shorter), " ".join(verb)
                    raise ValueError(f"“{short}” takes words, so “{long}” can't be a verb")

    def __iter__(self) -> Iterator[Act]:
        return (act for named in self._acts.values() for act in named)

    def find(self, call: Call, session: Session | None) -> Acting:
        """What a call means; raises ``LookupError`` if that is nothing we know."""
        if acting := self._find(call, session):
            return acting
        for length in range(min(len(call), self._longest), 0, -1):
            for act in self._acts.get(call[:length], ()):
                meant = act.otherwise(call[length:]) if act.otherwise else None
                if meant and (acting := self._find(meant, session)):
                    return acting
        raise LookupError(f"no such act: {' '.join(call[:2])}")

    def about(self, call: Call, session: Session | None) -> About:
        """What a call belongs to; elsewhere, if it is nothing we know."""
        try:
            return self.find(call, session).act.about
        except LookupError:
            return "elsewhere"

    def _find(self, call: Call, session: Session | None) -> Acting | None:
        mine: About = "review" if session and session.review else "lesson"
        for length in range(min(len(call), self._longest), 0, -1):
            named = self._acts.get(call[:length], ())
            for act in sorted(named, key=lambda act: act.about != mine) if named[1:] else named:
                arguments = act.read(call[length:])
                if arguments is not None:
                    return Acting(act, arguments)
        return None


@value
class _Parameter:
    kind: Any
    required: bool
    many: bool

    def read(self, word: str) -> Any:
        if self.kind is int:
            sound = word.removeprefix("-").isdecimal() and word.isascii() and len(word) <= _DIGITS
            return int(word) if sound else None
        if get_origin(self.kind) is Literal:
            return word if word in get_args(self.kind) else None
        return word


def _parameters(run: Callable[..., None]) -> Iterator[_Parameter]:
    hints: Mapping[str, Any] = get_type_hints(run)
    for parameter in list(inspect.signature(run).parameters.values())[1:]:
        kind = hints.get(parameter.name, str)
        if kind not in (int, str) and get_origin(kind) is not Literal:
            raise TypeError(f"an act can't take {parameter.name}: {kind}")
        many = parameter.kind is parameter.VAR_POSITIONAL
        yield _Parameter(kind, parameter.default is parameter.empty and not many, many)
