"""Where a step begins, and what its head says.

A step begins at a line that names its level together with a title (often glued, as a browser
copies two labels beside each other), or at its number, or at a heading. A number or a level alone
proves nothing, for texts hold both; then what follows must look like the beginning of a step.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.lessons.importing import kinds, labels, marks
from bot.lessons.importing.lines import Line
from bot.lessons.model import Level

_NUMBER = re.compile(
    r"^(?:(?P<step>step)\s*#?\s*)?(?P<n>\d{1,2})\s*(?:[.):\-–—]\s*|\s+|$)(?P<rest>.*)$",
    re.IGNORECASE,
)
THINKING = "🤔"
"""What stands before a step's question, or where one could stand."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a step begins: its lines, its title, and its level if it names one."""

    lines: tuple[Line, ...]
    title: str
    level: Level | None
    end: int


def starts_step(lines: Sequence[Line], at: int) -> bool:
    """Whether a step begins at this line."""
    return _head(lines, at, None, 0) is not None


def opens_build_up(lines: Sequence[Line], at: int) -> bool:
    """Whether a first step begins here, beyond doubt: with its level and its concept."""
    head = None if lines[at].fenced or lines[at].blank else _head(lines, at, 1, 0)
    return head is not None and head.level is not None and _evidence(lines, head.end)


def heads(body: Sequence[Line]) -> list[tuple[int, Head]]:
    """Where the steps of a build-up begin, and their heads."""
    found: list[tuple[int, Head]] = []
    at, heading = 0, 0
    while at < len(body):
        head = (
            None if body[at].blank or body[at].fenced else _head(body, at, len(found) + 1, heading)
        )
        if head and re.search(r"[^\W_]", head.title):
            found.append((at, head))
            heading = heading or body[at].heading
            at = head.end
        else:
            at += 1
    return found


def _head(body: Sequence[Line], at: int, expected: int | None, heading: int) -> Head | None:
    line = body[at]
    if labels.STEP.match(line.text, heading=bool(line.heading)):
        return None
    text = marks.plain(line.text)
    number = _NUMBER.match(text)
    emphatic = bool(line.heading) or bool(re.fullmatch(r"(\*\*|__).+\1", line.text))
    if number and not number["rest"]:
        return _numbered(body, at, int(number["n"]), bool(number["step"] or line.heading), expected)
    follows = _evidence(body, at + 1)
    if number:
        leveled = marks.level_title(number["rest"], loose=True)
        if leveled and (emphatic or number["step"] or follows or marks.level_title(number["rest"])):
            return Head((line,), leveled[1], leveled[0], at + 1)
        if (
            line.heading
            or (number["step"] and marks.short(text))
            or (follows and (emphatic or number["n"] == str(expected)) and marks.short(text))
        ):
            return _level_below(body, at, number["rest"])
    if emphatic or follows or re.match(r"(?:\*\*)?[\[(]", line.text):
        leveled = marks.level_title(text, loose=emphatic or follows) if len(text) <= 120 else None
        if leveled and (emphatic or follows or not kinds.ends(text)):
            return Head((line,), leveled[1], leveled[0], at + 1)
    titled = len(text) <= 120 and not kinds.ends(text.rstrip("?:"))
    glued = marks.level_title(text) if titled else None
    if glued and text[0].isupper() and text[: len(glued[0])].lower() == glued[0]:
        return Head((line,), glued[1], glued[0], at + 1)
    if level := marks.level(line.text):
        below = _next(body, at + 1)
        if below is not None and _is_title(body[below]) and _evidence(body, below + 1):
            return Head((line, body[below]), body[below].text, level, below + 1)
    if line.heading and (line.heading == heading or (not heading and follows)):
        return _level_below(body, at, text)
    if follows and emphatic:
        return _level_below(body, at, text)
    return None


def _numbered(
    body: Sequence[Line], at: int, number: int, sure: bool, expected: int | None
) -> Head | None:
    """A step whose number stands on a line of its own."""
    below = _next(body, at + 1)
    if below is None or body[below].fenced:
        return None
    text = body[below].text
    if leveled := marks.level_title(text, loose=True):
        strict = marks.level_title(text) is not None
        if strict or sure or _evidence(body, below + 1):
            return Head((body[at], body[below]), leveled[1], leveled[0], below + 1)
    after = _next(body, below + 1)
    if level := marks.level(text):
        if after is not None and _is_title(body[after]):
            return Head((body[at], body[below], body[after]), body[after].text, level, after + 1)
        return None
    if _is_title(body[below]) and (
        sure or (number == (expected or number) and (_evidence(body, below + 1)))
    ):
        head = _level_below(body, below, text)
        return Head((body[at], *head.lines), head.title, head.level, head.end)
    return None


def _level_below(body: Sequence[Line], at: int, title: str) -> Head:
    """A step whose level, if any, stands on the line below its title."""
    if leveled := marks.level_title(title):
        return Head((body[at],), leveled[1], leveled[0], at + 1)
    below = _next(body, at + 1)
    if below is not None and not body[below].fenced and (level := marks.level(body[below].text)):
        return Head((body[at], body[below]), title, level, below + 1)
    return Head((body[at],), title, None, at + 1)


def _is_title(line: Line) -> bool:
    named = marks.short(line.text) and bool(re.search(r"[^\W_]", line.text))
    return named and not line.fenced and not labels.STEP.match(line.text)


def _next(body: Sequence[Line], at: int) -> int | None:
    return next((x for x in range(at, len(body)) if not body[x].blank), None)


def _evidence(body: Sequence[Line], at: int) -> bool:
    """Whether what follows is how a step goes on: its thinking face, question or concept."""
    below = _next(body, at)
    for _ in range(2):
        if below is None or body[below].fenced:
            return False
        text = body[below].text
        label = labels.STEP.match(text, heading=bool(body[below].heading))
        if text.startswith(THINKING) or (label and label.name in ("concept", "prediction")):
            return True
        if not marks.level(text):
            return False
        below = _next(body, below + 1)
    return False
