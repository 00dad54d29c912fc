"""How the answers of a class are spread, as bars of characters, and who changed their mind.

With fewer than ``ENOUGH`` answers, whoever knows their own would know the other's from the shares,
so these are not told. Nor is a difference between two rounds that fewer have made: of so few who
voted again the first answers count, and so few who came only then don't.

Options have a letter each. Ranges of an estimate stand in the bars themselves, from low to high.
Answers in words are right, near, or something else, which is told with what is right; nobody's own
words are told but those that ``ENOUGH`` have given alike.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.conversation.language.markup import mention
from bot.conversation.needs.live_class import Cell, ClassTally, SharedWords
from bot.conversation.phrases import count, phrase
from bot.conversation.question import estimating, typed
from bot.lessons import numbers
from bot.lessons.question import Question

ENOUGH = 3
"""Answers from which on their shares are told."""

QUOTED = 3
"""Words that many have given which are told at most."""

_WIDTH = 10
_FULL, _EMPTY = "█", "░"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NO_IDEA = "?"

_LABEL = 14
"""Characters of a label that leave room for its bar on a phone."""


def legend(question: Question, *, key: bool) -> str:
    """The options with a letter each; with the ``key``, what is right is marked."""
    lines = []
    for n, label in enumerate(_legends(question)):
        line = f"**{letter(n)}** {' '.join(label.split())}"
        lines.append(f"- {line} ✓" if key and is_right(question, n) else f"- {line}")
    return "\n".join(lines)


def _legends(question: Question) -> list[str]:
    """What is told of each choice beside the bars; nothing where these say it themselves."""
    if question.typed or (question.estimate and _short(question)):
        return []
    return labels(question)


def labels(question: Question) -> list[str]:
    """What can be chosen, in order; of words, what they can come to."""
    if question.typed:
        return [phrase(f"class.typed.{text}") for text in typed.PLACES]
    if question.estimate:
        return [estimating.shown(interval) for interval in question.estimate.ranges]
    return [option.label for option in question.options]


def _short(question: Question) -> bool:
    return max(map(len, labels(question))) <= _LABEL


def letter(choice: int | None) -> str:
    """The letter that an option has; of "no idea", a question mark."""
    return _NO_IDEA if choice is None else _LETTERS[choice % len(_LETTERS)]


def bars(question: Question, cells: Sequence[Cell], *, both: bool, key: bool = False) -> str:
    """The shares of the last answers, and with ``both`` those of the first above them.

    With the ``key``, the range is marked that holds the truth.
    """
    if not sum(cell.members for cell in cells):
        return phrase("class.nobody")
    if (told := counted(cells)) is None:
        return phrase("class.too_few")
    before, after = told
    before = before if both else None
    options: list[int | None] = [*range(len(labels(question)))]
    if (before and before[None]) or after[None]:
        options.append(None)
    marks = _marks(question, options)
    blank = " " * len(marks[0])
    lines = []
    for option, mark in zip(options, marks, strict=True):
        right = " ✓" if key and not _legends(question) and is_right(question, option) else ""
        if before is None:
            lines.append(f"{mark} {_bar(after, option)}{right}")
            continue
        lines.append(f"{mark} {_bar(before, option)} {phrase('class.before')}")
        lines.append(f"{blank} {_bar(after, option)} {phrase('class.after')}{right}")
    return "```text\n" + "\n".join(lines) + "\n```"


def counted(
    cells: Sequence[Cell],
) -> tuple[Counter[int | None] | None, Counter[int | None]] | None:
    """How many chose what, before and after, if enough have for it to be told.

    Without a second round that enough have voted in, or with too few in the first, there is no
    "before".
    """
    before = _counted((cell.first, cell.members) for cell in cells if cell.before)
    if before.total() < ENOUGH:
        # Of one who answered before all others came, the shares before would be their own answer.
        after = _counted((cell.last, cell.members) for cell in cells)
        return None if after.total() < ENOUGH else (None, after)
    again = sum(cell.members for cell in cells if cell.before and cell.after) >= ENOUGH
    new = sum(cell.members for cell in cells if not cell.before) >= ENOUGH
    after = _counted(
        (cell.last if again or not cell.before else cell.first, cell.members)
        for cell in cells
        if cell.before or new
    )
    return (before if again or new else None), after


def _marks(question: Question, options: Sequence[int | None]) -> list[str]:
    """What stands before each bar, all of one width."""
    if _legends(question):
        return [letter(option) for option in options]
    known = labels(question)
    texts = [phrase("class.typed.none") if option is None else known[option] for option in options]
    width = max(map(len, texts))
    return [text.rjust(width) if question.estimate else text.ljust(width) for text in texts]


def words(shared: Iterable[SharedWords], number: int, *, key: bool) -> str:
    """The words that several gave alike, with how many; with the ``key``, only what is not right.

    Without it what is right is among them, for whatever is missing would be known to be that.
    """
    right = typed.PLACES.index("right")
    groups = [
        shared_words
        for shared_words in shared
        if shared_words.number == number and not (key and shared_words.choice == right)
    ]
    told = [
        phrase("class.typed.word", words=mention(shared_words.words), members=shared_words.members)
        for shared_words in groups[:QUOTED]
    ]
    return phrase("class.typed.words", words=", ".join(told)) if told else ""


def undecided(question: Question, tally: ClassTally, number: int) -> str:
    """How the answers are spread while nobody is to know what is right.

    How many words are right would tell it, so of these only those are told that several gave.
    """
    cells = list(tally.of(number))
    if not question.typed or sum(cell.members for cell in cells) < ENOUGH:
        return bars(question, cells, both=False)
    return words(tally.words, number, key=False) or phrase("class.typed.apart")


def changes(question: Question, cells: Sequence[Cell]) -> str:
    """How many changed their mind in the discussion, and which way."""
    both = [cell for cell in cells if cell.before and cell.after]
    if sum(cell.members for cell in both) < ENOUGH:
        return ""
    moved = [cell for cell in both if cell.first != cell.second]
    total = sum(cell.members for cell in moved)
    if not total:
        return phrase("class.nobody_moved")
    right = [(is_right(question, cell.first), is_right(question, cell.second)) for cell in moved]
    towards = sum(
        cell.members for cell, kind in zip(moved, right, strict=True) if kind == (False, True)
    )
    away = sum(
        cell.members for cell, kind in zip(moved, right, strict=True) if kind == (True, False)
    )
    return count("class.moved", total, towards=towards, away=away)


def is_right(question: Question, choice: int | None) -> bool:
    """Whether this is a right answer."""
    if choice is None:
        return False
    if question.typed:
        return choice == typed.PLACES.index("right")
    if question.estimate:
        return numbers.holds(question.estimate, question.estimate.ranges[choice])
    return question.options[choice].right


def _counted(given: Iterable[tuple[int | None, int]]) -> Counter[int | None]:
    counts: Counter[int | None] = Counter()
    for choice, number in given:
        counts[choice] += number
    return counts


def _bar(counted: Counter[int | None], choice: int | None) -> str:
    total = counted.total()
    share = counted[choice] / total if total else 0.0
    full = round(share * _WIDTH)
    percent = phrase("estimate.percent", number=f"{round(share * 100):>3}")
    return f"{_FULL * full}{_EMPTY * (_WIDTH - full)} {percent}"
