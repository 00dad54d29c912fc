"""The build-up: graded steps, each with a concept, perhaps a prediction, a text and a result.

What stands before the first step, or has no place in a step, stays a leftover.

A step begins at a line that names its level together with a title (often glued, as a browser
copies two labels beside each other), or at its number, or at a heading. A number or a level alone
proves nothing, for texts hold both; then what follows must look like the beginning of a step.

An answer that a page gives to its question: an option, a number, or a few words.

A line "Answer: …" below a question says what is right. Where the question offers options, it marks
an option. A question that offers none is answered by estimating, if that is a number, or else in
words, if these are few: then ranges are made around the number. They are round, and where among
them the truth is follows from the question's words, so that it is not always the same place.
"""

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bot.lessons.importing import classify, labels, questions, vocabulary
from bot.lessons.importing.ledger import Ledger, Segment, drop_bullet
from bot.lessons.importing.lines import Line
from bot.lessons.importing.markdown import Block, fits_paragraph
from bot.lessons.importing.questions import SELF_JUDGED
from bot.lessons.model import Level, Step
from bot.lessons.numbers import strict
from bot.lessons.question import Estimate, Option, Question, Range, Typed
from bot.values import value

_ANSWER = re.compile(
    r"^\W*(?:(?:the|correct|right|short)\s+){0,2}answer\W{0,3}\s*(?:is\b\s*)?[:=–—-]?\W*\s(?P<answer>\S.*)$",
    re.IGNORECASE,
)
_NUMBER_ANSWER = re.compile(
    r"(?:about|around|roughly|approximately|some|~|≈)?\s*(?P<number>\d[\d.,]*)"
    r"(?:\s*(?P<unit>%|[^\W\d]\S*(?:\s+\S+){0,2}))?",
    re.IGNORECASE,
)
_SERIES = ((1.0, 2.0, 5.0), (1.5, 3.0, 7.0))
_SHARES = ((0.0, 20.0, 40.0, 60.0, 80.0, 100.0), (0.0, 15.0, 35.0, 55.0, 75.0, 100.0))
_RANGES = 4
_YEARS = range(1400, 2200)
_MOST_WORDS = 4


def answer_in(text: str) -> str:
    """The answer that a line gives; empty if it gives none."""
    match = _ANSWER.match(text)
    return match["answer"].strip(" .*_`") if match else ""


def fields(question: str, offered: Sequence[str], answer: str) -> dict[str, Any]:
    """How a question is answered by this, as fields of it; none if that can't be told."""
    if tuple(offered) != SELF_JUDGED:
        right = [label for label in offered if label.casefold() == answer.casefold()]
        options = tuple(Option(label=label, right=label in right) for label in offered)
        return {"options": options} if right else {}
    if estimate := _estimate(question, answer):
        return {"estimate": estimate}
    few = 0 < len(answer.split()) <= _MOST_WORDS and ";" not in answer
    return {"typed": Typed(accepted=(answer,))} if few else {}


def _estimate(question: str, answer: str) -> Estimate | None:
    match = _NUMBER_ANSWER.fullmatch(answer)
    truth = strict(match["number"].rstrip(".,")) if match else None
    if match is None or truth is None or truth <= 0:
        return None
    unit = match["unit"] or ""
    if not unit and truth in _YEARS:
        return None
    if unit.lower().startswith(("%", "percent", "per cent")) and truth < 100:
        ends = next(row for row in _SHARES if truth not in row)
        return Estimate(truth=truth, unit=unit, ranges=_between(ends))
    numbers = next(values for series in _SERIES if truth not in (values := _around(truth, series)))
    below = max(n for n, end in enumerate(numbers) if end < truth)
    first = below - int(hashlib.sha256(question.encode()).hexdigest(), 16) % _RANGES
    return Estimate(truth=truth, unit=unit, ranges=_between(numbers[first : first + _RANGES + 1]))


