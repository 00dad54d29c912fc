"""Sections are cut out of the page, and each is put in its place in the lesson.

Those that are lists come last here: expert notes, takeaways and connections.
"""

import re
from collections.abc import Sequence

from bot.lessons.importing import classify, labels, vocabulary
from bot.lessons.importing.ledger import Ledger, Segment, drop_bullet, has_words, numeral, solid
from bot.lessons.importing.lines import Line
from bot.lessons.importing.markdown import Block, fits_paragraph
from bot.lessons.importing.steps import opens_build_up, starts_step
from bot.lessons.model import Connection, Diagram, MentalModel, Overview, UnderTheHood
from bot.values import value

_INNER = ("build_up", "myths", "connections", "pitfalls")
"""The sections whose items may have headings of their own."""


@value
class Section:
    """A section of the page; ``name`` is ``top`` before the first, ``alien`` when unknown."""

    name: str
    head: Line | None
    body: tuple[Line, ...]


def cut(lines: Sequence[Line]) -> list[Section]:
    """The page in sections, in its own order."""
    flat = _flat(lines)
    entries: list[tuple[str, Line | None, list[Line]]] = [("top", None, [])]
    level = 0
    for at, line in enumerate(lines):
        name, head, body = entries[-1]
        opened = _opens(lines, at, name)
        if opened:
            entries.append((opened, line, []))
            level = line.heading or level
        elif implied := _implied_section(lines, at, name):
            entries.append((implied, None, [line]))
        elif (
            line.heading
            and level
            and line.heading <= level
            and name != "top"
            and _alien(lines, at, name, flat)
        ):
            entries.append(("alien", line, [line]))
        else:
            body.append(line)
        del head
    return [Section(name, head, tuple(body)) for name, head, body in entries]


def _opens(lines: Sequence[Line], at: int, name: str) -> str:
    line = lines[at]
    if line.blank or line.fenced or (classify.item(line.raw) and re.match(r"\s*[-*+•]", line.raw)):
        return ""
    opened = vocabulary.section(line.text)
    if opened == "overview" and name == "overview" and not line.heading:
        return ""
    if opened and name == "build_up" and vocabulary.level_title(line.text):
        return opened if opened == "expert_notes" else ""
    return opened


def _implied_section(lines: Sequence[Line], at: int, name: str) -> str:
    """The section that a part's own heading opens where the section's heading is missing."""
    line = lines[at]
    if line.blank or line.fenced:
        return ""
    if name != "build_up" and opens_build_up(lines, at):
        return "build_up"
    label = labels.OVERVIEW.match(line.text, heading=bool(line.heading))
    if label and name != "overview":
        named = label.name == "what" and vocabulary.key(line.text) in ("what is it", "what it is")
        if named or (name == "top" and label.name in ("what", "fits")):
            return "overview"
    label = labels.MENTAL_MODEL.match(line.text, heading=bool(line.heading))
    missing = ("core_idea", "analogy") if name in ("top", "overview") else ("core_idea",)
    if label and name != "mental_model" and label.name in missing:
        return "mental_model"
    return ""


def _alien(lines: Sequence[Line], at: int, name: str, flat: bool) -> bool:
    """Whether a heading of a section's rank belongs to nothing that is known."""
    line = lines[at]
    own = {
        "overview": labels.OVERVIEW,
        "mental_model": labels.MENTAL_MODEL,
        "under_the_hood": labels.HOOD,
        "why": labels.HOOD,
        "build_up": labels.STEP,
        "myths": labels.MYTH,
        "pitfalls": labels.PITFALL,
        "connections": labels.CONNECTION,
    }.get(name)
    if own and own.match(line.text, heading=True):
        return False
    near = [lines[x] for x in (at - 1, at + 1) if 0 <= x < len(lines)]
    if any(not x.blank and not x.fenced and classify.code(x.raw) for x in near):
        return False  # a comment in code that stands outside of a fence
    if name == "build_up" and starts_step(lines, at):
        return False
    if name == "pitfalls" and re.search(r"#\s?\d", line.text):
        return False
    return not (flat and name in _INNER)


