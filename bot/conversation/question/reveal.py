"""The reveal of a question: it speaks to the learner's own prediction.

What it says depends on how sure they were and whether they were right; of an estimate, on where its
range lies. Who missed it reads first what is right, in a few words, then why their own answer
tempts and fails, and last why the other is right: nobody listens to reasons while they wait for the
answer.

Where a text of the lesson follows, a long reason opens that instead: what is said at once is short.

Who misses it once more, at the end of the lesson, was told that a few minutes ago, and it did not
reach them. So they are told what they weren't: why their own option fails, if it is another than
before, and what else the lesson says of it, such as a step's insight or its analogy. Where it says
nothing else, a short reason comes back, *as before*; a long reason is a press away.
"""

from collections.abc import Iterator

from bot.conversation.language.markup import escape_markdown, unquote_words
from bot.conversation.language.paging import in_short
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, estimating, typed
from bot.conversation.session import Outcome
from bot.learning.predictions import Confidence, Reveal, reveal
from bot.lessons.answers import fold
from bot.lessons.lint.readability import CAPTION, SENTENCE_END, VERDICT
from bot.lessons.model import Lesson, Myth
from bot.lessons.practice import Aspect, Case
from bot.lessons.question import Option, Question


def answer(
    question: Question,
    outcome: Outcome | None,
    myth: Myth | None = None,
    *,
    unprompted: bool = False,
    why: bool = True,
) -> list[str]:
    """The reveal, in parts: it quotes the prediction and says why it held or failed.

    Without ``why`` it leaves out why the right answer is right.
    """
    if outcome is None and question.is_pitfall:
        return [key(question)]
    if outcome is None:
        return [phrase("reveal.skipped"), *(tell_key(question, myth) if myth else [])]
    if question.open:
        return [*_open_answer(question, outcome), *reality(myth)]
    kind = reveal(outcome.confidence, bool(outcome.right))
    if kind == "unknown" or outcome.unknown:
        return [phrase("reveal.unknown"), *tell_key(question, myth, unprompted=unprompted, why=why)]
    if not outcome.right:
        reason = whys(question, myth) if why else []
        return [explain_miss(question, outcome), *fails(question, outcome, myth), *reason]
    if question.estimate:
        return [*estimating.answer_range(question.estimate, outcome), key(question, why=why)]
    if outcome.choice is None:
        # What was right and sure is not said once more, but why it is right still is.
        text = key(question, why=why) if kind != "sure_right" else question.reason if why else ""
        return [*_in_words(question, outcome), *([text] if text else [])]
    chosen = question.options[outcome.choice]
    parts = [
        phrase(f"reveal.{_shade(kind, outcome.confidence)}", label=unquote_words(chosen.label))
    ]
    return [*parts, *(reality(myth) if myth else [chosen.explanation] if why else [])]


def in_two(question: Question, outcome: Outcome | None) -> tuple[list[str], list[str]]:
    """The reveal in parts, and what opens the text after it: the reason, if it is too long here.

    What may be overruled is said whole: it would be another reveal then.
    """
    whole = answer(question, outcome)
    reason = whys(question) if outcome and not typed.may_overrule(question, outcome) else []
    if not reason or _is_brief(whole):
        return whole, []
    return answer(question, outcome, why=False), reason


def in_brief(
    question: Question,
    outcome: Outcome | None,
    myth: Myth | None = None,
    *,
    unprompted: bool = False,
) -> tuple[list[str], list[str]]:
    """The reveal in parts where no text follows it, and what of it waits until it's asked for.

    Too long for a glance, it first loses why their own answer tempts, which whoever meets the
    question again has read. If that isn't enough, the reason waits. What may be overruled is whole.
    """
    whole = answer(question, outcome, myth, unprompted=unprompted)
    missed = outcome is not None and outcome.right is False and not outcome.unknown
    if outcome is None or not missed or typed.may_overrule(question, outcome) or _is_brief(whole):
        return whole, []
    reason = whys(question, myth)
    short = [explain_miss(question, outcome), *fails(question, outcome, myth, again=True)]
    if _is_brief([*short, *reason]):
        return [*short, *reason], []
    longer = answer(question, outcome, myth, why=False)
    return (longer if _is_brief(longer) else short), reason