def _around(truth: float, series: Sequence[float]) -> tuple[float, ...]:
    """The numbers of a series, some powers of ten below a number and above it."""
    power = len(str(int(truth))) - 1 if truth >= 1 else -len(f"{truth:f}".split(".")[1]) - 1
    return tuple(
        round(number * 10.0**n, 12) for n in range(power - 3, power + 9) for number in series
    )


def _between(ends: Sequence[float]) -> tuple[Range, ...]:
    return tuple(Range(low=a, high=b) for a, b in pairwise(ends))


_NUMBER = re.compile(
    r"^(?:(?P<step>step)\s*#?\s*)?(?P<n>\d{1,2})\s*(?:[.):\-–—]\s*|\s+|$)(?P<rest>.*)$",
    re.IGNORECASE,
)
THINKING = "🤔"
"""What stands before a step's question, or where a question could stand."""


@value
class Head:
    """Where a step begins: its lines, its title, and its level if it names any."""

    lines: tuple[Line, ...]
    title: str
    level: Level | None
    end: int


def starts_step(lines: Sequence[Line], at: int) -> bool:
    return _head(lines, at, None, 0) is not None


def opens_build_up(lines: Sequence[Line], at: int) -> bool:
    """Whether a first step begins here, beyond doubt: with its level and its concept."""
    head = None if lines[at].fenced or lines[at].blank else _head(lines, at, 1, 0)
    return head is not None and head.level is not None and _evidence(lines, head.end)


def heads(body: Sequence[Line]) -> list[tuple[int, Head]]:
    """Where the steps of a build-up begin, and their heads."""
    results: list[tuple[int, Head]] = []
    at, heading = 0, 0
    while at < len(body):
        head = (
            None
            if body[at].blank or body[at].fenced
            else _head(body, at, len(results) + 1, heading)
        )
        if head and re.search(r"[^\W_]", head.title):
            results.append((at, head))
            heading = heading or body[at].heading
            at = head.end
        else:
            at += 1
    return results


def _head(body: Sequence[Line], at: int, expected: int | None, heading: int) -> Head | None:
    line = body[at]
    if labels.STEP.match(line.text, heading=bool(line.heading)):
        return None
    text = vocabulary.plain(line.text)
    number = _NUMBER.match(text)
    emphatic = bool(line.heading) or bool(re.fullmatch(r"(\*\*|__).+\1", line.text))
    if number and not number["rest"]:
        return _read_numbered(
            body, at, int(number["n"]), bool(number["step"] or line.heading), expected
        )
    follows = _evidence(body, at + 1)
    if number:
        leveled = vocabulary.level_title(number["rest"], loose=True)
        if leveled and (
            emphatic or number["step"] or follows or vocabulary.level_title(number["rest"])
        ):
            return Head((line,), leveled[1], leveled[0], at + 1)
        if (
            line.heading
            or (number["step"] and vocabulary.short(text))
            or (follows and (emphatic or number["n"] == str(expected)) and vocabulary.short(text))
        ):
            return _level_below(body, at, number["rest"])
    if emphatic or follows or re.match(r"(?:\*\*)?[\[(]", line.text):
        leveled = (
            vocabulary.level_title(text, loose=emphatic or follows) if len(text) <= 120 else None
        )
        if leveled and (emphatic or follows or not classify.ends(text)):
            return Head((line,), leveled[1], leveled[0], at + 1)
    titled = len(text) <= 120 and not classify.ends(text.rstrip("?:"))
    glued = vocabulary.level_title(text) if titled else None
    if glued and text[0].isupper() and text[: len(glued[0])].lower() == glued[0]:
        return Head((line,), glued[1], glued[0], at + 1)
    if level := vocabulary.level(line.text):
        below = _next(body, at + 1)
        if below is not None and _is_title(body[below]) and _evidence(body, below + 1):
            return Head((line, body[below]), body[below].text, level, below + 1)
    if line.heading and (line.heading == heading or (not heading and follows)):
        return _level_below(body, at, text)
    if follows and emphatic:
        return _level_below(body, at, text)
    return None


