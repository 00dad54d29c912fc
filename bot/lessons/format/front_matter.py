"""The front matter of a lesson file: a small, strict piece of YAML.

Keys with a scalar or a list of scalars, nothing else: no anchors, aliases, tags or nesting. Values
are taken from the parsed nodes, not from Python objects, so that a date, a number or ``yes`` is
reported as what it is instead of slipping through as text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.lessons.faults import Faults, Position, choose, list_names, shorten
from bot.lessons.format.markdown import is_visible
from bot.lessons.format.normal_form import heading
from bot.lessons.model import LEVELS

KEYS = (
    "id",
    "language",
    "holds",
    "title",
    "minutes",
    "level",
    "needs",
    "leads-to",
    "tags",
    "tour",
    "tour-ends",
    "yours",
    "model-answer",
)
REQUIRED = ("id", "title", "minutes")
LONGEST_ID = 48
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_CURLY = re.compile("[“”„‟]")
_NO_KEYS = "the front matter is not a list of keys with values"
_ID_RULE = (
    f"write lower-case words joined by hyphens, at most {LONGEST_ID} characters, "
    "such as writing-a-prompt"
)


@dataclass
class FrontMatter:
    """What the front matter says: values by the model's field names, and where each key stands."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Position] = field(default_factory=dict)


