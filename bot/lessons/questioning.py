"""Advice on questions: what makes a prediction worth committing to, and its reveal an answer."""

import re

from bot.lessons.faults import Faults, shorten
from bot.lessons.model import Question, Step
from bot.lessons.reading import Draft
from bot.lessons.wording import stems, width

LONGEST_LABEL = 28
"""Characters of an option that can be read on its button, in one row of its own on a phone, behind
"Probably: ". A rule of thumb: the platforms name no such limit (Discord refuses labels above 80,
Telegram shortens by the width of the screen)."""

BY_FAR = 1.5
"""How many times longer than every wrong option a right one is "the longest by far"."""

_FEW = 3
"""From how many questions on a pattern in their right options says something."""

_TRIVIA = re.compile(
    r"""\b(?:
        (?:what|which|in\ what|in\ which)\ (?:year|decade|century|date|month|day|version)\b
      | how\ (?:many|old)\b | how\ much\ (?:does|did|do)\b.*\b(?:cost|weigh)
      | when\ (?:was|were|did)\b
      | who\ (?:invented|founded|created|discovered|wrote|coined|first|made|developed|introduced)\b
      | who\ (?:is|was|are|were)\b | (?:is|was)\ named\ after\b
      | (?:what|which)\b.*\b(?:is|are)\ the\ names?\b | what\ (?:is|are|was)\b.*\bcalled\b
      | what\ (?:does|do)\b.*\bstands?\ for\b | which\ (?:company|person|country|city)\b
      | (?:what|which)\ is\ the\ (?:abbreviation|acronym|definition|term)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Questions that ask for a fact to recall. A prediction asks why something is so or what happens:
something that a learner can reason about, and that tells two ways of thinking apart."""


def question_advice(draft: Draft, faults: Faults) -> None:
    """Add advice on every question of the lesson."""
    steps = [step for step in draft.lesson.steps if step.prediction]
    for step in steps:
        if step.prediction is not None:
            _prediction(draft, step, step.prediction, faults)
    for question in draft.lesson.questions:
        _any_question(draft, question, faults)
    _patterns(draft, [step.prediction for step in steps if step.prediction], faults)


def _any_question(draft: Draft, question: Question, faults: Faults) -> None:
    place = draft.place(f"question:{question.id}")
    if question.id in draft.unnamed:
        what = f'the id of the question "{shorten(question.text, 40)}" is not written down'
        mend = f"write <!-- id: {question.id} --> below it, so that it survives rewording"
        faults.add(place, what, mend, "advice")
    if question.open:
        what = "an open question: it has no key, so learners judge themselves"
        faults.add(place, what, "mark the right option with [x] if there is one", "advice")
    if _TRIVIA.search(question.text):
        what = f'trivia: "{shorten(question.text, 50)}" asks for a fact to recall'
        mend = "ask why something is so, or what happens, so that it can be reasoned about"
        faults.add(place, what, mend, "advice")
    for n, option in enumerate(question.options, start=1):
        if width(option.label) > LONGEST_LABEL:
            what = f"an option of {width(option.label)} characters is too long for a button"
            mend = f"say it in at most {LONGEST_LABEL}"
            faults.add(draft.place(f"option:{question.id}:{n}"), what, mend, "advice")


def _prediction(draft: Draft, step: Step, question: Question, faults: Faults) -> None:
    if not _answered(step, question):
        what = "nothing after this prediction answers it"
        mend = "explain its options, or say in the text, result or insight what is true of them"
        faults.add(draft.place(f"question:{question.id}"), what, mend, "advice")
    for n, option in enumerate(question.options, start=1):
        place = draft.place(f"option:{question.id}:{n}")
        why = "Why" if option.right or question.open else "Why it fails"
        if not option.explanation:
            what = f'the option "{shorten(option.label, 30)}" is not explained'
            faults.add(place, what, f'add "  - {why}: …" below it', "advice")
        if not (option.temptation or option.right or question.open):
            what = f'nothing says why "{shorten(option.label, 30)}" is tempting'
            mend = 'add "  - Why it tempts: …", so that who believes it is met with respect'
            faults.add(place, what, mend, "advice")


def _answered(step: Step, question: Question) -> bool:
    """Whether the reveal speaks of what was asked.

    A keyed question is answered if a right option is explained; an open one if any option is.
    Else the text, result and insight must share a word that carries meaning with such an option,
    or, where the options have none ("Yes", "No"), with the question.
    """
    answers = [option for option in question.options if question.open or option.right]
    if any(option.explanation for option in answers):
        return True
    asked = stems(" ".join(option.label for option in answers)) or stems(question.text)
    said = stems(" ".join([step.text, step.result, step.insight]))
    return bool(asked & said) or (not asked and bool(said))


def _patterns(draft: Draft, predictions: list[Question], faults: Faults) -> None:
    """Right options that can be told from their place or length instead of by thinking."""
    keyed = [question for question in predictions if not question.open]
    if len(keyed) < _FEW:
        return
    place = draft.place("section:Build-up")
    places = [{n for n, option in enumerate(q.options, 1) if option.right} for q in keyed]
    same = set.intersection(*places)
    if same:
        what = f"in every prediction, option {min(same)} is right"
        faults.add(place, what, "change the order of the options in some", "advice")
    if all(_stands_out(question) for question in keyed):
        what = "in every prediction, the right option is the longest by far"
        faults.add(place, what, "make the options of a question about equally long", "advice")


def _stands_out(question: Question) -> bool:
    right = [width(option.label) for option in question.options if option.right]
    wrong = [width(option.label) for option in question.options if not option.right]
    return bool(wrong) and min(right) >= BY_FAR * max(wrong)
