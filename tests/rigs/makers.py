"""Makes what the service's tests are about: envelopes, records, an engine, a platform."""

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.conversation.charts import Calendar, Day, ProgressChart
from bot.conversation.facts.learner import AlarmSet, Attempt, Fact, Scheduled
from bot.conversation.inputs import Address, Envelope, LearnerId, Text
from bot.conversation.interpretation import Meant
from bot.conversation.learner import Learner
from bot.conversation.lesson.modes import offered_modes
from bot.conversation.needs.learner import DueItems, Known, LessonItems, Needs, OwnProgress
from bot.conversation.outputs import Ask, Chart, Choice, Output, Retire, Revise, Say
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.learning.items import Answer, Item
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Course, Lesson
from bot.service.delivery.channel import Message, Unwanted
from bot.service.turns.queue import Door, Submit
from bot.storage.codec import micros
from bot.storage.records import DueAlarm, Mark, Parcel, Record
from bot.storage.store import Store
from tests.rigs.engines import BareEngine

NOON = datetime(2026, 11, 24, 12, 0, 0, 123456, UTC)
ANA = LearnerId("telegram:1")
BEN = LearnerId("telegram:2")

EVERYWHERE = {"telegram": None, "discord": None}
"""All places where an alarm may ring."""

_numbers = itertools.count(1)


def open_door(submit: Submit) -> Door:
    """A door that drops nothing."""
    return Door(submit, burst=math.inf)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


_cards: dict[tuple[str, str], Card] = {}


def card_of(lesson: Lesson) -> Card:
    """The card of a lesson that has just been published; made once for a revision."""
    found = _cards.get((lesson.id, lesson.revision))
    return found or _cards.setdefault(
        (lesson.id, lesson.revision), Card.of(lesson, offered_modes(lesson))
    )


def library_of(courses: Iterable[Course], lessons: Iterable[Lesson]) -> Library:
    """A library of these courses, lessons and translations of lessons."""
    return Library.holding(courses, map(card_of, lessons))


def home(learner: LearnerId, handle: str = "") -> Address:
    """The learner's own chat."""
    platform, _, chat = learner.partition(":")
    return Address(platform, chat, handle=handle)


def envelope(
    learner: LearnerId = ANA, text: str = "hi", *, id: str = "", address: Address | None = None
) -> Envelope:
    id = id or f"telegram:{next(_numbers)}"
    return Envelope(id, learner, address or home(learner), NOON, Text(text))


def record(
    learner: LearnerId = ANA,
    *outputs: Output,
    id: str = "",
    session: Session | None = None,
    facts: tuple[Fact, ...] = (),
    address: Address | None = None,
    when: datetime = NOON,
    changed: Learner | None = None,
) -> Record:
    id = id or f"telegram:{next(_numbers)}"
    where = address or home(learner)
    return Record(id, learner, where, when, session, facts, outputs, changed=changed)


def ask(question: str) -> Ask:
    return Ask(question, f"{question}?", ((Choice("Yes", "1a.1.0"), Choice("No", "1a.1.1")),))


def attempt(question: str = "q", **changes: object) -> Attempt:
    values: dict[str, object] = {
        "run": "run",
        "lesson": "tea",
        "revision": "r1",
        "question": question,
        "phase": "first",
        "choice": 1,
        "confidence": "sure",
        "right": True,
        "score": 0.5,
        "took_ms": 900,
    }
    return Attempt(**(values | changes))  # type: ignore[arg-type]  # a test's shorthand


def chart(text: str, alternative: str = "A week with a day of learning.") -> Chart:
    """A small chart with these words beside it."""
    week = (Day("learned", today=True), *(Day() for _ in range(6)))
    days = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    calendar = Calendar("Streak: 1 day", days, (week,), ("learned", "off", "due"))
    return Chart(ProgressChart("Your progress", calendar), text, alternative)


async def write(store: Store, *records: Record, marks: Sequence[Mark] = ()) -> list[Parcel]:
    async with store.transaction() as transaction:
        return await transaction.record(records, marks)


async def reopened(store: Store) -> Store:
    """The store of the next process, once the one that has it is over."""
    await store.close()
    await store.open()
    return store


async def left(store: Store) -> list[Parcel]:
    """What the next process finds undone."""
    return await (await reopened(store)).claim(99)


async def seen(store: Store, *ids: str) -> set[str]:
    async with store.transaction() as transaction:
        return set((await transaction.snapshot(ids, [])).seen)


async def session_of(store: Store, learner: LearnerId) -> Session | None:
    async with store.transaction() as transaction:
        return (await transaction.snapshot([], [learner])).sessions.get(learner)


