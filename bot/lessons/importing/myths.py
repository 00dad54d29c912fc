"""The myths: each a question or a belief, the reality, and why it matters."""

import re
from collections.abc import Sequence

from bot.lessons.importing import answer_key, labels, questions, vocabulary
from bot.lessons.importing.ledger import Ledger, Segment, solid
from bot.lessons.importing.lines import Line
from bot.lessons.importing.markdown import fits_paragraph
from bot.lessons.model import Myth
from bot.lessons.question import Option, Question

_MYTH_NUMBER = re.compile(
    r"^\W{0,4}(?:myth|misconception)\s*#?\d*\s*(?:[:.)–—-]\s*|$)", re.IGNORECASE
)


def myths(ledger: Ledger, body: Sequence[Line]) -> tuple[Myth, ...]:
    """The myths, each from its question (or its belief) to why it matters."""
    lines = ledger.without_furniture(body)
    groups: list[list[Segment]] = []
    seen: set[str] = set()
    for segment in _myth_segments(ledger, lines):
        titled = bool(groups) and [s.name for s in groups[-1]] == ["belief"] and groups[-1][0].head
        if titled and segment.name in ("question", "belief") and _titles(groups[-1][0], segment):
            seen = seen - {"belief"} if segment.name == "question" else seen
        elif (
            segment.name == "question"
            or (segment.name == "belief" and "belief" in seen)
            or not groups
        ):
            groups.append([])
            seen = set()
        groups[-1].append(segment)
        seen.add(segment.name)
    return tuple(myth for group in groups if (myth := _myth(ledger, group)))


def _titles(title: Segment, below: Segment) -> bool:
    """Whether a belief is the title of the myth whose question or label stands below it."""
    head = title.head
    named = head is not None and not labels.MYTH.match(head.text, heading=bool(head.heading))
    asked = below.name == "question" or (
        below.head is not None and labels.MYTH.match(below.head.text) is not None
    )
    return named and asked


def _myth_segments(ledger: Ledger, lines: list[Line]) -> list[Segment]:
    found: list[Segment] = []
    for segment in ledger.segments(lines, labels.MYTH):
        current = segment
        rows: list[Line] = []
        for at, line in enumerate(segment.lines):
            inside = (
                line is segment.lines[0] and segment.head is not None and line.at == segment.head.at
            )
            name, text = ("", "") if inside or line.fenced else _myth_start(segment.lines, at)
            if name:
                if current.head or solid(rows):
                    found.append(Segment(current.name, current.head, rows))
                current, rows = Segment(name, line, []), [line.rest(text)] if text else []
            else:
                rows.append(line)
        if current.head or solid(rows):
            found.append(Segment(current.name, current.head, rows))
    return found


def _myth_start(lines: Sequence[Line], at: int) -> tuple[str, str]:
    """What begins at this line, a ``question`` or a ``belief``, and its text."""
    line = lines[at]
    text = re.sub(r"^(?:[-*+•]\s+|\d{1,2}[.)]\s+)", "", line.text)
    numbered = _MYTH_NUMBER.match(text)
    bare = text[numbered.end() :] if numbered else text
    bare = re.sub(r"^(\*\*|__)(.*)\1$", r"\2", bare) if not numbered else bare.strip("*_ ")
    if vocabulary.QUICK.match(bare):
        return "question", vocabulary.QUICK.sub("", bare)
    asks = "?" in bare and (
        bool(line.heading or numbered)
        or bool(vocabulary.YES_NO.search(bare) or vocabulary.COMMIT.search(bare))
        or bare.startswith("🤔")
        or (bare.rstrip('"”*_').endswith("?") and not any(solid(lines[at + 1 :])))
    )
    if asks:
        return "question", bare.lstrip("🤔 ")
    if numbered and (bare or line.heading):
        return "belief", bare
    return ("belief", bare) if line.heading else ("", "")


def _myth(ledger: Ledger, group: list[Segment]) -> Myth | None:
    fields = {"belief": "", "reality": "", "matters": ""}
    asked: Segment | None = None
    for segment in group:
        found = ledger.group(segment.lines)
        if segment.name == "question" and asked is None:
            asked = segment
        elif segment.name in fields and any(map(fits_paragraph, found)):
            before = fields[segment.name]
            if before and segment.name != "belief":
                continue  # a second of its kind: it stays a leftover
            ledger.open(segment)
            text = ledger.paragraph(found)
            fields[segment.name] = f"{before.rstrip(' .')}. {text}" if before else text
    if asked is None and not fields["belief"]:
        # Without a question or a belief there is no myth to ask about: give its lines back.
        for segment in group:
            ledger.used.difference_update(line.at for line in segment.lines)
        return None
    question = _myth_question(ledger, asked, fields["belief"], fields["reality"])
    return Myth(question=question, **fields)


def _myth_question(ledger: Ledger, asked: Segment | None, belief: str, reality: str) -> Question:
    if asked is None:
        text = f"Do you think this is true: {belief.rstrip(' .!?')}?"
        ledger.note(None, f"a myth without a question asks “{text}”")
        right = answer_key.answer("", belief, reality)
        return _yes_no(ledger, text, right)
    found = ledger.group(asked.lines)
    ledger.open(asked)
    for block in found[:1]:
        ledger.use(block.lines)
    text = " ".join(line.text for block in found[:1] for line in block.lines)
    binary = bool(vocabulary.YES_NO.search(text))
    text = vocabulary.COMMIT.sub("", vocabulary.YES_NO.sub("", text)).strip()
    text = questions.ask(ledger.writer.title(text)) or "Is this true?"
    offered = ("Yes", "No") if binary else questions.options(text)
    if offered in (("Yes", "No"), questions.SELF_JUDGED):
        right = answer_key.answer(text, belief, reality)
        if right is None:
            ledger.note(asked.head, f"no key: whether yes or no answers “{text}” is not clear")
        return _yes_no(ledger, text, right)
    key = answer_key.matching(offered, belief, reality)
    if key is None:
        ledger.note(asked.head, f"no key: the question “{text}” is open")
    options = tuple(Option(label=label, right=n == key) for n, label in enumerate(offered))
    return Question(id=ledger.name(text), text=text, options=options)


def _yes_no(ledger: Ledger, text: str, right: bool | None) -> Question:
    options = (Option(label="Yes", right=right is True), Option(label="No", right=right is False))
    return Question(id=ledger.name(text), text=text, options=options)
