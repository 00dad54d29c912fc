"""The sections that are lists: expert notes, takeaways and connections."""

import re
from collections.abc import Sequence

from bot.lessons.importing import classify, labels, vocabulary
from bot.lessons.importing.ledger import Ledger, numeral, solid, unbulleted, worded
from bot.lessons.importing.lines import Line
from bot.lessons.importing.markdown import Block, fits_paragraph
from bot.lessons.model import Connection

# --- Notes and takeaways ----------------------------------------------------------------------


def sentences(ledger: Ledger, body: Sequence[Line]) -> tuple[str, ...]:
    """One text per item: between numerals, per mark of a list, or per paragraph.

    A heading, or a title among sentences, ends the list: what follows belongs elsewhere.
    """
    lines = _unglued(ledger.without_furniture(body))
    numerals = _numerals(lines)
    ending = [line for line in solid(lines) if not line.fenced and classify.ends(line.text)]
    finished = len(ending) * 2 > len(solid(lines)) - len(numerals)
    items: list[list[Line]] = []
    bulleted = any(classify.item(line.raw) for line in lines if not line.fenced)
    closed = bulleted
    for at, line in enumerate(lines):
        if at in numerals:
            ledger.use([line])
            items.append([])
        elif line.heading or (finished and not bulleted and items and _alien_title(lines, at)):
            break
        elif (
            not line.fenced and not line.blank and classify.item(line.raw) and line.raw[:2] != "  "
        ):
            items.append([unbulleted(line)])
        elif numerals or (items and line.raw[:1] == " "):
            if items:
                items[-1].append(line)
        elif bulleted and items and not (closed and lines[at - 1].blank):
            items[-1].append(line)
        elif not bulleted and not line.blank:
            items += [[line]]
    if not (numerals or bulleted):
        items = [
            list(block.lines) for item in _joined(items, lines) for block in ledger.group(item)
        ]
    texts = [ledger.paragraph(ledger.group(item)) for item in items]
    return tuple(text for text in texts if text)


def _unglued(lines: list[Line]) -> list[Line]:
    """The lines without numbers that a browser glued to them: all of them, in their order."""
    numbered = [(line, re.match(r"(\d{1,2})(?=[^\W\d_])", line.text)) for line in solid(lines)]
    numbers = [int(match[1]) for line, match in numbered if match and not line.fenced]
    if len(numbers) < 2 or numbers != list(range(1, len(numbered) + 1)):
        return lines
    cut = {line.at: line.rest(line.text[match.end() :]) for line, match in numbered if match}
    return [cut.get(line.at, line) for line in lines]


def _joined(items: list[list[Line]], lines: Sequence[Line]) -> list[list[Line]]:
    """Plain lines as one run up to where the list ended, so that broken paragraphs rejoin."""
    kept = {line.at for item in items for line in item}
    last = max(kept, default=-1)
    return [[line for line in lines if line.at in kept or (line.blank and line.at < last)]]


def _numerals(lines: Sequence[Line]) -> set[int]:
    """Where numerals stand alone as the numbers of items, in their order."""
    numbers: set[int] = set()
    for at, line in enumerate(lines):
        if not line.blank and not line.fenced and numeral(line.text) == len(numbers) + 1:
            numbers.add(at)
    return numbers


