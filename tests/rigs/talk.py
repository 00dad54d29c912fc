"""One learner and the engine alone, with the session serialised between every two inputs."""

import copy
import functools
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypeVar

from bot.conversation import engine, stages
from bot.conversation import learner as learners
from bot.conversation import session as sessions
from bot.conversation.facts.learner import Fact, Scheduled, Submission, Suspended
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press, Text
from bot.conversation.interpretation import Meant
from bot.conversation.learner import Learner
from bot.conversation.lesson.playthrough import Playthrough, settle_run
from bot.conversation.needs import Query
from bot.conversation.needs.admin import AdminKnown, AdminNeeds
from bot.conversation.needs.learner import (
    DueItems,
    Earlier,
    EarlierText,
    IdentitiesKnown,
    Known,
    LatestWork,
    LearnerHistory,
    LessonItems,
    LinkCode,
    Needs,
    OwnExperiment,
    OwnHistory,
    OwnIdentities,
    OwnProgress,
    OwnTotals,
    Progress,
    RunWork,
)
from bot.conversation.outputs import Ask, Output, Retire, Revise
from bot.conversation.registry import ACTS
from bot.conversation.session import Review, Run, Session
from bot.conversation.turn import Turn
from bot.learning.items import Item
from bot.lessons.library import Library
from bot.lessons.model import Course, Lesson
from bot.storage.codec import micros
from tests.oracles import past_of, trial_of
from tests.rigs.makers import library_of

MORE = frozenset(("More ways", "Weitere Lernwege"))
"""What leads from a lesson's card to the ways through it."""

ENDLESS = 10_000
"""Turns that no conversation of a test has; a loop that waits for something in vain ends there."""

F = TypeVar("F", bound=Fact)

# Hundreds of examples are about the same lessons.
_library = functools.lru_cache(maxsize=32)(library_of)


MAX_BELOW = 3
"""Buttons below a question's options: no idea, a hint, and what leads to all else."""


def check_calls(session: Session) -> None:
    """Each choice of the open question stands for an act that there is."""
    asked = session.open
    for call in [*(one.act for one in asked.offers), asked.words] if asked else []:
        if call:
            ACTS.find(call, session)
    verbs = [offer.act[0] for offer in asked.offers] if asked else []
    below = verbs[verbs.index("unknown") :] if "unknown" in verbs else []
    assert len(below) <= MAX_BELOW, "what is seldom needed is behind the last button"


def check_step(meant: Meant, known: Known, turn: Turn) -> None:
    """What was done is in the table of what may be done at that stage, and so is what follows."""
    session, acting = meant.session, meant.acting
    if session is None or acting is None:
        return
    after: Run | Review | None
    if meant.about == "review" and session.review:
        stage, beat, after = session.review.stage, "", turn.session.review
    elif (
        meant.about == "lesson"
        and (run := session.run)
        and (lesson := known.lesson)
        and lesson.revision == run.revision
        and settle_run(run, lesson) is run
    ):
        beat = type(Playthrough(run, lesson).beat).__name__
        stage, after = run.stage, turn.session.run
    else:
        return
    followed = stages.follows(meant.about, stage, beat, acting.act.verb)
    assert (after.stage if after else "end") in followed, (acting.act.verb, stage, beat, after)


def closed(turn: Turn) -> set[str]:
    """The questions that a turn closed: retired, or cards that gave their place to another."""
    asks = (one.instead for one in turn.outputs if isinstance(one, Ask))
    return {one.question for one in (*turn.outputs, *asks) if isinstance(one, Retire)}