def _is_brief(parts: list[str]) -> bool:
    return sum(len(part.split()) for part in parts) <= VERDICT


def exit_answer(question: Question, outcome: Outcome) -> list[str]:
    """How the reveal begins of a question that was asked once more, if it was not missed."""
    if question.open:
        return _open_answer(question, outcome)
    kind = reveal(outcome.confidence, bool(outcome.right))
    if question.estimate and not outcome.unknown:
        return [*estimating.answer_range(question.estimate, outcome, again=True), key(question)]
    if question.typed and not outcome.unknown:
        return _in_words(question, outcome, again=True)
    label = (
        unquote_words(question.options[outcome.choice].label) if outcome.choice is not None else ""
    )
    return [phrase(f"exit.{kind}", label=label)]


def explain_miss(
    question: Question, outcome: Outcome, *, said: str = "", again: bool = False
) -> str:
    """What is right, and what was ``said`` instead; ``again`` for a question asked once more."""
    near = again and is_near(question, outcome)
    return f"{key(question, why=False, again=again, near=near)} {said or _near(question, outcome)}"


def is_near(question: Question, outcome: Outcome) -> bool:
    """Whether a range just misses the truth, or an answer in words is a near miss."""
    if question.estimate:
        return estimating.is_near(question.estimate, outcome)
    return bool(question.typed and typed.near(question, outcome))


def _near(question: Question, outcome: Outcome) -> str:
    if question.estimate:
        return estimating.answer_range(question.estimate, outcome)[0]
    if question.typed and (close := typed.near(question, outcome)):
        return close
    words = escape_markdown(outcome.answer or "")
    label = (
        words if outcome.choice is None else unquote_words(question.options[outcome.choice].label)
    )
    kind = reveal(outcome.confidence, right=False)
    return phrase(f"reveal.{_shade(kind, outcome.confidence)}", label=label)


def fails(
    question: Question, outcome: Outcome, myth: Myth | None = None, *, again: bool = False
) -> list[str]:
    """Why the learner's own answer fails, and, if they were sure, why it tempts; not ``again``."""
    if question.estimate:
        return estimating.explain_misjudged(question.estimate, outcome)
    if outcome.choice is None or not question.options:
        return []
    chosen = question.options[outcome.choice]
    if outcome.confidence == "sure" and not again:
        return refutation(chosen, myth)
    return [chosen.explanation] if chosen.explanation else []


def whys(question: Question, myth: Myth | None = None) -> list[str]:
    text = question.reason
    if myth or question.is_pitfall:
        return reality(myth) or [text]
    return [phrase("reveal.why", text=text)] if text else []


def tell_key(
    question: Question, myth: Myth | None = None, *, unprompted: bool = False, why: bool = True
) -> list[str]:
    """What is right, and why, for who has said nothing that it could answer."""
    texts = reality(myth)
    if question.open:
        return texts
    if texts:
        return [key(question, why=False), *texts]
    return [key(question, why=why, unprompted=unprompted)]


def _in_words(question: Question, outcome: Outcome, *, again: bool = False) -> list[str]:
    """What is said of an answer in words that is right, before why."""
    kind = reveal(outcome.confidence, bool(outcome.right))
    shade = kind if again else _shade(kind, outcome.confidence)
    opening = phrase(
        f"{'exit' if again else 'reveal'}.{shade}", label=escape_markdown(outcome.answer or "")
    )
    return [text for text in (opening, typed.slip(question, outcome)) if text]


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
    if myth is None:
        return []
    parts = [("reveal.reality", myth.reality), ("reveal.matters", myth.matters)]
    return [phrase(key, text=text) for key, text in parts if text]


def _open_answer(question: Question, outcome: Outcome) -> list[str]:
    if outcome.choice is None:
        return [phrase("reveal.open.unknown")]
    return [phrase("reveal.open", label=unquote_words(question.options[outcome.choice].label))]


