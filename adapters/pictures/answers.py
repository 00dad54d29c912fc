"""How a class answered, as a picture: each answer with its bars, for a phone held upright.

Nothing is told by colour alone: what was said before the discussion is a thin hatched bar, what was
said after it a thick solid bar, and the right answer has a check.
"""

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
    fit_words,
    wrap_words,
)
from adapters.pictures.legend import Sign
from bot.conversation.charts import Answer, ClassAnswers

_EDGE = 18.0
_RIGHT = WIDTH - _EDGE
_ROOM = _RIGHT - _EDGE
_TITLE, _TEXT, _SMALL = 19.0, 17.0, 15.0
_TITLE_LINE, _LINE = 25.0, 22.0
_TOP, _AFTER_TITLE = 14.0, 16.0
_CHECK = 26.0
_PERCENT = 52.0
"""Units at the right end of each bar for its share in figures."""

_BARS = _EDGE, _RIGHT - _PERCENT
_THIN, _THICK, _BETWEEN, _APART = 12.0, 18.0, 5.0, 15.0
_LINES = 2
"""Lines of an answer at most; the question has one more."""


@lru_cache(maxsize=64)
def png(class_answers: ClassAnswers) -> bytes:
    title = _lines(class_answers.asked, _TITLE, _ROOM, _LINES + 1, bold=True)
    signs = _signs(class_answers)
    below = legend.height(signs, _EDGE, _RIGHT) if signs else 0.0
    note = _LINE if class_answers.note else 0.0
    top = _TOP + _TITLE_LINE * len(title) + _AFTER_TITLE
    canvas = Canvas(top + sum(map(_height, class_answers.answers)) + below + note + _EDGE)
    for n, line in enumerate(title):
        canvas.text((_EDGE, _TOP + 19 + n * _TITLE_LINE), line, _TITLE, bold=True, room=_ROOM)
    canvas.line((_EDGE, top - 7), (_RIGHT, top - 7), LINE, 1.2)
    for answer in class_answers.answers:
        _answer(canvas, answer, top)
        top += _height(answer)
    if signs:
        legend.legend(canvas, signs, top, _EDGE, _RIGHT)
    if class_answers.note:
        canvas.text((_EDGE, top + below + 16), class_answers.note, _SMALL, colour=DIM, room=_ROOM)
    return canvas.png()


def _lines(words: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """The words in a few lines, the last of them shortened if need be."""
    # Bold is a little wider than what the lines are measured in.
    lines = wrap_words(words, size * 1.05 if bold else size, room)
    rest = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], *([fit_words(rest, size, room, bold=bold)] if rest else [])]


def _label(answer: Answer) -> list[str]:
    room = _ROOM - _CHECK if answer.right else _ROOM
    return _lines(answer.label, _TEXT, room, _LINES, bold=answer.right)


def _height(answer: Answer) -> float:
    before = 0.0 if answer.before is None else _THIN + _BETWEEN
    return _LINE * len(_label(answer)) + _BETWEEN + before + _THICK + _APART


def _answer(canvas: Canvas, answer: Answer, top: float) -> None:
    lines = _label(answer)
    left = _EDGE + (_CHECK if answer.right else 0)
    if answer.right:
        _check(canvas, (_EDGE + 8, top + 11))
    for n, line in enumerate(lines):
        canvas.text((left, top + 17 + n * _LINE), line, _TEXT, bold=answer.right)
    top += _LINE * len(lines) + _BETWEEN
    if answer.before is not None:
        _bar(canvas, top, _THIN, answer.before, before=True)
        top += _THIN + _BETWEEN
    _bar(canvas, top, _THICK, answer.after, before=False)


def _bar(canvas: Canvas, top: float, thick: float, share: float, *, before: bool) -> None:
    left, right = _BARS
    end = left + (right - left) * share
    canvas.box((left, top), (right, top + thick), edge=EMPTY, thick=1)
    if end - left > 1:
        if before:
            canvas.draw_hatching((left, top), (end, top + thick), ORANGE)
        else:
            canvas.box((left, top), (end, top + thick), fill=BLUE)
    size, colour = (_SMALL, DIM) if before else (_TEXT, INK)
    at = _RIGHT, top + thick / 2
    canvas.text(at, f"{round(100 * share)} %", size, bold=not before, colour=colour, anchor="rm")


def _check(canvas: Canvas, at: Point) -> None:
    x, y = at
    canvas.path([(x - 7, y), (x - 2, y + 6), (x + 8, y - 7)], BLUE, 3.5)


def _signs(class_answers: ClassAnswers) -> tuple[Sign, ...]:
    return tuple(
        Sign(30, words, draw)
        for words, draw in zip(class_answers.legend, (_was, _became), strict=False)
    )


def _was(canvas: Canvas, at: Point) -> None:
    canvas.draw_hatching((at[0], at[1] - 6), (at[0] + 22, at[1] + 6), ORANGE)


def _became(canvas: Canvas, at: Point) -> None:
    canvas.box((at[0], at[1] - 8), (at[0] + 22, at[1] + 8), fill=BLUE)