def _flat(lines: Sequence[Line]) -> bool:
    """Whether sections and their parts have headings of the same rank."""
    ranks = {x.heading for x in lines if x.heading and vocabulary.section(x.text)}
    parts = {
        x.heading
        for x in lines
        if x.heading
        and (
            labels.OVERVIEW.match(x.text, heading=True)
            or labels.MENTAL_MODEL.match(x.text, heading=True)
        )
    }
    return bool(ranks & parts)


def overview(ledger: Ledger, body: Sequence[Line]) -> Overview:
    """What the topic is, why it matters, where it fits."""
    parts: dict[str, list[Block]] = {"what": [], "matters": [], "fits": []}
    for segment in ledger.segments(ledger.without_furniture(body), labels.OVERVIEW):
        blocks = ledger.group(segment.lines)
        if blocks:
            ledger.open(segment)
            parts[segment.name or "what"] += blocks
    return Overview(**{name: ledger.blocks(part) for name, part in parts.items()})


def mental_model(ledger: Ledger, body: Sequence[Line]) -> MentalModel:
    """The core idea, the analogy, the diagrams."""
    core = ""
    analogy: list[Block] = []
    diagrams: list[Diagram] = []
    for segment in ledger.segments(ledger.without_furniture(body), labels.MENTAL_MODEL):
        blocks = _pull_drawings(ledger, segment, ledger.group(segment.lines), diagrams)
        if blocks:
            ledger.open(segment)
        if segment.name in ("core_idea", "") and not core and blocks and fits_paragraph(blocks[0]):
            count = sum(1 for _ in _prose(blocks)) if segment.name else 1
            core, blocks = ledger.paragraph(blocks[:count]), blocks[count:]
        analogy += blocks
    return MentalModel(core_idea=core, analogy=ledger.blocks(analogy), diagrams=tuple(diagrams))


def under_the_hood(ledger: Ledger, how: Sequence[Line], why: Sequence[Line]) -> UnderTheHood:
    """How it works inside, why it was designed so, the diagrams of both."""
    diagrams: list[Diagram] = []
    texts: list[str] = []
    for body in (how, why):
        kept: list[Block] = []
        for segment in ledger.segments(ledger.without_furniture(body), labels.HOOD):
            blocks = _pull_drawings(ledger, segment, ledger.group(segment.lines), diagrams)
            if blocks:
                ledger.open(segment)
            kept += blocks
        texts.append(ledger.blocks(kept))
    return UnderTheHood(how=texts[0], why=texts[1], diagrams=tuple(diagrams))


def _prose(blocks: Sequence[Block]) -> Sequence[Block]:
    count = next((n for n, block in enumerate(blocks) if block.kind != "prose"), len(blocks))
    return blocks[:count]


def _pull_drawings(
    ledger: Ledger, segment: Segment, blocks: list[Block], diagrams: list[Diagram]
) -> list[Block]:
    """The blocks without their drawings, which are added to the diagrams.

    A short line below a drawing is its legend and stays with it; a paragraph under a heading of
    its own ("In words", "Diagram") says in words what the drawing shows.
    """
    if segment.name == "alternative" and diagrams and blocks and not diagrams[-1].alternative:
        ledger.open(segment)
        diagrams[-1] = Diagram(drawing=diagrams[-1].drawing, alternative=ledger.paragraph(blocks))
        return [block for block in blocks if not fits_paragraph(block)]
    rest: list[Block] = []
    below = False
    for block in blocks:
        unnamed = any(line.fenced for line in block.lines) and block.info.lower() in (
            "",
            "text",
            "txt",
        )
        if block.kind == "drawing" or unnamed:
            ledger.open(segment)
            ledger.use(block.lines)
            diagrams.append(Diagram(drawing=block.body))
            below = True
        elif below and block.kind == "prose" and segment.name == "diagram":
            diagrams[-1] = _describe_diagram(ledger, diagrams[-1], block)
        elif below and block.kind == "prose" and _legend(block):
            ledger.use(block.lines)
            drawing = f"{diagrams[-1].drawing}\n\n{ledger.writer.bare(block.body)}"
            diagrams[-1] = Diagram(drawing=drawing, alternative=diagrams[-1].alternative)
        else:
            rest.append(block)
            below = False
    return rest


