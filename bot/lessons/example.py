"""A milestone's example of what is to be handed in: where it stands, and what is nearly it.

An example is what stands behind the last "Hand in" of a milestone, in a fence or in emphasis that
is too long for a mere word.

A text is nearly the example if it has four fifths of what only the example says, words and numbers
in its order, and little of its own; all of it, where the example says little. What the milestone
asks for in its own words, or by a check, is the form, which all who do it share. An example that is
hardly more than its form may well be somebody's own result, so nothing is near it.
"""

import re
from collections.abc import Iterator, Sequence

from bot.lessons.answers import folded
from bot.lessons.practice import Check

LONG = 30
"""Characters of emphasis from which on it is an example; less is a word or a title."""

SHARED = 0.8
"""How much of an example's own words and numbers a text has in order, if it is nearly that."""

FEWEST = 5
"""Words that an example has for itself, from which on most of it is enough to know it by."""

FEWEST_IN_ALL = 6
"""Words and numbers of a shorter one, three of them words, by which it is known if all are
there: numbers alone may come out alike."""

AROUND = 5
"""Words of one's own that change nothing: "Mine, for our choir:", or another name. In a long
example it may be a word for two of its words."""

_HAND_IN = re.compile(r"\bHand in\b|\bGib\b(?=[^.!?:]*\bab\b)")
_EXAMPLE = re.compile(
    r"^```[^\n]*\n(?P<fence>.*?)^```|(?<![*\\])\*(?!\*)(?P<emphasis>(?:[^*\n]|\n(?!\n))+?)\*(?!\*)",
    re.DOTALL | re.MULTILINE,
)
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]{4,}")


def behind_hand_in(text: str) -> str:
    """What a milestone says from its last "Hand in" on; empty if it doesn't say that."""
    places = [one.start() for one in _HAND_IN.finditer(text)]
    return text[places[-1] :] if places else ""


def examples(text: str) -> list[re.Match[str]]:
    """Each example in a text, a fence or long emphasis, in its order."""
    found = _EXAMPLE.finditer(text)
    return [one for one in found if one["fence"] or len(one["emphasis"]) >= LONG]


def said_in(example: re.Match[str]) -> str:
    """What an example says, without its marks."""
    return (example["fence"] or example["emphasis"]).strip()


def nearly(text: str, milestone: str, checks: Sequence[Check] = ()) -> bool:
    """Whether a text is the milestone's example, but for a few words around it or in it."""
    found = examples(behind_hand_in(milestone)) or examples(milestone)
    if not found:
        return False
    asked = {*_tokens(_without(milestone, found)), *_labels(checks)}
    parts = [said_in(one) for one in found]
    wholes = ["\n".join(parts), *parts] if parts[1:] else parts
    given = _tokens(text)
    return any(_is_nearly(given, _tokens(one), asked) for one in wholes)


def _is_nearly(given: Sequence[str], example: Sequence[str], asked: set[str]) -> bool:
    wanted = [one for one in example if one[0].isdigit() or one not in asked]
    words = {one for one in wanted if not one[0].isdigit()}
    own = {one for one in given if not one[0].isdigit()} - {*example} - asked
    if len(own) > max(AROUND, len(words) // 2):
        return False
    if len(words) >= FEWEST:
        least = SHARED * len(wanted)
    elif len(wanted) >= FEWEST_IN_ALL and len(words) >= FEWEST_IN_ALL // 2:
        least = len(wanted)
    else:
        return False
    there = {*wanted}
    return _in_order(wanted, [one for one in given if one in there]) >= least


def _in_order(wanted: Sequence[str], given: Sequence[str]) -> int:
    """How many of these are among those in the same order, others between them or not."""
    best = [0] * (len(wanted) + 1)
    for one in given:
        before = 0
        for n, other in enumerate(wanted, start=1):
            here = best[n]
            best[n] = before + 1 if one == other else max(here, best[n - 1])
            before = here
    return best[-1]


def _tokens(text: str) -> list[str]:
    """Numbers, and words that are long enough to say something, as they are compared."""
    return _TOKEN.findall(folded(text))


def _without(milestone: str, found: Sequence[re.Match[str]]) -> str:
    """What a milestone says beside its examples: they are the last of it that look like that."""
    for one in found:
        milestone = milestone.replace(one[0], "\n")
    return milestone


def _labels(checks: Sequence[Check]) -> Iterator[str]:
    for check in checks:
        yield from _tokens(" ".join((check.label, *check.words)))
