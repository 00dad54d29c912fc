"""Formulas that are more than a line, as pictures.

ziamath lays them out in the font STIX Two Math, without TeX and without a browser, and resvg makes
pixels of its outlines. Neither is given anything but what was read here and found within bounds
(``bot.lessons.formulas``): no command of TeX, no file, no address and no text to look up a font
for reaches them.
"""

import re
from functools import lru_cache

from bot.lessons.formulas.mathml import mathml
from bot.lessons.formulas.tex import FormulaError, read
from bot.lessons.pictures.assets import Asset, AssetError
from bot.lessons.pictures.reencode import asset

SIZE = 44
"""Pixels of a letter's height, of ``WIDE`` across: about 21 points on a phone."""

WIDE, WIDEST = 800, 1200
"""Pixels across: at least, so that no chat blows a small formula up; and at most."""

_MARGIN = 40
_SVG = re.compile(r'<svg [^>]*?viewBox="([-\d.e]+) ([-\d.e]+) ([-\d.e]+) ([-\d.e]+)"[^>]*>')


@lru_cache(maxsize=64)
def draw_formula(source: str) -> Asset:
    """The formula of this TeX as a picture. Raises ``AssetError``."""
    try:
        meant = mathml(read(source))
    except FormulaError as error:
        raise AssetError(error.what, error.mend) from None
    # Who has no formulas need not load what draws them.
    from resvg_py import svg_to_bytes
    from ziamath.zmath import Math

    try:
        svg = Math(meant, size=SIZE).svg()
    except Exception:
        # It raises what it pleases of what it can't lay out.
        svg = ""
    head = _SVG.match(svg)
    if head is None:
        raise AssetError("the formula can't be drawn", "write it otherwise, or show a picture")
    left, top, width, height = map(float, head.groups())
    across = max(WIDE, int(width) + 2 * _MARGIN)
    if across > WIDEST:
        what = "the formula is too wide for a phone"
        raise AssetError(what, "divide it into two, with words between them")
    high = int(height) + 2 * _MARGIN
    box = f"{left - (across - width) / 2} {top - _MARGIN} {across} {high}"
    size = f'width="{across}" height="{high}"'
    paper = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}">'
    data = svg_to_bytes(
        svg_string=paper + svg[head.end() :], background="white", skip_system_fonts=True
    )
    return asset("formula.png", bytes(data))
