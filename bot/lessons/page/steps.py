"""The build-up: graded steps, each with a concept, perhaps a prediction, a text and a result.

A step begins at a line that names its level together with a title (often glued, as a browser
copies two labels beside each other), or at its number, or at a heading. What stands before the
first step, or without a place in one, stays a leftover.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.lessons.model import Level, Option, Question, Step
from bot.lessons.page import kinds, marks, questions
from bot.lessons.page.desk import Desk, Segment, numeral, unbulleted
from bot.lessons.page.lines import Line
from bot.lessons.page.texts import Block, fits_paragraph

_NUMBER = re.compile(r"^(?:(?P<step>step)\s*#?\s*)?(?P<n>\d{1,2})\s*(?:[.):\-–—]\s*|\s+|$)(?P<rest>.*)$", re.I)
_THINKING = "🤔"
_INSIGHT = "💡"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a step begins: its lines, its title, and its level if it names one."""

    lines: tuple[Line, ...]
    title: str
    level: Level | None
    end: int


def steps(desk: Desk, body: Sequence[Line]) -> tuple[Step, ...]:
    """The steps of a build-up."""
    heads = _heads(body)
    found: list[Step] = []
    level: Level = "foundation"
    for n, (start, head) in enumerate(heads):
        if head.level is None:
            desk.note(head.lines[0], f"step {n + 1} names no level: taken as {level}")
        level = head.level or level
        end = heads[n + 1][0] if n + 1 < len(heads) else len(body)
        desk.use(head.lines)
        title = desk.writer.title(head.title)
        del start
        found.append(_step(desk, title, level, body[head.end : end]))
    return tuple(found)


def starts_step(lines: Sequence[Line], at: int) -> bool:
    """Whether a step begins at this line."""
    return _head(lines, at, None, 0) is not None


def _heads(body: Sequence[Line]) -> list[tuple[int, Head]]:
    found: list[tuple[int, Head]] = []
    at, heading = 0, 0
    while at < len(body):
        head = None if body[at].blank or body[at].fenced else _head(body, at, len(found) + 1, heading)
        if head:
            found.append((at, head))
            heading = heading or body[at].heading
            at = head.end
        else:
            at += 1
    return found


def _head(body: Sequence[Line], at: int, expected: int | None, heading: int) -> Head | None:
    line = body[at]
    if marks.STEP.match(line.text, heading=bool(line.heading)):
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
        if line.heading or (number["step"] and marks.short(text)) or (
            follows and (emphatic or number["n"] == str(expected)) and marks.short(text)
        ):
            return _level_below(body, at, number["rest"])
    if emphatic or follows or re.match(r"(?:\*\*)?[\[(]", line.text):
        leveled = marks.level_title(text, loose=emphatic or follows) if len(text) <= 120 else None
        if leveled and (emphatic or follows or not kinds.ends(text)):
            return Head((line,), leveled[1], leveled[0], at + 1)
    if (glued := marks.level_title(text)) and not kinds.ends(text.rstrip("?:")) and len(text) <= 120:
        if re.match(r"[A-Z]", text) and text[: len(glued[0])].lower() == glued[0]:
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
    return named and not line.fenced and not marks.STEP.match(line.text)


def _next(body: Sequence[Line], at: int) -> int | None:
    return next((x for x in range(at, len(body)) if not body[x].blank), None)


def _evidence(body: Sequence[Line], at: int) -> bool:
    """Whether what follows is how a step goes on: its thinking face, question or concept."""
    below = _next(body, at)
    for _ in range(2):
        if below is None or body[below].fenced:
            return False
        text = body[below].text
        label = marks.STEP.match(text, heading=bool(body[below].heading))
        if text.startswith(_THINKING) or (label and label.name in ("concept", "prediction")):
            return True
        if not marks.level(text):
            return False
        below = _next(body, below + 1)
    return False


