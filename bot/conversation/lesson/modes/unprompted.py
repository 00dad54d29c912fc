"""Questions that are answered in one's own words, and by their options only for who can't say it.

To choose among options is to recognise; to say it is to recall. To ask both ways, one after the
other, taught no more than the short answer alone in the experiments of Smith and Karpicke (2014,
"Retrieval practice with short-answer, multiple-choice, and hybrid tests"), and it is twice the
work. What counted there was that an answer came to mind at all: so the options are there for whom
none does. It suits questions whose lesson says how they are asked without any, and those whose
words don't need their options: they end in *what*, *how* or *why*, and say enough there for
somebody to know what kind of answer is meant. *What is likeliest?* asks to choose, whatever its
options are, and *forty cents or a euro?* shows them.

A pitfall stays a yes or no, for to weigh that is what it asks; what is about a picture is looked
at, not remembered.
"""

import re
from collections.abc import Sequence

from bot.conversation.lesson.modes.chosen import Chosen
from bot.conversation.question import posing
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson

MOST = 7
"""Questions of a sitting that are asked so: each costs a typed line on a phone, and no choosing."""

FEWEST = 3
"""Options of a question whose own words may do; with two, they name both as a rule."""

_THESE = r"\b(?!.*\b(?:these|following|of the (?:two|three)|diese[rsnm]?|folgenden?|beiden)\b)"
"""What doesn't follow in a question that can be answered without its options."""

_WORDS = r"(?:what|how|why|where|when|who|was|wie|warum|wo|woher|wofür|wozu|wann|wer)"

_OPEN = re.compile(rf"{_WORDS}{_THESE}", re.IGNORECASE)
"""How the last sentence of a question begins that is open, in the languages of the lessons."""

_ASKS = re.compile(rf"(?:^|[:,] )(?={_WORDS}\b)", re.IGNORECASE)
"""Where it begins to ask: what stands before, as in "With luck gone, what …?", is its scene."""

_LEANS = re.compile(
    r"\bone of (?:two|three|four|five|six|these)\b"
    r"|\beine[rsnm]? (?:der|dieser|von) (?:zwei|drei|vier|fünf|sechs)\b",
    re.IGNORECASE,
)
"""What a question says that has to be chosen from what only its options tell."""

_NAMES_THEM = re.compile(r"\b(?:or|oder)\b", re.IGNORECASE)
"""What stands in the last sentence of one that says itself what there is to choose from."""

_REASON = re.compile(r"(?:why|how|warum|wieso|wie)\b", re.IGNORECASE)
"""How one begins that asks for a reason or a measure, in however few words."""

SAYING = 5
"""Words of what it asks by which it is known what kind of answer is meant, at least."""


def unprompted(lesson: Lesson, asked: Sequence[Chosen]) -> set[str]:
    """Which of these are answered without any options: all that can be, as a rule."""
    return {*[choice.question.id for choice in asked if can_be_said(lesson, choice)][:MOST]}


def can_be_said(lesson: Lesson, choice: Chosen) -> bool:
    """Whether this can be answered by who doesn't see the options that it has."""
    question = choice.question
    if not question.unprompted:
        return _stands_alone(lesson, choice)
    weighed = not question.options or question.is_pitfall
    return not (weighed or _put(lesson, choice).drawing)


def _stands_alone(lesson: Lesson, choice: Chosen) -> bool:
    last = _ending(lesson, choice)
    begins = _ASKS.search(last)
    asks = last[begins.end() :] if begins else ""
    if not _OPEN.match(asks) or _NAMES_THEM.search(last):
        return False
    enough = _REASON.match(asks) or len(asks.split()) >= SAYING
    return bool(enough) and not _LEANS.search(posing.words(choice.question, choice.wording))


def _ending(lesson: Lesson, choice: Chosen) -> str:
    """The last sentence of a question that is worth it; empty for any other."""
    question = choice.question
    if len(question.options) < FEWEST or question.is_pitfall:
        return ""
    put = _put(lesson, choice)
    return "" if put.drawing else SENTENCE_END.split(" ".join(put.text.split()))[-1].lstrip("*_")


def _put(lesson: Lesson, choice: Chosen) -> posing.Posed:
    return posing.posed(lesson, choice.question, "", wording=choice.wording, cold=True)
