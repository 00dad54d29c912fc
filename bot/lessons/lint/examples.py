"""Advice on a milestone's example: a work of that size should pass the milestone's own checks.

An example is what stands behind the last "Hand in" of a milestone, in a fence or in emphasis that
is too long for a mere word. Learners take it for the measure, and one that falls short of what is
asked for misleads them.

Many examples are parts, and say so ("Two of the ten:", "It begins:"). So nothing is said where the
words that lead to it, or dots in it, may announce a part; and only what any work of the right size
has is looked at, how long it is and how many numbers it has: an example from another subject need
not have the words that are asked for.
"""

import re

from bot.lessons.answers import passes
from bot.lessons.faults import Faults, Position
from bot.lessons.format.checks import write_check
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.practice import Milestone

LONG = 30
"""Characters of emphasis from which on it is an example; less is a word or a title."""

_HAND_IN = re.compile(r"\bHand in\b|\bGib\b(?=[^.!?:]*\bab\b)")
_EXAMPLE = re.compile(
    r"^```[^\n]*\n(?P<fence>.*?)^```|(?<![*\\])\*(?!\*)(?P<emphasis>(?:[^*\n]|\n(?!\n))+?)\*(?!\*)",
    re.DOTALL | re.MULTILINE,
)
_PART = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|last|"
    r"begin\w*|starts?|parts?|lines?|each|half|some|few|"
    r"eine?[rsmn]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|erste?[rsmn]?|"
    r"letzte?[rsmn]?|beginn\w*|anf[aä]ng\w*|teile?|zeilen?|jede[rsmn]?|halbe?|einige)\b|\d",
    re.IGNORECASE,
)
_DOTS = re.compile(r"…|\.\.\.")


def example_advice(milestone: Milestone, language: str, place: Position, faults: Faults) -> None:
    """Add advice where a whole example fails what is to be handed in."""
    example = whole_example(milestone.text)
    if not example:
        return
    for check in milestone.hand_in:
        if check.kind not in ("length", "numbers") or passes(check, example, language=language):
            continue
        what = f'an example that fails its milestone\'s own check, "{write_check(check)}"'
        mend = 'write a whole one, ask for less, or say that it is a part: "It begins:"'
        faults.add(place, what, mend, "advice")


def whole_example(text: str) -> str:
    """The example of what is to be handed in; empty if there is none, or perhaps only a part."""
    places = [one.start() for one in _HAND_IN.finditer(text)]
    if not places:
        return ""
    tail = text[places[-1] :]
    found = [one for one in _EXAMPLE.finditer(tail) if one["fence"] or len(one["emphasis"]) >= LONG]
    if not found:
        return ""
    *_, lead = SENTENCE_END.split(tail[: found[0].start()].strip())
    example = "\n".join((one["fence"] or one["emphasis"]).strip() for one in found)
    return "" if _PART.search(lead) or _DOTS.search(example) else example
