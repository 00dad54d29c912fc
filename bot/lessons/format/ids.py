"""Ids that nobody wrote down: made from words, once all written ones are known."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.lessons.format.front_matter import LONGEST_ID
from bot.lessons.practice import Exercise, Milestone
from bot.lessons.question import Part, Question

Identified = Question | Exercise | Milestone
"""The parts of a lesson that have an id."""


def with_ids(value: Any, names: Mapping[int, str]) -> Any:
    """A part of a lesson in which every part that has an id is given its own from ``names``.

    Ids are found by identity: until all written ids are known, none can be made from words.
    """
    if isinstance(value, tuple):
        return tuple(with_ids(item, names) for item in value)
    if not isinstance(value, Part):
        return value
    update = {key: with_ids(getattr(value, key), names) for key in type(value).model_fields}
    if isinstance(value, Identified):
        update["id"] = names[id(value)]
    return value.model_copy(update=update)


def slug(text: str, taken: set[str]) -> str:
    """An id made from a question's words, unlike those that are taken."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    base = ""
    for word in words or ["question"]:
        longer = f"{base}-{word}" if base else word[: LONGEST_ID - 4]
        if len(longer) > LONGEST_ID - 4:
            break
        base = longer
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
