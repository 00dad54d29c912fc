"""Asked once more at the end of a lesson: what answers whoever has it now, or misses it again.

Who misses it twice wants to know why the right answer is right, and has read on since they were
told: so that is said again, in few words. Above it stands what answers their own option, as if it
were the first time, unless it is the same one and they were told just that. Below it comes what
else the lesson has to say, if that is short and there is little above it: who was told why and
still says the same holds a belief that the first words did not reach.
"""

from collections.abc import Iterator

from bot.conversation.language.paging import in_short
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, pitfalls, reveal
from bot.conversation.session import Outcome
from bot.lessons.lint.readability import CAPTION
from bot.lessons.model import Lesson, Myth
from bot.lessons.practice import Aspect, Case
from bot.lessons.question import Question


def answer(
    lesson: Lesson, question: Question, made: Outcome, first: Outcome | None, myth: Myth | None
) -> list[str]:
    """The reveal of a question that was asked once more; ``first`` is what was said before."""
    if question.open:
        return reveal.exit_answer(question, made)
    if made.right:
        return [*reveal.exit_answer(question, made), *_why(question, made, myth)]
    chosen = (made.choice, made.answer)
    same = first is not None and made.choice is not None and chosen == (first.choice, first.answer)
    # The same approach held right, of a pitfall, is another word: yes to one is no to the other.
    same = same and not pitfalls.is_one(question)
    words = "" if myth else next(_other_words(lesson, question.id), "")
    # Why a myth matters was for the first time.
    whys = reveal.whys(question, myth)[:1]
    more = [words] if words and (not whys or len(words) <= CAPTION) else []
    if made.unknown:
        return [*reveal.exit_answer(question, made), *reveal.given(question, myth), *more]
    said = _again(question, made) if same else ""
    # Who said the same was told all that there is against it; a number goes by its own reasons.
    known = same and more and not question.estimate
    against = [] if known else reveal.fails(question, made, myth, again=same)
    if len(against) > 1 and whys:
        more = []
    return [reveal.missed(question, made, said=said, again=True), *against, *whys, *more]


def _why(question: Question, made: Outcome, myth: Myth | None) -> list[str]:
    """What is true, in short, where there were two answers.

    After a miss only the other one was left, and "Yes" alone says nothing.
    """
    if made.choice is None or len(question.options) != choices.ONE_TAP:
        return []
    text = myth.reality if myth else question.options[made.choice].explanation
    return [short] if (short := in_short(text)) else []


def _again(question: Question, made: Outcome) -> str:
    label = choices.shown(question, choices.label(question, made.choice, made.answer) or "")
    return phrase("exit.same", label=label)


def _other_words(lesson: Lesson, question: str) -> Iterator[str]:
    """What the lesson says of the question elsewhere than in its options, the best words first."""
    for step in lesson.steps:
        if step.prediction and step.prediction.id == question:
            if step.insight:
                yield phrase("part.insight", text=step.insight)
            if analogy := in_short(lesson.mental_model.analogy):
                yield f"{phrase('part.analogy')}\n\n{analogy}"
    for diagram in lesson.diagrams:
        if diagram.prediction and diagram.prediction.id == question and diagram.words:
            yield phrase("exit.drawing", words=diagram.words)
    parts: tuple[Aspect | Case, ...] = (*lesson.performance, *lesson.what_if.cases)
    hood = lesson.under_the_hood
    for asked, text in [
        (hood.prediction, hood.how),
        *((one.prediction, one.text) for one in parts),
    ]:
        # What is read after an estimate goes on from the number; why it is so many is its own why.
        if asked and asked.id == question and asked.options and text:
            yield in_short(text)
