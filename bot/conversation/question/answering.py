"""Answering a question: choice, confidence, verdict, and the ways out, wherever it is asked.

A lesson and a review ask in the same way and make something else of the answer. So what is common
is here, once, over a ``QuestionUnderWay`` and what comes of what is done about it.

Below that is the score in words, which nobody is told who isn't asked how sure they are.
"""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from bot.conversation.facts.learner import Attempt, Judged, Overruled, Phase
from bot.conversation.inputs import Text, Upload
from bot.conversation.language.markup import unquote_words
from bot.conversation.needs.learner import OwnTotals
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, estimating, posing, typed
from bot.conversation.session import Outcome
from bot.conversation.turn import Scene
from bot.learning.calibration import Tally
from bot.learning.items import Item
from bot.learning.predictions import BEST, MIDDLE, PROBABILITY, RANGE, Confidence, score
from bot.learning.scores import AGO, score_before
from bot.learning.scores import score as total
from bot.lessons.question import Question, Range
from bot.values import replace


class QuestionUnderWay(Protocol):
    @property
    def question(self) -> Question:
        """What is asked; raises if nothing is."""

    @property
    def phase(self) -> Phase:
        """Before the reveal, once more, or on a later day."""

    @property
    def where(self) -> tuple[str, str, str]:
        """The run or set of reviews that it is asked in, its lesson, and the revision of that."""

    @property
    def asked_at(self) -> int:
        """When it was asked, in microseconds UTC."""

    @property
    def choice(self) -> int | None:
        """What is chosen, while the confidence is open."""

    @property
    def answer(self) -> str | None:
        """What was typed, while the confidence is open."""

    @property
    def remembered(self) -> Item | None:
        """What is remembered of it until now, if anything is."""

    @property
    def outcome(self) -> Outcome | None:
        """What was committed to, once it was."""

    def choose(self, choice: int | None, answer: str | None = None) -> None:
        """Note what is chosen or typed while the confidence is open; ``None`` takes it back."""

    def ask(self) -> None: ...

    def after_commitment(self, outcome: Outcome) -> None:
        """Go on from a commitment, which is on record by now."""

    def after_judging(self, outcome: Outcome | None) -> None:
        """Go on from the learner's own verdict, if there was something to judge."""

    def after_skip(self) -> None:
        """Go on without a commitment."""