def _read_numbered(
    body: Sequence[Line], at: int, number: int, sure: bool, expected: int | None
) -> Head | None:
    below = _next(body, at + 1)
    if below is None or body[below].fenced:
        return None
    text = body[below].text
    if leveled := vocabulary.level_title(text, loose=True):
        strict = vocabulary.level_title(text) is not None
        if strict or sure or _evidence(body, below + 1):
            return Head((body[at], body[below]), leveled[1], leveled[0], below + 1)
    after = _next(body, below + 1)
    if level := vocabulary.level(text):
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
    if leveled := vocabulary.level_title(title):
        return Head((body[at],), leveled[1], leveled[0], at + 1)
    below = _next(body, at + 1)
    if (
        below is not None
        and not body[below].fenced
        and (level := vocabulary.level(body[below].text))
    ):
        return Head((body[at], body[below]), title, level, below + 1)
    return Head((body[at],), title, None, at + 1)


def _is_title(line: Line) -> bool:
    named = vocabulary.short(line.text) and bool(re.search(r"[^\W_]", line.text))
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
        if not vocabulary.level(text):
            return False
        below = _next(body, below + 1)
    return False


_INSIGHT = "💡"
_BOX = re.compile(r"(?:\[(?:(?P<mark>[xX✓])| )\] ?)?(?P<label>.*)$")


def steps(ledger: Ledger, body: Sequence[Line]) -> tuple[Step, ...]:
    starts = heads(body)
    sections: list[Step] = []
    level: Level = "foundation"
    for n, (_, head) in enumerate(starts):
        if head.level is None:
            ledger.note(head.lines[0], f"step {n + 1} has no level: taken as {level}")
        level = head.level or level
        end = starts[n + 1][0] if n + 1 < len(starts) else len(body)
        ledger.use(head.lines)
        title = ledger.writer.title(head.title)
        sections.append(_step(ledger, title, level, body[head.end : end]))
    return tuple(sections)


def _step(ledger: Ledger, title: str, level: Level, body: Sequence[Line]) -> Step:
    segments = _segments(ledger, ledger.without_furniture(body))
    concept = result = insight = ""
    prediction: Question | None = None
    texts: list[Block] = []
    for segment in segments:
        blocks = ledger.group(segment.lines)
        match segment.name:
            case "prediction" if prediction is None and blocks:
                prediction, rest = _prediction(ledger, segment, blocks)
                texts += rest
            case "concept" if not concept and blocks and fits_paragraph(blocks[0]):
                ledger.open(segment)
                concept = ledger.paragraph(blocks[:1])
                texts += blocks[1:]
            case "result" if not result and blocks:
                ledger.open(segment)
                labelled = any(s.name == "insight" for s in segments)
                result, insight_found, rest = _result(ledger, blocks, labelled, title)
                insight = insight or insight_found
                texts += rest
            case "insight" if not insight and blocks:
                ledger.open(segment)
                fitting = [block for block in blocks if fits_paragraph(block)]
                insight = ledger.paragraph(fitting)
                texts += [block for block in blocks if block not in fitting]
            case "":
                texts += blocks
            case _:
                pass  # a second of its kind: it stays a leftover
    return Step(
        level=level,
        title=title,
        concept=concept,
        prediction=prediction,
        text=ledger.blocks(texts),
        result=result,
        insight=insight,
    )


