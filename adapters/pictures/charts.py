"""A learner's progress as a picture: made for a phone held upright, by day and by night.

Nothing is told by colour alone: a day has a check or a dash, a question's state has a filling of
its own (solid, half, hatched, empty) and stands in a certain order, what was promised is a diamond
and what came of it a dot.

It is drawn with Pillow. matplotlib would take half a second and 75 MiB more once it is imported,
and its axes would be of no use: what stands here are blocks, marks and words. Pillow is there for
diagrams anyway, and draws this in less than a tenth of a second (``bench/progress.py``), in a
worker thread, once for equal figures.
"""

from collections.abc import Callable
from functools import lru_cache

from adapters.pictures import legend
from adapters.pictures.canvas import (
    BLUE,
    DIM,
    EMPTY,
    INK,
    LINE,
    ORANGE,
    WIDTH,
    Canvas,
    Point,
    width,
)
from adapters.pictures.legend import Sign
from bot.conversation.charts import (
    Calendar,
    Day,
    ProgressChart,
    Row,
    Share,
    Shares,
    Stacks,
    Trend,
)
from bot.learning.mastery import State
from bot.values import value

_EDGE = 18.0
_RIGHT = WIDTH - _EDGE
_ROOM = _RIGHT - _EDGE
_HEAD, _TEXT, _SMALL = 20.0, 16.0, 14.0
_LINE = 20.0
_TITLE = 48.0

_COLUMN, _CELL = _ROOM / 7, 36.0
_LESSON, _BLOCK, _WIDEST = 46.0, 14.0, 40.0
_PLOT = 142.0, _RIGHT - 14.0
_SHARE, _AXIS = 46.0, 24.0
_CURVE, _MIN_POINTS = 76.0, 20.0
"""How high a score is drawn, and over how many points at least: a small step is to look small."""


@value
class _Panel:
    """A part of the picture: its heading, the height below it, and how it is drawn from a top."""

    heading: str
    height: float
    draw: Callable[[Canvas, float], None]


@lru_cache(maxsize=64)
def png(drawn: ProgressChart) -> bytes:
    panels = [_calendar(drawn.calendar)] if drawn.calendar else []
    if drawn.stacks:
        panels.append(_stacks(drawn.stacks))
    if drawn.trend:
        panels.append(_trend(drawn.trend))
    if drawn.shares:
        panels.append(_shares(drawn.shares))
    canvas = Canvas(sum(_TITLE + panel.height for panel in panels) + _EDGE)
    top = 0.0
    for panel in panels:
        canvas.text((_EDGE, top + 36), panel.heading, _HEAD, bold=True, room=_ROOM)
        panel.draw(canvas, top + _TITLE)
        top += _TITLE + panel.height
    return canvas.png()


# Days


def _calendar(calendar: Calendar) -> _Panel:
    learned, off, due = calendar.legend
    signs = (
        Sign(22, learned, lambda canvas, at: _check(canvas, (at[0] + 8, at[1]))),
        Sign(20, off, lambda canvas, at: _dash(canvas, (at[0] + 7, at[1]))),
        Sign(28, due, lambda canvas, at: _pill(canvas, (at[0] + 11, at[1]), "2")),
    )
    below = 22 + _CELL * len(calendar.weeks) + 4

    def draw(canvas: Canvas, top: float) -> None:
        for n, name in enumerate(calendar.weekdays):
            middle = _EDGE + (n + 0.5) * _COLUMN
            canvas.text((middle, top + 14), name, _SMALL, colour=DIM, anchor="ms", room=_COLUMN)
        for row, week in enumerate(calendar.weeks):
            for n, day in enumerate(week):
                _day(canvas, day, _EDGE + n * _COLUMN, top + 22 + row * _CELL)
        legend.legend(canvas, signs, top + below, _EDGE, _RIGHT)

    return _Panel(calendar.heading, below + legend.height(signs, _EDGE, _RIGHT), draw)


def _day(canvas: Canvas, day: Day, left: float, top: float) -> None:
    start, end = (left + 2, top + 2), (left + _COLUMN - 2, top + _CELL - 2)
    if day.today:
        canvas.box(start, end, edge=INK, radius=7, thick=2.5)
    else:
        canvas.box(start, end, edge=LINE, radius=7)
    middle, y = left + _COLUMN / 2, top + _CELL / 2
    both = day.due > 0 and day.kind != "open"
    if day.kind == "learned":
        _check(canvas, (middle - 12 if both else middle, y))
    elif day.kind == "off":
        _dash(canvas, (middle - 12 if both else middle, y))
    if day.due:
        _pill(canvas, (middle + 10 if both else middle, y), str(day.due))


def _check(canvas: Canvas, at: Point) -> None:
    x, y = at
    canvas.path([(x - 6, y), (x - 1.5, y + 5), (x + 7, y - 6)], BLUE, 3.5)


def _dash(canvas: Canvas, at: Point) -> None:
    canvas.line((at[0] - 6, at[1]), (at[0] + 6, at[1]), DIM, 3)


def _pill(canvas: Canvas, at: Point, words: str) -> None:
    half = max(10.0, width(words, _SMALL, bold=True) / 2 + 4)
    canvas.box((at[0] - half, at[1] - 10), (at[0] + half, at[1] + 10), fill=ORANGE, radius=10)
    canvas.text((at[0], at[1] + 5), words, _SMALL, bold=True, anchor="ms")


# Lessons


