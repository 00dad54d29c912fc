"""The end of a challenge: every answer with its explanation, and what to revisit."""

from bot.conversation.language.paging import pack
from bot.conversation.lesson.modes.challenge import questions as asked_in
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, estimating, reveal, typed
from bot.conversation.session import Offer, Outcome, Run, offer
from bot.learning.calibration import Tally, gathered
from bot.learning.predictions import Confidence
from bot.lessons.faults import shorten
from bot.lessons.model import Lesson
from bot.lessons.question import Question

_ORDER: tuple[Confidence, ...] = ("sure", "probable", "guess", "range")

_NAMED = 24
"""Characters of an answer that name it on a button."""


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
    said = choices.said(question, made)
    key = "results.right" if made.right else "results.wrong"
    lines = [phrase(key, question=question.text, said=said)]
    if question.estimate:
        lines += estimating.answered(question.estimate, made)[1:]
    if question.typed:
        lines += [one for one in (typed.near(question, made), typed.slip(question, made)) if one]
    lines += [phrase("typed.overruled.mark")] if made.overruled else []
    myth = next((one for one in lesson.myths if one.question.id == question.id), None)
    if myth and myth.reality:
        lines.append(phrase("reveal.reality", text=myth.reality))
    else:
        lines.append(reveal.key(question))
    return "\n\n".join(lines)


def _calibration(run: Run) -> list[str]:
    tallies: dict[Confidence, Tally] = {}
    for one in run.outcomes:
        so_far = tallies.get(one.confidence, Tally())
        tallies[one.confidence] = Tally(so_far.right + (one.right is True), so_far.total + 1)
    found = gathered(tallies)
    return [
        phrase(f"progress.{confidence}", right=tally.right, total=tally.total)
        for confidence in _ORDER
        if (tally := found.get(confidence))
    ]


def overrulable(lesson: Lesson, run: Run) -> list[Offer]:
    """A way for each answer in words that was called wrong to say that it meant the same."""
    return [
        offer(
            phrase("typed.overrule.named", said=shorten(made.answer or "", _NAMED)),
            "overrule",
            question.id,
        )
        for question in lesson.questions
        if (made := run.outcome(question.id)) and typed.may_overrule(question, made)
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
