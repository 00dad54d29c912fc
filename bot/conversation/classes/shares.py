"""What the answers of a class come to: their shares, as bars and as a picture, and its end.

With fewer answers than ``MIN_ANSWERS``, whoever knows their own would know the other's from these,
so shares are not told. Nor is a difference between two rounds that fewer have made: of so few who
voted again the first answers count, and so few who came only then don't.

Options have a letter each. Ranges of an estimate stand in the bars themselves, from low to high.
Answers in words are right, near, or something else, which is told with what is right; nobody's own
words are told but those that ``MIN_ANSWERS`` have given alike. The picture comes once, at the
reveal, as a message of its own, drawn of the same counts under the same rule.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.conversation.charts import Answer, ClassAnswers
from bot.conversation.language.markup import mention, plain, unquote_words
from bot.conversation.needs.live_class import Cell, ClassTally, SharedWords
from bot.conversation.outputs import Chart
from bot.conversation.phrases import count, phrase
from bot.conversation.question import estimating, posing, typed
from bot.lessons import numbers
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.question import Question

MIN_ANSWERS = 3
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
        line = f"**{_letter(n)}** {' '.join(label.split())}"
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
        return [estimating.render(interval) for interval in question.estimate.ranges]
    return [option.label for option in question.options]


def _short(question: Question) -> bool:
    return max(map(len, labels(question))) <= _LABEL


def _letter(choice: int | None) -> str:
    """The letter that an option has; of "no idea", a question mark."""
    return _NO_IDEA if choice is None else _LETTERS[choice % len(_LETTERS)]


def bars(question: Question, cells: Sequence[Cell], *, both: bool, key: bool = False) -> str:
    """The shares of the last answers, with ``both`` also of the first; ``key`` marks the truth."""
    if not sum(cell.members for cell in cells):
        return phrase("class.nobody")
    if (counts := count_choices(cells)) is None:
        return phrase("class.too_few")
    before, after = counts
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


def count_choices(
    cells: Sequence[Cell],
) -> tuple[Counter[int | None] | None, Counter[int | None]] | None:
    """How many chose what, before and after, if enough have for it to be told.

    Without a second round that enough have voted in, or with too few in the first, there is no
    "before".
    """
    before = _count_choices((cell.first, cell.members) for cell in cells if cell.before)
    if before.total() < MIN_ANSWERS:
        # For who answered before all others came, the shares before would be their own answer.
        after = _count_choices((cell.last, cell.members) for cell in cells)
        return None if after.total() < MIN_ANSWERS else (None, after)
    again = sum(cell.members for cell in cells if cell.before and cell.after) >= MIN_ANSWERS
    new = sum(cell.members for cell in cells if not cell.before) >= MIN_ANSWERS
    after = _count_choices(
        (cell.last if again or not cell.before else cell.first, cell.members)
        for cell in cells
        if cell.before or new
    )
    return (before if again or new else None), after


def _marks(question: Question, options: Sequence[int | None]) -> list[str]:
    """What stands before each bar, all of the same width."""
    if _legends(question):
        return [_letter(option) for option in options]
    known = labels(question)
    texts = [phrase("class.typed.none") if option is None else known[option] for option in options]
    width = max(map(len, texts))
    return [text.rjust(width) if question.estimate else text.ljust(width) for text in texts]


def words(shared: Iterable[SharedWords], number: int, *, key: bool) -> str:
    """The words that several gave alike, with how many; with the ``key``, only wrong words."""
    right = typed.PLACES.index("right")
    groups = [
        shared_words
        for shared_words in shared
        if shared_words.number == number and not (key and shared_words.choice == right)
    ]
    words_counted = [
        phrase("class.typed.word", words=mention(shared_words.words), members=shared_words.members)
        for shared_words in groups[:QUOTED]
    ]
    return phrase("class.typed.words", words=", ".join(words_counted)) if words_counted else ""


def spread_undecided(question: Question, tally: ClassTally, number: int) -> str:
    """How the answers are spread while nobody is to know what is right."""
    cells = list(tally.of(number))
    if not question.typed or sum(cell.members for cell in cells) < MIN_ANSWERS:
        return bars(question, cells, both=False)
    return words(tally.words, number, key=False) or phrase("class.typed.apart")


def changes(question: Question, cells: Sequence[Cell]) -> str:
    """How many changed their mind in the discussion, and which way."""
    both = [cell for cell in cells if cell.before and cell.after]
    if sum(cell.members for cell in both) < MIN_ANSWERS:
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
    if choice is None:
        return False
    if question.typed:
        return choice == typed.PLACES.index("right")
    if question.estimate:
        return numbers.holds(question.estimate, question.estimate.ranges[choice])
    return question.options[choice].right


def _count_choices(choices: Iterable[tuple[int | None, int]]) -> Counter[int | None]:
    counts: Counter[int | None] = Counter()
    for choice, number in choices:
        counts[choice] += number
    return counts


def _bar(counted: Counter[int | None], choice: int | None) -> str:
    total = counted.total()
    share = counted[choice] / total if total else 0.0
    full = round(share * _WIDTH)
    percent = phrase("estimate.percent", number=f"{round(share * 100):>3}")
    return f"{_FULL * full}{_EMPTY * (_WIDTH - full)} {percent}"


TITLE = 90
"""Characters of a question that are read in three lines."""


def chart(question: Question, cells: Sequence[Cell]) -> Chart | None:
    """The picture of these answers; none where too few answered for shares."""
    counts = count_choices(cells)
    if counts is None:
        return None
    before, after = counts
    plain_labels = [unquote_words(plain(label)) for label in labels(question)]
    answers = [
        _drawn_answer(label, n, before, after, right=is_right(question, n))
        for n, label in enumerate(plain_labels)
    ]
    if after[None] or (before and before[None]):
        answers.append(_drawn_answer(phrase("ask.unknown"), None, before, after))
    legend = (phrase("class.before"), phrase("class.after")) if before else ()
    drawn = ClassAnswers(
        _title(question), tuple(answers), legend, count("class.drawn.note", after.total())
    )
    return Chart(drawn, "", _in_words(drawn))


def _title(question: Question) -> str:
    """The question; if long, only what it asks, for the message above has all of it."""
    asked = unquote_words(plain(posing.words(question)))
    return asked if len(asked) <= TITLE else SENTENCE_END.split(asked.strip())[-1]


def _drawn_answer(
    label: str,
    choice: int | None,
    before: Counter[int | None] | None,
    after: Counter[int | None],
    *,
    right: bool = False,
) -> Answer:
    first = before[choice] / before.total() if before else None
    return Answer(" ".join(label.split()), after[choice] / after.total(), first, right)


def _in_words(drawn: ClassAnswers) -> str:
    lines = []
    for answer in drawn.answers:
        key = "class.drawn.after" if answer.before is None else "class.drawn.both"
        shown = {"before": round(100 * (answer.before or 0)), "after": round(100 * answer.after)}
        label = f"{answer.label} ✓" if answer.right else answer.label
        lines.append(phrase(key, label=label, **shown))
    return "; ".join(lines) + "."


_SURE_WORDS = ("sure", "probable", "range")
"""The words for confidence of which it is told how often they held."""

CALIBRATED = 5
"""Members from which on a class is told how well it judges itself, and shares in percent."""


def summary(title: str, questions: Mapping[int, Question], tally: ClassTally) -> str:
    cells = [cell for cell in tally.cells if cell.number in questions]
    lead = phrase("class.end.lead", title=title)
    if not cells:
        return "\n\n".join((lead, phrase("class.end.nothing")))
    took_part = count("class.end.members", tally.members)
    if tally.members < MIN_ANSWERS:
        return "\n\n".join((lead, took_part))
    parts = [lead, took_part, _describe_gain(questions, cells, tally.members)]
    parts += [_common_belief(questions, cells)]
    if tally.members >= CALIBRATED:
        parts += [_calibration(questions, cells)]
    return "\n\n".join(part for part in parts if part)


def _describe_gain(questions: Mapping[int, Question], cells: Sequence[Cell], members: int) -> str:
    """How much was right before the discussion, and after it, where enough have answered."""
    first: Counter[bool] = Counter()
    last: Counter[bool] = Counter()
    again = False
    for number, question in questions.items():
        of_number = [cell for cell in cells if cell.number == number]
        counts = count_choices(of_number)
        if counts is None or sum(cell.members for cell in of_number if cell.before) < MIN_ANSWERS:
            continue
        earlier, after = counts
        for choice, answers in (earlier or after).items():
            first[is_right(question, choice)] += answers
        for choice, answers in after.items():
            last[is_right(question, choice)] += answers
        again = again or earlier is not None
    if not first.total():
        return ""
    key = "class.end.gained" if again else "class.end.right"
    before = _share_right(first, members)
    return phrase(key, before=before, after=_share_right(last, members))


def _share_right(counted: Counter[bool], members: int) -> str:
    right, total = counted[True], counted.total()
    if members < CALIBRATED:
        return phrase("class.end.counts", right=right, total=total)
    share = round(100 * right / total)
    return phrase("class.end.share", share=share, right=right, total=total)


def _common_belief(questions: Mapping[int, Question], cells: Iterable[Cell]) -> str:
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
    enough = {pair: number for pair, number in held.items() if answered[pair[0]] >= MIN_ANSWERS}
    if not enough or max(enough.values()) < 2:
        return ""
    number, choice = max(enough, key=lambda pair: (enough[pair], chose[pair], -pair[0], -pair[1]))
    label = unquote_words(plain(questions[number].options[choice].label))
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
        if cell.before in _SURE_WORDS:
            total[cell.before] += cell.members
            right[cell.before] += cell.members * is_right(questions[cell.number], cell.first)
    lines = [
        phrase(
            f"class.end.{word}",
            share=round(100 * right[word] / total[word]),
            right=right[word],
            total=total[word],
        )
        for word in _SURE_WORDS
        if total[word] >= CALIBRATED
    ]
    return " ".join(lines)
