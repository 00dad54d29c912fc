"""What stands below a heading: text, and paragraphs that begin with a label.

A paragraph that begins with bold words and a colon inside the bold is a label, everywhere in a
lesson. A label takes either the rest of its paragraph, or also all blocks up to the next label.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.lessons.faults import Faults, Position, choose, list_names, shorten
from bot.lessons.format.markdown import content, joined_lists, tree
from bot.lessons.format.nodes import Node
from bot.lessons.format.normal_form import (
    LABEL,
    UNLABELLED,
    line_of,
    lines_of,
    normal,
    one_line,
    render,
)
from bot.lessons.format.outline import ID_COMMENT, Outline
from bot.lessons.format.vocabulary import ASKING, BEFORE, LABELS, READ_ON, TASK, find_name, key

_FIRST = frozenset({"Concept", "Relation"})
"""Labels that stand before the text of their part; the other labels stand after it."""

_WITH_BLOCKS = frozenset(
    {
        "Wrong approach",
        "Right approach",
        "Answer",
        "Criteria",
        "Checks",
        "If you're stuck",
        "Hand in",
    }
)
"""Labels that go on until the next."""

_REPEATED = frozenset({"Variant", "Near", "Sum"})
"""Labels that may stand below a heading several times."""


@dataclass
class Labelled:
    """The texts below a heading, by label; ``text`` is what has no label.

    ``repeated`` holds each text of a label that may stand there several times, and its place. Of a
    label that goes on until the next, ``openings`` holds the rest of its paragraph, and ``blocks``
    the blocks that follow.
    """

    text: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    places: dict[str, Position] = field(default_factory=dict)
    repeated: dict[str, list[tuple[str, Position]]] = field(default_factory=dict)
    openings: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, list[Node]] = field(default_factory=dict)

    def get(self, label: str) -> str:
        """What a label says, or the empty string."""
        return self.labels.get(label, "")


def read_labelled(
    whole: Outline,
    blocks: Sequence[Node],
    allowed: tuple[str, ...] = (),
    *,
    text: str = "",
    beside: frozenset[str] = frozenset(),
) -> Labelled:
    """Read blocks below a heading.

    ``allowed`` are the labels that belong here. ``text`` is empty if text without a label may
    stand here, else how to mend it; blocks of the kinds ``beside`` may then stand here all the
    same.
    """
    result = Labelled()
    free: list[Node] = []
    current = ""
    following: list[Node] = []
    opening = ""

    def close() -> None:
        if current in _WITH_BLOCKS:
            said = normal("\n\n".join(filter(None, [opening, render(following)])))
            result.labels[current] = said
            result.openings[current], result.blocks[current] = opening, following
            if not said:
                _no_text(whole.faults, result.places[current], current)

    for block in blocks:
        label = LABEL.match(content(block)) if block.type == "paragraph" else None
        if label is None:
            if current in _WITH_BLOCKS:
                following.append(block)
            elif current == "?":
                continue
            elif (not text or block.type in beside) and (not current or current in _FIRST):
                free.append(block)
            else:
                _out_of_place(whole, block, current, allowed, text)
            continue
        close()
        place = whole.place(block)
        name = find_name(label[2], LABELS)
        current = _accept_label(whole.faults, place, label[2], name, allowed, result)
        if current == "?":
            continue
        result.places[current] = place
        if current in _FIRST and free:
            what, mend = f'text before "{current}"', f"put the text after the **{current}:** line"
            whole.faults.add(whole.place(free[0]), what, mend)
        if current in _WITH_BLOCKS:
            opening, following = lines_of(block, label.end()), []
        elif said := line_of(block, label.end()):
            result.labels[current] = said
            result.repeated.setdefault(current, []).append((said, place))
        else:
            _no_text(whole.faults, place, current)
    close()
    result.text = normal(render(free))
    return result


def _accept_label(
    faults: Faults,
    place: Position,
    written: str,
    name: str | None,
    allowed: tuple[str, ...],
    labelled: Labelled,
) -> str:
    """The label's name, or ``?`` when it cannot stand here."""
    plain = f'to keep bold words in a text, put the colon outside: "**{shorten(written, 30)}**:"'
    if name is None and key(written) == key(BEFORE):
        what = f'a prediction under the bold words "{BEFORE}" instead of a heading'
        faults.add(place, what, f'write "#### {BEFORE}: …", with the question in the same line')
    elif name in ("Result", "Insight") and allowed[: len(ASKING)] == ASKING:
        what = f'the label "{name}" is inside a prediction'
        faults.add(place, what, f'write "#### {READ_ON}" above what is shown after the answer')
    elif name is None:
        near = choose(written, allowed) if allowed else "no label belongs here"
        faults.add(place, f'unknown label "{shorten(written)}"', f"{near}; {plain}")
    elif name not in allowed:
        here = f"use {list_names(allowed)}" if allowed else "no label belongs here"
        faults.add(place, f'the label "{name}" does not belong here', f"{here}; {plain}")
    elif name in labelled.places and name not in _REPEATED:
        faults.add(place, f'the label "{name}" appears twice', "join the two or remove one")
    else:
        return name
    return "?"