def _describe_diagram(ledger: Ledger, diagram: Diagram, block: Block) -> Diagram:
    words = ledger.paragraph([block])
    alternative = f"{diagram.alternative} {words}".strip()
    return Diagram(drawing=diagram.drawing, alternative=alternative)


def _legend(block: Block) -> bool:
    return all(len(line.text) <= 70 and not classify.ends(line.text) for line in block.lines)


def plain_text(ledger: Ledger, body: Sequence[Line]) -> str:
    return ledger.blocks(ledger.group(ledger.without_furniture(body)))


def before_foot(ledger: Ledger, body: Sequence[Line]) -> list[Line]:
    """The lines up to the page's foot; what belongs to the foot is entered as furniture."""
    for at, line in enumerate(body):
        if not line.fenced and vocabulary.foot(line.text):
            ledger.use([line])
            ledger.use(x for x in solid(body[at + 1 :]) if vocabulary.is_mode_list(x.text))
            ledger.use(x for x in solid(body[at + 1 :]) if vocabulary.furniture(x.text))
            return list(body[:at])
    return list(body)


# --- Notes and takeaways ----------------------------------------------------------------------


def sentences(ledger: Ledger, body: Sequence[Line]) -> tuple[str, ...]:
    """A text per item: between numerals, per mark of a list, or per paragraph."""
    lines = _unglue_numbers(ledger.without_furniture(body))
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
            items.append([drop_bullet(line)])
        elif numerals or (items and line.raw[:1] == " "):
            if items:
                items[-1].append(line)
        elif bulleted and items and not (closed and lines[at - 1].blank):
            items[-1].append(line)
        elif not bulleted and not line.blank:
            items += [[line]]
    if not (numerals or bulleted):
        items = [
            list(block.lines) for item in _join_items(items, lines) for block in ledger.group(item)
        ]
    texts = [ledger.paragraph(ledger.group(item)) for item in items]
    return tuple(text for text in texts if text)


def _unglue_numbers(lines: list[Line]) -> list[Line]:
    """The lines without numbers that a browser glued to them: all of them, in their order."""
    numbered = [(line, re.match(r"(\d{1,2})(?=[^\W\d_])", line.text)) for line in solid(lines)]
    numbers = [int(match[1]) for line, match in numbered if match and not line.fenced]
    if len(numbers) < 2 or numbers != list(range(1, len(numbered) + 1)):
        return lines
    cut = {line.at: line.rest(line.text[match.end() :]) for line, match in numbered if match}
    return [cut.get(line.at, line) for line in lines]


def _join_items(items: list[list[Line]], lines: Sequence[Line]) -> list[list[Line]]:
    """Plain lines joined up to where the list ended, so that broken paragraphs rejoin."""
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
    marked = _marked_titles(lines)
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


def _marked_titles(lines: Sequence[Line]) -> set[int]:
    """Where titles are marked as such: by a heading, by bold, or by a list's mark."""
    solid_at = [at for at, line in enumerate(lines) if not line.blank and not line.fenced]
    for is_mark in (_is_heading, _bold, _is_listed, _bold_glued):
        marked = (at for at in solid_at if is_mark(lines[at]))
        if numbers := {at for at in marked if not labels.CONNECTION.match(lines[at].text)}:
            return numbers
    return set()


def _is_heading(line: Line) -> bool:
    return line.heading > 0


def _bold(line: Line) -> bool:
    return bool(re.fullmatch(r"(?:[-*+•]\s+|\d{1,2}[.)]\s+)?(\*\*|__)[^*]+\1:?", line.text))


def _is_listed(line: Line) -> bool:
    return classify.item(line.raw) and line.raw[:2] != "  "


def _bold_glued(line: Line) -> bool:
    glued = _GLUED_TITLE.match(line.text)
    return bool(glued and glued["bold"])


def _next_title(group: list[Line], line: Line) -> bool:
    """Whether a bare line begins the next connection: a title, when the last is complete."""
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
    head, rest = drop_bullet(group[0]), list(group[1:])
    text = re.sub(r"^\d{1,2}[.)]\s+", "", head.text)
    glued = _GLUED_TITLE.match(text)
    if not has_words(text):
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
                [drop_bullet(x) for x in blocks[0].lines]
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
