"""The shares of a class as a picture: what the bars below its message say, larger.

It comes once, at the reveal, as a message of its own: the message that all see is text, and could
be changed no more if it were a picture's caption of 1,024 characters. It is drawn of the same
counts under the same rule of enough answers, so it tells nothing that the words don't.
"""

from collections import Counter
from collections.abc import Sequence

from bot.conversation.charts import Answer, ClassAnswers
from bot.conversation.classes import shares
from bot.conversation.language.markup import plain, unquoted
from bot.conversation.needs.live_class import Cell
from bot.conversation.outputs import Chart
from bot.conversation.phrases import count, phrase
from bot.conversation.question import posing
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.question import Question

TITLE = 90
"""Characters of a question that are read in three lines."""


def chart(question: Question, cells: Sequence[Cell]) -> Chart | None:
    """The picture of these answers; none where too few answered for shares."""
    told = shares.counted(cells)
    if told is None:
        return None
    before, after = told
    labels = [unquoted(plain(label)) for label in shares.labels(question)]
    answers = [
        _answer(label, n, before, after, right=shares.is_right(question, n))
        for n, label in enumerate(labels)
    ]
    if after[None] or (before and before[None]):
        answers.append(_answer(phrase("ask.unknown"), None, before, after))
    legend = (phrase("class.before"), phrase("class.after")) if before else ()
    drawn = ClassAnswers(
        _title(question), tuple(answers), legend, count("class.drawn.note", after.total())
    )
    return Chart(drawn, "", _told(drawn))


def _title(question: Question) -> str:
    """The question; of a long one what it asks, for the message above has all of it."""
    asked = unquoted(plain(posing.words(question)))
    return asked if len(asked) <= TITLE else SENTENCE_END.split(asked.strip())[-1]


def _answer(
    label: str,
    choice: int | None,
    before: Counter[int | None] | None,
    after: Counter[int | None],
    *,
    right: bool = False,
) -> Answer:
    first = before[choice] / before.total() if before else None
    return Answer(" ".join(label.split()), after[choice] / after.total(), first, right)


def _told(drawn: ClassAnswers) -> str:
    """What is drawn, in words, for those who do not see it."""
    lines = []
    for answer in drawn.answers:
        key = "class.drawn.after" if answer.before is None else "class.drawn.both"
        shown = {"before": round(100 * (answer.before or 0)), "after": round(100 * answer.after)}
        label = f"{answer.label} ✓" if answer.right else answer.label
        lines.append(phrase(key, label=label, **shown))
    return "; ".join(lines) + "."
