"""All that the store in memory keeps, and what each part of it needs of that."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation.facts.learner import Attempt, Fact
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import Publication, Withdrawal
from bot.conversation.needs.learner import Earlier
from bot.learning.reviews import Item
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage.memory.acts import AdminState
from bot.storage.memory.alarms import AlarmBook
from bot.storage.memory.cohorts import CohortBook
from bot.storage.records import Asked, Parcel, StoreError


@dataclass(slots=True)
class Kept:
    """A parcel in the outbox."""

    parcel: Parcel
    outputs: str
    question: str | None
    courier: str | None

    @property
    def chat(self) -> tuple[str, str]:
        """The platform and the chat that it goes to."""
        return self.parcel.address.platform, self.parcel.address.chat


@dataclass(slots=True)
class State:
    """All that is kept."""

    inputs: dict[str, datetime] = field(default_factory=dict)
    sessions: dict[LearnerId, str] = field(default_factory=dict)
    facts: dict[LearnerId, list[tuple[int, str, Fact]]] = field(default_factory=dict)
    """Each with its time and its input."""
    items: dict[LearnerId, dict[tuple[str, str], Item]] = field(default_factory=dict)
    suspended: set[tuple[LearnerId, str, str]] = field(default_factory=set)
    texts: dict[tuple[LearnerId, str, str], Earlier] = field(default_factory=dict)
    alarms: AlarmBook = field(default_factory=AlarmBook)
    outbox: dict[int, Kept] = field(default_factory=dict)
    asked: dict[LearnerId, tuple[str, Asked]] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    last_parcel: int = 0
    revisions: dict[tuple[str, str], Lesson] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)
    lessons: dict[str, tuple[str, str]] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    shipped: dict[str, str] = field(default_factory=dict)
    publications: dict[str, list[Publication]] = field(default_factory=dict)
    cohorts: CohortBook = field(default_factory=CohortBook)
    withdrawn: dict[tuple[str, str], Withdrawal] = field(default_factory=dict)
    admin: AdminState = field(default_factory=AdminState)


class Base:
    """What every part of the store works on."""

    def __init__(self) -> None:
        self._state = State()
        self._writing = asyncio.Lock()
        self._open = False
        self.editions = 0

    def _counted(self, learner: LearnerId) -> Iterator[Fact]:
        """Their facts, without answers that are void."""
        for *_, fact in self._state.facts.get(learner, ()):
            if not (
                isinstance(fact, Attempt)
                and (fact.lesson, fact.question, fact.revision) in self._void
            ):
                yield fact

    @property
    def _void(self) -> set[tuple[str, str, str]]:
        return self._state.admin.corrections.void

    def _usable(self) -> None:
        if not self._open:
            raise StoreError("the store is not open: call open() first")
