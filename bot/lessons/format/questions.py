"""Reads questions: how each is answered, what is said about the answers, the hint, and the id."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.lessons.faults import Position, choose, shorten
from bot.lessons.format.front_matter import is_id
from bot.lessons.format.labelled import Labelled, box, read_labelled
from bot.lessons.format.markdown import content, joined_lists
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import LABEL, line_of
from bot.lessons.format.outline import ID_COMMENT, Outline
from bot.lessons.format.vocabulary import (
    ASKING,
    ESTIMATING,
    READ_ON,
    TASK,
    TOUCHING,
    TYPING,
    find_name,
    key,
)
from bot.lessons.numbers import strict, strict_range
from bot.lessons.question import Estimate, NearMiss, Option, Question, Range, Typed

MIN_OPTIONS, MAX_OPTIONS = 2, 8
"""Options of a question. Fewer leave no choice; more are not read on a phone (and a message on
Telegram or Discord shows them, with "No idea", in few rows of buttons)."""

FEWEST_RANGES, MOST_RANGES = 2, 6
"""Ranges to choose among where a number is estimated: others can be typed."""

_ESTIMATE = re.compile(r"(?P<number>\S+)(?:\s+(?P<unit>.+))?")
_TIGHT_BOX = re.compile(r"([-*+])(\[[ xX]?\])(?!\()")
_LINES = ("Why it tempts", "Why it fails", "Why")


@dataclass
class ParsedQuestion:
    """A question as it was read: its id may still be missing."""

    question: Question | None
    place: Position
    options: tuple[Position, ...]
    variants: tuple[Position, ...]
    rest: Labelled
    named: bool


def read_question(
    whole: Outline,
    text: str,
    place: Position,
    blocks: Sequence[Node],
    labels: tuple[str, ...],
    taken: set[str],
) -> ParsedQuestion:
    """Read what stands below a question's heading. ``labels`` may stand there beside the hint."""
    blocks = joined_lists(blocks)
    ids = [block for block in blocks if block.type == "html_block"]
    lists = _lists(blocks, labels)
    tight = _tight_boxes(whole, blocks, labels)
    others = [block for block in blocks if block not in (*ids, *lists[:1], *tight)]
    name = read_id(whole, ids, taken)
    mend = (
        "a question holds its options as one list, and labels; "
        f'the text of a step goes under "#### {READ_ON}"'
    )
    kinds = tuple(dict.fromkeys((*ESTIMATING, *TYPING)))
    rest = read_labelled(whole, others, (*ASKING, *kinds, *labels), text=mend)
    if not text:
        whole.faults.add(place, "a question without words", "write the question in the heading")
    # What else would be said of the options comes of the boxes that aren't read.
    answer, places = _answer(whole, place, rest, lists) if not tight else ({}, ())
    variants = rest.repeated.get("Variant", ())
    question = None
    if text and answer:
        question = Question(
            id=name or "unnamed",
            text=text,
            hint=rest.get("Hint"),
            variants=tuple(variant for variant, _ in variants),
            unprompted=rest.get("From memory"),
            **answer,
        )
    reworded = tuple(place for _, place in variants)
    return ParsedQuestion(question, place, places, reworded, rest, name is not None)


def _lists(blocks: Sequence[Node], labels: tuple[str, ...]) -> list[Node]:
    """The lists of a question; a list below a label of what stands around it belongs to that."""
    own = _before_labels(blocks, labels)
    return [block for block in own if block.type in ("bullet_list", "ordered_list")]


def _before_labels(blocks: Sequence[Node], labels: tuple[str, ...]) -> Iterator[Node]:
    """The blocks up to the first label of what stands around a question."""
    for block in blocks:
        label = LABEL.match(content(block)) if block.type == "paragraph" else None
        if label and find_name(label[2], labels):
            return
        yield block


def _tight_boxes(whole: Outline, blocks: Sequence[Node], labels: tuple[str, ...]) -> list[Node]:
    """Report options whose box touches its dash; returns the blocks that they are in."""
    tight = []
    for block in _before_labels(blocks, labels):
        for node in block.walk():
            rows = content(node).split("\n") if node.type == "paragraph" else ()
            for row, line in enumerate(rows):
                if match := _TIGHT_BOX.match(line):
                    what = f'"{match[0]}", with no blank behind the dash, begins no option'
                    mend = f'write "{match[1]} {match[2]}"'
                    whole.faults.add(whole.place_within(node, row), what, mend)
                    tight.append(block)
    return tight


