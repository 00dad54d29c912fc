"""Draw the map of meaning in the lesson ``retrieval``: where a question and four passages lie.

Run it from anywhere: ``python docs/pictures/near_in_meaning.py``. It writes the picture beside the
lesson, which is then published anew at the next start.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In place of this folder: the one that the program's packages lie in.
sys.path[0] = str(ROOT)

from adapters.pictures.canvas import BLUE, DIM, INK, LINE, ORANGE, WIDTH, Canvas, Point  # noqa: E402 - as above

FILE = ROOT / "content" / "genai" / "pictures" / "near-in-meaning.png"

HEIGHT = 400
SIZE = 17

QUESTION: Point = (236, 128)
NEAR: tuple[tuple[Point, str, str], ...] = (
    ((122, 168), "Dogs are welcome", "on Fridays"),
    ((286, 196), "Dogs are not", "welcome"),
)
FAR: tuple[tuple[Point, str, str], ...] = (
    ((96, 320), "Bicycles stand", "in the yard"),
    ((298, 326), "Sick days need", "a note"),
)


def main() -> None:
    """Draw, and write the picture."""
    sheet = Canvas(HEIGHT)
    sheet.text((16, 36), "A map of meaning", 20, bold=True)
    sheet.box((12, 52), (WIDTH - 12, HEIGHT - 12), edge=LINE, radius=8)
    for at, *_ in NEAR:
        sheet.line(QUESTION, at, ORANGE, 2.5)
    _words(sheet, (QUESTION[0], QUESTION[1] - 40), ("May my puppy", "come to work?"), ORANGE)
    sheet.dot(QUESTION, 7)
    sheet.diamond(QUESTION, 11, ORANGE)
    for at, *said in NEAR:
        sheet.dot(at, 7)
        _words(sheet, (at[0], at[1] + 28), said, INK)
    for at, *said in FAR:
        sheet.box((at[0] - 6, at[1] - 6), (at[0] + 6, at[1] + 6), fill=BLUE)
        _words(sheet, (at[0], at[1] + 28), said, DIM)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(sheet.png())


def _words(sheet: Canvas, at: Point, lines: tuple[str, str] | list[str], colour: str) -> None:
    for number, line in enumerate(lines):
        sheet.text((at[0], at[1] + number * 21), line, SIZE, colour=colour, anchor="ms")


if __name__ == "__main__":
    main()