class Answering:
    """What can be done about a question that is asked: each method is what an act carries out."""

    def __init__(self, asked: Callable[[Scene], QuestionUnderWay]) -> None:
        self._asked = asked

    def pick(self, scene: Scene, choice: int) -> None:
        """A choice is made; how sure it is comes next."""
        asked = self._asked(scene)
        asked.choose(choice)
        ask_confidence(scene, asked.question, choice)

    def commit(self, scene: Scene, choice: int, confidence: Confidence) -> None:
        self._commit(scene, choice, confidence)

    def sure(self, scene: Scene, confidence: Confidence) -> None:
        """How sure the choice is that was made before, or the answer that was typed."""
        asked = self._asked(scene)
        self._commit(scene, asked.choice, confidence, asked.answer)

    def range(self, scene: Scene, choice: int) -> None:
        estimate = self._asked(scene).question.estimate
        if estimate is None:
            raise ValueError("what is asked has no ranges")
        self._commit(scene, said=estimate.ranges[choice])

    def estimate(self, scene: Scene) -> None:
        """A range that was typed; if it can't be read, the question stays open."""
        text = _typed_in(scene)
        interval = estimating.read(text)
        if isinstance(interval, Range):
            self._commit(scene, said=interval)
        elif typed.means_unknown(text):
            self.unknown(scene)
        else:
            key = "single" if interval == 1 else "none" if interval == 0 else "several"
            scene.say(phrase(f"estimate.unread.{key}"))

    def answer(self, scene: Scene) -> None:
        """An answer in words; how sure it is comes next, where that is asked."""
        asked = self._asked(scene)
        text = _typed_in(scene)
        words = typed.read(asked.question, text)
        if words is None:
            scene.say(phrase("typed.unread"))
        elif typed.means_unknown(words):
            self.unknown(scene)
        elif typed.lacks_number(asked.question, words):
            scene.say(typed.say_unread(asked.question))
        elif scene.asks_confidence:
            asked.choose(None, words)
            ask_confidence(scene, asked.question, None, words)
        else:
            self._commit(scene, None, "unsaid", words)

    def unknown(self, scene: Scene) -> None:
        """No idea: an honest answer, on record as that."""
        self._commit(scene, None, "none")

    def back(self, scene: Scene) -> None:
        """Another choice, after all."""
        asked = self._asked(scene)
        asked.choose(None)
        if not scene.step_back():
            scene.close_answered()
            asked.ask()

    def hint(self, scene: Scene) -> None:
        scene.say(phrase("ask.hinted", hint=self._asked(scene).question.hint))

    def words(self, scene: Scene) -> None:
        """Say what the drawing shows that the question is about."""
        shown = posing.drawing_words(scene.lesson, self._asked(scene).question)
        scene.say(f"{phrase('visual.words')}\n\n{shown}")

    def skip(self, scene: Scene) -> None:
        """Pass it over: without a commitment, nothing is scheduled."""
        scene.answered_with(phrase("said.skip"))
        self._asked(scene).after_skip()

    def judge(self, scene: Scene, verdict: Literal["yes", "no"]) -> None:
        asked, right = self._asked(scene), verdict == "yes"
        outcome, (run, _, _) = asked.outcome, asked.where
        if outcome is not None:
            outcome = replace(outcome, right=right)
            scene.facts.append(Judged(run, asked.question.id, asked.phase, right))
        scene.answered_with(phrase(f"ask.judge.{verdict}"))
        asked.after_judging(outcome)

    def _commit(
        self,
        scene: Scene,
        choice: int | None = None,
        confidence: Confidence = "range",
        answer: str | None = None,
        *,
        said: Range | None = None,
    ) -> None:
        """Put it on record, and go on from it; ``said`` is a range in the place of a choice."""
        asked = self._asked(scene)
        question, (run, lesson, revision) = asked.question, asked.where
        if said:
            committed = estimating.outcome(question, asked.phase, said)
        else:
            committed = outcome(question, asked.phase, choice, confidence, answer)
        if question.typed and typed.may_overrule(question, committed):
            committed = replace(committed, before=asked.remembered)
        scene.facts.append(attempt(run, lesson, revision, committed, scene.now - asked.asked_at))
        scene.answered_with(choices.commitment(question, committed))
        asked.after_commitment(committed)


def _typed_in(scene: Scene) -> str:
    """What was written; nothing for a press."""
    content = scene.envelope.input
    return content.text if isinstance(content, Text | Upload) else ""


def ask_confidence(
    scene: Scene, question: Question, choice: int | None, answer: str | None = None
) -> None:
    label = choices.label(question, choice, answer) or ""
    text = phrase("ask.confidence", label=choices.render(question, label))
    scene.step(text, choices.confidence_rows("typed.back" if question.typed else "ask.back"))


def ask_verdict(scene: Scene, question: Question, outcome: Outcome | None) -> None:
    """Ask whether what was committed to was right, as the learner sees it by now."""
    label = (
        unquote_words(question.options[outcome.choice].label)
        if outcome and outcome.choice is not None
        else ""
    )
    scene.ask(phrase("ask.judge", label=label), choices.verdict_rows())


def outcome(
    question: Question,
    phase: Phase,
    choice: int | None,
    confidence: Confidence,
    answer: str | None = None,
) -> Outcome:
    """What a commitment comes to: right or not, and its score; neither for an open question.

    Where no confidence was said there is no score. ``answer`` is what was typed.
    """
    if question.estimate:
        said = estimating.range_of(question.estimate, choice, answer)
        return estimating.outcome(question, phase, said)
    if question.typed:
        return typed.outcome(question, phase, answer, confidence)
    right: bool | None = None
    points: float | None = None
    if not question.open:
        right = choice is not None and question.options[choice].right
        keyed = sum(option.right for option in question.options)
        if keyed < len(question.options) and confidence != "unsaid":
            points = score(confidence, len(question.options), keyed, right)
    return Outcome(question.id, phase, choice, confidence, right, points)


