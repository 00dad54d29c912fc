"""How much of what takes long is tried by ``make test``; ``make test-all`` tries all of it.

A property is tried with the first third of its examples, and what holds of each lesson of a course,
or of each of many stored conversations, with every third of them.
"""

from collections.abc import Iterable
from typing import Any

import pytest

HURRIED = False
"""Whether slow tests are left out of this run."""


def examples(number: int) -> int:
    """So many, or a third of it."""
    return number // 3 if HURRIED else number


def thirds(values: Iterable[Any], name: str) -> list[Any]:
    """These as parameters, called by this attribute; two of three are slow."""
    return [
        pytest.param(value, id=getattr(value, name), marks=[pytest.mark.slow] if n % 3 else [])
        for n, value in enumerate(values)
    ]
