"""Play the rush hour of the lesson on cost and speed; needs nothing but Python.

A machine can serve one request a second, two arrive, all inside share it equally, and whoever has
waited for a minute gives up. Whoever finds it full is sent away, or waits for a place outside. It
prints how many got an answer in each minute.
"""

ARRIVING, SERVED, PATIENCE = 2, 1, 60
STEPS = 100
"""Parts of a second."""


def answered(minutes: int, most: int | None = None, *, queue: bool = False) -> list[int]:
    """Give the answers of each minute, with at most so many inside at once."""
    outside: list[int] = []
    inside: list[tuple[int, float]] = []
    counted = [0] * minutes
    for step in range(minutes * 60 * STEPS):
        outside = [since for since in outside if step - since < PATIENCE * STEPS]
        if step % (STEPS // ARRIVING) == 0:
            outside.append(step)
        while outside and (most is None or len(inside) < most):
            inside.append((outside.pop(0), 0.0))
        if not queue:
            outside = []
        share = SERVED / STEPS / len(inside) if inside else 0
        served = [(since, done + share) for since, done in inside]
        counted[step // (60 * STEPS)] += sum(done >= 1 for _, done in served)
        inside = [
            (since, done) for since, done in served if done < 1 and step - since < PATIENCE * STEPS
        ]
    return counted


if __name__ == "__main__":
    print("everybody is let in:", answered(10))
    print("at most thirty inside, the rest sent away:", answered(10, most=30))
    print("at most thirty inside, the rest in a queue:", answered(10, most=30, queue=True))
