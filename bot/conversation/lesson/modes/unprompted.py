"""Questions that are answered in one's own words before their options are shown.

To choose among options is to recognise; to say it first is to recall. A question that is asked both
ways, one after the other, gives the practice of the first and the verdict of the second, as in the
hybrid tests of Smith and Karpicke (2014, "Retrieval practice with short-answer, multiple-choice,
and hybrid tests"). It suits questions whose words don't need their options: they end in *what*,
*how* or *why*, and not in *which of these*.
"""

import re
from collections.abc import Sequence

from bot.conversation.lesson.modes.chosen import Chosen
from bot.conversation.question import pitfalls, posing
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Lesson

MOST = 3
"""Questions of a sitting that are asked so: each costs a typed line on a phone."""

FEWEST = 3
"""Options of a question that is worth it; with two, its words name both as a rule."""

_OPEN = re.compile(
    r"(?:what|how|why|where|when|who|was|wie|warum|wo|woher|wofür|wozu|wann|wer)\b"
    r"(?!.*\b(?:these|following|diese[rsnm]?|folgenden?)\b)",
    re.IGNORECASE,
)
"""How the last sentence of a question begins that is open, in the languages of the lessons."""


def unprompted(lesson: Lesson, asked: Sequence[Chosen]) -> set[str]:
    """Which of these questions are asked so: the first ones that can be, after the opening one."""
    found = [one.question.id for one in asked[1:] if _can_be(lesson, one)]
    return {*found[:MOST]}


def _can_be(lesson: Lesson, one: Chosen) -> bool:
    question = one.question
    if len(question.options) < FEWEST or pitfalls.is_one(question):
        return False
    put = posing.posed(lesson, question, "", wording=one.wording or 0, cold=True)
    last = SENTENCE_END.split(" ".join(put.text.split()))[-1]
    return not put.drawing and _OPEN.match(last.lstrip("*_")) is not None
