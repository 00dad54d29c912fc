"""Draw the pictures in the lesson ``tokens-and-context``: sentences and words in their real tokens.

Run it from anywhere: ``python docs/pictures/in_tokens.py``. It writes the pictures beside the
lesson, which is then published anew at the next start.

The pieces and their numbers are in ``in_tokens.json`` beside this script. They were computed with
the list ``o200k_base`` (GPT-4o, GPT-5) by ``docs/figures/token_counts.py``, which uses
bpe-openai 0.1.4 from PyPI, and agree with gpt-tokenizer 4.0.0 from npm. To draw, neither is needed.
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

DATA = HERE / "in_tokens.json"
PICTURES = ROOT / "content" / "genai" / "pictures"

MARGIN = 14
PIECE, NUMBER, TITLE = 21, 16, 20
HIGH = 56
GAP = 8
HEAD = 40
SPACE = "·"
LEGEND = f"{SPACE} is a space before the piece"
GAPPED = "???"

Chip = tuple[str, str, float]
"""What a piece shows, its number, and how wide it is."""


def main() -> None:
    """Draw, and write the pictures."""
    told = json.loads(DATA.read_text(encoding="utf-8"))
    for one in (*told["sentences"], *told["words"]):
        whole = "".join(token["piece"] for token in one["tokens"])
        if whole != one["text"]:
            raise SystemExit(f"The pieces do not make up the text: {whole!r}")
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "sentence-in-tokens.png").write_bytes(_sentences(told["sentences"]))
    (PICTURES / "words-in-tokens.png").write_bytes(_words(told["words"]))
    (PICTURES / "words-in-tokens-gap.png").write_bytes(_words(told["words"], gap=True))


def _sentences(said: list[dict[str, Any]]) -> bytes:
    rows = [_rows(one["tokens"]) for one in said]
    height = sum(HEAD + len(lines) * (HIGH + GAP) + 14 for lines in rows) + 40
    sheet = Canvas(height)
    top = 10.0
    for one, lines, colour in zip(said, rows, (ORANGE, BLUE), strict=True):
        count = f"{len(one['tokens'])} tokens"
        sheet.text((MARGIN, top + 24), one["language"], TITLE, bold=True)
        sheet.text((WIDTH - MARGIN, top + 24), count, TITLE, anchor="rs", colour=colour)
        top += HEAD
        for line in lines:
            _line(sheet, line, top, colour)
            top += HIGH + GAP
        top += 14
    sheet.text((MARGIN, top + 14), LEGEND, NUMBER, colour=DIM)
    return sheet.png()


def _words(words: list[dict[str, Any]], *, gap: bool = False) -> bytes:
    sheet = Canvas(len(words) * (HIGH + GAP) + HEAD + 58)
    top = 10.0
    sheet.text((MARGIN, top + 24), "Six words and their numbers", TITLE, bold=True)
    top += HEAD
    for number, word in enumerate(words, 1):
        (line,) = _rows(word["tokens"])
        if gap and number == len(words):
            wide = sum(chip[2] for chip in line) + GAP * (len(line) - 1)
            line = [(word["text"].replace(" ", SPACE), GAPPED, wide)]
        _line(sheet, line, top, ORANGE if number == len(words) else BLUE)
        top += HIGH + GAP
    sheet.text((MARGIN, top + 28), LEGEND, NUMBER, colour=DIM)
    return sheet.png()


def _line(sheet: Canvas, line: list[Chip], top: float, colour: str) -> None:
    left = float(MARGIN)
    for piece, number, wide in line:
        sheet.box((left, top), (left + wide, top + HIGH), edge=colour, radius=6)
        middle = left + wide / 2
        sheet.text((middle, top + 25), piece, PIECE, colour=INK, anchor="ms")
        sheet.text((middle, top + 47), number, NUMBER, colour=DIM, anchor="ms")
        left += wide + GAP


def _rows(tokens: list[dict[str, Any]]) -> list[list[Chip]]:
    """The pieces in lines that fit the sheet."""
    lines: list[list[Chip]] = [[]]
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
