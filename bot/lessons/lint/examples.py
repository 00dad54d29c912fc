"""Advice on a milestone's example: a work of that size should pass the milestone's own checks.

Learners take an example (``bot.lessons.example``) for the measure, and one that falls short of what
is asked for misleads them.

Many examples are parts, and say so ("Two of the ten:", "It begins:"). So nothing is said where the
words that lead to it, or dots in it, may announce a part; and only what any work of the right size
has is looked at, how long it is and how many numbers it has: an example from another subject need
not have the words that are asked for.
"""

import re

from bot.lessons.answers import passes
from bot.lessons.example import behind_hand_in, examples, said_in
from bot.lessons.faults import Faults, Position
from bot.lessons.format.checks import write_check
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.practice import Milestone

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
    tail = behind_hand_in(text)
    found = examples(tail)
    if not found:
        return ""
    *_, lead = SENTENCE_END.split(tail[: found[0].start()].strip())
    example = "\n".join(map(said_in, found))
    return "" if _PART.search(lead) or _DOTS.search(example) else example
