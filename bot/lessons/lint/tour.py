"""What is wrong with the end of a lesson's first tour, and advice on it.

The tour ends with a question of the challenge, and with one small thing that the learner makes
before a model answer is told. One that stands in what asks for it leaves nothing to make.
"""

from collections.abc import Iterator

from bot.lessons.answers import folded
from bot.lessons.faults import HURTS, USUAL, Faults, choose
from bot.lessons.format.markdown import tree
from bot.lessons.format.parser import ParsedLesson

YOURS = 160
"""Characters of what asks for a line of the learner's own: four lines on a phone."""

MODEL_ANSWER = 200
"""Characters of a model answer: it stands beside a line, and is held against that at a glance."""

_EXAMPLE = 3
"""Words in italics from which on they are an example; fewer are stressed, or a name."""


def tour_errors(draft: ParsedLesson, faults: Faults) -> None:
    """Add what keeps a lesson from being published: an end that isn't there."""
    lesson = draft.lesson
    keyed = [one.id for one in lesson.challenge if not one.open]
    if lesson.tour_ends and lesson.tour_ends not in keyed:
        what = (
            f'"tour-ends" names "{lesson.tour_ends}", which is no question of Challenge with a key'
        )
        mend = choose(lesson.tour_ends, keyed) if keyed else "write one, or remove it"
        faults.add(draft.place("key:tour-ends"), what, mend)
    if lesson.model_answer and not lesson.yours:
        what = '"model-answer" without "yours": nothing asks for what it answers'
        mend = 'ask for one small thing to make in a line, as "yours", or remove it'
        faults.add(draft.place("key:model-answer"), what, mend)


def tour_advice(draft: ParsedLesson, faults: Faults) -> None:
    """Add advice on what asks for a line and on its model answer: too long, or told beforehand."""
    lesson = draft.lesson
    if (length := len(lesson.yours)) > YOURS:
        what = f'"yours" has {length} characters, and asks for a single line'
        mend = f"ask it in {YOURS} characters at most"
        _advise(draft, "yours", what, mend, faults)
    if (length := len(lesson.model_answer)) > MODEL_ANSWER:
        what = f'"model-answer" has {length} characters, and is held against a single line'
        mend = f"give it in {MODEL_ANSWER} characters at most"
        _advise(draft, "model-answer", what, mend, faults)
    if any(one in folded(lesson.yours) for one in _examples(lesson.model_answer)):
        what = '"yours" holds its model answer already, before anything is made'
        mend = "leave the example to the model answer, or give another one there"
        _advise(draft, "yours", what, mend, faults, HURTS)


def _advise(
    draft: ParsedLesson, key: str, what: str, mend: str, faults: Faults, weight: int = USUAL
) -> None:
    faults.add(draft.place(f"key:{key}"), what, mend, "advice", weight)


def _examples(text: str) -> Iterator[str]:
    """What is in italics in a text and may be an example, as words are compared."""
    for node in tree(text).walk():
        if node.type == "em":
            said = folded("".join(one.content for one in node.walk() if not one.children))
            if len(said.split()) >= _EXAMPLE:
                yield said
