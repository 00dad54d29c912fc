"""The reveal of a question: it speaks to the learner's own prediction.

What it says depends on how sure they were and whether they were right; of an estimate, on where its
range lies. Who missed it reads first what is right, in a few words, then why their own answer
tempts and fails, and last why the other one is right: nobody listens to reasons while they wait for
the answer.

Who misses it once more, at the end of the lesson, was told that a few minutes ago, and it did not
reach them. So they are told what they weren't: why their own option fails, if it is another one
than before, and what else the lesson says of it, such as a step's insight or its analogy. Where it
says nothing else, a short reason comes back, *as before*; a long one is a press away.
"""

from collections.abc import Iterator

from bot.conversation.language.markup import escaped, unquoted
from bot.conversation.language.paging import in_short
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, estimating, typed
from bot.conversation.session import Outcome
from bot.learning.predictions import Confidence, Reveal, reveal
from bot.lessons.answers import folded
from bot.lessons.lint.readability import CAPTION, SENTENCE_END
from bot.lessons.model import Lesson, Myth
from bot.lessons.practice import Aspect, Case
from bot.lessons.question import Option, Question


def answer(
    question: Question, made: Outcome | None, myth: Myth | None = None, *, unprompted: bool = False
) -> list[str]:
    """The reveal, in parts: it quotes the prediction and says why it held or failed.

    Who was asked ``unprompted``, and had no idea, has seen no options.
    """
    if made is None and question.is_pitfall:
        return [key(question)]
    if made is None:
        return [phrase("reveal.skipped"), *(given(question, myth) if myth else [])]
    if question.open:
        return [*_open_answer(question, made), *reality(myth)]
    kind = reveal(made.confidence, bool(made.right))
    if kind == "unknown" or made.unknown:
        return [phrase("reveal.unknown"), *given(question, myth, unprompted=unprompted)]
    if not made.right:
        return [missed(question, made), *fails(question, made, myth), *whys(question, myth)]
    if question.estimate:
        return [*estimating.answered(question.estimate, made), key(question)]
    if made.choice is None:
        # What was right and sure is not said once more, but why it is right still is.
        told = reasons(question) if kind == "sure_right" else key(question)
        return [*_in_words(question, made), *([told] if told else [])]
    chosen = question.options[made.choice]
    parts = [phrase(f"reveal.{_shade(kind, made.confidence)}", label=unquoted(chosen.label))]
    return [*parts, *(reality(myth) if myth else [chosen.explanation])]


def exit_answer(question: Question, made: Outcome) -> list[str]:
    """How the reveal begins of a question that was asked once more, if it was not missed."""
    if question.open:
        return _open_answer(question, made)
    kind = reveal(made.confidence, bool(made.right))
    if question.estimate and not made.unknown:
        return [*estimating.answered(question.estimate, made, again=True), key(question)]
    if question.typed and not made.unknown:
        return _in_words(question, made, again=True)
    label = unquoted(question.options[made.choice].label) if made.choice is not None else ""
    return [phrase(f"exit.{kind}", label=label)]


def missed(question: Question, made: Outcome, *, said: str = "", again: bool = False) -> str:
    """What is right, and what was ``said`` instead; ``again`` for a question asked once more."""
    near = again and is_near(question, made)
    return f"{key(question, why=False, again=again, near=near)} {said or _said(question, made)}"


def is_near(question: Question, made: Outcome) -> bool:
    """Whether a range just misses the truth, or an answer in words is a near miss."""
    if question.estimate:
        return estimating.is_near(question.estimate, made)
    return bool(question.typed and typed.near(question, made))


def _said(question: Question, made: Outcome) -> str:
    if question.estimate:
        return estimating.answered(question.estimate, made)[0]
    if question.typed and (close := typed.near(question, made)):
        return close
    words = escaped(made.answer or "")
    label = words if made.choice is None else unquoted(question.options[made.choice].label)
    kind = reveal(made.confidence, right=False)
    return phrase(f"reveal.{_shade(kind, made.confidence)}", label=label)


def fails(
    question: Question, made: Outcome, myth: Myth | None = None, *, again: bool = False
) -> list[str]:
    """Why the learner's own answer fails, and, if they were sure, why it tempts; not ``again``.

    Why it fails may answer why it tempts, so that comes first.
    """
    if question.estimate:
        return estimating.misjudged(question.estimate, made)
    if made.choice is None or not question.options:
        return []
    chosen = question.options[made.choice]
    if made.confidence == "sure" and not again:
        return refutation(chosen, myth)
    return [chosen.explanation] if chosen.explanation else []


def whys(question: Question, myth: Myth | None = None) -> list[str]:
    """Why what is right is right, below why something else is not."""
    text = reasons(question)
    if myth or question.is_pitfall:
        return reality(myth) or [text]
    return [phrase("reveal.why", text=text)] if text else []


