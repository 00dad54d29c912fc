"""Count what the names of fields cost, for the lesson ``structured-output``.

Run it where ``bpe-openai`` is installed: ``python content/genai/scripts/price_of_names.py``. It
needs nothing of the program, and the program needs nothing of it.
"""

import random

from bpe_openai import get_encoding

ROWS = 1000


def main() -> None:
    """Print the tokens of a thousand rows, written in five ways."""
    random.seed(4417)
    tokens = get_encoding("o200k_base")
    problems = ("late", "damaged", "wrong")
    rows = [
        (str(random.randint(1000, 9999)), random.choice(problems), random.randint(1, 20))
        for _ in range(ROWS)
    ]

    def named(order: str, problem: str, days: str) -> str:
        return "\n".join(
            f'{{"{order}": "{o}", "{problem}": "{p}", "{days}": {d}}}' for o, p, d in rows
        )

    ways = {
        "words": named("order", "problem", "days"),
        "letters": named("o", "p", "d"),
        "long names": named("order_number", "problem_reported", "days_since_delivery"),
        "lists": "\n".join(f'["{o}", "{p}", {d}]' for o, p, d in rows),
        "lines": "\n".join(f"{o},{p},{d}" for o, p, d in rows),
    }
    for way, text in ways.items():
        print(f"{way:12}{len(tokens.encode(text)):8,}{len(text):9,} characters")


if __name__ == "__main__":
    main()