def _segments(ledger: Ledger, body: Sequence[Line]) -> list[Segment]:
    """The step by its labels; a question is known by its face or its call to commit, too."""
    segments = ledger.segments(body, labels.STEP)
    split: list[Segment] = []
    for segment in segments:
        lines: list[Line] = []
        name, head = segment.name, segment.head
        for line in segment.lines:
            text = line.text
            asks = not line.fenced and (
                (text.startswith(THINKING) and "?" in text)
                or (name != "prediction" and "?" in text and bool(vocabulary.COMMIT.search(text)))
                or bool(vocabulary.QUICK.match(text))
            )
            is_insight = not line.fenced and text.startswith(_INSIGHT) and name == "result"
            if asks or is_insight:
                split.append(Segment(name, head, lines))
                bare = vocabulary.QUICK.sub("", text.lstrip(f"{THINKING}{_INSIGHT} "))
                if asks and (label := labels.STEP.match(bare)):
                    bare = label.rest or bare
                name, head, lines = ("prediction" if asks else "insight"), line, [line.rest(bare)]
            else:
                lines.append(line)
        split.append(Segment(name, head, lines))
    return split


def _prediction(
    ledger: Ledger, segment: Segment, blocks: list[Block]
) -> tuple[Question | None, list[Block]]:
    """The question, and what stands below it before the next label."""
    first = blocks[0]
    if first.kind != "prose":
        return None, []
    ledger.open(segment)
    asked, keyed = _question_lines(blocks)
    text = vocabulary.COMMIT.sub("", " ".join(line.text for line in asked)).strip()
    yes_no = bool(vocabulary.YES_NO.search(text))
    text = questions.ask(ledger.writer.title(vocabulary.YES_NO.sub("", text)))
    if not re.search(r"\w", text):
        return None, blocks
    ledger.use(first.lines)
    answer = answer_in(keyed.text) if keyed else ""
    offered = ("Yes", "No") if yes_no else questions.options(text)
    rest = blocks[1:]
    marked: set[str] = set()
    if keyed and (how := fields(text, offered, answer)):
        ledger.use([keyed])
        ledger.note(keyed, f"the page's answer, “{answer}”, is the key of “{text}”")
        left = [block for block in rest if block.lines != (keyed,)]
        return Question(id=ledger.name(text), text=text, **how), left
    if keyed and keyed in first.lines:
        ledger.used.discard(keyed.at)
    if rest and rest[0].kind == "list" and 2 <= len(rest[0].lines) <= 8:
        boxes = [_BOX.match(drop_bullet(line).text) for line in rest[0].lines]
        boxed = [ledger.writer.title(box["label"]) for box in boxes if box]
        if len(set(boxed)) == len(rest[0].lines) and all(vocabulary.short(x) for x in boxed):
            ledger.use(rest[0].lines)
            offered, rest = tuple(boxed), rest[1:]
            marked = {x for x, box in zip(boxed, boxes, strict=True) if box and box["mark"]}
    if not marked:
        ledger.note(segment.head, f"no key: the question “{text}” is open")
    options = tuple(Option(label=label, right=label in marked) for label in offered)
    return Question(id=ledger.name(text), text=text, options=options), rest


def _question_lines(blocks: list[Block]) -> tuple[tuple[Line, ...], Line | None]:
    """The lines of the question, and the line below it that gives the answer, if any."""
    first, *rest = blocks
    for at, line in enumerate(first.lines):
        if at and answer_in(line.text):
            return (*first.lines[:at], *first.lines[at + 1 :]), line
    below = rest[0].lines if rest and rest[0].kind == "prose" else ()
    keyed = below[0] if len(below) == 1 and answer_in(below[0].text) else None
    return first.lines, keyed


def _result(
    ledger: Ledger, blocks: list[Block], labelled: bool, title: str
) -> tuple[str, str, list[Block]]:
    """The result, the insight that stands below it without a label, and what is drawn there."""
    fitting = [block for block in blocks if fits_paragraph(block)]
    drawn = [block for block in blocks if block not in fitting]
    if drawn:
        ledger.note(drawn[0].lines[0], f"what the result of “{title}” shows is in its text")
    if labelled or len(fitting) < 2 or fitting[-1].kind != "prose":
        return ledger.paragraph(fitting), "", drawn
    return ledger.paragraph(fitting[:-1]), ledger.paragraph(fitting[-1:]), drawn