def _stacks(stacks: Stacks) -> _Panel:
    signs = tuple(Sign(21, word, _sample(state)) for state, word in stacks.legend)
    below = _LESSON * len(stacks.rows) + (22 if stacks.note else 0)

    def draw(canvas: Canvas, top: float) -> None:
        for n, row in enumerate(stacks.rows):
            _row(canvas, row, top + n * _LESSON)
        canvas.text((_EDGE, top + below - 8), stacks.note, _SMALL, colour=DIM, room=_ROOM)
        legend.legend(canvas, signs, top + below, _EDGE, _RIGHT)

    return _Panel(stacks.heading, below + legend.height(signs, _EDGE, _RIGHT), draw)


def _sample(state: State) -> Callable[[Canvas, Point], None]:
    return lambda canvas, at: _block(canvas, state, at[0], at[1] - _BLOCK / 2, 16)


def _row(canvas: Canvas, row: Row, top: float) -> None:
    taken = canvas.text((_RIGHT, top + 16), row.word, _SMALL, colour=DIM, anchor="rs")
    canvas.text((_EDGE, top + 16), row.label, _TEXT, room=_ROOM - taken - 12)
    total = sum(count for _, count in row.counts)
    step = min(_ROOM / total, _WIDEST)
    gap = 2.5 if step > 6 else 0
    x = _EDGE
    for state, count in row.counts:
        for _ in range(count):
            _block(canvas, state, x, top + 23, step - gap)
            x += step


def _block(canvas: Canvas, state: State, left: float, top: float, wide: float) -> None:
    start, end = (left, top), (left + wide, top + _BLOCK)
    if state == "known":
        canvas.box(start, end, fill=BLUE, radius=2)
    elif state == "learning":
        canvas.box(start, end, edge=BLUE, radius=2)
        canvas.box((left, top + _BLOCK / 2), end, fill=BLUE, radius=2)
    elif state == "risk":
        canvas.draw_hatching(start, end, ORANGE)
    else:
        canvas.box(start, end, edge=EMPTY, radius=2)


# The score


def _trend(trend: Trend) -> _Panel:
    went, middle = trend.legend
    signs = (
        Sign(32, went, lambda canvas, at: canvas.line(at, (at[0] + 26, at[1]), BLUE, 3.5)),
        Sign(32, middle, lambda canvas, at: _middle(canvas, at[0], at[0] + 26, at[1])),
    )
    values = (*trend.scores, trend.middle)
    low, high = min(values), max(values)
    room = max(high - low, _MIN_POINTS)
    low -= (room - (high - low)) / 2

    def at(number: int, score: float, top: float) -> Point:
        x = _EDGE + 8 + (_ROOM - 16) * number / max(len(trend.scores) - 1, 1)
        return x, top + _CURVE - 8 - (_CURVE - 16) * (score - low) / room

    def draw(canvas: Canvas, top: float) -> None:
        _middle(canvas, _EDGE, _RIGHT, at(0, trend.middle, top)[1])
        line = [at(number, score, top) for number, score in enumerate(trend.scores)]
        if len(line) > 1:
            canvas.path(line, BLUE, 3.5)
        canvas.dot(line[-1], 6)
        legend.legend(canvas, signs, top + _CURVE, _EDGE, _RIGHT)

    return _Panel(trend.heading, _CURVE + legend.height(signs, _EDGE, _RIGHT), draw)


def _middle(canvas: Canvas, left: float, right: float, y: float) -> None:
    canvas.draw_dashes((left, y), (right, y), ORANGE, 2.5)


# Confidences


def _shares(shares: Shares) -> _Panel:
    right, likely, promised = shares.legend
    signs = (
        Sign(20, right, lambda canvas, at: canvas.dot((at[0] + 7, at[1]), 6)),
        Sign(32, likely, lambda canvas, at: _range(canvas, at[0], at[0] + 26, at[1])),
        Sign(22, promised, lambda canvas, at: canvas.diamond((at[0] + 8, at[1]), 8, ORANGE)),
    )
    plot = 2 + _SHARE * len(shares.rows)

    def draw(canvas: Canvas, top: float) -> None:
        for percent in (0, 50, 100):
            x = _at(percent / 100)
            canvas.line((x, top + 2), (x, top + plot), LINE, 1.2)
            canvas.text((x, top + plot + 17), f"{percent} %", _SMALL, colour=DIM, anchor="ms")
        for n, row in enumerate(shares.rows):
            _share(canvas, row, top + 2 + n * _SHARE)
        legend.legend(canvas, signs, top + plot + _AXIS, _EDGE, _RIGHT)

    return _Panel(shares.heading, plot + _AXIS + legend.height(signs, _EDGE, _RIGHT), draw)


def _share(canvas: Canvas, row: Share, top: float) -> None:
    y, room = top + _SHARE / 2, _PLOT[0] - _EDGE - 4
    canvas.text((_EDGE, y - 2), row.label, _TEXT, bold=True, room=room)
    canvas.text((_EDGE, y + 16), row.count, _SMALL, colour=DIM, room=room)
    _range(canvas, _at(row.low), _at(row.high), y)
    if row.promised is not None:
        # Larger than the dot, so that overlapping marks hide neither.
        canvas.diamond((_at(row.promised), y), 12, ORANGE)
    canvas.dot((_at(row.right), y), 6)


def _range(canvas: Canvas, left: float, right: float, y: float) -> None:
    canvas.box((left, y - 6), (right, y + 6), fill=BLUE, radius=6)


def _at(share: float) -> float:
    return _PLOT[0] + (_PLOT[1] - _PLOT[0]) * share
