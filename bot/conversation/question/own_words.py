"""Which option somebody named who has not seen any: in their own words, before they are shown.

Where options are shown, a word of one is enough to choose it (see ``naming``). Here nobody knows
what the options are, so words that happen to be in one say little, and what is taken for an answer
that was none has to be taken back. So it counts only if

- it is the whole label, but for its case, marks and articles, or
- all of its words are in one label, in their order there, and they are all that say something in
  that, or several and enough of those that neither another option nor the question has; with every
  number, negation and word of degree of the label.

A slip of the keyboard is forgiven. Numbers, "not", "all", "yes" and "no" alone name what they are
the whole of.
"""

from collections.abc import Sequence
from functools import cache

from bot.conversation.language.markup import plain
from bot.conversation.question.naming import (
    WORD,
    fold,
    listed_phrases,
    listed_words,
    slip,
    unhedged,
)
from bot.lessons.question import Question

_NOT = "n't"
"""How a word ends that holds a "not"."""

ENOUGH = 2 / 3
"""The share of the words that tell an option from the others which must be there, rounded."""

SEVERAL = 2
"""So many of them must be there, too, if it is not the whole: one may be there by chance."""


def option_named(question: Question, text: str) -> int | None:
    """The option that these words name; ``None`` if they name none, or several."""
    whole, said = _words(fold(text)), _words(unhedged(fold(text)))
    labels = [_words(fold(plain(option.label))) for option in question.options]
    if not said:
        return None
    same = [n for n, label in enumerate(labels) if label in (whole, said)]
    if same:
        return same[0] if len(same) == 1 else None
    if text.rstrip().endswith("?"):
        return None
    asked = {*_words(fold(plain(question.text)))}
    numbers = [
        n
        for n, label in enumerate(labels)
        if _names(said, label, asked.union(*(labels[:n] + labels[n + 1 :])))
    ]
    return numbers[0] if len(numbers) == 1 else None


def _names(said: Sequence[str], label: Sequence[str], elsewhere: set[str]) -> bool:
    """Whether the words said name this label; what is ``elsewhere``, too, tells it from nothing."""
    if sum(map(is_negation, said)) != sum(map(is_negation, label)):
        return False
    there = _in_order([word for word in said if word not in small_words()], label)
    if there is None:
        return False
    whole = {*label} - small_words()
    own = whole - elsewhere
    telling = {word for word in own & there if not _says_little_alone(word)}
    if not {word for word in whole if _decides(word)} <= there or not telling:
        return False
    return whole <= there or len(telling) >= max(SEVERAL, round(ENOUGH * len(own)))


def _in_order(said: Sequence[str], label: Sequence[str]) -> set[str] | None:
    """The words of a label that all of these stand for, one after the other; else ``None``."""
    left, texts = iter(label), set[str]()
    for word in said:
        fits = next((text for text in left if text == word or slip(word, text)), None)
        if fits is None:
            return None
        texts.add(fits)
    return texts


def _words(folded: str) -> list[str]:
    words = WORD.findall(folded)
    return [item.removesuffix("'s") for item in words if item not in listed_words("match.articles")]


def is_negation(word: str) -> bool:
    """Whether this word says "not"."""
    return word in listed_words("match.negations") or word.endswith(_NOT)


def _decides(word: str) -> bool:
    """Whether a label says something else without this word: a number, a sign, "more", "all"."""
    return len(word) == 1 or any(map(str.isdigit, word)) or word in listed_words("match.degrees")


def _says_little_alone(word: str) -> bool:
    """Whether many answers have this word: that it is in an option may be chance."""
    of_many = _decides(word) or is_negation(word) or word in listed_words("match.little")
    return of_many or word in _yes_and_no() or word in listed_words("judge.words.numbers")


@cache
def small_words() -> frozenset[str]:
    """Words that say nothing by themselves; "or" does, as it leaves open which one is meant."""
    return (listed_words("match.small") | listed_words("match.is")) - listed_words("match.or")


def _yes_and_no() -> frozenset[str]:
    return listed_phrases("judge.words.yes") | listed_phrases("judge.words.no")
