"""A milestone's example of what is to be handed in, and where it stands.

An example is what stands behind the last "Hand in" of a milestone, in a fence or in emphasis that
is too long for a mere word.
"""

import re

LONG = 30
"""Characters of emphasis from which on it is an example; less is a word or a title."""

_HAND_IN = re.compile(r"\bHand in\b|\bGib\b(?=[^.!?:]*\bab\b)")
_EXAMPLE = re.compile(
    r"^```[^\n]*\n(?P<fence>.*?)^```|(?<![*\\])\*(?!\*)(?P<emphasis>(?:[^*\n]|\n(?!\n))+?)\*(?!\*)",
    re.DOTALL | re.MULTILINE,
)


def behind_hand_in(text: str) -> str:
    """What a milestone says from its last "Hand in" on; empty if it doesn't say that."""
    places = [match.start() for match in _HAND_IN.finditer(text)]
    return text[places[-1] :] if places else ""


def examples(text: str) -> list[re.Match[str]]:
    """Each example in a text, a fence or long emphasis, in its order."""
    matches = _EXAMPLE.finditer(text)
    return [match for match in matches if match["fence"] or len(match["emphasis"]) >= LONG]


def said_in(example: re.Match[str]) -> str:
    """What an example says, without its marks."""
    return (example["fence"] or example["emphasis"]).strip()