def _step(desk: Desk, title: str, level: Level, body: Sequence[Line]) -> Step:
    segments = _segments(desk, desk.without_furniture(body))
    concept = result = insight = ""
    prediction: Question | None = None
    texts: list[Block] = []
    for segment in segments:
        found = desk.group(segment.lines)
        match segment.name:
            case "prediction" if prediction is None and found:
                prediction, rest = _prediction(desk, segment, found)
                texts += rest
            case "concept" if not concept and found and fits_paragraph(found[0]):
                desk.open(segment)
                concept = desk.paragraph(found[:1])
                texts += found[1:]
            case "result" if not result and found:
                desk.open(segment)
                labelled = any(s.name == "insight" for s in segments)
                result, insight_found, rest = _result(desk, found, labelled, title)
                insight = insight or insight_found
                texts += rest
            case "insight" if not insight and found:
                desk.open(segment)
                fitting = [block for block in found if fits_paragraph(block)]
                insight = desk.paragraph(fitting)
                texts += [block for block in found if block not in fitting]
            case "":
                texts += found
            case _:
                pass  # a second of its kind: it stays a leftover
    return Step(
        level=level,
        title=title,
        concept=concept,
        prediction=prediction,
        text=desk.blocks(texts),
        result=result,
        insight=insight,
    )


def _segments(desk: Desk, body: Sequence[Line]) -> list[Segment]:
    """The step by its labels; a question is known by its face or its call to commit, too."""
    found = desk.segments(body, marks.STEP)
    split: list[Segment] = []
    for segment in found:
        lines: list[Line] = []
        name, head = segment.name, segment.head
        for line in segment.lines:
            text = line.text
            asks = not line.fenced and (
                (text.startswith(_THINKING) and "?" in text)
                or (name != "prediction" and "?" in text and bool(marks.COMMIT.search(text)))
                or bool(marks.QUICK.match(text))
            )
            told = not line.fenced and text.startswith(_INSIGHT) and name == "result"
            if asks or told:
                split.append(Segment(name, head, lines))
                bare = marks.QUICK.sub("", text.lstrip(f"{_THINKING}{_INSIGHT} "))
                if asks and (label := marks.STEP.match(bare)):
                    bare = label.rest or bare
                name, head, lines = ("prediction" if asks else "insight"), line, [line.rest(bare)]
            else:
                lines.append(line)
        split.append(Segment(name, head, lines))
    return split


def _prediction(
    desk: Desk, segment: Segment, found: list[Block]
) -> tuple[Question | None, list[Block]]:
    """The question, and what stands below it before the next label."""
    first = found[0]
    if first.kind != "prose":
        return None, []
    desk.open(segment)
    text = marks.COMMIT.sub("", " ".join(line.text for line in first.lines)).strip()
    yes_no = bool(marks.YES_NO.search(text))
    text = questions.ask(desk.writer.title(marks.YES_NO.sub("", text)))
    if not re.search(r"\w", text):
        return None, found
    desk.use(first.lines)
    labels = ("Yes", "No") if yes_no else questions.options(text)
    rest = found[1:]
    if rest and rest[0].kind == "list" and 2 <= len(rest[0].lines) <= 8:
        given = [desk.writer.title(unbulleted(line).text) for line in rest[0].lines]
        if len(set(given)) == len(given) and all(marks.short(x) for x in given):
            desk.use(rest[0].lines)
            labels, rest = tuple(given), rest[1:]
    desk.note(segment.head, f"no key: the question “{text}” is open")
    return (
        Question(id=desk.name(text), text=text, options=tuple(Option(label=x) for x in labels)),
        rest,
    )


def _result(
    desk: Desk, found: list[Block], labelled: bool, title: str
) -> tuple[str, str, list[Block]]:
    """The result, the insight that stands below it without a label, and what is drawn there."""
    fitting = [block for block in found if fits_paragraph(block)]
    drawn = [block for block in found if block not in fitting]
    if drawn:
        desk.note(drawn[0].lines[0], f"what the result of “{title}” shows stands in its text")
    if labelled or len(fitting) < 2 or fitting[-1].kind != "prose":
        return desk.paragraph(fitting), "", drawn
    return desk.paragraph(fitting[:-1]), desk.paragraph(fitting[-1:]), drawn