def _answer(
    whole: Outline, place: Position, rest: Labelled, lists: Sequence[Node]
) -> tuple[dict[str, Any], tuple[Position, ...]]:
    """How a question is answered, as fields of it (none if that is unusable); its options' places.

    It is an estimate by the label of that name, a typed answer by "Accepted", and else a choice.
    """
    if "Estimate" in rest.places:
        _only(whole, rest, ESTIMATING, "an estimate")
        estimate = _estimate(whole, rest, lists)
        return {"estimate": estimate} if estimate else {}, ()
    if "Accepted" in rest.places:
        _only(whole, rest, TYPING, "a typed answer")
        for block in lists:
            mend = "write other forms behind **Accepted:**, with ; between them"
            whole.faults.add(whole.place(block), "options beside a typed answer", mend)
        return {"typed": _read_typed(whole, rest)}, ()
    _only(whole, rest, (), "a choice")
    if not lists:
        mend = (
            "write at least two options below it, as a list: - [ ] …; or how else it is answered: "
            "**Estimate:** or **Accepted:**"
        )
        whole.faults.add(place, "a question without options", mend)
        return {}, ()
    options, places = _options(whole, lists[0])
    return {"options": options} if MIN_OPTIONS <= len(options) <= MAX_OPTIONS else {}, places


def _only(whole: Outline, rest: Labelled, own: tuple[str, ...], kind: str) -> None:
    """Report labels of another kind of question."""
    for label in (*ESTIMATING, *TYPING):
        if label in rest.places and label not in own:
            mend = "an estimate has **Estimate:** and ranges, a typed answer has **Accepted:**"
            what = f'the label "{label}" does not belong to {kind}'
            whole.faults.add(rest.places[label], what, mend)


def _estimate(whole: Outline, rest: Labelled, lists: Sequence[Node]) -> Estimate | None:
    faults, place = whole.faults, rest.places["Estimate"]
    said = _ESTIMATE.fullmatch(rest.get("Estimate"))
    truth = strict(said["number"]) if said else None
    if truth is None:
        mend = "begin it with a number such as 1,200 or 0.5, then what it counts: 23 tokens"
        faults.add(place, "an estimate that does not begin with a number", mend)
    ranges = _ranges(whole, lists[0]) if lists else []
    if not FEWEST_RANGES <= len(ranges) <= MOST_RANGES:
        what = f"an estimate with {len(ranges)} ranges"
        mend = f"list {FEWEST_RANGES} to {MOST_RANGES} below it: - 10–20"
        faults.add(place, what, mend)
        return None
    if truth is None:
        return None
    if not ranges[0].low <= truth <= ranges[-1].high:
        what = f"an estimate whose answer, {rest.get('Estimate')}, is in none of its ranges"
        faults.add(place, what, "list ranges around it, from the smallest to the largest")
        return None
    return Estimate(
        truth=truth,
        unit=(said["unit"] or "") if said else "",
        ranges=tuple(ranges),
        why=rest.get("Why"),
        below=rest.get("Too low"),
        above=rest.get("Too high"),
    )


def _ranges(whole: Outline, block: Node) -> list[Range]:
    """The ranges of a list, each above the range before it."""
    ranges: list[Range] = []
    for item in block.children:
        place = whole.place(item)
        ends = strict_range(content(item.children[0])) if _begins(item) else None
        if ends is None or len(item.children) > 1:
            whole.faults.add(place, "no range of numbers", "write two, such as 10–20")
        elif ends[0] >= ends[1]:
            whole.faults.add(place, "a range that ends before it begins", "turn it around")
        elif ranges and ends[0] < ranges[-1].high:
            what = "a range that begins below the end of the one before it"
            whole.faults.add(place, what, "list them from the smallest to the largest, apart")
        else:
            ranges.append(Range(low=ends[0], high=ends[1]))
    return ranges


def _read_typed(whole: Outline, rest: Labelled) -> Typed:
    near = []
    for said, place in rest.repeated.get("Near", ()):
        words, colon, why = said.partition(":")
        if not colon or not why.strip():
            mend = "write the words, a colon, and what tells them from the answer"
            whole.faults.add(place, "a near miss that does not say why it is one", mend)
        near.append(NearMiss(words=words.strip(), why=why.strip()))
    accepted = tuple(filter(None, (text.strip() for text in rest.get("Accepted").split(";"))))
    return Typed(accepted=accepted or ("?",), near=tuple(near), why=rest.get("Why"))


def read_id(
    whole: Outline, comments: Sequence[Node], taken: set[str], what: str = "question"
) -> str | None:
    """The id that the comments below a heading give to a ``what``, or None."""
    name: str | None = None
    for comment in comments:
        match = ID_COMMENT.fullmatch(comment.content.strip())
        if match is None:
            continue  # reported already
        place = whole.place(comment)
        if name is not None:
            whole.faults.add(place, f"a second id for one {what}", "remove one of them")
        elif not is_id(match[1]):
            mend = "write lower-case words joined by hyphens, at most 48 characters"
            whole.faults.add(place, f'not an id: "{shorten(match[1])}"', mend)
        elif match[1] in taken:
            mend = f"give each {what} of the lesson an id of its own"
            whole.faults.add(place, f'the id "{match[1]}" is already taken', mend)
        else:
            name = match[1]
            taken.add(name)
    return name