def write_inside(label: str) -> str:
    """How to mend a label whose colon stands outside of its bold words."""
    return f'write "**{label}:** …", with the colon inside the bold and a blank behind it'


def _no_text(faults: Faults, place: Position, label: str) -> None:
    faults.add(place, f'nothing follows the label "{label}"', "write its text, or remove the label")


def _out_of_place(
    whole: Outline, block: Node, current: str, allowed: tuple[str, ...], mend: str
) -> None:
    if block.type == "html_block" and not ID_COMMENT.fullmatch(block.content.strip()):
        return  # reported already, as HTML
    if block.type == "html_block":
        what, mend = "an id that belongs to no question", "move it below a question, or remove it"
    elif (written := UNLABELLED.match(content(block))) and find_name(written["label"], LABELS):
        what = f'"{shorten(written[0])}" is no label'
        mend = write_inside(find_name(written["label"], LABELS) or "")
    elif current:
        what = f'more text after "{current}", which is one paragraph'
        join = "say it in words" if block.type == "table" else "join it to that paragraph"
        mend = f"{join}; {mend}" if mend else f"{join}, or move it before **{current}:**"
    else:
        what = "text where none is allowed"
    whole.faults.add(whole.place(block), what, mend)


def no_id(whole: Outline, blocks: Sequence[Node]) -> list[Node]:
    """The blocks without id comments, each of which is reported: no question is here."""
    for block in blocks:
        if block.type == "html_block" and ID_COMMENT.fullmatch(block.content.strip()):
            _out_of_place(whole, block, "", (), "")
    return [block for block in blocks if block.type != "html_block"]


def items(
    whole: Outline, blocks: Sequence[Node], what: str, kind: str
) -> list[tuple[str, Position]]:
    return [(said, place) for said, place, _ in items_with_lists(whole, blocks, what, kind)]


def items_with_lists(
    whole: Outline, blocks: Sequence[Node], what: str, kind: str, *, lists_below: bool = False
) -> list[tuple[str, Position, Node | None]]:
    """The same, each with the list below its paragraph, if any is allowed."""
    results: list[tuple[str, Position, Node | None]] = []
    lists = 0
    for block in joined_lists(no_id(whole, blocks)):
        if block.type not in ("bullet_list", "ordered_list"):
            mend = f"write each {what} as an item of {kind}"
            whole.faults.add(whole.place(block), "text where none is allowed", mend)
            continue
        lists += 1
        if lists > 1:
            whole.faults.add(whole.place(block), "a second list", "join the two lists into one")
        for item in block.children:
            place = whole.place(item.children[0] if item.children else item)
            below = item.children[1] if lists_below and _list_below(item) else None
            said = line_of(item.children[0]) if below or paragraph_only(item) else ""
            if said:
                results.append((said, place, below))
            else:
                mend = "make it one paragraph of text, or split it into several items"
                whole.faults.add(place, f"a {what} that is not one paragraph", mend)
    return results


def paragraph_only(item: Node) -> bool:
    return [child.type for child in item.children] == ["paragraph"]


def _list_below(item: Node) -> bool:
    """Whether a list item holds a single paragraph with a single list below it."""
    return [child.type for child in item.children] == ["paragraph", "bullet_list"]


def box(label: str) -> str | None:
    """The mark in an option's box (``x`` or a space), or None where there is no box."""
    match = TASK.match(label)
    return match[1].lower() if match else None


def write_label(label: str, text: str) -> list[str]:
    """A field of a single paragraph behind its label."""
    said = one_line(text)
    return [f"**{label}:** {said}"] if said else []


def write_label_blocks(label: str, text: str) -> list[str]:
    """Blocks behind their label: on its line if they begin with a paragraph."""
    text = normal(text)
    if not text:
        return []
    begins = tree(text).children[0].type == "paragraph"
    return [f"**{label}:**{' ' if begins else chr(10) * 2}{text}"]