async def learner_of(store: Store, learner: LearnerId) -> Learner | None:
    async with store.transaction() as transaction:
        return (await transaction.snapshot([], [learner])).learners.get(learner)


def alarm(learner: LearnerId, seconds: float, kind: str = "review") -> AlarmSet:
    platform, _, chat = learner.partition(":")
    return AlarmSet(kind, micros(at(seconds)), platform, chat)


def due(learner: LearnerId, seconds: float, kind: str = "review") -> DueAlarm:
    platform, _, chat = learner.partition(":")
    return DueAlarm(learner, kind, micros(at(seconds)), platform, chat)


@dataclass
class CountingEngine(BareEngine):
    """Counts a learner's inputs in their session, and says the count; some words do more.

    ``boom`` raises, ``sorry`` raises too and finds no apology, ``needs`` raises before that,
    ``half`` says half a surrogate pair, ``silence`` says nothing, ``progress`` says how many
    predictions are on record, ``lesson`` names the lesson that was loaded, ``remember`` schedules
    an item, ``items`` and ``due`` say which items were loaded.
    """

    wants: Callable[[str], Needs] = lambda text: Needs(
        (OwnProgress(),) if text == "progress" else (),
        lesson=("tea", "r1") if text == "lesson" else None,
    )
    advanced: list[str] = field(default_factory=list)

    def needs(self, meant: Meant) -> Needs:
        text = _text(meant.envelope)
        if text == "needs":
            raise RuntimeError(f"needs failed on {text}")
        return self.wants(text)

    def advance(self, meant: Meant, known: Known) -> Turn:
        session, envelope = meant.session, meant.envelope
        text = _text(envelope)
        self.advanced.append(envelope.id)
        if text in ("boom", "sorry"):
            raise RuntimeError(f"advance failed on {text.upper()}")
        count = (session.asked if session else 0) + 1
        says: dict[str, tuple[Output, ...]] = {
            "half": (Say("\ud83d"),),
            "silence": (),
            "progress": (Say(str(known.get(OwnProgress).predictions)),),
            "lesson": (Say(known.lesson.title if known.lesson else "no lesson"),),
        }
        if text in ("items", "due"):
            found = [*known.get(LessonItems).values(), *known.get(DueItems)]
            says[text] = (Say(" ".join(sorted(item.question for item in found))),)
        facts: tuple[Fact, ...] = (attempt(f"q{count}"),) if text == "answer" else ()
        if text == "remember":
            answer = Answer("A", "probable", right=True, at=0)
            facts = (Scheduled(Item("tea", f"q{count}", 1, 1.0, 5.0, 0, answer)),)
        after = Session("abcdefgh", asked=count)
        return Turn(after, meant.learner, says.get(text, (Say(f"{count}"),)), facts)

    def apologise(self, learner: Learner, envelope: Envelope) -> tuple[Output, ...]:
        if _text(envelope) == "sorry":
            raise RuntimeError("no apology")
        return (Say("sorry"),)


def _text(envelope: Envelope) -> str:
    assert isinstance(envelope.input, Text)
    return envelope.input.text


async def called_off() -> bool:
    """Says of a message that it is not wanted any more (``Message.wanted``)."""
    return False


@dataclass
class FakeChannel:
    """A platform that keeps what arrives; ``faults`` are raised, one a send, ``None`` is none."""

    platform: str = "telegram"
    faults: list[Exception | None] = field(default_factory=list)
    arrived: list[tuple[Address, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    targets: list[str | None] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    before: Callable[[Address], object] = lambda address: None
    leaving: Callable[[], object] = lambda: None

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        return tuple(_messages(outputs))

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        self.keys.append(key)
        waiting = self.before(address)
        if waiting is not None:
            await waiting  # type: ignore[misc]  # a test gives an awaitable or None
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        if not await message.wanted():
            raise Unwanted
        self.leaving()
        if message.certain and not message.certain():
            raise Unwanted
        self.arrived.append((address, message.text))
        self.targets.append(target)
        self.messages.append(message)
        return f"message-{len(self.arrived)}"

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.arrived]


def _messages(outputs: Iterable[Output]) -> Iterable[Message]:
    for output in outputs:
        match output:
            case Ask():
                card = output.instead.question if output.instead else None
                yield Message(output.text, output.rows, question=output.question, instead=card)
            case Retire():
                yield Message(output.text, retires=output.question)
            case Revise():
                yield Message(output.text, output.rows, revises=output.question)
            case Say():
                yield Message(output.text)
            case _:
                raise ValueError("the fake platform can't show this")
