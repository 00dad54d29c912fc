"""The pitfalls: each a title, a wrong approach, a right one, and the root cause."""

import re
from collections.abc import Sequence

from bot.lessons.importing import classify, labels, vocabulary
from bot.lessons.importing.ledger import Ledger, numeral, worded
from bot.lessons.importing.lines import Line
from bot.lessons.model import Pitfall

_PITFALL = re.compile(r"^\W{0,3}#\s?(?P<n>\d{1,2})(?!\d)[.):\s–—-]*(?P<title>.*)$")
_PITFALL_NUMBER = re.compile(
    r"^(?:(?:pitfall|mistake)\s*)?#?\d{1,2}\s*[.):–—-]\s*|^(?:pitfall|mistake)\s*:\s*",
    re.IGNORECASE,
)


def pitfalls(ledger: Ledger, body: Sequence[Line]) -> tuple[Pitfall, ...]:
    """The pitfalls: each a title, a wrong approach, a right one, and the root cause."""
    lines = ledger.without_furniture(body)
    starts = _pitfall_starts(lines)
    found: list[Pitfall] = []
    for n, (first, after, title) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(lines)
        ledger.use(lines[x] for x in range(first, after) if not lines[x].blank)
        found.append(_pitfall(ledger, title, lines[after:end]))
    return tuple(found)


def _pitfall_starts(lines: list[Line]) -> list[tuple[int, int, str]]:
    """Where pitfalls begin, where their titles end, and the titles."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        start: tuple[int, int, str] | None = None
        if line.blank or line.fenced or labels.PITFALL.match(line.text, heading=bool(line.heading)):
            at += 1
            continue
        below = next((x for x in range(at + 1, len(lines)) if not lines[x].blank), None)
        if hashed := _PITFALL.match(vocabulary.plain(line.text)):
            if hashed["title"].strip("*_ "):
                start = (at, at + 1, hashed["title"])
            elif below is not None and _may_title(lines[below]):
                start = (at, below + 1, lines[below].text)
        elif below is not None and not lines[below].fenced:
            again = labels.PITFALL.match(lines[below].text, heading=bool(lines[below].heading))
            if (again and again.name == "wrong") or (
                line.heading and not classify.code(lines[below].raw)
            ):
                start = (at, at + 1, line.text)
            if start and found and numeral(lines[at - 1].text) == len(found) + 1:
                start = (at - 1, at + 1, line.text)
        if start and worded(title := _pitfall_title(start[2])):
            found.append((start[0], start[1], title))
            at = start[1]
        else:
            at += 1
    return found


def _may_title(line: Line) -> bool:
    return not line.fenced and labels.PITFALL.match(line.text) is None


def _pitfall_title(text: str) -> str:
    text = re.sub(r"^[-*+•]\s+", "", vocabulary.plain(text))
    return _PITFALL_NUMBER.sub("", text).strip("*_ ").removesuffix(".")


def _pitfall(ledger: Ledger, title: str, body: Sequence[Line]) -> Pitfall:
    wrong = right = cause = ""
    for segment in ledger.segments(body, labels.PITFALL):
        found = ledger.group(segment.lines, coded=segment.name in ("wrong", "right"))
        if segment.name == "wrong" and not wrong and found:
            ledger.open(segment)
            wrong = ledger.blocks(found)
        elif segment.name == "right" and not right and found:
            ledger.open(segment)
            right = ledger.blocks(found)
        elif segment.name == "cause" and not cause and found:
            ledger.open(segment)
            cause = ledger.paragraph(found)
    return Pitfall(title=ledger.writer.title(title), wrong=wrong, right=right, cause=cause)