class Conversation:
    """What a learner does, and what comes of it; each input comes a second after the last."""

    def __init__(
        self, lessons: Iterable[Lesson], courses: Iterable[Course] = (), name: str = "ana"
    ) -> None:
        self.name = name
        self.lessons: dict[tuple[str, str], Lesson] = {}
        self.courses = tuple(courses)
        self.publish(*lessons)
        self.language = ""
        self.overheard = False
        self.home = ""
        self.account = LearnerId("")
        self.code: LinkCode | None = None
        self.roles: frozenset[Held] = frozenset()
        self.session: Session | None = None
        self.learner = Learner()
        self.progress = Progress()
        self.items: dict[tuple[str, str], Item] = {}
        self.texts: dict[tuple[str, str], Earlier] = {}
        self.turns: list[Turn] = []
        self.times: list[datetime] = []
        self.asked: Ask | None = None
        self.clock = datetime(2026, 1, 1, tzinfo=UTC)

    def copy(self) -> Self:
        """The same so far, to go on with in another way."""
        other = copy.copy(self)
        for name in ("lessons", "items", "texts", "turns", "times"):
            setattr(other, name, copy.copy(getattr(self, name)))
        return other

    def publish(self, *lessons: Lesson) -> None:
        """These are what there is to learn from now on; older revisions stay for who is in them."""
        self.lessons |= {(lesson.id, lesson.revision): lesson for lesson in lessons}
        self.library = _library(self.courses, lessons)

    def withdraw(self, *lessons: Lesson) -> None:
        """Nobody is to go on in these; what is taught is published beside it."""
        withdrawn = {(lesson.id, lesson.revision) for lesson in lessons}
        languages = (self.library.cards, *self.library.translations.values())
        cards = (card for one in languages for card in one.values())
        left = [one for one in cards if (one.id, one.revision) not in withdrawn]
        gone = self.library.withdrawn | withdrawn
        self.library = Library.holding(self.courses, left, withdrawn=gone)

    def send(self, given: Input) -> Turn:
        id = f"test:{self.name}:{len(self.turns)}"
        learner, address = LearnerId(self.name), Address("test", "1")
        envelope = Envelope(
            *(id, learner, address, self.clock, given, self.language, self.home),
            overheard=self.overheard,
            account=self.account,
        )
        self.clock += timedelta(seconds=1)
        library = self.library
        meant = engine.understand(library, self.session, self.learner, envelope)
        needs = engine.needs(meant)
        if needs.lesson and needs.lesson not in self.lessons:
            library = library.without(*needs.lesson)
            meant = engine.understand(library, self.session, self.learner, envelope)
            needs = engine.needs(meant)
        due = tuple(self.items.values())
        wanted = needs.lesson_of(due, micros(envelope.at)) if needs.lesson_of else needs.lesson
        answers = {type(query): self._answer(query) for query in needs.queries}
        history = answers.get(OwnHistory, LearnerHistory())
        told = (*history.lessons, *needs.lessons, *self._originals(needs))
        known = Known(
            self.lessons[wanted] if wanted else None,
            {key: self.lessons[key] for key in told if key in self.lessons},
            answers,
        )
        turn = engine.advance(meant, known)
        check_calls(turn.session)
        check_step(meant, known, turn)
        self.session = sessions.load(sessions.dump(turn.session))
        assert self.session == turn.session
        self.learner = learners.load(learners.dump(turn.learner))
        assert self.learner == turn.learner
        self.turns.append(turn)
        assert len(self.turns) < ENDLESS, "whoever presses here goes round in circles"
        self.times.append(envelope.at)
        for fact in turn.facts:
            if isinstance(fact, Scheduled):
                self.items[fact.item.lesson, fact.item.question] = fact.item
            elif isinstance(fact, Suspended):
                del self.items[fact.item.lesson, fact.item.question]
            elif isinstance(fact, Submission) and fact.text:
                self.texts[fact.lesson, fact.item] = Earlier(fact.text, micros(envelope.at))
        for output in turn.outputs:
            if isinstance(output, Ask):
                self.asked = output
            elif isinstance(output, Revise) and self.asked:
                self.asked = replace(self.asked, text=output.text, rows=output.rows)
        return turn

    def _answer(self, query: Query[Any]) -> Any:
        """What the store would say: nothing is on record but what this learner did here."""
        items, submissions = self.items.values(), self._facts(Submission)
        match query:
            case OwnProgress():
                return self.progress
            case OwnHistory():
                return self._history()
            case LessonItems(lesson):
                return {item.question: item for item in items if item.lesson == lesson}
            case DueItems():
                return tuple(items)
            case RunWork(run):
                return tuple(fact for fact in submissions if fact.run == run)
            case LatestWork():
                handed_in = (fact for fact in submissions if fact.text or fact.file)
                return {(fact.lesson, fact.item): fact for fact in handed_in}
            case EarlierText(lesson, task):
                return self.texts.get((lesson, task))
            case OwnTotals():
                return past_of(self.facts)
            case OwnExperiment():
                return trial_of(self.dated)
            case AdminNeeds():
                return AdminKnown(self.roles)
            case OwnIdentities():
                return IdentitiesKnown(fresh="K7QM2XPD9F", code=self.code)
        return query.absent

    def _facts(self, kind: type[F]) -> list[F]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def _history(self) -> LearnerHistory:
        return LearnerHistory(tuple(self.items[key] for key in sorted(self.items)))

    def _originals(self, needs: Needs) -> list[tuple[str, str]]:
        found = (self.lessons[key] for key in needs.lessons if key in self.lessons)
        return [(one.id, one.translates) for one in found]

    def send_command(self, name: str, argument: str = "") -> Turn:
        """Give this command."""
        return self.send(Command(name, argument))

    def begin(self, lesson: str) -> Turn:
        """Start this lesson."""
        self.send(Command("learn", lesson))
        return self.press("Deep")

    def press(self, *labels: str) -> Turn:
        """Press these buttons one after the other; returns the last turn.

        A way through a lesson is found behind the lesson's card, if that is what is shown.
        """
        for label in labels:
            more = MORE & {*self.labels}
            if label not in self.labels and more:
                self.press(*more)
            if label not in self.labels and label in self.offered:
                self.send(Press(self._token(self.labels[-1])))
            turn = self.send(Press(self._token(label)))
        return turn

    @property
    def offered(self) -> list[str]:
        """The labels of what can be pressed, also behind the last button."""
        asked = self.session.open if self.session else None
        return [*self.labels, *(offer.label for offer in asked.unseen)] if asked else self.labels

    def _token(self, label: str) -> str:
        """What a button carries; a way that is under way is begun anew."""
        assert self.asked is not None
        tokens = {choice.label: choice.token for choice in self.asked.choices}
        return tokens[label if label in tokens else f"Start over: {label}"]

    def finish(self) -> Turn:
        """Leave the results of a test, past what else there is to do."""
        for label in ("The list", "Continue"):
            if "Finish" not in self.labels and label in self.labels:
                self.press(label)
        return self.press("Finish")

    def type(self, *texts: str) -> Turn:
        """Type these texts one after the other; returns the last turn."""
        for text in texts:
            turn = self.send(Text(text))
        return turn

    @property
    def dated(self) -> list[tuple[int, str, Fact]]:
        """What was put on record, each with its time and its input."""
        return [
            (micros(at), str(number), fact)
            for number, (at, turn) in enumerate(zip(self.times, self.turns, strict=True))
            for fact in turn.facts
        ]

    @property
    def labels(self) -> list[str]:
        """The buttons of the newest question."""
        return [choice.label for choice in self.asked.choices] if self.asked else []

    @property
    def outputs(self) -> list[Output]:
        return [output for turn in self.turns for output in turn.outputs]

    @property
    def facts(self) -> list[Fact]:
        return [fact for turn in self.turns for fact in turn.facts]


def said(turn: Turn) -> str:
    """All that a turn says, in one text."""
    return "\n\n".join(getattr(output, "text", "") for output in turn.outputs)
