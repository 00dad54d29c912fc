"""A sheet to draw figures on, as wide as a phone, in units that are a phone's pixels.

It has a ground of its own, since what is sent to a chat is seen in dark themes and in light themes,
and the bot can't know which. It is the paper that diagrams stand on, so all pictures are of one
family: in a light chat a dark sheet is a slab, in a dark one this is a card.
"""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from adapters.layout.inline import longest
from adapters.pictures.fonts import font

WIDTH = 390
"""Units across: a common phone's width."""

GROUND, INK, DIM, EMPTY, LINE = "#FAFAFA", "#1C2530", "#485561", "#7C8B99", "#D3DBE2"
BLUE, ORANGE = "#1A6FB0", "#C87D0E"
"""Told apart with any kind of colour blindness (after Okabe and Ito, 2008), and by luminance."""

_FINE = 4
"""Pixels a unit while it is drawn; every two of them are averaged, which smooths all edges."""

_SHRINK = 2
_CUT = "…"
_DASH = 10.0

Point = tuple[float, float]


class Canvas:
    """A sheet ``WIDTH`` wide and as high as asked for."""

    def __init__(self, height: float) -> None:
        size = (WIDTH * _FINE, round(height) * _FINE)
        self._image = Image.new("RGB", size, GROUND)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        at: Point,
        words: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        anchor: str = "ls",
        room: float = WIDTH,
    ) -> float:
        """Write on one line, shortened to the ``room`` there is; returns its width."""
        words = fit_words(words, size, room, bold=bold)
        self._draw.text((at[0] * _FINE, at[1] * _FINE), words, colour, _font(size, bold), anchor)
        return width(words, size, bold=bold)

    def line(self, start: Point, end: Point, colour: str = LINE, thick: float = 1) -> None:
        self._draw.line(_fine(start, end), colour, round(thick * _FINE))

    def draw_dashes(self, start: Point, end: Point, colour: str, thick: float) -> None:
        """A straight line of dashes."""
        (x0, y0), (x1, y1) = start, end
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        for n in range(int(length // _DASH) + 1):
            a, b = n * _DASH / length, min(1.0, (n + 0.6) * _DASH / length)
            at = [(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in (a, b)]
            self.line(at[0], at[1], colour, thick)

    def path(self, points: list[Point], colour: str = INK, thick: float = 2) -> None:
        """A line through these points, its joints round."""
        self._draw.line(_fine(*points), colour, round(thick * _FINE), joint="curve")

    def box(
        self,
        start: Point,
        end: Point,
        *,
        fill: str | None = None,
        edge: str | None = None,
        radius: float = 3,
        thick: float = 1.5,
    ) -> None:
        """A box with round corners."""
        self._draw.rounded_rectangle(
            _fine(start, end), radius * _FINE, fill, edge, round(thick * _FINE) if edge else 0
        )

    def dot(self, at: Point, radius: float) -> None:
        """A filled circle with a margin around it, so that it is seen on whatever it lies."""
        middle = (at[0] * _FINE, at[1] * _FINE)
        self._draw.circle(middle, (radius + 2) * _FINE, GROUND)
        self._draw.circle(middle, radius * _FINE, INK)

    def diamond(self, at: Point, radius: float, edge: str) -> None:
        x, y = at
        corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        self._draw.polygon(_fine(*corners), None, edge, round(2.5 * _FINE))

    def draw_hatching(self, start: Point, end: Point, colour: str, step: float = 5) -> None:
        """A box filled with slanting lines."""
        (x0, y0), (x1, y1) = start, end
        self.box(start, end, edge=colour)
        wide, high = round((x1 - x0) * _FINE), round((y1 - y0) * _FINE)
        patch, mask = Image.new("RGB", (wide, high), colour), Image.new("L", (wide, high), 0)
        pen = ImageDraw.Draw(mask)
        for x in range(-high, wide, round(step * _FINE)):
            pen.line((x, high, x + high, 0), 255, round(1.6 * _FINE))
        self._image.paste(patch, (round(x0 * _FINE), round(y0 * _FINE)), mask)

    def png(self) -> bytes:
        """The sheet as a PNG image, two pixels a unit."""
        out = BytesIO()
        small = self._image.reduce(_SHRINK)
        # Few colours and their shades; so the file is less than half as large.
        small.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
        return out.getvalue()


def width(words: str, size: float, *, bold: bool = False) -> float:
    """How many units these words take."""
    return _font(size, bold).getlength(words) / _FINE


def fit_words(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """The words, shortened if there is no room for all of them."""
    if width(words, size, bold=bold) <= room:
        return words

    def cut(length: int) -> str:
        return words[:length].rstrip() + _CUT

    return cut(longest(len(words), lambda n: width(cut(n), size, bold=bold) <= room))


def wrap_words(words: str, size: float, room: float) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    return font("FiraGO-Bold" if bold else "FiraGO-Regular", round(size * _FINE))


def _fine(*points: Point) -> list[Point]:
    return [(x * _FINE, y * _FINE) for x, y in points]
