"""What every section works with: the writer, the ledger of used lines, the names given so far.

The ledger is what keeps a line from being lost. A line counts as used only when it is taken to be
put into the lesson or recognised as furniture; whatever nobody took is a leftover.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.lessons.format.outline import LONGEST_LINE
from bot.lessons.importing import classify, labels, questions, vocabulary
from bot.lessons.importing.lines import Line
from bot.lessons.importing.markdown import PLAIN_INFO, Block, Writer, fits_paragraph, is_nested
from bot.values import replace, value

_MAX_QUOTATION = 48


@value
class Segment:
    """What stands under a label; ``name`` is empty for what stands before the first."""

    name: str
    head: Line | None
    lines: list[Line]


@dataclass(slots=True)
class Ledger:
    """The writer of texts, the ledger, the notes, and the ids in use.

    ``named`` are the fences of which the lesson says the language, too.
    """

    writer: Writer
    used: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def use(self, lines: Iterable[Line]) -> None:
        self.used.update(line.at for line in lines)

    def note(self, line: Line | None, text: str) -> None:
        """Say what was assumed, and where."""
        self.notes.append(f"line {line.number}: {text}" if line and line.number else text)

    def note_lost_languages(self, lines: Iterable[Line]) -> None:
        """Say what stood behind the marks of fences and is in no text.

        Code in a paragraph has no language, a fence without rows is nothing but marks, and where
        a fence was left open, what looks like a language may be words of the page.
        """
        for line in lines:
            if line.info.lower() not in PLAIN_INFO and line.at not in self.named:
                self.note(line, f"left out: “{line.info}”, which comes after the mark of a fence")

    def name(self, text: str) -> str:
        """A new id from the significant words of a text."""
        base = slug(questions.significant(text)) or "question"
        result, count = base, 1
        while result in self.ids:
            count += 1
            result = f"{base[: _MAX_QUOTATION - len(str(count)) - 1].rstrip('-')}-{count}"
        self.ids.add(result)
        return result

    def group(self, lines: Sequence[Line], *, coded: bool = False) -> list[Block]:
        return self.writer.group(lines, coded=coded)

    def blocks(self, blocks: Sequence[Block]) -> str:
        """The blocks as a text, entered into the ledger; what is nested too deep is left over."""
        if self.writer.too_deep(blocks):
            blocks = [block for block in blocks if not is_nested(block)]
        for block in blocks:
            self.use(block.lines)
            if block.kind == "code":
                self.named.update(line.at for line in block.lines)
        return self.writer.blocks(blocks)

    def paragraph(self, blocks: Sequence[Block]) -> str:
        fitting = [block for block in blocks if fits_paragraph(block)]
        for block in fitting:
            self.use(block.lines)
        return self.writer.paragraph(fitting)

    def title(self, line: Line, text: str | None = None) -> str:
        """The line, or the part of it that is given, as a heading's words; entered."""
        self.use([line])
        return self.writer.title(line.text if text is None else text)

    def without_furniture(self, lines: Sequence[Line]) -> list[Line]:
        """The lines without those that belong to the page; these are entered."""
        kept = []
        for at, line in enumerate(lines):
            if line.blank or line.fenced:
                if line.fenced and not line.raw:
                    self.use([line])
                else:
                    kept.append(line)
            elif vocabulary.furniture(line.text) or (
                vocabulary.RULE.match(line.text) and not _is_frame(lines, at)
            ):
                self.use([line])
            elif not vocabulary.comment(line.text) and len(line.text) <= LONGEST_LINE:
                kept.append(line)  # a comment is no text: it stays a leftover
        return kept

    def segments(self, lines: Sequence[Line], labels: labels.Labels) -> list[Segment]:
        """The lines by their labels. A label that stands alone is entered when its text is."""
        results = [Segment("", None, [])]
        for line in lines:
            label = None
            if not line.blank and not line.fenced:
                label = labels.match(line.text, heading=bool(line.heading))
            if label:
                results.append(
                    Segment(label.name, line, [line.rest(label.rest)] if label.rest else [])
                )
            else:
                results[-1].lines.append(line)
        return results

    def open(self, segment: Segment) -> list[Line]:
        if segment.head and (not segment.lines or segment.lines[0].at != segment.head.at):
            self.use([segment.head])
        return segment.lines


def slug(words: Sequence[str]) -> str:
    """Words joined by hyphens, as many whole ones as fit an id."""
    text = ""
    for word in words:
        longer = f"{text}-{word}" if text else word[:_MAX_QUOTATION]
        if len(longer) > _MAX_QUOTATION:
            break
        text = longer
    return text


def numeral(text: str) -> int | None:
    """The number that a line consists of."""
    match = re.fullmatch(r"[#(]?(\d{1,2})[.):]?", vocabulary.plain(text))
    return int(match[1]) if match else None


def has_words(text: str) -> bool:
    """Whether a text has a letter or a digit, as every title must."""
    return bool(re.search(r"[^\W_]", text))


def solid(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not line.blank]


def drop_bullet(line: Line) -> Line:
    """An item of a list without its mark, with any indentation gone."""
    if line.heading or line.fenced:
        return line
    text = re.sub(r"^\s*(?:[-*+•–◦▪✓✔✅]\s+|\(?\d{1,2}[.)]\s+)", "", line.raw)
    return replace(line, raw=text, text=text.strip())


def _is_frame(lines: Sequence[Line], at: int) -> bool:
    """Whether a rule is the frame of a drawing or belongs to code beside it."""
    near = [lines[x] for x in (at - 1, at + 1) if 0 <= x < len(lines)]
    return any(
        not x.blank
        and not x.fenced
        and (classify.is_drawing(x.raw) or "|" in x.raw or classify.code(x.raw))
        for x in near
    )
