"""A drawing in monospaced characters as a picture, for screens too narrow to show it as text."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from wcwidth import iter_graphemes

from adapters.layout.plan import columns as columns_of
from adapters.pictures.fonts import font as font_of

_SIZE = 28
_MARGIN = 32
_PAPER, _INK = 250, 36  # of 255: soft on the eyes, by night as well

WIDEST, HIGHEST = 200, 100
"""Columns and lines of the largest drawing: beyond it nobody can read the picture. Its sides stay
below the 10,000 pixels together that Telegram takes (Bot API, ``sendPhoto``)."""

_RATIO = 19
"""How much longer one side may be than the other; Telegram takes 20."""


class PictureError(Exception):
    """A drawing that can't be made a picture, with what is wrong and how to mend it."""


@lru_cache(maxsize=64)
def png(drawing: str) -> bytes:
    """The drawing as a PNG image. Raises ``PictureError``."""
    lines = drawing.expandtabs(4).rstrip().split("\n")
    columns = max(columns_of(line) for line in lines)
    if columns > WIDEST or len(lines) > HIGHEST:
        raise PictureError(
            f"a drawing of {columns} columns and {len(lines)} lines is too large for a picture; "
            f"keep it within {WIDEST} columns and {HIGHEST} lines"
        )
    font = font_of("DejaVuSansMono", _SIZE)
    cell, line_height = _cell(font)
    width = _MARGIN * 2 + cell * columns
    height = _MARGIN * 2 + line_height * len(lines)
    size_in_pixels = max(width, -(-height // _RATIO)), max(height, -(-width // _RATIO))
    image = Image.new("L", size_in_pixels, _PAPER)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        column = 0
        for grapheme in iter_graphemes(line):
            # Each on its own place in the grid: a glyph of another width can't shift the rest.
            place = (_MARGIN + cell * column, _MARGIN + line_height * row)
            draw.text(place, grapheme, font=font, fill=_INK)
            column += columns_of(grapheme)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _cell(font: ImageFont.FreeTypeFont) -> tuple[int, int]:
    """A character's width and a line's height, such that box drawing joins without gaps.

    Whole pixels, and a little less than the glyphs measure: strokes overlap rather than part.
    """
    _, top, _, bottom = font.getbbox("│")
    return int(font.getlength("─")), int(bottom - top) - 2
