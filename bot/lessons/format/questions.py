"""Reads questions: the list of options, what is said about each, the hint, and the id."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.lessons.faults import Position, choose, shorten
from bot.lessons.format.front_matter import is_id
from bot.lessons.format.labelled import Labelled, box, labelled
from bot.lessons.format.normal_form import LABEL, Node, content, line_of
from bot.lessons.format.outline import ID_COMMENT, Outline
from bot.lessons.format.vocabulary import ASKING, READ_ON, TASK, key
from bot.lessons.model import Option, Question

FEWEST, MOST = 2, 8
"""Options of a question. Fewer leave no choice; more are not read on a phone (and a message on
Telegram or Discord shows them, with "No idea", in few rows of buttons)."""

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
    ids = [block for block in blocks if block.type == "html_block"]
    lists = [block for block in blocks if block.type in ("bullet_list", "ordered_list")]
    others = [block for block in blocks if block not in ids and block not in lists[:1]]
    name = read_id(whole, ids, taken)
    mend = (
        "a question holds its options as one list, and labels; "
        f'the text of a step stands under "#### {READ_ON}"'
    )
    rest = labelled(whole, others, (*ASKING, *labels), text=mend)
    if not text:
        whole.faults.add(place, "a question without words", "write the question in the heading")
    options, places = _options(whole, lists[0]) if lists else ((), ())
    if not lists:
        what = "a question without options"
        whole.faults.add(place, what, "write at least two options below it, as a list: - [ ] …")
    variants = rest.repeated.get("Variant", ())
    usable = bool(text) and FEWEST <= len(options) <= MOST
    question = None
    if usable:
        hint = rest.get("Hint")
        question = Question(
            id=name or "unnamed",
            text=text,
            options=options,
            hint=hint,
            variants=tuple(variant for variant, _ in variants),
        )
    reworded = tuple(place for _, place in variants)
    return ParsedQuestion(question, place, places, reworded, rest, name is not None)


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
            whole.faults.add(place, f'no id: "{shorten(match[1])}"', mend)
        elif match[1] in taken:
            mend = f"give each {what} of the lesson an id of its own"
            whole.faults.add(place, f'the id "{match[1]}" is taken already', mend)
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
    if keyed and not any(mark == "x" for mark in boxes):
        mend = "mark it with [x], or leave all boxes out for a question that has no key"
        faults.add(places[0], "no option is marked as right", mend)
    options: list[Option] = []
    seen: set[str] = set()
    for item, mark, place in zip(block.children, boxes, places, strict=True):
        if keyed and mark is None:
            faults.add(place, "an option without a box among others with one", "begin it with [ ]")
        option = _option(whole, item, mark, place)
        if option.label and option.label.casefold() in seen:
            what = f'the option "{shorten(option.label)}" stands here twice'
            faults.add(place, what, "word the two differently, or remove one")
        seen.add(option.label.casefold())
        options.append(option)
    if not FEWEST <= len(options) <= MOST:
        what = f"a question with {len(options)} option{'' if len(options) == 1 else 's'}"
        faults.add(places[0], what, f"write {FEWEST} to {MOST} options")
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
    """Read one line about an option, such as ``Why it fails: …``."""
    faults, place = whole.faults, whole.place(line.children[0] if line.children else line)
    words = content(line.children[0]) if _begins(line) else ""
    bold = LABEL.match(words)
    name, colon, _ = words.partition(":")
    written, end = (bold[2], bold.end()) if bold else (name, len(name) + 1)
    label = next((known for known in _LINES if key(known) == key(written)), None)
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
