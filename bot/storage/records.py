"""What is handed to a store and back: turns, parcels and news of them, alarms; and its errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.conversation.facts.learner import Fact
from bot.conversation.inputs import Address, Alarm, LearnerId
from bot.conversation.outputs import Output
from bot.conversation.session import Session
from bot.learning.predictions import Confidence

ALARM = "alarm:"
"""How the ids of inputs begin that are alarms; the schema tells them by it, too."""

AGAIN = 24 * 3_600_000_000
"""Microseconds after which an alarm rings again whose turn failed: a day. A turn that goes well
sets the next one itself."""

FEW = 5
"""How many of the latest announcements an admin is shown."""


class StoreError(Exception):
    """A store that can't be used, with what, where and how to mend it."""


class RecordError(StoreError):
    """Turns that can't be written, such as text with half a surrogate pair in it.

    Nothing has been written when it is raised; ``faults`` says, by input, what is wrong with
    which turns, so that the others can be recorded without them. It quotes no learner.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        what = "; ".join(f"{id}: {fault}" for id, fault in faults.items())
        super().__init__(f"turns that can't be written: {what}")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Record:
    """What one turn leaves behind.

    ``session`` is ``None`` when it stays as it was, because the turn failed. ``rang`` is the alarm
    that the turn was about: it is spent with it, or rings again a day later if the turn failed.
    """

    input: str
    learner: LearnerId
    address: Address
    at: datetime
    session: Session | None
    facts: tuple[Fact, ...] = ()
    outputs: tuple[Output, ...] = ()
    rang: Alarm | None = None


class Due(NamedTuple):
    """An alarm that is due: whose, of which kind, set for when, and the chat where it is to ring.

    ``at`` is in microseconds UTC. It is a tuple because thousands of them are made at a time.
    """

    learner: LearnerId
    kind: str
    at: int
    platform: str
    chat: str


Places = Mapping[str, str | None]
"""Where alarms can ring: platforms, each with the only chat there, or ``None`` for all."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The outputs of one turn on their way: a row of the outbox.

    ``key`` is the input's id, the same on every attempt; ``sent`` counts the messages of it
    that have arrived, in the order in which the channel plans them.
    """

    id: int
    key: str
    learner: LearnerId
    address: Address
    outputs: tuple[Output, ...]
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """News of a parcel: how many messages of it have arrived, and whether it is done with.

    ``reference`` is the platform's name for the message that asked the parcel's question.
    ``gone`` says that the chat can't be reached any more; an input from there takes that back.
    """

    parcel: int
    at: datetime
    sent: int
    done: bool
    reference: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question was asked: the message that carries its buttons."""

    address: Address
    reference: str


Place = tuple[LearnerId, int, str, str, str]
"""Where an answer is among all: learner, time, input, question, phase."""

BEGINNING: Place = (LearnerId(""), 0, "", "", "")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it is on record; ``right`` is the learner's own verdict for an open question.

    One that is ``void`` was given under a key that was wrong, and counts nowhere.
    """

    place: Place
    lesson: str
    revision: str
    choice: int | None
    confidence: Confidence
    right: bool | None
    score: float | None
    took_ms: int
    void: bool = False
