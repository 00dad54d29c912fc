"""A group of learners as a picture, in the manner of ``charts``: for a phone held upright.

Nothing is told by colour alone: who is there is solid, who was lost is hatched, what a word
promises is a dashed line and what came of it a dot.
"""

from functools import lru_cache

from adapters.pictures import legend
from adapters.pictures.canvas import (
    BLUE,
    DIM,
    EMPTY,
    GROUND,
    LINE,
    ORANGE,
    WIDTH,
    Canvas,
    Point,
    fit_words,
    width,
    wrap_words,
)
from adapters.pictures.legend import Sign
from bot.conversation.charts import Bar, Bars, Diagonal, Dot, Survey

_EDGE = 18.0
_RIGHT = WIDTH - _EDGE
_ROOM = _RIGHT - _EDGE
_TITLE, _HEAD, _TEXT, _SMALL = 22.0, 18.0, 16.0, 14.0
_TOP, _BETWEEN = 54.0, 44.0
_HIGHER = 28.0
_LINE, _THICK, _APART = 20.0, 14.0, 12.0
_LINES = 2
"""Lines of a bar's label at most: a question says in two what it is about."""

_PLOT = 64.0, _RIGHT - 6
_HIGH, _HEADROOM = 200.0, 44.0
_FROM = 0.4
"""Where the axis of what was said begins: no word promises less."""

_AXIS = 46.0
_MARGIN = 10.0


@lru_cache(maxsize=64)
def png(survey: Survey) -> bytes:
    heights = [_height(part) for part in survey.parts]
    title = _cut(survey.title, _TITLE, _ROOM)
    top = _TOP + _HIGHER * (len(title) - 1)
    canvas = Canvas(top + sum(_BETWEEN + height for height in heights) + _EDGE)
    for n, line in enumerate(title):
        canvas.text((_EDGE, 38 + n * _HIGHER), line, _TITLE, bold=True, room=_ROOM)
    for part, height in zip(survey.parts, heights, strict=True):
        canvas.line((_EDGE, top), (_RIGHT, top), LINE, 1.2)
        canvas.text((_EDGE, top + 29), part.heading, _HEAD, bold=True, room=_ROOM)
        if isinstance(part, Bars):
            _bars(canvas, part, top + _BETWEEN)
        else:
            _diagonal(canvas, part, top + _BETWEEN)
        top += _BETWEEN + height
    return canvas.png()


def _height(part: Bars | Diagonal) -> float:
    if isinstance(part, Diagonal):
        return _HEADROOM + _HIGH + _AXIS + legend.height(_meanings(part), _EDGE, _RIGHT) + _MARGIN
    rows = sum(_row_height(row) for row in part.rows)
    below = legend.height(_signs(part), _EDGE, _RIGHT) + _MARGIN if part.legend else 0
    return rows + below + (_LINE + 4 if part.note else 0)


# Bars


def _bars(canvas: Canvas, bars: Bars, top: float) -> None:
    for row in bars.rows:
        _bar(canvas, row, top)
        top += _row_height(row)
    if bars.note:
        canvas.text((_EDGE, top + 10), bars.note, _SMALL, colour=DIM, room=_ROOM)
        top += _LINE + 4
    if bars.legend:
        legend.legend(canvas, _signs(bars), top - 4, _EDGE, _RIGHT)


def _signs(bars: Bars) -> tuple[Sign, ...]:
    draws = (_there, _draw_gone)
    return tuple(Sign(30, words, draw) for words, draw in zip(bars.legend, draws, strict=False))


def _there(canvas: Canvas, at: Point) -> None:
    canvas.box((at[0], at[1] - 6), (at[0] + 22, at[1] + 6), fill=BLUE)


def _draw_gone(canvas: Canvas, at: Point) -> None:
    canvas.draw_hatching((at[0], at[1] - 6), (at[0] + 22, at[1] + 6), ORANGE)


def _label(row: Bar) -> list[str]:
    return _cut(row.label, _TEXT, _ROOM - width(row.words, _SMALL) - 14)


def _cut(words: str, size: float, room: float) -> list[str]:
    """The words in a few lines, the last of them shortened if need be."""
    lines = wrap_words(words, size, room)
    rest = " ".join(lines[_LINES - 1 :])
    bold = size == _TITLE
    return [*lines[: _LINES - 1], *([fit_words(rest, size, room, bold=bold)] if rest else [])]


