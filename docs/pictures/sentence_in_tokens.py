"""Draw the picture in the lesson ``tokens-and-context``: one sentence in two languages, in tokens.

Run it from anywhere: ``python docs/pictures/sentence_in_tokens.py``. It writes the picture beside
the lesson, which is then published anew at the next start.

The pieces and their numbers are real: they are in ``sentence_in_tokens.json`` beside this script,
and were computed with the list ``o200k_base`` (GPT-4o, GPT-5) by two packages that agree on each of
them, bpe-openai 0.1.4 from PyPI and gpt-tokenizer 4.0.0 from npm. Neither is needed to draw.
"""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# In place of this folder: the one that the program's packages lie in.
sys.path[0] = str(ROOT)

from adapters.pictures.canvas import BLUE, DIM, INK, ORANGE, WIDTH, Canvas, width  # noqa: E402 - as above

DATA = HERE / "sentence_in_tokens.json"
FILE = ROOT / "content" / "genai" / "pictures" / "sentence-in-tokens.png"

MARGIN = 14
PIECE, NUMBER, TITLE = 21, 16, 20
HIGH = 56
GAP = 8
HEAD = 40
SPACE = "·"


def main() -> None:
    """Draw, and write the picture."""
    told = json.loads(DATA.read_text(encoding="utf-8"))["sentences"]
    for said in told:
        whole = "".join(token["piece"] for token in said["tokens"])
        if whole != said["text"]:
            raise SystemExit(f"The pieces do not make up the sentence: {whole!r}")
    rows = [_rows(said["tokens"]) for said in told]
    height = sum(HEAD + len(lines) * (HIGH + GAP) + 14 for lines in rows) + 40
    sheet = Canvas(height)
    top = 10.0
    for said, lines, colour in zip(told, rows, (ORANGE, BLUE), strict=True):
        count = len(said["tokens"])
        sheet.text((MARGIN, top + 24), said["language"], TITLE, bold=True)
        sheet.text((WIDTH - MARGIN, top + 24), f"{count} tokens", TITLE, anchor="rs", colour=colour)
        top += HEAD
        for line in lines:
            left = float(MARGIN)
            for piece, number, wide in line:
                sheet.box((left, top), (left + wide, top + HIGH), edge=colour, radius=6)
                middle = left + wide / 2
                sheet.text((middle, top + 25), piece, PIECE, colour=INK, anchor="ms")
                sheet.text((middle, top + 47), number, NUMBER, colour=DIM, anchor="ms")
                left += wide + GAP
            top += HIGH + GAP
        top += 14
    sheet.text((MARGIN, top + 14), f"{SPACE} is a space before the piece", NUMBER, colour=DIM)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(sheet.png())


def _rows(tokens: list[dict[str, Any]]) -> list[list[tuple[str, str, float]]]:
    """The pieces in lines that fit the sheet: what each shows, its number, and how wide it is."""
    lines: list[list[tuple[str, str, float]]] = [[]]
    left = float(MARGIN)
    for token in tokens:
        piece, number = token["piece"].replace(" ", SPACE), str(token["number"])
        wide = max(width(piece, PIECE), width(number, NUMBER), 18) + 16
        if lines[-1] and left + wide > WIDTH - MARGIN:
            lines.append([])
            left = float(MARGIN)
        lines[-1].append((piece, number, wide))
        left += wide + GAP
    return lines


if __name__ == "__main__":
    main()
