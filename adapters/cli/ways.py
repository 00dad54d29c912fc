"""A lesson gone through by a program: what a mode asks of a learner in presses, words, minutes.

It is played twice, through the engine: by somebody who is right and sure throughout, and by
somebody who is sure and wrong every other time. What is counted is what they meet: the words that
are said to them, what they press, how often that is *Continue* alone, and what they type. Minutes
are reckoned at the paces by which they are stated (``lesson/modes/base.py``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.conversation import engine
from bot.conversation.facts.learner import Scheduled, Submission
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press, Text
from bot.conversation.learner import Learner
from bot.conversation.lesson.beats import Again, Beat, Pose, Write
from bot.conversation.lesson.modes import MODES, offered_modes
from bot.conversation.lesson.modes.base import (
    SECONDS_A_CHOICE,
    SECONDS_A_NUMBER,
    SECONDS_A_PRESS,
    seconds_to_write,
)
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.lesson.project import inspection
from bot.conversation.needs import Query
from bot.conversation.needs.learner import Known, LessonItems, Needs, RunWork
from bot.conversation.offers import Offer, Open
from bot.conversation.outputs import Ask, Retire, Revise, Say
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.learning.items import Item
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.lint.readability import WORDS_A_MINUTE
from bot.lessons.model import Lesson
from bot.lessons.question import Question

MAX_TURNS = 600
"""Turns after which a mode is taken for endless."""

WRONG_WORDS = "Honestly I could not say anything useful about that today."
"""What is written in place of a good answer."""

OWN_CASE = "When I sit down to write on Monday, I'll look at this first."
"""What is written of where it will be used, by who takes the time."""

WRONG_NUMBER = "987654"
"""What is written in place of a number that is right."""

_ASIDE = (
    "hint",
    "skip",
    "back",
    "remind",
    "overview",
    "visit",
    "later",
    "tick",
    "menu",
    "learn",
    "unfold",
)

TOLD = ("learn", "deep")
"""The modes whose presses an author is told of."""

ALL, HALF, NONE = (True,), (False, True), (None,)
"""Who is right and sure throughout; who is sure and wrong every other time; who has no idea."""

MANY_PRESSES = 48
"""Presses of Deep above which it is long for an evening, for somebody who misses half; of the
course's own lessons none takes more."""


@dataclass
class Played:
    """What was met on a way through a mode."""

    presses: int = 0
    onward: int = 0
    words: int = 0
    questions: int = 0
    wrote: list[str] = field(default_factory=list)
    typing: float = 0
    asked: dict[str, str] = field(default_factory=dict)
    opened: bool = False

    @property
    def minutes(self) -> float:
        """How long it takes."""
        seconds = self.presses * SECONDS_A_PRESS + self.questions * SECONDS_A_CHOICE
        return self.words / WORDS_A_MINUTE + (seconds + self.typing) / 60


class Talk(Protocol):
    """What a player needs of a conversation: where it is, and to press and type."""

    @property
    def session(self) -> Session | None:
        """Where the learner is."""

    @property
    def turns(self) -> Sequence[Turn]:
        """What has come of each input."""

    def press(self, label: str, /) -> Turn:
        """Press this button."""

    def type(self, text: str, /) -> Turn:
        """Type this."""


def play(lesson: Lesson, mode: str, *, misses: bool) -> Played:
    """Go through a mode to its end, and miss every other question or none."""
    talk, met = _Alone(lesson), Played()
    talk.begin(mode)
    go_through(talk, lesson, met, HALF if misses else ALL)
    return met


def go_through(talk: Talk, lesson: Lesson, met: Played, knows: Sequence[bool | None]) -> None:
    """Go on to the end of what was begun; raises ``RuntimeError`` if it has none.

    ``knows`` says, in turns, whether an answer is right; it is no idea where that is ``None``.
    """
    hear(talk, met)
    for _ in range(MAX_TURNS):
        count = met.questions + len(met.wrote)
        if not answer(talk, lesson, met, knows[count % len(knows)]):
            return
        hear(talk, met)
    raise RuntimeError(f"{lesson.id} has no end")


