"""An accepted form inside a short answer: "It's called an embedding" says what "embedding" does.

People answer in a sentence, or say it in two ways at once: "a temporary chat without memory". So an
answer counts that has an accepted form in it, word by word, if nothing else in it could be another
answer. Beside the forms there may be

- words that say little, such as "it's called", "I think" or "the",
- the question's own words, which nobody offers as a guess: "a prompt injection attack",

and no others: "linear regression" is no "regression", and of a list of guesses each would have to
be accepted. A form of several words is no other thing's name by chance, so what is put beside it in
few words may be anything but its contrary: "the model's own token counter".

Nor may there be a "not", an "or", a number or a near miss, nor, but beside a form of several words,
a word that says how much or how many, unless the form itself has it. Where a number is asked for,
but for a date, nothing counts that isn't one of its forms by itself.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from bot.conversation.language.markup import plain
from bot.conversation.question.naming import in_all_languages
from bot.lessons.answers import folded, numbers
from bot.lessons.question import Question, Typed

MOST = 12
"""Words of an answer that is short: longer ones are no name for anything."""

FEW = 7
"""Words of one in which a form of several words may have any words beside it."""

SEVERAL = 2
"""Words that say something in such a form, at least."""

_PART = re.compile(r"\w+|[,.;/&+|]+")
"""A word, or what stands between the items of a list."""

_AND = ("typed.words.and",)
_OTHERWISE = ("match.or", "match.negations")
_DEGREES = ("match.degrees",)
_CONTRARY = ("typed.words.contrary",)
_LITTLE = (
    "match.articles",
    "match.small",
    "match.is",
    "match.little",
    "match.sure",
    "match.probable",
    "match.guess",
    "typed.words.saying",
)


def is_within(question: Question, text: str, language: str = "") -> bool:
    """Whether these words say an accepted form, among others that change nothing."""
    typed = question.typed
    if typed is None or _asks_for_number(typed):
        return False
    parts = _PART.findall(folded(text))
    words = [part for part in parts if part[0].isalnum()]
    forms = _places(words, map(_squeezed, typed.accepted))
    if len(words) > MOST or not forms:
        return False
    covered = {place for form in forms for place in form}
    beside = [entry for at, entry in enumerate(words) if at not in covered]
    if _listed(*_OTHERWISE).intersection(beside) or numbers(" ".join(beside), language):
        return False
    misses = (words for miss in typed.near for words in miss.words.split(";"))
    if any(not covered.issuperset(near) for near in _places(words, map(_squeezed, misses))):
        return False
    asked = _asked(question)
    telling = _told_whatever_else(typed, words)
    for item in _items(parts, covered):
        if telling.intersection(item):
            continue
        more = {words[at] for at in item if at not in covered}
        # The question's own words are no guess beside an answer, and may be one in its place.
        known = _listed(*_LITTLE) | (asked if covered.intersection(item) else set())
        if not more <= known:
            return False
    return True


def _told_whatever_else(typed: Typed, words: Sequence[str]) -> set[int]:
    """The places of the forms beside which any other words may stand."""
    if len(words) > FEW or _listed(*_CONTRARY).intersection(words):
        return set()
    says_little = _listed(*_LITTLE, *_DEGREES, *_OTHERWISE)
    several = [
        form
        for form in typed.accepted
        if sum(text not in says_little for text in _words(form)) >= SEVERAL
    ]
    groups = _places(words, map(_squeezed, several))
    # "Lookup" is a single word, though it is "look up" as well.
    return {place for form in groups if len(form) >= SEVERAL for place in form}


def _asks_for_number(typed: Typed) -> bool:
    digits = any(char.isdigit() for form in typed.accepted for char in form)
    return digits and typed.wanted != "date"


def _squeezed(form: str) -> str:
    """A form without what stands between its words: "few-shot" is "few shot" and "fewshot"."""
    return "".join(_words(form))


def _words(text: str) -> list[str]:
    return [item for item in _PART.findall(folded(text)) if item[0].isalnum()]


def _places(words: Sequence[str], forms: Iterable[str]) -> list[range]:
    """Where these forms stand among the words."""
    wanted = {*forms} - {""}
    ends = ((start, end) for start in range(len(words)) for end in range(start, len(words)))
    return [
        range(start, end + 1) for start, end in ends if "".join(words[start : end + 1]) in wanted
    ]


def _items(parts: Sequence[str], covered: Collection[int]) -> list[list[int]]:
    """The places of the words, item by item, where several are listed; a form is in one of them."""
    groups, at = [list[int]()], 0
    for part in parts:
        if part[0].isalnum():
            if part in _listed(*_AND) and at not in covered:
                groups.append([])
            else:
                groups[-1].append(at)
            at += 1
        elif not {at - 1, at} <= {*covered}:
            groups.append([])
    return groups


def _asked(question: Question) -> frozenset[str]:
    """The words that ask, in all ways, but for those that say how much or how many."""
    texts = " ".join([question.text, *question.variants])
    return frozenset(_PART.findall(folded(plain(texts)))) - _listed(*_DEGREES)


@cache
def _listed(*keys: str) -> frozenset[str]:
    """The words that are listed under these keys in all languages, as they are compared."""
    listed = (text for key in keys for text in in_all_languages(key))
    return frozenset(
        word for text in listed for part in text.split() for word in _PART.findall(folded(part))
    )