def key(
    question: Question,
    *,
    why: bool = True,
    again: bool = False,
    near: bool = False,
    unprompted: bool = False,
) -> str:
    """What is right, and ``why``; ``again`` for who has missed it once more, perhaps nearly."""
    text = question.reason if why else ""
    where = "exit" if again else "reveal"
    unprompted_key = question.told_unprompted.removesuffix(".") if unprompted else ""
    labels = [unprompted_key] if unprompted_key else right_answers(question)
    if len(labels) == 1:
        answer = "near" if near else "answer"
        return phrase(f"{where}.{answer}", label=labels[0], text=text).strip()
    return phrase(f"{where}.answers", labels=", ".join(labels), text=text).strip()


def right_answers(question: Question) -> list[str]:
    """What is right, in the words of the lesson."""
    if question.estimate:
        return [estimating.truth(question.estimate)]
    if question.typed:
        return [question.typed.accepted[0]]
    return [option.label for option in question.options if option.right]


BRIEF = 100
"""Characters of a reason that may be said a second time."""


def answer_again(
    lesson: Lesson, question: Question, outcome: Outcome, first: Outcome | None, myth: Myth | None
) -> list[str]:
    """The reveal of a question that was asked once more; ``first`` is what was said before."""
    if question.open:
        return exit_answer(question, outcome)
    if outcome.right:
        return [*exit_answer(question, outcome), *_why(question, outcome, myth)]
    if outcome.unknown:
        # Who said nothing has nothing to hold against it, and may well hear the reason again.
        other = [] if myth else _other(lesson, question)
        reasons_again = [key(question, why=False), *other] if other else tell_key(question, myth)
        return [*exit_answer(question, outcome), *reasons_again]
    same = first is not None and _read_commitment(outcome) == _read_commitment(first)
    # The same approach held right, of a pitfall, is another word: yes to this is no to the other.
    same = same and not question.is_pitfall
    miss = explain_miss(
        question, outcome, said=_again(question, outcome) if same else "", again=True
    )
    against = [] if same else _against(question, outcome, first, myth)
    return [miss, *against, *_more(lesson, question, myth, enough=bool(against))]


def _read_commitment(outcome: Outcome) -> tuple[int | None, str | None]:
    return outcome.choice, outcome.answer


def _against(
    question: Question, outcome: Outcome, first: Outcome | None, myth: Myth | None
) -> list[str]:
    """Why this answer fails, without what the first answer was told, too."""
    numeric = fails(question, first, myth) if first and not first.right else []
    return [text for text in fails(question, outcome, myth) if text not in numeric]


def _more(
    lesson: Lesson, question: Question, myth: Myth | None, *, enough: bool = False
) -> list[str]:
    """What else the lesson says of it; or why the answer is right, in a few words.

    The latter was told before, and isn't said again where there is ``enough`` without it.
    """
    if texts := [] if myth else _other(lesson, question):
        return texts
    reason = (myth.reality if myth else "") or question.reason
    sentences = SENTENCE_END.split(reason.split("\n")[0])
    # Many a reason begins with the answer itself, which stands above.
    saying = next(
        (sentence for sentence in sentences if fold(sentence) not in _answers(question)), ""
    )
    brief = 0 < len(saying) <= BRIEF
    return [phrase("exit.before", text=saying)] if brief and not enough else []


def _answers(question: Question) -> set[str]:
    labels = [option.label for option in question.options if option.right]
    forms = question.typed.accepted if question.typed else ()
    return {fold(text) for text in (*labels, *forms)}


def _other(lesson: Lesson, question: Question) -> list[str]:
    """A further thing that the lesson says of it, in short if possible."""
    texts = [*_other_words(lesson, question.id)]
    return [next((text for text in texts if len(text) <= CAPTION), texts[0])] if texts else []


def _why(question: Question, outcome: Outcome, myth: Myth | None) -> list[str]:
    """What is true, in short, where there were two answers."""
    if outcome.choice is None or len(question.options) != choices.PAIR:
        return []
    text = myth.reality if myth else question.options[outcome.choice].explanation
    return [short] if (short := in_short(text)) else []


def _again(question: Question, outcome: Outcome) -> str:
    label = choices.render(question, choices.label(question, outcome.choice, outcome.answer) or "")
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