def _alien_title(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    text = line.text
    if (
        line.blank
        or line.fenced
        or classify.ends(text)
        or len(text.split()) > 5
        or re.search(r"[`*]", text)
    ):
        return False
    return bool(re.match(r"[\W]*[A-Z0-9©«<←]", text))


# --- Connections ------------------------------------------------------------------------------


def connections(ledger: Ledger, body: Sequence[Line]) -> tuple[Connection, ...]:
    """The neighbouring topics: a title, how it relates, and what knowing it gives."""
    lines = ledger.without_furniture(body)
    marked = _marked(lines)
    groups: list[list[Line]] = []
    for at, line in enumerate(lines):
        if line.blank:
            if groups:
                groups[-1].append(line)
        elif (at in marked) if marked else (not groups or _next_title(groups[-1], line)):
            groups.append([line])
        elif groups:
            groups[-1].append(line)
    return tuple(connection for group in groups if (connection := _connection(ledger, group)))


_GLUED_TITLE = re.compile(
    r"^(?:[-*+•]\s+|\d{1,2}[.)]\s+)?(?:(?P<bold>\*\*|__)(?P<a>.+?)(?P<colon>:)?(?P=bold)|(?P<b>[A-Z][^.!?:–—]{1,50}?))"
    r"(?(colon)|\s*(?::|\s[–—-]))\s*(?P<rest>\S.*)$"
)


def _marked(lines: Sequence[Line]) -> set[int]:
    """Where titles are marked as such: by a heading, by bold, or by a list's mark."""
    solid_at = [at for at, line in enumerate(lines) if not line.blank and not line.fenced]
    for is_mark in (_headed, _bold, _listed, _bold_glued):
        marked = (at for at in solid_at if is_mark(lines[at]))
        if numbers := {at for at in marked if not labels.CONNECTION.match(lines[at].text)}:
            return numbers
    return set()


def _headed(line: Line) -> bool:
    return line.heading > 0


def _bold(line: Line) -> bool:
    return bool(re.fullmatch(r"(?:[-*+•]\s+|\d{1,2}[.)]\s+)?(\*\*|__)[^*]+\1:?", line.text))


def _listed(line: Line) -> bool:
    return classify.item(line.raw) and line.raw[:2] != "  "


def _bold_glued(line: Line) -> bool:
    glued = _GLUED_TITLE.match(line.text)
    return bool(glued and glued["bold"])


def _next_title(group: list[Line], line: Line) -> bool:
    """Whether a bare line begins the next connection: a title, when the last one is complete."""
    inside = solid(group)
    if line.fenced or classify.ends(line.text) or not vocabulary.short(line.text):
        glued = _GLUED_TITLE.match(line.text) if not line.fenced else None
        return bool(
            glued and not labels.CONNECTION.match(line.text) and _GLUED_TITLE.match(inside[0].text)
        )
    if labels.CONNECTION.match(line.text):
        return False
    return len(inside) >= 3 or (len(inside) == 2 and classify.ends(inside[1].text))


def _connection(ledger: Ledger, group: list[Line]) -> Connection | None:
    head, rest = unbulleted(group[0]), list(group[1:])
    text = re.sub(r"^\d{1,2}[.)]\s+", "", head.text)
    glued = _GLUED_TITLE.match(text)
    if not worded(text):
        return None
    if glued and not group[0].heading and (glued["bold"] or not vocabulary.short(text)):
        title = ledger.title(head, (glued["a"] or glued["b"]).strip(" :*"))
        rest = [head.rest(glued["rest"]), *rest]
    elif head.fenced or (
        classify.ends(text.rstrip(":*_")) and not group[0].heading and not solid(rest)
    ):
        return None
    else:
        title = ledger.title(head, text.strip().rstrip(":").strip())
    segments = ledger.segments(rest, labels.CONNECTION)
    relation = ""
    texts: list[Block] = []
    for segment in segments:
        blocks = ledger.group(segment.lines)
        if segment.head:
            ledger.open(segment)
        wanted = segment.name == "relation" or (segment.name == "" and len(segments) == 1)
        if wanted and not relation and blocks and fits_paragraph(blocks[0]):
            first = (
                [unbulleted(x) for x in blocks[0].lines]
                if blocks[0].kind == "list"
                else blocks[0].lines
            )
            if blocks[0].kind == "list":
                blocks = [
                    *ledger.group(list(first[:1])),
                    *ledger.group(list(first[1:])),
                    *blocks[1:],
                ]
            relation, blocks = ledger.paragraph(blocks[:1]), blocks[1:]
        texts += blocks
    return Connection(title=title, relation=relation, text=ledger.blocks(texts))
