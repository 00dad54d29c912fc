"""Draw the maps of meaning in the lesson ``retrieval``: nine rules, and a question among them.

Run it from anywhere: ``python docs/pictures/near_in_meaning.py``. It writes the pictures beside the
lesson, which is then published anew at the next start.

Where everything lies is read from ``near_in_meaning.json``. A real embedding model computed that:
``near_in_meaning_vectors.py`` says which, and how 384 directions became two.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In place of this folder: the one that the program's packages lie in.
sys.path[0] = str(ROOT)

from adapters.pictures.canvas import DIM, INK, LINE, ORANGE, WIDTH, Canvas, Point  # noqa: E402 - as above

DATA = Path(__file__).with_suffix(".json")
PICTURES = ROOT / "content" / "genai" / "pictures"

HEIGHT = 416
SIZE = 16.5
LINE_HEIGHT = 20
SCALE = 190
MIDDLE: Point = (166, 236)

LABELS: dict[str, tuple[str, float, float, tuple[str, ...]]] = {
    # how a label is anchored, how far from its dot its first line stands, and its lines
    "fridays": ("ms", 0, -36, ("Dogs are welcome", "on Fridays")),
    "lab": ("ls", 14, 4, ("Dogs may not", "enter the lab")),
    "leave-2026": ("ls", -26, 27, ("27 days of leave", "24 days of leave")),
    "note": ("ls", -26, -13, ("Sick days need a note",)),
    "parents": ("ls", 22, 6, ("Parents may stay with", "a sick child")),
    "bicycles": ("rs", 26, -36, ("Bicycles are", "in the yard")),
    "photos": ("rs", 24, 27, ("Photos need", "permission")),
    "roof": ("ms", 4, -32, ("The roof needs", "permission")),
}
QUESTIONS = {"puppy": ("May my puppy", "come to work?"), "fever": ("My child has", "a fever")}


def main() -> None:
    """Draw, and write the pictures."""
    PICTURES.mkdir(exist_ok=True)
    for name, question, told in (
        ("near-in-meaning", "puppy", QUESTIONS["puppy"]),
        ("map-of-rules", "fever", QUESTIONS["fever"]),
        ("map-of-rules-gap", "fever", ("???",)),
    ):
        (PICTURES / f"{name}.png").write_bytes(_drawn(question, told))


def _drawn(question: str, told: tuple[str, ...]) -> bytes:
    data = json.loads(DATA.read_text(encoding="utf-8"))
    places: dict[str, Point] = {name: _on_paper(*at) for name, at in data["places"].items()}
    closest = sorted(data["closeness"][question].items(), key=lambda one: -one[1])[:2]
    sheet = Canvas(HEIGHT)
    sheet.text((16, 34), "A map of meaning", 20, bold=True)
    sheet.box((8, 48), (WIDTH - 8, HEIGHT - 8), edge=LINE, radius=8)
    if told != ("???",):
        for name, _ in closest:
            sheet.line(places[question], places[name], ORANGE, 2.5)
    for name, at in places.items():
        if name in LABELS:  # the rule of 2019 lies where that of 2026 does
            sheet.dot(at, 6)
    near = {name for name, _ in closest}
    for name, (anchor, right, down, lines) in LABELS.items():
        x, y = places[name]
        _words(sheet, (x + right, y + down), lines, INK if name in near else DIM, anchor)
    x, y = places[question]
    sheet.dot((x, y), 6)
    sheet.diamond((x, y), 11, ORANGE)
    high = 20 if question == "puppy" else 6
    _words(sheet, (x + 26, y + 6 - high * (len(told) - 1)), told, ORANGE, "ls")
    return sheet.png()


def _on_paper(x: float, y: float) -> Point:
    return (MIDDLE[0] + x * SCALE, MIDDLE[1] + y * SCALE)


def _words(sheet: Canvas, at: Point, lines: tuple[str, ...], colour: str, anchor: str) -> None:
    for number, line in enumerate(lines):
        sheet.text((at[0], at[1] + number * LINE_HEIGHT), line, SIZE, colour=colour, anchor=anchor)


if __name__ == "__main__":
    main()
