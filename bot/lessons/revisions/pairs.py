"""Pairs of what two revisions have in common: which of the old is which of the new."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

_One = TypeVar("_One")

Pairs = list[tuple[int | None, int | None]]
"""Which of the old is which of the new, by their places; ``None`` where there is none."""


def pair(
    was: Sequence[_One], now: Sequence[_One], keys: Sequence[Callable[[_One], Hashable | None]]
) -> Pairs:
    """Pairs by the first key that two have in common; then those that have no other half.

    In the order of the new, with those that went at the end.
    """
    partner: dict[int, int] = {}
    free = dict.fromkeys(range(len(was)))
    for key in keys:
        by_key: dict[Hashable, list[int]] = {}
        for i in free:
            if (value := key(was[i])) is not None:
                by_key.setdefault(value, []).append(i)
        for j in (j for j in range(len(now)) if j not in partner):
            if waiting := by_key.get(key(now[j])):
                partner[j] = waiting.pop(0)
                del free[partner[j]]
    return [*((partner.get(j), j) for j in range(len(now))), *((i, None) for i in free)]


def leftovers_in_order(pairs: Pairs) -> Pairs:
    """The same, with those that have no other half made pairs of in their order."""
    gone = iter([i for i, j in pairs if j is None])
    filled = [(next(gone, None) if i is None else i, j) for i, j in pairs if j is not None]
    return [*filled, *((i, None) for i in gone)]


def count_moved(pairs: Pairs) -> int:
    """How many of the pairs have to move to come from one order to the other.

    All but a longest run that is in order in both, which is found by patience sorting.
    """
    order = [i for i, j in sorted(pairs, key=lambda one: (one[1] is None, one[1])) if j is not None]
    places = [i for i in order if i is not None]
    run: list[int] = []
    for i in places:
        at = bisect_left(run, i)
        run[at : at + 1] = [i]
    return len(places) - len(run)
