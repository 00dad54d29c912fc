"""An answer of a test, told at its end: what was asked and said, what is right, and why.

It comes in the words in which it was asked. That was a few minutes ago, so of what it rests on as
much comes along as brings it back to mind: each fits a phone's screen. All of it is in the list.
"""

from bot.conversation.language.paging import comfortable
from bot.conversation.lesson import whereabouts
from bot.conversation.lesson.beats import Pose
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, context, pitfalls, posing, reveal, typed
from bot.conversation.session import Outcome
from bot.lessons.model import Lesson
from bot.lessons.question import Question


def told(lesson: Lesson, beat: Pose, made: Outcome | None, number: int) -> str:
    """What there is to know of this answer, which has that number in the list."""
    if made is None or not made.right or made.overruled:
        return _missed(lesson, beat, made, number)
    return _lucky(lesson, beat, made, number)


def _missed(lesson: Lesson, beat: Pose, made: Outcome | None, number: int) -> str:
    """What is right, why the learner's own answer fails, and why the other one does not."""
    question = beat.question
    words = posing.words(question, beat.wording)
    if made is None:
        asked = phrase("results.skipped", number=number, question=words)
        answer = _given(lesson, question)
    else:
        key = "results.right" if made.overruled else "results.wrong"
        said = choices.said(question, made)
        asked = phrase(key, number=number, question=words, said=said)
        answer = _answered(lesson, question, made)
    told = "\n\n".join([asked, *answer])
    pitfall = pitfalls.pitfall(lesson, question.id)
    if pitfall and pitfall.cause and len(told) > comfortable():
        # Both approaches are there by now; why people take the wrong one was the least of it.
        told = told.replace(f"\n\n{phrase('part.cause', text=pitfall.cause)}", "")
    return _reminded(lesson, beat, told)


def _reminded(lesson: Lesson, beat: Pose, told: str) -> str:
    """An answer below as much of what its question rests on as there is room for."""
    room = comfortable() - len(told) - 2
    texts = posing.reminding(lesson, beat.question, beat.wording, room)
    return "\n\n".join([*(texts or _place(lesson, beat)), told])


def _given(lesson: Lesson, question: Question) -> list[str]:
    true = reveal.reality(context.myth(lesson, question.id))[:1]
    return [reveal.key(question, why=not true), *true]


def _answered(lesson: Lesson, question: Question, made: Outcome) -> list[str]:
    if made.overruled:
        return [phrase("typed.overruled.mark"), reveal.key(question)]
    # What is true of a myth is said in one paragraph: why it matters is for the lesson.
    myth = context.myth(lesson, question.id)
    true = reveal.reality(myth)[:1]
    near = typed.near(question, made, named=False) if question.typed else ""
    fails = [near] if near else reveal.fails(question, made)
    if not (true or fails):
        return [reveal.key(question)]
    return [reveal.key(question, why=False), *fails, *(true or reveal.whys(question))]


def _lucky(lesson: Lesson, beat: Pose, made: Outcome, number: int) -> str:
    """What is right, and why: a guess does not know that."""
    question = beat.question
    said = choices.said(question, made)
    words = posing.words(question, beat.wording)
    line = phrase("results.right", number=number, question=words, said=said)
    parts = [line]
    if question.estimate or question.typed:
        slip = typed.slip(question, made) if question.typed else ""
        parts += [*([slip] if slip else []), reveal.key(question)]
    else:
        # A myth's options say nothing of why, as a rule: its reality does.
        true = reveal.reality(context.myth(lesson, question.id))[:1]
        parts += true or [text for text in (reveal.reasons(question),) if text]
    return _reminded(lesson, beat, "\n\n".join(parts))


def _place(lesson: Lesson, beat: Pose) -> list[str]:
    """Where the lesson asks it, above a question that says too little by itself.

    A drawing without a name goes by its question's words, which aren't said twice.
    """
    place = whereabouts.where(lesson, beat.question)
    words = posing.words(beat.question, beat.wording)
    if not place or whereabouts.about(words) in place:
        return []
    rests = posing.resting_on(lesson, beat.question, beat.wording)
    return [phrase("ask.about", title=place)] if rests else []
