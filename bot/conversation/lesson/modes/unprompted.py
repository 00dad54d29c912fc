"""Questions that are answered in one's own words before their options are shown.

To choose among options is to recognise; to say it first is to recall. A question that is asked both
ways, one after the other, gives the practice of the first and the verdict of the second, as in the
hybrid tests of Smith and Karpicke (2014, "Retrieval practice with short-answer, multiple-choice,
and hybrid tests"). It suits questions whose words don't need their options: they end in *what*,
*how* or *why*, and not in *which of these*. Where these are few, some that ask *which rule*, *which
part* do as well: there, too, what comes to mind by itself is worth more than what is picked.
"""

import re
from collections.abc import Sequence

from bot.conversation.lesson.modes.chosen import Chosen
from bot.conversation.question import pitfalls, posing
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson

MOST = 4
"""Questions of a sitting that are asked so, half of it: each costs a typed line on a phone."""

FEWEST = 3
"""Options of a question that is worth it; with two, its words name both as a rule."""

_THESE = r"\b(?!.*\b(?:these|following|of the (?:two|three)|diese[rsnm]?|folgenden?|beiden)\b)"
"""What doesn't follow in a question that can be answered without its options."""

_OPEN = re.compile(
    rf"(?:what|how|why|where|when|who|was|wie|warum|wo|woher|wofür|wozu|wann|wer){_THESE}",
    re.IGNORECASE,
)
"""How the last sentence of a question begins that is open, in the languages of the lessons."""

_WHICH = re.compile(rf"(?:which|welche[rsnm]?){_THESE}", re.IGNORECASE)
"""How that of one begins that asks for one of a kind."""


def unprompted(lesson: Lesson, asked: Sequence[Chosen]) -> set[str]:
    """Which of these questions are asked so: the open ones first, and never the opening one."""
    endings = {one.question.id: _ending(lesson, one) for one in asked[1:]}
    found = [id for how in (_OPEN, _WHICH) for id, last in endings.items() if how.match(last)]
    return {*found[:MOST]}


def _ending(lesson: Lesson, one: Chosen) -> str:
    """The last sentence of a question that is worth it; empty for any other."""
    question = one.question
    if len(question.options) < FEWEST or pitfalls.is_one(question):
        return ""
    put = posing.posed(lesson, question, "", wording=one.wording or 0, cold=True)
    return "" if put.drawing else SENTENCE_END.split(" ".join(put.text.split()))[-1].lstrip("*_")
