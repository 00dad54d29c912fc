"""Work out the figures of the lesson on evaluation; needs nothing but Python."""

import random
from math import comb, sqrt


def wilson(right: int, cases: int, z: float = 1.96) -> tuple[float, float]:
    """Give the 95 % range of a true rate, in percent."""
    p = right / cases
    centre = (p + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z * sqrt(p * (1 - p) / cases + z * z / (4 * cases**2)) / (1 + z * z / cases)
    return 100 * (centre - half), 100 * (centre + half)


def binomial(n: int, p: float) -> list[float]:
    """Give the chance of each count out of n."""
    return [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


def gap(n: int, p: float, least: int) -> float:
    """Give the chance that two equal prompts differ by at least so many cases."""
    chances = binomial(n, p)
    return sum(
        chances[a] * chances[b] for a in range(n + 1) for b in range(n + 1) if abs(a - b) >= least
    )


def best_of(tries: int, n: int, p: float) -> float:
    """Give the mean of the best of several equal wordings."""
    chances = binomial(n, p)
    below = [sum(chances[: k + 1]) for k in range(n + 1)]
    return sum(k * (below[k] ** tries - (below[k - 1] ** tries if k else 0)) for k in range(n + 1))


def looks(times: int, tests: int = 20_000, each: int = 100) -> float:
    """Give how often one of several looks at two equal versions raises a false alarm."""
    chance = random.Random(1)
    alarms = 0
    for _ in range(tests):
        total = 0.0
        for look in range(1, times + 1):
            total += chance.gauss(0, sqrt(each))
            if abs(total) > 1.96 * sqrt(each * look):
                alarms += 1
                break
    return alarms / tests


if __name__ == "__main__":
    for right, cases in ((18, 20), (90, 100), (900, 1000), (860, 1000), (9, 10), (180, 200)):
        print(right, "of", cases, "{:.1f} to {:.1f}".format(*wilson(right, cases)))
    print(f"two prompts, 20 cases, 85 %, two or more apart: {gap(20, 0.85, 2):.2f}")
    print(f"best of twenty, 50 cases, 76 %: {best_of(20, 50, 0.76):.1f}")
    print(f"best of a hundred, 50 cases, 76 %: {best_of(100, 50, 0.76):.1f}")
    print(f"best of ten, 80 cases, 70 %: {best_of(10, 80, 0.7):.1f}")
    print("one in twenty, met by: %.2f after 20" % (1 - 0.95**20), "%.2f after 59" % (1 - 0.95**59))
    print("3 in 100, a clean hundred: %.3f" % 0.97**100)
    print("9 of 10 runs, five in a row: %.2f" % 0.9**5, "eight: %.2f" % 0.9**8)
    print("7 to 4 or further apart, by a coin: %.2f" % (2 * sum(binomial(11, 0.5)[7:])))
    print("11 to 1 or further apart: %.4f" % (2 * sum(binomial(12, 0.5)[11:])))
    print("3 to 1 or further apart: %.2f" % (2 * sum(binomial(4, 0.5)[3:])))
    print(f"68 heads or more of 100: {sum(binomial(100, 0.5)[68:]):.5f}")
    for times in (1, 5, 10, 20):
        print(times, f"looks, a false winner: {looks(times):.2f}")
