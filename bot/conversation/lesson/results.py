"""The end of a challenge: how it went, what was missed and why, and what to revisit.

What was missed comes in the words in which it was asked, with why this learner's own option fails,
and what is true. It was read a few minutes ago, so of what it rests on as much comes along as
brings it back to mind: each fits a phone's screen. What was right by a guess is told with its why;
what was known is only counted.
"""

from bot.conversation.language.markup import escaped, plain
from bot.conversation.language.paging import comfortable, is_heading, pack
from bot.conversation.lesson import testing_out
from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.modes import flow
from bot.conversation.lesson.modes.challenge import questions as asked_in
from bot.conversation.phrases import phrase
from bot.conversation.question import (
    choices,
    context,
    estimating,
    pitfalls,
    posing,
    reveal,
    score,
    typed,
)
from bot.conversation.session import Offer, Outcome, Run, offer
from bot.learning.calibration import Tally, gathered
from bot.learning.predictions import Confidence
from bot.lessons.faults import shorten
from bot.lessons.model import Lesson
from bot.lessons.question import Question

_HALF = 0.4
_WHOLE = 2
"""How many times longer than comfortable an answer may be and is still read in one piece."""

_ORDER: tuple[Confidence, ...] = ("sure", "probable", "guess", "range")

_LINE = 64
"""Characters of a text that say what it is about."""

_NAMED = 24
"""Characters of an answer that name it on a button."""


def pages(lesson: Lesson, run: Run) -> list[str]:
    """The results in comfortable messages; at least one."""
    parts = [headline(lesson, run), *_calibration(run)]
    posed = {beat.question.id: beat for beat in flow(run, lesson) if isinstance(beat, Pose)}
    answered = [
        (beat, made)
        for question in asked_in(lesson)
        if (beat := posed.get(question.id)) and (made := run.outcome(question.id)) is not None
    ]
    # What is overruled here stays where it is, or the pages would change while they are read.
    missed = [(beat, made) for beat, made in answered if not made.right or made.overruled]
    parts += [_missed(lesson, beat, made) for beat, made in missed]
    if lucky := [
        (one, made)
        for one, made in answered
        if made.right and not made.settled and (one, made) not in missed
    ]:
        parts += [phrase("results.known"), *(_lucky(lesson, one, made) for one, made in lucky)]
    again = [
        place for beat, made in missed if not made.right and (place := where(lesson, beat.question))
    ]
    if again:
        listed = "\n".join(f"- {one}" for one in dict.fromkeys(again))
        parts.append(f"{phrase('results.revisit')}\n\n{listed}")
    return _paged(parts)


def headline(lesson: Lesson, run: Run) -> str:
    """How it went, in words that anyone understands."""
    (right, total), share = testing_out.tally(lesson, run), testing_out.share(lesson, run)
    guessed = testing_out.guessed(run)
    if share >= testing_out.ENOUGH and guessed > testing_out.GUESSES:
        return phrase("results.guessed", right=right, total=total, guessed=guessed)
    levels = (
        ("passed", testing_out.ENOUGH),
        ("enough", testing_out.FAIR),
        ("half", _HALF),
        ("new", 0.0),
    )
    level = next(name for name, least in levels if share >= least)
    return phrase(f"results.{level}", right=right, total=total)


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


def _missed(lesson: Lesson, beat: Pose, made: Outcome) -> str:
    """Why the learner's own option fails, and what is true, below the question."""
    question = beat.question
    said = choices.said(question, made)
    key = "results.right" if made.overruled else "results.wrong"
    parts = [phrase(key, question=posing.words(question, beat.wording), said=said)]
    if made.choice is not None and question.options:
        chosen = question.options[made.choice]
        tempted = made.confidence == "sure"
        parts += reveal.refutation(chosen) if tempted else [chosen.explanation]
    parts += _of_its_kind(question, made)
    # What is true of a myth is said in one paragraph: why it matters is for the lesson.
    parts += reveal.reality(context.myth(lesson, question.id))[:1] or [reveal.key(question)]
    told = "\n\n".join(part for part in parts if part)
    found = pitfalls.pitfall(lesson, question.id)
    if found and found.cause and len(told) > comfortable():
        # Both approaches are there by now; why people take the wrong one was the least of it.
        told = told.replace(f"\n\n{phrase('part.cause', text=found.cause)}", "")
    room = comfortable() - len(told) - 2
    reminder = posing.reminding(lesson, question, beat.wording, room) or _place(lesson, beat)
    return "\n\n".join([*reminder, told])