class _Alone:
    """A learner and the engine alone, of whom nothing is known but this lesson."""

    def __init__(self, lesson: Lesson) -> None:
        self.session: Session | None = None
        self.turns: list[Turn] = []
        self._lesson = lesson
        self._library = Library.holding((), [Card.of(lesson, offered_modes(lesson))])
        self._learner = Learner()
        self._items: dict[str, Item] = {}
        self._clock = datetime(2026, 1, 1, tzinfo=UTC)

    def begin(self, mode: str) -> None:
        self._send(Command("learn", f"{self._lesson.id} {mode}"))

    def press(self, label: str, /) -> Turn:
        return self._choose(next(offer for offer in self._open.offers if offer.label == label))

    def type(self, text: str, /) -> Turn:
        return self._send(Text(text))

    @property
    def _open(self) -> Open:
        if self.session is None or self.session.open is None:
            raise RuntimeError(f"{self._lesson.id} asks nothing")
        return self.session.open

    def _choose(self, chosen: Offer) -> Turn:
        shown = reversed(self.turns[-1].outputs)
        asked = next(output for output in shown if isinstance(output, Ask | Revise))
        return self._send(Press(asked.choices[self._open.offers.index(chosen)].token))

    def _send(self, content: Input) -> Turn:
        who, address = LearnerId("check"), Address("check", "1")
        envelope = Envelope(f"check:{len(self.turns)}", who, address, self._clock, content)
        self._clock += timedelta(seconds=1)
        meant = engine.understand(self._library, self.session, self._learner, envelope)
        turn = engine.advance(meant, self._load_known(engine.needs(meant)))
        self.session, self._learner = turn.session, turn.learner
        self.turns.append(turn)
        for fact in turn.facts:
            if isinstance(fact, Scheduled):
                self._items[fact.item.question] = fact.item
        return turn

    def _load_known(self, needs: Needs) -> Known:
        facts = [fact for turn in self.turns for fact in turn.facts]
        work = tuple(fact for fact in facts if isinstance(fact, Submission))
        answers: dict[type[Query[Any]], Any] = {LessonItems: self._items, RunWork: work}
        asked = {type(query) for query in needs.queries}
        return Known(self._lesson, answers={kind: answers.get(kind, kind.absent) for kind in asked})


def _goes_on(asked: Ask, before: Retire) -> bool:
    """Whether a question says again what stood in its message before it took that over."""
    return asked.text.startswith(before.text)


def hear(talk: Talk, met: Played) -> None:
    """Read what is new: of a message that changes in its place, what it did not say before."""
    for output in talk.turns[-1].outputs:
        if isinstance(output, Ask) and output.instead and _goes_on(output, output.instead):
            met.words -= len(output.instead.text.split())
        if isinstance(output, Revise):
            before = len(met.asked.get(output.question, "").split())
            met.words += max(0, len(output.text.split()) - before)
        if isinstance(output, Ask | Revise):
            met.asked[output.question] = output.text
        if isinstance(output, Say | Ask):
            met.words += len(output.text.split())


def answer(talk: Talk, lesson: Lesson, met: Played, knows: bool | None) -> bool:
    """Do what is asked for, well or badly; whether anything was."""
    session = talk.session
    if session is None or session.run is None or session.open is None:
        return False
    _answer(talk, Playthrough(session.run, lesson), session.open, met, knows)
    return True


def _answer(talk: Talk, here: Playthrough, asked: Open, met: Played, knows: bool | None) -> None:
    offers, right = asked.offers, bool(knows)
    if knows is None and (matching := _with(offers, "unknown")):
        met.questions += 1
        _press(talk, met, matching[0])
    elif matching := _with(offers, "commit", "pick", "range"):
        met.questions += 1
        _press(talk, met, _choice(matching, here.question, right=right))
    elif matching := _with(offers, "sure"):
        _press(talk, met, matching[0])
    elif matching := _with(offers, "rate", "judge"):
        met.questions += 1
        _press(talk, met, matching[0] if right else matching[-1])
    elif (matching := _with(offers, "apart")) and isinstance(here.beat, Write):
        met.questions += 1
        shown = inspection.pair_at(here.lesson, here.run, here.beat.item)
        does = shown is not None and shown.right == 1
        _press(talk, met, matching[0 if does == right else 1])
    elif matching := _with(offers, "criterion"):
        met.questions += len(matching)
        ticked = {n for n, said in enumerate(here.run.met, start=1) if said == "yes"}
        for offer in matching:
            if (int(offer.act[1]) in ticked) != right:
                _press(talk, met, offer)
        _press(talk, met, _with(offers, "criteria done")[0])
    elif asked.words and here.beat.id not in met.wrote and (text := _words(here, right=right)):
        met.wrote.append(here.beat.id)
        met.typing += _seconds(here.beat)
        talk.type(text)
    elif matching := _with(offers, "number given"):
        met.questions += 1
        _press(talk, met, matching[0])
    else:
        _press(talk, met, _unread(asked, met) or _onward(asked))