def _row_height(row: Bar) -> float:
    return _LINE * len(_label(row)) + 5 + _THICK + _APART


def _bar(canvas: Canvas, row: Bar, top: float) -> None:
    lines = _label(row)
    canvas.text((_RIGHT, top + 15), row.words, _SMALL, colour=DIM, anchor="rs")
    for n, line in enumerate(lines):
        canvas.text((_EDGE, top + 15 + n * _LINE), line, _TEXT)
    y = top + _LINE * len(lines) + 3
    canvas.box((_EDGE, y), (_RIGHT, y + _THICK), edge=EMPTY, radius=3, thick=1)
    there, lost = _EDGE + _ROOM * row.share, _EDGE + _ROOM * min(1.0, row.share + row.lost)
    if lost - there > 1:
        canvas.draw_hatching((there, y), (lost, y + _THICK), ORANGE)
    if there - _EDGE > 1:
        canvas.box((_EDGE, y), (there, y + _THICK), fill=BLUE, radius=3)


# Confidence against the diagonal


def _diagonal(canvas: Canvas, part: Diagonal, top: float) -> None:
    (left, right), bottom = _PLOT, top + _HEADROOM + _HIGH
    canvas.text((_EDGE, top + 12), part.up, _SMALL, colour=DIM, room=_ROOM)
    top += _HEADROOM
    for percent in (0, 50, 100):
        y = _up(percent / 100, top, bottom)
        canvas.line((left, y), (right, y), LINE, 1.2)
        canvas.text((left - 8, y + 5), f"{percent} %", _SMALL, colour=DIM, anchor="rs")
    canvas.draw_dashes((left, _up(_FROM, top, bottom)), (right, _up(1, top, bottom)), ORANGE, 2.5)
    for dot in part.dots:
        _dot(canvas, dot, top, bottom)
    for dot in part.dots:
        at = _across(dot.promised), bottom + 18
        promised = f"{round(100 * dot.promised)} %"
        canvas.text(at, promised, _SMALL, colour=DIM, anchor="ms")
    canvas.text((right, bottom + 37), part.across, _SMALL, colour=DIM, anchor="rs")
    legend.legend(canvas, _meanings(part), bottom + _AXIS, _EDGE, _RIGHT)


def _meanings(part: Diagonal) -> tuple[Sign, Sign, Sign]:
    right, likely, promised = part.legend
    return (
        Sign(20, right, lambda canvas, at: canvas.dot((at[0] + 7, at[1]), 6)),
        Sign(22, likely, lambda canvas, at: _stick(canvas, at[0] + 7, at[1] - 9, at[1] + 9)),
        Sign(30, promised, _dashes),
    )


def _dashes(canvas: Canvas, at: Point) -> None:
    canvas.draw_dashes((at[0], at[1]), (at[0] + 22, at[1]), ORANGE, 2.5)


def _stick(canvas: Canvas, x: float, high: float, low: float) -> None:
    canvas.box((x - 6, high), (x + 6, low), fill=BLUE, radius=6)


def _dot(canvas: Canvas, dot: Dot, top: float, bottom: float) -> None:
    x, y = _across(dot.promised), _up(dot.right, top, bottom)
    # An interval of nothing would be hidden by its dot.
    high, low = _up(dot.high, top, bottom) - 6, _up(dot.low, top, bottom) + 6
    _stick(canvas, x, high, low)
    canvas.dot((x, y), 6)
    # Beside its dot; above the axis, where its place on it is written.
    middle = min(y, bottom - 22)
    room = max(width(dot.label, _TEXT, bold=True), width(dot.count, _SMALL))
    canvas.box((x - 18 - room, middle - 19), (x - 10, middle + 20), fill=GROUND, radius=4)
    canvas.text((x - 14, middle - 2), dot.label, _TEXT, bold=True, anchor="rs")
    canvas.text((x - 14, middle + 16), dot.count, _SMALL, colour=DIM, anchor="rs")


def _across(share: float) -> float:
    left, right = _PLOT
    return left + (right - left) * (share - _FROM) / (1 - _FROM)


def _up(share: float, top: float, bottom: float) -> float:
    return bottom - (bottom - top) * share
