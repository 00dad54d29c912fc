"""The build-up: graded steps, each with a concept, perhaps a prediction, a text and a result.

What stands before the first step, or has no place in one, stays a leftover.
"""

import re
from collections.abc import Sequence

from bot.lessons.importing import labels, marks, questions
from bot.lessons.importing.heads import THINKING, heads
from bot.lessons.importing.ledger import Desk, Segment, unbulleted
from bot.lessons.importing.lines import Line
from bot.lessons.importing.texts import Block, fits_paragraph
from bot.lessons.model import Level, Option, Question, Step

_INSIGHT = "💡"
_BOX = re.compile(r"(?:\[(?:(?P<mark>[xX✓])| )\] ?)?(?P<label>.*)$")


def steps(desk: Desk, body: Sequence[Line]) -> tuple[Step, ...]:
    """The steps of a build-up."""
    starts = heads(body)
    found: list[Step] = []
    level: Level = "foundation"
    for n, (_, head) in enumerate(starts):
        if head.level is None:
            desk.note(head.lines[0], f"step {n + 1} names no level: taken as {level}")
        level = head.level or level
        end = starts[n + 1][0] if n + 1 < len(starts) else len(body)
        desk.use(head.lines)
        title = desk.writer.title(head.title)
        found.append(_step(desk, title, level, body[head.end : end]))
    return tuple(found)


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
    found = desk.segments(body, labels.STEP)
    split: list[Segment] = []
    for segment in found:
        lines: list[Line] = []
        name, head = segment.name, segment.head
        for line in segment.lines:
            text = line.text
            asks = not line.fenced and (
                (text.startswith(THINKING) and "?" in text)
                or (name != "prediction" and "?" in text and bool(marks.COMMIT.search(text)))
                or bool(marks.QUICK.match(text))
            )
            told = not line.fenced and text.startswith(_INSIGHT) and name == "result"
            if asks or told:
                split.append(Segment(name, head, lines))
                bare = marks.QUICK.sub("", text.lstrip(f"{THINKING}{_INSIGHT} "))
                if asks and (label := labels.STEP.match(bare)):
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
    offered = ("Yes", "No") if yes_no else questions.options(text)
    rest = found[1:]
    marked: set[str] = set()
    if rest and rest[0].kind == "list" and 2 <= len(rest[0].lines) <= 8:
        boxes = [_BOX.match(unbulleted(line).text) for line in rest[0].lines]
        given = [desk.writer.title(box["label"]) for box in boxes if box]
        if len(set(given)) == len(rest[0].lines) and all(marks.short(x) for x in given):
            desk.use(rest[0].lines)
            offered, rest = tuple(given), rest[1:]
            marked = {x for x, box in zip(given, boxes, strict=True) if box and box["mark"]}
    if not marked:
        desk.note(segment.head, f"no key: the question “{text}” is open")
    options = tuple(Option(label=label, right=label in marked) for label in offered)
    return Question(id=desk.name(text), text=text, options=options), rest


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
