"""What a class comes to at its end: what was right before and after, and what many believed.

How well a class judges itself is told from ``CALIBRATED`` members on: below that it is one of few.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.conversation.classes.shares import ENOUGH, counted, is_right
from bot.conversation.language.markup import plain, unquoted
from bot.conversation.needs.live_class import Cell, ClassTally
from bot.conversation.phrases import count, phrase
from bot.lessons.question import Question

WORDS = ("sure", "probable", "range")
"""What is said of how sure one is, of which it is told how often it held."""

CALIBRATED = 5
"""Members from which on a class is told how well it judges itself, and shares in percent."""


def summary(title: str, questions: Mapping[int, Question], tally: ClassTally) -> str:
    """The end of a class; ``questions`` are those that were asked, by their number."""
    cells = [cell for cell in tally.cells if cell.number in questions]
    lead = phrase("class.end.lead", title=title)
    if not cells:
        return "\n\n".join((lead, phrase("class.end.nothing")))
    took_part = count("class.end.members", tally.members)
    if tally.members < ENOUGH:
        return "\n\n".join((lead, took_part))
    parts = [lead, took_part, _gained(questions, cells, tally.members)]
    parts += [_believed(questions, cells)]
    if tally.members >= CALIBRATED:
        parts += [_calibration(questions, cells)]
    return "\n\n".join(part for part in parts if part)


def _gained(questions: Mapping[int, Question], cells: Sequence[Cell], members: int) -> str:
    """How much was right before the discussion, and after it, where enough have answered."""
    first: Counter[bool] = Counter()
    last: Counter[bool] = Counter()
    again = False
    for number, question in questions.items():
        given = [cell for cell in cells if cell.number == number]
        found = counted(given)
        if found is None or sum(cell.members for cell in given if cell.before) < ENOUGH:
            continue
        told, after = found
        for choice, answers in (told or after).items():
            first[is_right(question, choice)] += answers
        for choice, answers in after.items():
            last[is_right(question, choice)] += answers
        again = again or told is not None
    if not first.total():
        return ""
    key = "class.end.gained" if again else "class.end.right"
    before = _part(first, members)
    return phrase(key, before=before, after=_part(last, members))


def _part(counted: Counter[bool], members: int) -> str:
    right, total = counted[True], counted.total()
    if members < CALIBRATED:
        return phrase("class.end.counts", right=right, total=total)
    share = round(100 * right / total)
    return phrase("class.end.share", share=share, right=right, total=total)


def _believed(questions: Mapping[int, Question], cells: Iterable[Cell]) -> str:
    """The wrong answer that most were sure or fairly sure of at first; at least two of them."""
    held: Counter[tuple[int, int]] = Counter()
    chose: Counter[tuple[int, int]] = Counter()
    answered: Counter[int] = Counter()
    for cell in cells:
        if not cell.before:
            continue
        answered[cell.number] += cell.members
        if cell.first is None or is_right(questions[cell.number], cell.first):
            continue
        if not questions[cell.number].options:
            continue
        chose[cell.number, cell.first] += cell.members
        if cell.before in ("sure", "probable"):
            held[cell.number, cell.first] += cell.members
    enough = {pair: number for pair, number in held.items() if answered[pair[0]] >= ENOUGH}
    if not enough or max(enough.values()) < 2:
        return ""
    number, choice = max(enough, key=lambda pair: (enough[pair], chose[pair], -pair[0], -pair[1]))
    label = unquoted(plain(questions[number].options[choice].label))
    total = answered[number]
    return phrase(
        "class.end.believed",
        label=label,
        number=number,
        chose=chose[number, choice],
        total=total,
    )


def _calibration(questions: Mapping[int, Question], cells: Iterable[Cell]) -> str:
    """How often the class was right where it said that it was sure, and probably right."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for cell in cells:
        if cell.before in WORDS:
            total[cell.before] += cell.members
            right[cell.before] += cell.members * is_right(questions[cell.number], cell.first)
    lines = [
        phrase(
            f"class.end.{word}",
            share=round(100 * right[word] / total[word]),
            right=right[word],
            total=total[word],
        )
        for word in WORDS
        if total[word] >= CALIBRATED
    ]
    return " ".join(lines)
