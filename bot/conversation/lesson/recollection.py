"""Which takeaways are in what somebody wrote from memory: these are ticked before they judge it.

To compare a few lines on a phone with six takeaways is work, so what is plainly there is found for
them. It is a proposal: each tick can be taken back, and what they confirm is on record.

A takeaway is found if a sentence or line shares enough with it: about half of its words that carry
meaning, each weighing less the more takeaways have it, and the title. What is said with "not" is
compared with what the takeaway says with "not", so that the contrary of a takeaway is none. Nothing
of the order of words is known here: who has turned it round takes the tick back.

What stands before a colon or a comma is often the thought, and what follows its reason. So who has
most of that has the takeaway, too. So has who says little else in a sentence, or a part of it, than
some words of the takeaway: of all takeaways only that which it shares most with.

Of a thousand sentences of other lessons two are taken for a takeaway by all this, and of a thousand
wrong answers to a lesson's own questions four. Of what eight people wrote of a lesson from memory
it finds half of what is there, 14 of 30, and nothing that isn't: so the others are asked for.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from bot.conversation.facts.learner import Met
from bot.conversation.language.markup import plain
from bot.conversation.question.naming import WORD, is_negation, listed_words, small_words
from bot.lessons.lint.readability import stems

TWO = 2
"""Words that a sentence shares with a takeaway at the very least."""

SHARED = 3
"""Words that a sentence has of a takeaway at least; or two, if it says hardly anything else."""

MIN_SHARE = 0.45
"""The share of a takeaway's words, by their weight, that a sentence has at least."""

SAID = 0.3
"""The same of a sentence that says hardly anything else; so few words are enough."""

SAID_BY_TWO = 0.38
"""The same where it shares two words alone."""

HELD = 0.6
"""The share of the words before a colon or a comma that a sentence has, if it has no more."""

SAYING = 3
"""Words that carry meaning of what stands there, at least: two are soon said of something else."""

