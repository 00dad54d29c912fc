"""What the marks of a picture mean, in as many lines as the words need."""

from collections.abc import Callable, Sequence

from adapters.pictures.canvas import DIM, Canvas, Point, width
from bot.values import value

LINE = 24.0
"""Units from one line to the next."""

SIZE = 14.0

_GAP = 16.0


@value
class Sign:
    """A mark, its width with a gap, its meaning; ``draw`` gets its left end at half height."""

    wide: float
    words: str
    draw: Callable[[Canvas, Point], None]


def height(signs: Sequence[Sign], left: float, right: float) -> float:
    """How high a legend is between these two sides."""
    return _places(signs, left, right)[-1][1] + LINE


def legend(canvas: Canvas, signs: Sequence[Sign], top: float, left: float, right: float) -> None:
    for (x, y), sign in zip(_places(signs, left, right), signs, strict=True):
        middle, start = top + y + LINE / 2, x + sign.wide
        sign.draw(canvas, (x, middle))
        canvas.text((start, middle + 5), sign.words, SIZE, colour=DIM, room=right - start)


def _places(signs: Sequence[Sign], left: float, right: float) -> list[Point]:
    places: list[Point] = []
    x, y = left, 0.0
    for sign in signs:
        end = x + sign.wide + width(sign.words, SIZE)
        if places and end > right:
            end, x, y = end - x + left, left, y + LINE
        places.append((x, y))
        x = end + _GAP
    return places