def _with(offers: tuple[Offer, ...], *verbs: str) -> list[Offer]:
    return [offer for offer in offers if any(_is(offer, verb) for verb in verbs)]


def _is(offer: Offer, verb: str) -> bool:
    words = tuple(verb.split())
    return offer.act[: len(words)] == words


def _choice(offers: list[Offer], question: Question, *, right: bool) -> Offer:
    """The first option that is right, or wrong, and as sure as can be."""
    wanted = [offer for offer in offers if _is_right(question, int(offer.act[1])) in (right, None)]
    sure = [offer for offer in wanted if offer.act[2:] == ("sure",)]
    return (sure or wanted or offers)[0]


def _is_right(question: Question, choice: int) -> bool | None:
    """Whether this option, or range, is right; ``None`` if nobody can say."""
    if question.open:
        return None
    if question.estimate:
        interval = question.estimate.ranges[choice]
        return interval.low <= question.estimate.truth <= interval.high
    return question.options[choice].right


def _words(here: Playthrough, *, right: bool) -> str:
    """What is written: the worked answer, or something that is none; nothing is a skip."""
    beat = here.beat
    if isinstance(beat, Write) and beat.intention:
        return OWN_CASE if right else ""
    if isinstance(beat, Write) and beat.reason:
        return here.find_pose(beat.reason).question.reason if right else WRONG_WORDS
    if isinstance(beat, Write) and beat.explained and isinstance(here.following, Pose):
        asked = here.following.question
        said = [*(option.label for option in asked.options if option.right), asked.reason]
        return ". ".join(said) if right else WRONG_WORDS
    if isinstance(beat, Write):
        answers = {exercise.id: exercise.answer for exercise in here.lesson.exercises}
        good = answers.get(beat.item) or " ".join(here.lesson.takeaways)[:300]
        return good if right and good else WRONG_WORDS
    if isinstance(beat, Pose | Again) and beat.question.typed:
        wrong = WRONG_NUMBER if beat.question.typed.is_number else WRONG_WORDS
        return beat.question.typed.accepted[0] if right else wrong
    return ""


def _seconds(beat: Beat) -> float:
    if isinstance(beat, Write):
        return seconds_to_write(beat)
    return SECONDS_A_CHOICE + SECONDS_A_NUMBER


def _unread(asked: Open, met: Played) -> Offer | None:
    """The next answer of a test that was missed, or the way back to the list from the last."""
    numbers, lists = _with(asked.offers, "results open"), _with(asked.offers, "results list")
    wrong = phrase("results.number.wrong", number="")
    if lists and not _with(asked.offers, "go"):
        return (numbers or lists)[0]
    if met.opened:
        return None
    met.opened = bool(numbers)
    return next((offer for offer in numbers if offer.label.startswith(wrong)), None)


def _onward(asked: Open) -> Offer:
    """*Continue*, or whatever else leads on; a way out if nothing does."""
    for verb in ("go", "results more", "tap", "here", "tick"):
        if offers := _with(asked.offers, verb):
            return offers[0]
    others = [offer for offer in asked.ways if offer.act[:1] not in [(verb,) for verb in _ASIDE]]
    return (others or list(asked.ways))[0]


def _press(talk: Talk, met: Played, chosen: Offer) -> None:
    met.presses += 1
    met.onward += chosen.label == phrase("ask.continue")
    talk.press(chosen.label)


def presses(lesson: Lesson) -> dict[str, tuple[int, int]]:
    """How often is pressed in each of the modes told, all right and half missed."""
    modes = [mode for mode, _ in offered_modes(lesson) if mode in TOLD]
    return {
        MODES[mode].name: (
            play(lesson, mode, misses=False).presses,
            play(lesson, mode, misses=True).presses,
        )
        for mode in modes
    }
