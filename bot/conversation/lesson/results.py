"""The end of a challenge: what was missed and why, what was right, and what to revisit.

What was missed comes first, with what it rests on, why this learner's own option fails, and what is
true. What was known needs no more than a line, and the why only where it was guessed.
"""

from bot.conversation.language.paging import comfortable, is_heading, pack
from bot.conversation.lesson.modes.challenge import questions as asked_in
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, context, pitfalls, posing, reveal
from bot.conversation.session import Outcome, Run
from bot.learning.calibration import Tally
from bot.learning.predictions import Confidence
from bot.lessons.model import Lesson
from bot.lessons.question import Question

_WHOLE = 2
"""How many times longer than comfortable an answer may be and is still read in one piece."""

_ORDER: tuple[Confidence, ...] = ("sure", "probable", "guess")


def pages(lesson: Lesson, run: Run) -> list[str]:
    """The results in comfortable messages; at least one."""
    parts = [phrase("results.title"), *_calibration(run)]
    answered = [
        (question, made)
        for question in asked_in(lesson)
        if (made := run.outcome(question.id)) is not None
    ]
    missed = [(question, made) for question, made in answered if not made.right]
    parts += [_missed(lesson, question, made) for question, made in missed]
    if missed and len(missed) < len(answered):
        parts.append(phrase("results.known"))
    parts += [_known(lesson, question, made) for question, made in answered if made.right]
    again = [where for question, _ in missed if (where := _where(lesson, question))]
    if again:
        listed = "\n".join(f"- {one}" for one in dict.fromkeys(again))
        parts.append(f"{phrase('results.revisit')}\n\n{listed}")
    return _paged(parts)


def _paged(parts: list[str]) -> list[str]:
    """As many answers on a page as read well, each on one: an answer is not parted from its why."""
    pages: list[str] = []
    for part in parts:
        glued = pages and is_heading(pages[-1].split("\n\n")[-1])
        if pages and (glued or len(pages[-1]) + 2 + len(part) <= comfortable()):
            pages[-1] += f"\n\n{part}"
        else:
            pages += [part] if len(part) <= _WHOLE * comfortable() else pack([part])
    return pages


def _missed(lesson: Lesson, question: Question, made: Outcome) -> str:
    """Why the learner's own option fails, and what is true, below the question in its setting."""
    said = choices.said(question, made.choice, made.confidence)
    asked = phrase("results.wrong", question=posing.words(question), said=said)
    parts = [*posing.resting_on(lesson, question), asked]
    if made.choice is not None and question.options:
        chosen = question.options[made.choice]
        tempted = made.confidence == "sure"
        parts += reveal.refutation(chosen) if tempted else [chosen.explanation]
    # What is true of a myth is said in one paragraph: why it matters is for the lesson.
    parts += reveal.reality(context.myth(lesson, question.id))[:1] or [reveal.key(question)]
    return "\n\n".join(part for part in parts if part)


def _known(lesson: Lesson, question: Question, made: Outcome) -> str:
    if found := pitfalls.pitfall(lesson, question.id):
        return phrase("results.right.pitfall", title=found.title)
    said = choices.said(question, made.choice, made.confidence)
    line = phrase("results.right", question=posing.words(question), said=said)
    if made.settled or made.choice is None or not question.options:
        return line
    return "\n\n".join(part for part in (line, question.options[made.choice].explanation) if part)


def _calibration(run: Run) -> list[str]:
    sentences = []
    for confidence in _ORDER:
        made = [one.right is True for one in run.outcomes if one.confidence == confidence]
        if made:
            tally = Tally(sum(made), len(made))
            key = f"progress.{confidence}"
            sentences.append(phrase(key, right=tally.right, total=tally.total))
    return sentences


def _where(lesson: Lesson, question: Question) -> str:
    """Where the lesson speaks of a question; nothing of one that only the test asks."""
    for number, step in enumerate(lesson.steps, start=1):
        if step.prediction and step.prediction.id == question.id:
            return phrase("results.step", number=number, title=step.title)
    if context.myth(lesson, question.id):
        return phrase("results.myth", question=posing.words(question))
    for number, diagram in enumerate(lesson.diagrams, start=1):
        if question.id in {one.id for one in (diagram.prediction, diagram.turn) if one}:
            picture = phrase("results.picture", number=number)
            return phrase("results.part", mode=phrase("mode.visual"), title=picture)
    for task in lesson.exercises:
        if task.choice and task.choice.id == question.id:
            return phrase("results.part", mode=phrase("mode.try"), title=task.title)
    for mode, rows in (("perf", lesson.performance), ("why", lesson.what_if.cases)):
        for part in rows:
            if part.prediction and part.prediction.id == question.id:
                return phrase("results.part", mode=phrase(f"mode.{mode}"), title=part.title)
    if pitfall := pitfalls.pitfall(lesson, question.id):
        return phrase("results.pitfall", title=pitfall.title)
    return ""
