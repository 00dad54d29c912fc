"""The end of a challenge: every answer with its explanation, and what to revisit."""

from bot.conversation.language.paging import pack
from bot.conversation.lesson.modes.challenge import questions as asked_in
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, reveal
from bot.conversation.session import Outcome, Run
from bot.learning.calibration import Tally
from bot.learning.predictions import Confidence
from bot.lessons.model import Lesson
from bot.lessons.question import Question

_ORDER: tuple[Confidence, ...] = ("sure", "probable", "guess")


def pages(lesson: Lesson, run: Run) -> list[str]:
    """The results in comfortable messages; at least one."""
    parts = [phrase("results.title"), *_calibration(run)]
    for question in asked_in(lesson):
        made = run.outcome(question.id)
        if made is not None:
            parts.append(_answer(lesson, question, made))
    again = _revisit(lesson, run)
    if again:
        parts += [phrase("results.revisit"), "\n".join(f"- {one}" for one in again)]
    return pack(parts)


def _answer(lesson: Lesson, question: Question, made: Outcome) -> str:
    said = choices.said(question, made.choice, made.confidence)
    key = "results.right" if made.right else "results.wrong"
    lines = [phrase(key, question=question.text, said=said)]
    myth = next((one for one in lesson.myths if one.question.id == question.id), None)
    if myth and myth.reality:
        lines.append(phrase("reveal.reality", text=myth.reality))
    else:
        lines.append(reveal.key(question))
    return "\n\n".join(lines)


def tallies(run: Run) -> dict[Confidence, Tally]:
    """How the answers came out, by the words for confidence that were said."""
    found = {}
    for confidence in _ORDER:
        made = [one.right is True for one in run.outcomes if one.confidence == confidence]
        if made:
            found[confidence] = Tally(sum(made), len(made))
    return found


def _calibration(run: Run) -> list[str]:
    return [
        phrase(f"progress.{confidence}", right=tally.right, total=tally.total)
        for confidence, tally in tallies(run).items()
    ]


def _revisit(lesson: Lesson, run: Run) -> list[str]:
    """Where the lesson speaks of what was missed or guessed."""
    missed = {made.question for made in run.outcomes if not made.settled}
    found = [
        phrase("results.step", number=number, title=step.title)
        for number, step in enumerate(lesson.steps, start=1)
        if step.prediction and step.prediction.id in missed
    ]
    found += [one.question.text for one in lesson.myths if one.question.id in missed]
    return found