def given(question: Question, myth: Myth | None = None, *, unprompted: bool = False) -> list[str]:
    """What is right, and why, for who has said nothing that it could answer."""
    told = reality(myth)
    if question.open:
        return told
    if told:
        return [key(question, why=False), *told]
    return [key(question, unprompted=unprompted)]


def _in_words(question: Question, made: Outcome, *, again: bool = False) -> list[str]:
    """What is said of an answer in words that is right, before why."""
    kind = reveal(made.confidence, bool(made.right))
    shade = kind if again else _shade(kind, made.confidence)
    opening = phrase(f"{'exit' if again else 'reveal'}.{shade}", label=escaped(made.answer or ""))
    return [text for text in (opening, typed.slip(question, made)) if text]


def _shade(kind: Reveal, confidence: Confidence) -> str:
    """The reveal's wording: somebody who guessed did not lean towards anything."""
    return kind.replace("unsure", "guess") if confidence == "guess" else kind


def refutation(chosen: Option, myth: Myth | None = None) -> list[str]:
    """A belief is refuted in three parts: the belief, why it tempts, why it fails."""
    parts = []
    if myth and myth.belief:
        parts.append(phrase("reveal.belief", text=myth.belief))
    if chosen.temptation:
        parts.append(phrase("reveal.sure_wrong.tempts", text=chosen.temptation))
    if chosen.explanation and chosen.temptation:
        parts.append(phrase("reveal.sure_wrong.fails", text=chosen.explanation))
    elif chosen.explanation:
        parts.append(chosen.explanation)
    return parts


def reality(myth: Myth | None) -> list[str]:
    """What is true of a myth, and why that matters; nothing if there is no myth."""
    if myth is None:
        return []
    parts = [("reveal.reality", myth.reality), ("reveal.matters", myth.matters)]
    return [phrase(key, text=text) for key, text in parts if text]


def _open_answer(question: Question, made: Outcome) -> list[str]:
    if made.choice is None:
        return [phrase("reveal.open.unknown")]
    return [phrase("reveal.open", label=unquoted(question.options[made.choice].label))]


def key(
    question: Question,
    *,
    why: bool = True,
    again: bool = False,
    near: bool = False,
    unprompted: bool = False,
) -> str:
    """What is right, and ``why``; ``again`` for who has missed it once more, perhaps nearly.

    Who was asked ``unprompted`` is told it in words that answer that.
    """
    text = reasons(question) if why else ""
    where = "exit" if again else "reveal"
    told = question.told_unprompted.removesuffix(".") if unprompted else ""
    labels = [told] if told else _right(question)
    if len(labels) == 1:
        answer = "near" if near else "answer"
        return phrase(f"{where}.{answer}", label=labels[0], text=text).strip()
    return phrase(f"{where}.answers", labels=", ".join(labels), text=text).strip()


def _right(question: Question) -> list[str]:
    if question.estimate:
        return [estimating.truth(question.estimate)]
    if question.typed:
        return [question.typed.accepted[0]]
    return [option.label for option in question.options if option.right]


def reasons(question: Question) -> str:
    """Why what is right is right; empty if the lesson does not say."""
    if told := question.estimate or question.typed:
        return told.why
    return " ".join(
        option.explanation for option in question.options if option.right and option.explanation
    )


BRIEF = 100
"""Characters of a reason that may be said a second time."""


def answer_again(
    lesson: Lesson, question: Question, made: Outcome, first: Outcome | None, myth: Myth | None
) -> list[str]:
    """The reveal of a question that was asked once more; ``first`` is what was said before."""
    if question.open:
        return exit_answer(question, made)
    if made.right:
        return [*exit_answer(question, made), *_why(question, made, myth)]
    if made.unknown:
        # Who said nothing has nothing to hold against it, and may well hear the reason again.
        other = [] if myth else _other(lesson, question)
        told = [key(question, why=False), *other] if other else given(question, myth)
        return [*exit_answer(question, made), *told]
    same = first is not None and _committed(made) == _committed(first)
    # The same approach held right, of a pitfall, is another word: yes to one is no to the other.
    same = same and not question.is_pitfall
    miss = missed(question, made, said=_again(question, made) if same else "", again=True)
    against = [] if same else _against(question, made, first, myth)
    return [miss, *against, *_more(lesson, question, myth, enough=bool(against))]


def _committed(made: Outcome) -> tuple[int | None, str | None]:
    return made.choice, made.answer


def _against(
    question: Question, made: Outcome, first: Outcome | None, myth: Myth | None
) -> list[str]:
    """Why this answer fails, without what the first one was told, too."""
    told = fails(question, first, myth) if first and not first.right else []
    return [text for text in fails(question, made, myth) if text not in told]


def _more(
    lesson: Lesson, question: Question, myth: Myth | None, *, enough: bool = False
) -> list[str]:
    """What else the lesson says of it; or why the answer is right, in a few words.

    The latter was told before, and isn't said again where there is ``enough`` without it.
    """
    if texts := [] if myth else _other(lesson, question):
        return texts
    reason = (myth.reality if myth else "") or reasons(question)
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