def attempt(run: str, lesson: str, revision: str, outcome: Outcome, took_us: int) -> Attempt:
    """The row that a commitment leaves for ever; ``took_us`` is in microseconds."""
    return Attempt(
        run=run,
        lesson=lesson,
        revision=revision,
        question=outcome.question,
        phase=outcome.phase,
        choice=outcome.choice,
        confidence=outcome.confidence,
        right=outcome.right,
        score=outcome.score,
        took_ms=max(took_us, 0) // 1000,
        answer=outcome.answer,
    )


SCORED: tuple[Phase, ...] = ("first", "review")
"""The phases whose answers a score is made of."""

MIN_COUNTED = 3
"""Answers below which none are counted out of how many: "1 of 1" reads like a share."""


_COSTLY: tuple[Confidence, ...] = ("sure", "range", "probable")
"""The words that can cost points, those that cost most first."""


def few_right(right: int, total: int) -> str:
    """How a sentence is called that says in words how so few came out; empty for more, or none."""
    if not 0 < total < MIN_COUNTED:
        return ""
    return ("missed", "right")[right] if total == 1 else ("neither", "one", "both")[right]


def scores(scene: Scene) -> tuple[float, ...]:
    """What the learner's latest answers are worth, with those of this turn, oldest first.

    The logbook has them, or else what it is to begin with, which was loaded for this turn.
    """
    book, past = scene.learner.logbook, scene.known.answer_to(OwnTotals)
    kept = past.scores if past else (book and book.scores) or ()
    numbers = list(kept)
    for fact in scene.facts:
        if isinstance(fact, Attempt) and fact.phase in SCORED and fact.score is not None:
            numbers.append(fact.score)
        if isinstance(fact, Overruled) and fact.phase in SCORED and fact.score:
            _overrule(numbers, fact.score)
    return tuple(numbers)


def _overrule(numbers: list[float], points: float) -> None:
    """Of the latest answer in words that was wrong and is worth this now, change what it is worth.

    Any with the same worth would do, since all that is made of them is their mean.
    """
    for word in PROBABILITY:
        if score(word, typed.CLASSES, 1, right=True) == points:
            before = score(word, typed.CLASSES, 1, right=False)
            close = [n for n, number in enumerate(numbers) if abs(number - before) < 1 / 100]
            if close:
                numbers[close[-1]] = points


def score_sentence(points: tuple[float, ...]) -> str:
    """What the score says, in words first; nothing as long as there are too few answers."""
    shown = total(points)
    if shown is None:
        return ""
    key = "score" if shown >= MIDDLE else "score.below"
    return phrase(key, score=shown, best=BEST)


def score_at_end(points: tuple[float, ...], tallies: Mapping[Confidence, Tally]) -> str:
    """The score at the end of a run; below its middle what happened in that, and what would help.

    A number there would read as a fine for having tried: half may be right, and "no idea" to
    everything is worth more. What was ``made`` in the run has counts by the words for confidence. A
    word that was right less often than it takes to be best (``RANGE``), and not by a single slip,
    is what cost the points; nothing is said if none was. It is held against what the word means, as
    learners were told that: where it begins to pay is a number beside that number.
    """
    shown = total(points)
    if shown is None or shown >= MIDDLE:
        return score_sentence(points)
    for word in _COSTLY:
        tally = tallies.get(word, Tally())
        slips = tally.total - tally.right
        if tally.total >= MIN_COUNTED and tally.right < RANGE[word][0] * tally.total and slips > 1:
            return phrase(f"score.help.{word}", right=tally.right, total=tally.total)
    return ""


def score_trend(points: tuple[float, ...]) -> str:
    """What the score was before; nothing if there was none yet."""
    before = score_before(points)
    return "" if before is None else phrase("score.before", answers=AGO, score=before)
