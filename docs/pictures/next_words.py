"""Draw what a small model expects next, in the lesson ``next-token``: two sheets of three lists.

Of the second there is also one with a gap: its beginnings and words are left out.

Run it from anywhere: ``python docs/pictures/next_words.py``. It draws the numbers that lie beside
it, in ``next_words.json``, and needs no model. Those were computed by ``small_model.py``.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In place of this folder: the one that the program's packages lie in.
sys.path[0] = str(ROOT)

from adapters.pictures.canvas import BLUE, DIM, EMPTY, INK, ORANGE, WIDTH, Canvas  # noqa: E402 - as above

NUMBERS = Path(__file__).with_suffix(".json")
PICTURES = ROOT / "content" / "genai" / "pictures"

SIZE = 17
ROW = 25
LEFT, RIGHT = 118, 58
"""What is left free of bars: for the words before them, and for the shares after them."""


Likeliest = list[tuple[str, float]]


def main() -> None:
    """Draw, and write the pictures."""
    numbers = json.loads(NUMBERS.read_text(encoding="utf-8"))
    PICTURES.mkdir(exist_ok=True)
    for name, part in (("next-words", "next"), ("three-lists", "shapes")):
        told = [(f"{one['text']} …", one["likeliest"]) for one in numbers[part]]
        (PICTURES / f"{name}.png").write_bytes(_drawn(told))
    untold = [
        (f"List {sign}", [("", share) for _, share in one["likeliest"]])
        for sign, one in zip("ABC", numbers["shapes"], strict=True)
    ]
    (PICTURES / "three-lists-gap.png").write_bytes(_drawn(untold))


def _drawn(lists: list[tuple[str, Likeliest]]) -> bytes:
    panel = 46 + ROW * (len(lists[0][1]) + 1) + 14
    sheet = Canvas(14 + panel * len(lists))
    for number, (title, likeliest) in enumerate(lists):
        _panel(sheet, 14 + panel * number, title, likeliest)
    return sheet.png()


def _panel(sheet: Canvas, top: float, title: str, likeliest: Likeliest) -> None:
    sheet.text((16, top + 24), title, 19, bold=True, room=WIDTH - 32)
    rest = 100 - sum(share for _, share in likeliest)
    rows = [(word.strip(), share, BLUE) for word, share in likeliest]
    rows[0] = (rows[0][0], rows[0][1], ORANGE)
    for number, (word, share, colour) in enumerate([*rows, ("all the rest", rest, EMPTY)]):
        base = top + 50 + ROW * number
        last = number == len(rows)
        sheet.text((LEFT - 10, base), word, SIZE, colour=DIM if last else INK, anchor="rs")
        end = LEFT + max(2.0, share / 100 * (WIDTH - LEFT - RIGHT))
        if last:
            sheet.draw_hatching((LEFT, base - 14), (max(end, LEFT + 6), base + 1), colour)
        else:
            sheet.box((LEFT, base - 14), (end, base + 1), fill=colour)
        sheet.text(
            (end + 8, base),
            f"{share:.{0 if share >= 1 else 1}f} %",
            SIZE,
            colour=DIM if last else INK,
        )


if __name__ == "__main__":
    main()
