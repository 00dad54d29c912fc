"""The figures of the lesson on prompts that fail: chance in small tests, costs and pairs.

Run it with `python docs/figures/prompt_clinic.py`.
"""

import sys
from collections.abc import Iterator
from datetime import date
from math import comb


def scores(cases: int, right: float) -> list[float]:
    """How probable each number of right answers is, if each is right with this probability."""
    return [comb(cases, n) * right**n * (1 - right) ** (cases - n) for n in range(cases + 1)]


def compared(cases: int, worse: float, better: float) -> tuple[float, float, float]:
    """How probable it is that the better prompt comes out ahead, level and behind."""
    one, two = scores(cases, worse), scores(cases, better)
    pairs = [(a, b, one[a] * two[b]) for a in range(cases + 1) for b in range(cases + 1)]
    return (
        sum(odds for a, b, odds in pairs if b > a),
        sum(odds for a, b, odds in pairs if b == a),
        sum(odds for a, b, odds in pairs if b < a),
    )


def figures() -> Iterator[str]:
    """Every figure that the lesson names, a line each."""
    bars = scores(10, 0.7)
    for right, odds in enumerate(bars):
        yield f"{right:2} right in {100 * odds:4.1f} of 100 runs"
    yield f"two runs alike: {sum(odds * odds for odds in bars):.3f}"
    for cases, worse, better in ((10, 0.7, 0.8), (40, 0.7, 0.8), (10, 0.7, 0.9)):
        ahead, level, behind = compared(cases, worse, better)
        yield f"{better} against {worse}, {cases} cases: {ahead:.3f}, {level:.3f}, {behind:.3f}"
    answers = 6 * 10 * 3
    yield f"{answers} answers: {answers * (2000 * 1 + 300 * 5) / 1e6:.2f} euros"
    yield f"pairs of 10 and of 60 lines: {comb(10, 2)}, {comb(60, 2)}"
    for day in (date(2027, 3, 8), date(2027, 3, 12), date(2027, 3, 26)):
        yield f"{day:%a %d %B %Y}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(figures()) + "\n")
