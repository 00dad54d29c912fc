"""Answering a question: choice, confidence, verdict, and the ways out, wherever it is asked.

A lesson and a review ask in the same way and make something else of the answer. So what is common
is here, once, over a ``QuestionUnderWay`` and what comes of what is done about it.
"""

from collections.abc import Callable
from typing import Literal, Protocol

from bot.conversation.facts.learner import Attempt, Judged, Phase
from bot.conversation.inputs import Text, Upload
from bot.conversation.language.markup import unquoted
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, estimating, typed
from bot.conversation.session import Outcome
from bot.conversation.turn import Scene
from bot.learning.items import Item
from bot.learning.predictions import Confidence, score
from bot.lessons.question import Question, Range
from bot.values import replace


class QuestionUnderWay(Protocol):
    """A question under way, and what comes of an answer where it is asked."""

    @property
    def question(self) -> Question:
        """What is asked; raises if nothing is."""
        ...

    @property
    def phase(self) -> Phase:
        """Before the reveal, once more, or on a later day."""
        ...

    @property
    def where(self) -> tuple[str, str, str]:
        """The run or set of reviews that it is asked in, its lesson, and the revision of that."""
        ...

    @property
    def asked_at(self) -> int:
        """When it was asked, in microseconds UTC."""
        ...

    @property
    def choice(self) -> int | None:
        """What is chosen, while the confidence is open."""
        ...

    @property
    def answer(self) -> str | None:
        """What was typed, while the confidence is open."""
        ...

    @property
    def remembered(self) -> Item | None:
        """What is remembered of it until now, if anything is."""
        ...

    @property
    def made(self) -> Outcome | None:
        """What was committed to, once it was."""
        ...

    def choose(self, choice: int | None, answer: str | None = None) -> None:
        """Note what is chosen or typed while the confidence is open; ``None`` takes it back."""
        ...

    def ask(self) -> None:
        """Ask it again."""
        ...

    def committed(self, made: Outcome) -> None:
        """Go on from a commitment, which is on record by now."""
        ...

    def judged(self, made: Outcome | None) -> None:
        """Go on from the learner's own verdict, if there was something to judge."""
        ...

    def skipped(self) -> None:
        """Go on without a commitment."""
        ...


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
        """Choice and confidence at once."""
        self._commit(scene, choice, confidence)

    def sure(self, scene: Scene, confidence: Confidence) -> None:
        """How sure the choice is that was made before, or the answer that was typed."""
        asked = self._asked(scene)
        self._commit(scene, asked.choice, confidence, asked.answer)

    def range(self, scene: Scene, choice: int) -> None:
        """One of the ranges that are offered."""
        estimate = self._asked(scene).question.estimate
        if estimate is None:
            raise ValueError("what is asked has no ranges")
        self._bet(scene, estimate.ranges[choice])

    def estimate(self, scene: Scene) -> None:
        """A range that was typed; if it can't be read as one, the question stays open."""
        text = _typed_in(scene)
        found = estimating.read(text)
        if isinstance(found, Range):
            self._bet(scene, found)
        elif typed.means_unknown(text):
            self.unknown(scene)
        else:
            key = "single" if found == 1 else "none" if found == 0 else "several"
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
            scene.say(typed.unread(asked.question))
        elif scene.asks_confidence:
            asked.choose(None, words)
            ask_confidence(scene, asked.question, None, words)
        else:
            self._commit(scene, None, "unsaid", words)

    def unknown(self, scene: Scene) -> None:
        """No idea: an honest answer, which is on record as one."""
        self._commit(scene, None, "none")

    def back(self, scene: Scene) -> None:
        """Another choice, after all."""
        asked = self._asked(scene)
        asked.choose(None)
        if not scene.step_back():
            scene.answered()
            asked.ask()

    def hint(self, scene: Scene) -> None:
        """The question's hint; it stays open."""
        scene.say(phrase("ask.hinted", hint=self._asked(scene).question.hint))

    def skip(self, scene: Scene) -> None:
        """Pass it over: without a commitment, nothing is scheduled."""
        scene.answered_with(phrase("said.skip"))
        self._asked(scene).skipped()

    def judge(self, scene: Scene, verdict: Literal["yes", "no"]) -> None:
        """The learner's own verdict on a question without a key."""
        asked, right = self._asked(scene), verdict == "yes"
        made, (run, _, _) = asked.made, asked.where
        if made is not None:
            made = replace(made, right=right)
            scene.facts.append(Judged(run, asked.question.id, asked.phase, right))
        scene.answered_with(phrase(f"ask.judge.{verdict}"))
        asked.judged(made)

    def _commit(
        self, scene: Scene, choice: int | None, confidence: Confidence, answer: str | None = None
    ) -> None:
        asked = self._asked(scene)
        made = outcome(asked.question, asked.phase, choice, confidence, answer)
        self._put_on_record(scene, asked, made)

    def _bet(self, scene: Scene, said: Range) -> None:
        asked = self._asked(scene)
        self._put_on_record(scene, asked, estimating.outcome(asked.question, asked.phase, said))

    def _put_on_record(self, scene: Scene, asked: QuestionUnderWay, made: Outcome) -> None:
        question, (run, lesson, revision) = asked.question, asked.where
        if typed.may_overrule(question, made):
            made = replace(made, before=asked.remembered)
        scene.facts.append(attempt(run, lesson, revision, made, scene.now - asked.asked_at))
        scene.answered_with(choices.said(question, made))
        asked.committed(made)


def _typed_in(scene: Scene) -> str:
    """What was written; nothing for a press."""
    given = scene.envelope.input
    return given.text if isinstance(given, Text | Upload) else ""


def ask_confidence(
    scene: Scene, question: Question, choice: int | None, answer: str | None = None
) -> None:
    """Ask how sure a choice is, or an answer that was typed, in the message of the question."""
    label = choices.label(question, choice, answer) or ""
    text = phrase("ask.confidence", label=choices.shown(question, label))
    parts = [text, choices.meaning(scene)]
    rows = choices.confidence_rows("typed.back" if question.typed else "ask.back")
    scene.step("\n\n".join(part for part in parts if part), rows)


def ask_verdict(scene: Scene, question: Question, made: Outcome | None) -> None:
    """Ask whether what was committed to was right, as the learner sees it by now."""
    label = (
        unquoted(question.options[made.choice].label) if made and made.choice is not None else ""
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


def attempt(run: str, lesson: str, revision: str, made: Outcome, took_us: int) -> Attempt:
    """The row that a commitment leaves for ever; ``took_us`` is in microseconds."""
    return Attempt(
        run=run,
        lesson=lesson,
        revision=revision,
        question=made.question,
        phase=made.phase,
        choice=made.choice,
        confidence=made.confidence,
        right=made.right,
        score=made.score,
        took_ms=max(took_us, 0) // 1000,
        answer=made.answer,
    )