class _PlainLoader(yaml.SafeLoader):
    """SafeLoader without anchors and aliases, and with a floor for nesting."""

    depth = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # not in the stubs
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.composer.ComposerError(
                None, None, "anchors and aliases (& and *) are not allowed", event.start_mark
            )
        if self.depth > 4:
            raise yaml.composer.ComposerError(None, None, "nested too deep", event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def is_id(text: str) -> bool:
    return len(text) <= LONGEST_ID and _ID.fullmatch(text) is not None


def is_language(text: str) -> bool:
    return _LANGUAGE.fullmatch(text) is not None


def read_front_matter(text: str, first_line: int, faults: Faults) -> FrontMatter:
    """Read the lines between the two ``---``; ``first_line`` is the file's line of the first."""
    front = FrontMatter()
    root = _compose(text, first_line, faults)
    if root is None:
        return front
    if not isinstance(root, MappingNode):
        what, mend = _NO_KEYS, "write one `key: value` a line, such as `id: abc`"
        if "\u00a0" in text:
            mend = "write ordinary spaces: there are no-break spaces (U+00A0) in it"
        faults.add(_at(root, first_line), what, mend)
        return front
    for key, value in root.value:
        place = _at(key, first_line)
        name = key.value if isinstance(key, ScalarNode) else "?"
        if name not in KEYS:
            faults.add(place, f'unknown key "{shorten(name)}"', choose(name, KEYS))
        elif name in front.places:
            faults.add(place, f'the key "{name}" appears twice', "remove one of them")
        else:
            front.places[name] = place
            if isinstance(value, ScalarNode) and re.fullmatch(
                f"{_CURLY.pattern}.*[“”]", value.value
            ):
                what = f'"{name}" is in curly quotes'
                faults.add(_at(value, first_line), what, 'write straight ones (") or none')
                continue
            read = _READERS[name](name, value, _at(value, first_line), first_line, faults)
            if read is not None:
                front.values[name.replace("-", "_")] = read
    for name in REQUIRED:
        if name not in front.places:
            mend = f"add a line `{name}: {_EXAMPLES[name]}` to the front matter"
            faults.add(Position(first_line - 1, 1), f'the key "{name}" is missing', mend)
    return front


def _compose(text: str, first_line: int, faults: Faults) -> Node | None:
    try:
        return yaml.compose(text, Loader=_PlainLoader) or MappingNode("tag:yaml.org,2002:map", [])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (
            Position(first_line + mark.line, mark.column + 1) if mark else Position(first_line, 1)
        )
        what = f"the front matter is not valid YAML: {error.problem or error.context}"
    except yaml.YAMLError as error:
        # A character that YAML does not allow: the reader knows its position only.
        at = min(int(getattr(error, "position", 0)), len(text))
        line = first_line + text.count("\n", 0, at)
        place = Position(line, at - (text.rfind("\n", 0, at) + 1) + 1)
        what = "the front matter holds a character that YAML doesn't allow"
    lines = text.split("\n")
    mend = "write `key: value` lines; put a text with : or # or quotes in it between double quotes"
    if place.line - first_line < len(lines) and _CURLY.search(lines[place.line - first_line]):
        mend = 'write straight double quotes (") instead of curly ones'
    elif "anchors" in what:
        mend = "write each value out where it belongs; put a text that begins with & or * in quotes"
    elif "'\\t'" in what:
        mend = "write spaces instead of the tab"
    faults.add(place, what, mend)
    return None


def _at(node: Node, first_line: int) -> Position:
    return (
        Position(first_line + node.start_mark.line, node.start_mark.column + 1)
        if (node.start_mark)
        else Position(first_line, 1)
    )


def _scalar(node: Node, kind: str) -> str | None:
    if isinstance(node, ScalarNode) and node.tag == f"tag:yaml.org,2002:{kind}":
        return str(node.value)
    return None


def _kind(node: Node) -> str:
    """What a value is, in the words of an author."""
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "a group of keys"
    kinds = {"int": "a number", "float": "a number", "bool": "yes or no", "null": "nothing"}
    kind = str(node.tag).rsplit(":", 1)[-1]
    return {**kinds, "timestamp": "a date", "str": "text"}.get(kind, f"a value of type {kind}")


def _text(name: str, node: Node, place: Position, first_line: int, faults: Faults) -> str | None:
    text = _scalar(node, "str")
    if text is not None and is_visible(text):
        return heading(text)
    mend = "write text"
    if isinstance(node, ScalarNode) and node.value:
        mend = f'put it between double quotes: "{node.value}"'
    what = f'"{name}" {"holds" if name == "tags" else "is"}'
    faults.add(place, f"{what} {_kind(node) if text is None else 'empty text'}", mend)
    return None


def _id(name: str, node: Node, place: Position, first_line: int, faults: Faults) -> str | None:
    text = _scalar(node, "str")
    if text is not None and is_id(text):
        return text
    written = f'"{shorten(text)}"' if text is not None else _kind(node)
    mend = _ID_RULE
    if text is None and isinstance(node, ScalarNode) and is_id(node.value):
        mend = f'put it between double quotes: "{node.value}"'
    faults.add(place, f'"{name}" isn\'t an id: {written}', mend)
    return None


def _language(
    name: str, node: Node, place: Position, first_line: int, faults: Faults
) -> str | None:
    text = _scalar(node, "str")
    if text is not None and is_language(text):
        return text
    # YAML 1.1 takes the code of Norwegian for "no".
    written = f'"{shorten(node.value)}"' if isinstance(node, ScalarNode) else _kind(node)
    mend = 'write a language\'s code in lower case, such as de or pt-br; Norwegian is "no"'
    faults.add(place, f'"{name}" isn\'t a language: {written}', mend)
    return None


def _holds(name: str, node: Node, place: Position, first_line: int, faults: Faults) -> str | None:
    if _scalar(node, "str") == "tour":
        return "tour"
    written = f'"{shorten(node.value)}"' if isinstance(node, ScalarNode) else _kind(node)
    mend = "write `holds: tour` in a translation of the first tour alone; else remove it"
    faults.add(place, f'"holds" isn\'t "tour": {written}', mend)
    return None


def _minutes(name: str, node: Node, place: Position, first_line: int, faults: Faults) -> int | None:
    # YAML 1.1 reads 1:30, 0x10 and 1_0 as whole numbers too; an author means none of them.
    text = _scalar(node, "int")
    if text is not None and re.fullmatch(r"[1-9][0-9]{0,2}", text):
        return int(text)
    written = f'"{shorten(node.value)}"' if isinstance(node, ScalarNode) else _kind(node)
    mend = "write the reading time as a whole number from 1 to 999, such as `minutes: 15`"
    faults.add(place, f'"{name}" isn\'t a number of minutes: {written}', mend)
    return None


def _step(name: str, node: Node, place: Position, first_line: int, faults: Faults) -> int | None:
    text = _scalar(node, "int")
    if text is not None and re.fullmatch(r"[1-9][0-9]?", text):
        return int(text)
    written = f'"{shorten(node.value)}"' if isinstance(node, ScalarNode) else _kind(node)
    mend = f"write the numbers of steps, such as `{name}: {_EXAMPLES[name]}`"
    faults.add(place, f'"{name}" doesn\'t name a step: {written}', mend)
    return None


def _level(name: str, node: Node, place: Position, first_line: int, faults: Faults) -> str | None:
    text = _scalar(node, "str")
    if text in LEVELS:
        return text
    if text is None:
        faults.add(place, f'"{name}" is {_kind(node)}', f"use {list_names(LEVELS)}")
    else:
        faults.add(place, f'unknown level "{shorten(text)}"', choose(text, LEVELS))
    return None


_Item = TypeVar("_Item", str, int)


def _list_of(
    read: Callable[[str, Node, Position, int, Faults], _Item | None],
) -> Callable[[str, Node, Position, int, Faults], tuple[_Item, ...] | None]:
    def read_list(
        name: str, node: Node, place: Position, first_line: int, faults: Faults
    ) -> tuple[_Item, ...] | None:
        if not isinstance(node, SequenceNode):
            mend = f"write a list, such as `{name}: {_EXAMPLES[name]}`"
            faults.add(place, f'"{name}" is {_kind(node)} instead of a list', mend)
            return None
        items = [read(name, item, _at(item, first_line), first_line, faults) for item in node.value]
        return tuple(item for item in items if item is not None)

    return read_list


_EXAMPLES: Mapping[str, str] = {
    "id": "career-paths",
    "language": "de",
    "holds": "tour",
    "title": '"Career paths in GenAI"',
    "minutes": "15",
    "needs": "[what-is-genai, writing-a-prompt]",
    "leads-to": "[ai-ethics]",
    "tags": "[careers, roles]",
    "tour": "[1, 4]",
    "tour-ends": "a-rare-book",
    "yours": '"Which e-mail of this week will you write like that?"',
    "model-answer": '"*Ask me three questions first.* Look for a number."',
}
_READERS: Mapping[str, Callable[[str, Node, Position, int, Faults], Any]] = {
    "id": _id,
    "language": _language,
    "holds": _holds,
    "title": _text,
    "minutes": _minutes,
    "level": _level,
    "needs": _list_of(_id),
    "leads-to": _list_of(_id),
    "tags": _list_of(_text),
    "tour": _list_of(_step),
    "tour-ends": _id,
    "yours": _text,
    "model-answer": _text,
}
