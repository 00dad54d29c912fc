"""Asked once more at the end of a lesson: what answers whoever has it now, or misses it again.

Who misses it twice was told a few minutes ago why the right answer is right, and that did not reach
them: the same words again would be skipped. So what answers them is what they were not told: why
their own option fails, if it is another one than before, and then what else the lesson says of it,
such as a step's insight or its analogy. Where it says nothing else, a short reason comes back as
what it is, *as before*, and a long one doesn't: the part of the lesson is a press away.
"""

from collections.abc import Iterator

from bot.conversation.language.paging import in_short
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, reveal
from bot.conversation.session import Outcome
from bot.lessons.answers import folded
from bot.lessons.lint.readability import CAPTION, SENTENCE_END
from bot.lessons.model import Lesson, Myth
from bot.lessons.practice import Aspect, Case
from bot.lessons.question import Question

BRIEF = 100
"""Characters of a reason that may be said a second time."""


def answer(
    lesson: Lesson, question: Question, made: Outcome, first: Outcome | None, myth: Myth | None
) -> list[str]:
    """The reveal of a question that was asked once more; ``first`` is what was said before."""
    if question.open:
        return reveal.exit_answer(question, made)
    if made.right:
        return [*reveal.exit_answer(question, made), *_why(question, made, myth)]
    if made.unknown:
        # Who said nothing has nothing to hold against it, and may well hear the reason again.
        other = [] if myth else _other(lesson, question)
        told = [reveal.key(question, why=False), *other] if other else reveal.given(question, myth)
        return [*reveal.exit_answer(question, made), *told]
    same = first is not None and _said(made) == _said(first)
    # The same approach held right, of a pitfall, is another word: yes to one is no to the other.
    same = same and not question.is_pitfall
    missed = reveal.missed(question, made, said=_again(question, made) if same else "", again=True)
    against = [] if same else _against(question, made, first, myth)
    return [missed, *against, *_more(lesson, question, myth, enough=bool(against))]


def _said(made: Outcome) -> tuple[int | None, str | None]:
    return made.choice, made.answer


def _against(
    question: Question, made: Outcome, first: Outcome | None, myth: Myth | None
) -> list[str]:
    """Why this answer fails, without what the first one was told, too."""
    told = reveal.fails(question, first, myth) if first and not first.right else []
    return [text for text in reveal.fails(question, made, myth) if text not in told]


def _more(
    lesson: Lesson, question: Question, myth: Myth | None, *, enough: bool = False
) -> list[str]:
    """What else the lesson says of it; or why the answer is right, in a few words.

    The latter was told before, and isn't said again where there is ``enough`` without it.
    """
    if texts := [] if myth else _other(lesson, question):
        return texts
    reason = (myth.reality if myth else "") or reveal.reasons(question)
    sentences = SENTENCE_END.split(reason.split("\n")[0])
    # Many a reason begins with the answer itself, which stands above.
    saying = next(
        (sentence for sentence in sentences if folded(sentence) not in _answers(question)), ""
    )
    brief = 0 < len(saying) <= BRIEF
    return [phrase("exit.before", text=saying)] if brief and not enough else []


def _answers(question: Question) -> set[str]:
    labels = [option.label for option in question.options if option.right]
    forms = question.typed.accepted if question.typed else ()
    return {folded(text) for text in (*labels, *forms)}


def _other(lesson: Lesson, question: Question) -> list[str]:
    """What else the lesson says of it: one thing, in short if it says anything so."""
    texts = [*_other_words(lesson, question.id)]
    return [next((text for text in texts if len(text) <= CAPTION), texts[0])] if texts else []


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
        *((part.prediction, part.text) for part in parts),
    ]:
        # What is read after an estimate goes on from the number; why it is so many is its own why.
        if asked and asked.id == question and asked.options and text:
            yield in_short(text)
