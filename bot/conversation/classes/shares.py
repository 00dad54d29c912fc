"""How the answers of a class are spread, as bars of characters, and who changed their mind.

With fewer than ``ENOUGH`` answers, whoever knows their own would know the other's from the shares,
so these are not told.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.conversation.needs.live_class import Cell
from bot.conversation.phrases import count, phrase
from bot.lessons.question import Question

ENOUGH = 3
"""Answers from which on their shares are told."""

_WIDTH = 10
_FULL, _EMPTY = "█", "░"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NO_IDEA = "?"


def legend(question: Question, *, key: bool) -> str:
    """The options with a letter each; with the ``key``, what is right is marked."""
    lines = []
    for n, option in enumerate(question.options):
        line = f"**{letter(n)}** {' '.join(option.label.split())}"
        lines.append(f"- {line} ✓" if key and option.right else f"- {line}")
    return "\n".join(lines)


def letter(choice: int | None) -> str:
    """The letter that an option has; of "no idea", a question mark."""
    return _NO_IDEA if choice is None else _LETTERS[choice % len(_LETTERS)]


def bars(question: Question, cells: Sequence[Cell], *, both: bool) -> str:
    """The shares of the last answers, and with ``both`` those of the first above them."""
    if not sum(one.members for one in cells):
        return phrase("class.nobody")
    if (told := counted(cells)) is None:
        return phrase("class.too_few")
    before, after = told
    before = before if both else None
    options: list[int | None] = [*range(len(labels(question)))]
    if (before and before[None]) or after[None]:
        options.append(None)
    lines = []
    for one in options:
        if before is None:
            lines.append(f"{letter(one)} {_bar(after, one)}")
            continue
        lines.append(f"{letter(one)} {_bar(before, one)} {phrase('class.before')}")
        lines.append(f"  {_bar(after, one)} {phrase('class.after')}")
    return "```text\n" + "\n".join(lines) + "\n```"


def counted(
    cells: Sequence[Cell],
) -> tuple[Counter[int | None] | None, Counter[int | None]] | None:
    """How many chose what, before and after, if enough have for it to be told.

    Without a second round, or with too few in the first, there is no "before".
    """
    before = _counted((one.first, one.members) for one in cells if one.before)
    after = _counted((one.last, one.members) for one in cells)
    if after.total() < ENOUGH:
        return None
    # Of one who answered before all others came, the shares before would be their own answer.
    both = any(one.after for one in cells) and before.total() >= ENOUGH
    return (before if both else None), after


def labels(question: Question) -> list[str]:
    """What can be chosen, in order."""
    return [one.label for one in question.options]


def changes(question: Question, cells: Sequence[Cell]) -> str:
    """How many changed their mind in the discussion, and which way."""
    both = [one for one in cells if one.before and one.after]
    if sum(one.members for one in both) < ENOUGH:
        return ""
    moved = [one for one in both if one.first != one.second]
    total = sum(one.members for one in moved)
    if not total:
        return phrase("class.nobody_moved")
    right = [(is_right(question, one.first), is_right(question, one.second)) for one in moved]
    towards = sum(
        one.members for one, kind in zip(moved, right, strict=True) if kind == (False, True)
    )
    away = sum(one.members for one, kind in zip(moved, right, strict=True) if kind == (True, False))
    return count("class.moved", total, towards=towards, away=away)


def is_right(question: Question, choice: int | None) -> bool:
    """Whether this is a right answer."""
    return choice is not None and question.options[choice].right


def _counted(given: Iterable[tuple[int | None, int]]) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for choice, number in given:
        found[choice] += number
    return found


def _bar(counted: Counter[int | None], choice: int | None) -> str:
    total = counted.total()
    share = counted[choice] / total if total else 0.0
    full = round(share * _WIDTH)
    return f"{_FULL * full}{_EMPTY * (_WIDTH - full)} {round(share * 100):>3} %"