def _options(whole: Outline, block: Node) -> tuple[tuple[Option, ...], tuple[Position, ...]]:
    faults = whole.faults
    if block.type == "ordered_list":
        mend = "begin each option with - [x] (right), - [ ] (wrong), or - (a question with no key)"
        faults.add(whole.place(block), "the options are a numbered list", mend)
    labels = [content(item.children[0]) if _begins(item) else "" for item in block.children]
    boxes = [box(label) for label in labels]
    keyed = any(mark is not None for mark in boxes)
    places = tuple(whole.place(item) for item in block.children)
    if keyed and not any(mark == "x" for mark in boxes) and not any(map(TOUCHING.match, labels)):
        mend = "mark it with [x], or leave all boxes out for a question that has no key"
        faults.add(places[0], "no option is marked as right", mend)
    options: list[Option] = []
    seen: set[str] = set()
    for item, label, mark, place in zip(block.children, labels, boxes, places, strict=True):
        if keyed and mark is None:
            what, mend = "an option without a box among others with one", "begin it with [ ]"
            if touching := TOUCHING.match(label):
                what = f'a box that touches its option: "{shorten(label, 30)}"'
                mend = f"leave a blank behind {touching[1]}"
            faults.add(place, what, mend)
        option = _option(whole, item, mark, place)
        if option.label and option.label.casefold() in seen:
            what = f'the option "{shorten(option.label)}" appears twice'
            faults.add(place, what, "word the two differently, or remove one")
        seen.add(option.label.casefold())
        options.append(option)
    if not MIN_OPTIONS <= len(options) <= MAX_OPTIONS:
        what = f"a question with {len(options)} option{'' if len(options) == 1 else 's'}"
        faults.add(places[0], what, f"write {MIN_OPTIONS} to {MAX_OPTIONS} options")
    return tuple(options), places


def _begins(item: Node) -> bool:
    return bool(item.children) and item.children[0].type == "paragraph"


def _option(whole: Outline, item: Node, mark: str | None, place: Position) -> Option:
    label, start = "", 0
    if _begins(item):
        task = TASK.match(content(item.children[0])) if mark is not None else None
        start = task.end() if task else 0
        label = line_of(item.children[0], start)
        if mark is None and TASK.match(label):
            label = f"\\{label}"
    if not label:
        whole.faults.add(place, "an option without words", "write what the learner can choose")
    said: dict[str, str] = {}
    for child in item.children[1:] if _begins(item) else item.children:
        if child.type != "bullet_list":
            mend = 'put what is said about it in a list below it: "  - Why it fails: …"'
            whole.faults.add(whole.place(child), "more text in an option", mend)
            continue
        for line in child.children:
            _reason(whole, line, mark, said)
    return Option(
        label=label,
        right=mark == "x",
        temptation=said.get("temptation", ""),
        explanation=said.get("explanation", ""),
    )


def _reason(whole: Outline, line: Node, mark: str | None, said: dict[str, str]) -> None:
    """Read a line about an option, such as ``Why it fails: …``."""
    faults, place = whole.faults, whole.place(line.children[0] if line.children else line)
    words = content(line.children[0]) if _begins(line) else ""
    bold = LABEL.match(words)
    name, colon, _ = words.partition(":")
    written, end = (bold[2], bold.end()) if bold else (name, len(name) + 1)
    label = next((known for known in _LINES if key(known) == key(written.strip("*_"))), None)
    if len(line.children) > 1:
        mend = "make it one paragraph"
        faults.add(whole.place(line.children[1]), "more text below a line about an option", mend)
    if label is None or not (colon or bold):
        what = f'a line about an option that does not say what it is: "{shorten(words, 40)}"'
        mend = 'begin it with "Why it tempts:", "Why it fails:" or "Why:"'
        if colon and len(written) < 30:
            what, mend = f'unknown label "{shorten(written)}"', choose(written, _LINES)
        faults.add(place, what, mend)
        return
    if label == "Why it fails" and mark == "x":
        what = 'a right option with "Why it fails"'
        faults.add(place, what, 'write "Why:", or take the x out of the box')
    kind = "temptation" if label == "Why it tempts" else "explanation"
    text = line_of(line.children[0], end)
    if kind in said:
        faults.add(place, f'"{label}" is said twice about one option', "join the two lines")
    elif not text:
        faults.add(place, f'nothing follows "{label}:"', "write why, or remove the line")
    else:
        said[kind] = text