_SENTENCE = re.compile(r"[.!?;\n]+")
_CLAUSE = re.compile(r"[,:()–—]+|\b(?:but|aber|sondern)\b")
_PAUSE = re.compile(r"[,:](?=\s)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

_LITTLE = ("match.articles", "match.little", "match.or", "match.negations", "match.degrees")
"""Lists of words that carry little meaning, beside the small ones."""


_Meaning = tuple[set[str], set[str]]
"""The stems of a text: of what it says, and of what it says with a "not"."""


def recognize_takeaways(text: str, takeaways: Sequence[str], title: str) -> frozenset[int]:
    """The numbers, from 1, of the takeaways of a lesson of this title that a text plainly has."""
    parts = [_meaning(plain(takeaway)) for takeaway in takeaways]
    counted = Counter(word for pair in (*parts, _meaning(title)) for word in pair[0] | pair[1])
    every = [(plain(takeaway), meant) for takeaway, meant in zip(takeaways, parts, strict=True)]
    numbers = set[int]()
    for sentence in _SENTENCE.split(text):
        held = {n for n, pair in enumerate(every, start=1) if _holds(sentence, *pair, counted)}
        numbers |= held
        for part in dict.fromkeys((sentence, *_CLAUSE.split(sentence))):
            closest = _closest(part, every, counted)
            # A part of what a sentence has by now says nothing more.
            if closest and not any(_shares(part, every, n, closest) for n in held):
                numbers.add(closest)
    return frozenset(numbers)


def _holds(sentence: str, takeaway: str, meant: _Meaning, counted: Counter[str]) -> bool:
    """Whether a sentence has this takeaway, or what it says before a colon or a comma."""
    here = _meaning(sentence)
    if _contrary(here, meant):
        return False
    if _has(here, meant, counted) and _agree(sentence, takeaway):
        return True
    for half in _beginnings(takeaway):
        own = _meaning(half)
        enough = len(own[0] | own[1]) >= SAYING and _has(here, own, counted, HELD)
        if enough and _agree(sentence, half):
            return True
    return False


def _closest(said: str, takeaways: Sequence[tuple[str, _Meaning]], counted: Counter[str]) -> int:
    """The number of the takeaway that a text says little else than part of; 0 if none is."""
    here, entries = _meaning(said), list[tuple[float, int]]()
    if len(here[0] | here[1]) < SAYING:
        return 0
    first = next(iter(WORD.findall(said.casefold())), "")
    for n, (takeaway, meant) in enumerate(takeaways, start=1):
        shared = _shared_stems(here, meant)
        if len(shared) < TWO or 2 * len(shared) < len(here[0] | here[1]):
            continue
        share = _weight(shared, counted) / _weight(meant[0] | meant[1], counted)
        enough = share >= (SAID if len(shared) >= SHARED else SAID_BY_TWO)
        other = _contrary(here, meant) or not _agree(said, takeaway)
        if enough and not other and {*_NUMBER.findall(said)} <= {*_NUMBER.findall(takeaway)}:
            entries.append((share, -n))
    asks = first in listed_words("match.asks")
    return -max(entries)[1] if entries and not asks else 0


def _shares(said: str, takeaways: Sequence[tuple[str, _Meaning]], number: int, other: int) -> bool:
    """Whether a text has as much of a takeaway, by number, as of the other."""
    here = _meaning(said)
    first, second = (len(_shared_stems(here, takeaways[n - 1][1])) for n in (number, other))
    return first >= second


def _beginnings(takeaway: str) -> list[str]:
    """What a takeaway says before each colon and comma of its first sentence."""
    first = _SENTENCE.split(takeaway)[0]
    return [first[: match.start()] for match in _PAUSE.finditer(first)]


def verdicts(text: str, takeaways: Sequence[str], title: str) -> tuple[Met, ...]:
    """The same as a verdict on each takeaway; empty if none is found."""
    values = recognize_takeaways(text, takeaways, title)
    numbers = range(1, len(takeaways) + 1)
    return tuple("yes" if n in values else "no" for n in numbers) if values else ()


def _has(said: _Meaning, meant: _Meaning, counted: Counter[str], enough: float = MIN_SHARE) -> bool:
    shared = _shared_stems(said, meant)
    least = enough * _weight(meant[0] | meant[1], counted)
    two = len(shared) == TWO and 2 * len(shared) > len(said[0] | said[1])
    return (two or len(shared) >= SHARED) and _weight(shared, counted) >= least


def _shared_stems(said: _Meaning, meant: _Meaning) -> set[str]:
    return (said[0] & meant[0]) | (said[1] & meant[1])


def _contrary(said: _Meaning, meant: _Meaning) -> bool:
    """Whether either says only with a "not" what the other says only without."""
    asserted, denied = (said[n] - said[1 - n] for n in (0, 1))
    return bool((asserted & meant[1] - meant[0]) | (denied & meant[0] - meant[1]))


def _weight(words: set[str], counted: Counter[str]) -> float:
    return sum(1 / counted[word] for word in words)


def _agree(said: str, meant: str) -> bool:
    """Whether neither says of it "less" where the other says "more"."""
    degrees = listed_words("match.degrees") - listed_words("match.each")
    texts, other = (_words(text) & degrees for text in (said, meant))
    return texts <= other or other <= texts


def _meaning(text: str) -> _Meaning:
    asserted, denied = set[str](), set[str]()
    for sentence in _SENTENCE.split(text):
        goes_on = False
        for clause in _CLAUSE.split(sentence.casefold()):
            before, after = _at_not(clause)
            # "Not true, valid or yes" denies all three.
            goes_on = goes_on and bool(_words(clause) & listed_words("match.or"))
            (denied if goes_on else asserted).update(_telling(before))
            denied.update(_telling(after or ""))
            goes_on = goes_on or after is not None
    return asserted, denied


def _at_not(clause: str) -> tuple[str, str | None]:
    """What a clause says before its first "not", and what it denies by that; ``None`` if nothing.

    A "not" that nothing follows denies all before it: *das Modell liest sie nicht*.
    """
    for match in WORD.finditer(clause.replace("’", "'")):
        if is_negation(match[0]):
            before, after = clause[: match.start()], clause[match.end() :]
            return (before, after) if _telling(after) else ("", before)
    return clause, None


def _telling(text: str) -> set[str]:
    """The stems of the words that carry meaning, without any "not"."""
    words = (item for item in WORD.findall(text) if not is_negation(item.replace("’", "'")))
    return stems(" ".join(words)) - _empty()


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold().replace("’", "'")))


@cache
def _empty() -> frozenset[str]:
    """The stems of words that carry little meaning."""
    words = small_words().union(*map(listed_words, _LITTLE))
    return frozenset(stem for word in words for stem in stems(word))