def _lucky(lesson: Lesson, beat: Pose, made: Outcome) -> str:
    """What is right, and why: a guess does not know that.

    A question that says too little by itself comes below where the lesson asks it.
    """
    question = beat.question
    if found := pitfalls.pitfall(lesson, question.id):
        title = phrase("results.right.pitfall", title=found.title)
        return "\n\n".join(part for part in (title, found.reason or found.cause) if part)
    said = choices.said(question, made)
    line = phrase("results.right", question=posing.words(question, beat.wording), said=said)
    line = "\n\n".join([*_place(lesson, beat), line])
    if question.estimate or question.typed:
        more = _of_its_kind(question, made)
        known = question.typed and made.settled and not more
        return "\n\n".join([line, *more, *([] if known else [reveal.key(question)])])
    if made.settled or made.choice is None or not question.options:
        return line
    return "\n\n".join(part for part in (line, question.options[made.choice].explanation) if part)


def _place(lesson: Lesson, beat: Pose) -> list[str]:
    """Where the lesson asks it, above a question that says too little by itself."""
    place = where(lesson, beat.question)
    rests = place and posing.resting_on(lesson, beat.question, beat.wording)
    return [phrase("ask.about", title=place)] if rests else []


def _of_its_kind(question: Question, made: Outcome) -> list[str]:
    """What is said of a range, or of words, that is not said of options."""
    if question.estimate:
        return estimating.answered(question.estimate, made)[1:]
    if question.typed is None or made.unknown:
        return []
    mark = phrase("typed.overruled.mark") if made.overruled else ""
    return [one for one in (typed.near(question, made), typed.slip(question, made), mark) if one]


def tallies(run: Run) -> dict[Confidence, Tally]:
    """How the answers came out, by the words for confidence that were said, and by ranges."""
    found: dict[Confidence, Tally] = {}
    for one in run.outcomes:
        so_far = found.get(one.confidence, Tally())
        found[one.confidence] = Tally(so_far.right + (one.right is True), so_far.total + 1)
    return gathered(found)


def _calibration(run: Run) -> list[str]:
    found = tallies(run)
    return [
        phrase(f"progress.{confidence}", right=tally.right, total=tally.total)
        for confidence in _ORDER
        if (tally := found.get(confidence)) and tally.total >= score.FEW
    ]


def page(lesson: Lesson, run: Run) -> str:
    """The page that is open; in another language or at another pace there may be fewer."""
    found = pages(lesson, run)
    return found[min(run.choice or 0, len(found) - 1)]


def overrulable(lesson: Lesson, run: Run) -> list[Offer]:
    """A way for each answer in words that this page calls wrong to say that it meant the same."""
    shown = page(lesson, run)
    posed = {beat.question.id: beat for beat in flow(run, lesson) if isinstance(beat, Pose)}
    return [
        offer(
            phrase("typed.overrule.named", said=shorten(made.answer or "", _NAMED)),
            "overrule",
            question.id,
        )
        for question in lesson.questions
        if (made := run.outcome(question.id)) and typed.may_overrule(question, made)
        if (beat := posed.get(question.id)) and posing.words(question, beat.wording) in shown
    ]


def where(lesson: Lesson, question: Question) -> str:
    """Where the lesson speaks of a question, in words that say what it is about.

    Nothing of one that only the test asks.
    """
    for number, step in enumerate(lesson.steps, start=1):
        if step.prediction and step.prediction.id == question.id:
            return phrase("results.step", number=number, title=step.title)
    hood = lesson.under_the_hood.prediction
    if hood and hood.id == question.id:
        return phrase("results.hood")
    if context.myth(lesson, question.id):
        return phrase("results.myth", question=_about(posing.words(question)))
    for number, diagram in enumerate(lesson.diagrams, start=1):
        if question.id in {one.id for one in (diagram.prediction, diagram.turn) if one}:
            named = phrase("results.picture", number=number)
            title = _sentence(posing.words(question)) or named
            return phrase("results.part", mode=phrase("mode.visual"), title=title)
    for task in lesson.exercises:
        if task.choice and task.choice.id == question.id:
            # "What will it answer?" is a fine heading above its task, and says little elsewhere.
            title = (_sentence(task.prompt) if task.title.endswith("?") else "") or task.title
            return phrase("results.part", mode=phrase("mode.try"), title=title)
    for mode, rows in (("perf", lesson.performance), ("why", lesson.what_if.cases)):
        for part in rows:
            if part.prediction and part.prediction.id == question.id:
                return phrase("results.part", mode=phrase(f"mode.{mode}"), title=part.title)
    if pitfall := pitfalls.pitfall(lesson, question.id):
        return phrase("results.pitfall", title=pitfall.title)
    return ""


def _about(text: str) -> str:
    """The beginning of a text, as a line of a list."""
    cut = plain(text.split("\n\n")[0])[:_LINE].rpartition(" ")[0].rstrip(".,;:")
    return _sentence(text) or escaped(f"{cut} …")


def _sentence(text: str) -> str:
    """The first sentences of a text that fit a line of a list, whole; empty if none does."""
    line = plain(text.split("\n\n")[0])
    if len(line) > _LINE:
        sentence, end, _ = line[:_LINE].rpartition(". ")
        line = f"{sentence}." if end else ""
    return escaped(line) if not line.endswith(":") else ""
