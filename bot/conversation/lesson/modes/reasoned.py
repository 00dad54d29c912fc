"""Which questions of a test ask for the reason as well: three of ten.

Who picks the right option for the wrong reason gets full marks, and never learns of it. A question
that asks what and then why shows more: the two-tier items of Treagust (1988, "Development and use
of diagnostic tests to evaluate students' misconceptions in science", International Journal of
Science Education 10(2), 159-169). Its second tier lists reasons to choose from, some of them free
answers of students before. Here the free answer itself is asked for, and its writer compares it
with the lesson's reason at the end: no lesson need list wrong reasons for that.

Suited are questions with several options, one of them right, of which the lesson says why it is. A
question that asks for a reason itself is not, nor is the first of a test. Those that ask for it are
as far apart as can be, and never two in a row; where fewer suit, fewer do. That follows from the
questions and their order alone, which are the run's seed.
"""

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from bot.conversation.lesson.modes.chosen import Chosen
from bot.conversation.question import posing, reveal
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.question import Question

REASONS = 3
"""Questions that ask for it: more would make a test long, and most are answered with less."""

FEWEST = 3
"""Options of a question that is worth it; between two, luck is half of it."""

SAYING = 5
"""Words of a reason that can be compared with another one, at least."""

_ASKS_WHY = re.compile(
    r"\b(?:why|reasons?|causes?|explains?|warum|wieso|weshalb|gr(?:und|ünde)|ursachen?|erklärt)\b",
    re.IGNORECASE,
)
"""What stands in the last sentence of a question whose options are reasons themselves."""


_ASKS_HOW = re.compile(
    r"(?:^|[:,] )[*_]*(?:how (?:are|can|could|did|do|does|has|have|is|may|might|must|should|was"
    r"|were|will|would)\b|wie (?!(?:alt|breit|früh|genau|groß|gut|häufig|heiß|hoch|höh|kalt|klein"
    r"|lang|leicht|nah|oft|schnell|schwer|sehr|sicher|spät|stark|teuer|tief|viel|wahrscheinlich"
    r"|warm|weit|wenig)\w*\b))",
    re.IGNORECASE,
)
"""How one begins to ask that is answered by the way something comes about, not by a measure."""


def reasoned(asked: Sequence[Chosen]) -> tuple[str, ...]:
    """The ids of those of these questions that ask for the reason as well, in their order."""
    fits = [at for at, choice in enumerate(asked) if at and _suits(choice)]
    for count in range(REASONS, 0, -1):
        apart = [places for places in combinations(fits, count) if _nearest(places) > 1]
        if apart:
            widest = max(apart, key=lambda numbers: (_nearest(numbers), numbers[-1] - numbers[0]))
            return tuple(asked[at].question.id for at in widest)
    return ()


def _nearest(places: Sequence[int]) -> int:
    """How far from each other the nearest two of these places are."""
    return min((other - number for number, other in pairwise(places)), default=len(places) + 1)


def has_reason(question: Question, wording: int, *, prompted: bool = True) -> bool:
    """Whether the lesson says why its answer is right, and that isn't what these words ask."""
    if len(reveal.reasons(question).split()) < SAYING:
        return False
    return not _ASKS_WHY.search(_ending(question, wording, prompted=prompted))


def asks_how(question: Question, wording: int, *, prompted: bool = True) -> bool:
    """Whether these words ask how something comes about: who says that has said why, mostly."""
    return bool(_ASKS_HOW.search(_ending(question, wording, prompted=prompted)))


def _ending(question: Question, wording: int, *, prompted: bool) -> str:
    """The last sentence of these words."""
    asked = posing.words if prompted else posing.unprompted
    return SENTENCE_END.split(" ".join(asked(question, wording).split()))[-1]


def _suits(choice: Chosen) -> bool:
    question = choice.question
    single = sum(option.right for option in question.options) == 1
    if len(question.options) < FEWEST or not single or question.is_pitfall:
        return False
    return has_reason(question, choice.wording)
