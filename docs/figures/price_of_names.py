"""Count what the names of fields cost, for the lesson ``structured-output``.

Run it where ``bpe-openai`` is installed: ``python docs/figures/price_of_names.py``. It
needs nothing of the program, and the program needs nothing of it.
"""

import sys

from bpe_openai import get_encoding

ROWS = 1000


def main() -> None:
    """Print the tokens of a thousand rows, written in five ways."""
    tokens = get_encoding("o200k_base")
    problems = ("late", "damaged", "wrong")
    rows = [(str(1000 + n * 7919 % 9000), problems[n % 3], n % 20 + 1) for n in range(ROWS)]

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
        sys.stdout.write(f"{way:12}{len(tokens.encode(text)):8,}{len(text):9,} characters\n")


if __name__ == "__main__":
    main()
