"""What the lesson on context engineering computes: reading, with and without reused tokens.

An agent adds as many tokens to its record in every turn, and reads all of the record each time.
Reused tokens, those of an unchanged beginning, cost a share of the price of new ones. Where
something is cut out of the record, all that comes after the cut is new.
"""

import sys

TURNS, ADDED, KEPT, SHARE = 40, 1_000, 10, 0.1


def keep_all(turns: int, added: int, share: float) -> float:
    """Everything stays: the record is an unchanged beginning, and one turn is new."""
    return sum(added + share * added * (turn - 1) for turn in range(1, turns + 1))


def drop_oldest(turns: int, added: int, kept: int, share: float) -> float:
    """From the turn after ``kept`` on, the oldest result goes in every turn."""
    full = max(0, turns - kept) * kept * added
    return keep_all(min(turns, kept), added, share) + full


def cut_in_steps(turns: int, added: int, most: int, kept: int, share: float) -> float:
    """Whenever the record has ``most`` turns, it is cut to the newest ``kept``."""
    total, length = 0.0, 0
    for _ in range(turns):
        cut = length == most
        if cut:
            length = kept
        total += added + (1 if cut else share) * added * length
        length += 1
    return total


def told() -> list[str]:
    """All figures of the lesson, a line each."""
    lines = [
        f"a reused token costs {share:g}:"
        f" keep all {keep_all(TURNS, ADDED, share):,.0f},"
        f" drop the oldest {drop_oldest(TURNS, ADDED, KEPT, share):,.0f},"
        f" cut from 20 to 10 {cut_in_steps(TURNS, ADDED, 20, KEPT, share):,.0f}"
        for share in (SHARE, 1)
    ]
    again = 1 + 29 * SHARE
    return [
        *lines,
        f"pages left in the record: {60_000 * 30:,}, with reuse {60_000 * again:,.0f}",
        f"a report: {60_000 + 1_500 * 30:,}, with reuse {60_000 + 1_500 * again:,.0f}",
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(told()) + "\n")
