"""How many examples a property is tried with that takes long over each.

All of them by ``make test-all``, and of the same examples the first third by ``make test``.
"""

HURRIED = False
"""Whether slow tests are left out of this run."""


def examples(number: int) -> int:
    """So many, or a third of it."""
    return number // 3 if HURRIED else number
