"""What must be loaded of a class for a turn, and the answer to that."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import NamedTuple

from bot.conversation.facts.live_class import (
    UNLIMITED,
    ClassKind,
    ClassLimit,
    LiveClass,
    Round,
    Vote,
)
from bot.conversation.inputs import LearnerId
from bot.conversation.needs import Query
from bot.learning.predictions import Confidence
from bot.values import value


class ClassPlace(NamedTuple):
    """Where a class is held: a chat of a platform, and the thread in it."""

    platform: str
    chat: str
    thread: str = ""


class Cell(NamedTuple):
    """How many ``members`` answered a question alike, in both rounds.

    A choice that is ``None`` is "no idea", and with an empty confidence it is no answer.
    """

    number: int
    first: int | None
    before: Confidence | str
    second: int | None
    after: Confidence | str
    members: int

    @property
    def last(self) -> int | None:
        """What they ended with: who did not vote again stands by what they said."""
        return self.second if self.after else self.first


class SharedWords(NamedTuple):
    """Words that several ``members`` gave as their last answer, and how those were judged."""

    number: int
    choice: int | None
    words: str
    members: int


@value
class ClassTally:
    """What all members of a class answered, and how many they are.

    ``words`` are only those that enough of them gave alike for nobody's to be known by them.
    """

    members: int = 0
    cells: tuple[Cell, ...] = ()
    words: tuple[SharedWords, ...] = ()

    def of(self, number: int) -> Iterator[Cell]:
        """What was answered to a question, counted from 1."""
        return (cell for cell in self.cells if cell.number == number)

    def count_committed(self, number: int, at: Round) -> int:
        confidences = (
            (cell.before if at == 1 else cell.after, cell.members) for cell in self.of(number)
        )
        return sum(members for confidence, members in confidences if confidence)


class Ballot(NamedTuple):
    """A vote, whose it is, and the account that it was given from."""

    learner: LearnerId
    member: LearnerId
    vote: Vote


class Standing(NamedTuple):
    """What a member of a board has answered in its chat, in the time and by the order of its view.

    ``answers`` are those that count for that, ``value`` what they come to, see
    ``learning.ranking``.
    """

    name: str
    answers: int
    value: float


@value
class ClassKnown:
    """What was loaded of a class; ``live`` is ``None`` if there is none.

    ``limit`` is who may start a class in this chat, and when; ``names`` are those on a board, by
    the accounts of its members.
    """

    live: LiveClass | None = None
    votes: tuple[Vote, ...] = ()
    tally: ClassTally = ClassTally()
    limit: ClassLimit = UNLIMITED
    ballots: tuple[Ballot, ...] = ()
    standing: tuple[Standing, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def vote(self, number: int, at: Round) -> Vote:
        for vote in self.votes:
            if (vote.number, vote.round) == (number, at):
                return vote
        return Vote(number, at)


@value
class ClassNeeds(Query[ClassKnown]):
    """A class by its ``id``, or whatever is going on at a place, and of it what a turn needs.

    With both, ``at`` is the place whose ``limit`` is needed.
    ``votes`` are the learner's own, ``tally`` what all members answered. With ``lesson`` the lesson
    is needed.
    With a ``number`` it is about that question, see ``LiveClass.before``.
    Of another ``kind`` than a class it is the latest of a chat, over or not. ``ballots`` are the
    votes of all, by whose they are; ``standing`` is how the members of a board stand at that time,
    in microseconds UTC.
    """

    port = "classes"
    absent = ClassKnown()
    id: str = ""
    at: ClassPlace | None = None
    votes: bool = False
    tally: bool = False
    lesson: bool = True
    kind: ClassKind = "class"
    ballots: bool = False
    standing: int = 0
    number: int = 0

    def key(self, at: datetime) -> "ClassNeeds":
        """All of it."""
        return self

    @property
    def keys(self) -> tuple[str | ClassPlace, ...]:
        """What it is about; whatever changes any of these has to come before it."""
        return tuple(entry for entry in (self.id, self.at) if entry)
