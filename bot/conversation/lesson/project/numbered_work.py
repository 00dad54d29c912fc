"""A learner's own work in numbered pieces, so that its lines can be pointed at.

Blank lines divide a text. Where the label of the first line comes again ("Asked:", "Case 1", "2.",
"-"), a piece begins at each such line, so that what belongs to a case stands together. Else each
line is a piece, and of a single line, or a few long lines, each sentence. What goes on in an
indented line belongs to the line above it, and so does a bracket that closes it; a block of code is
like a line, and so is a row of a table.

Two paragraphs are often a heading and the rest: they are divided together, unless they begin alike.
What has more pieces than ``MAX_PIECES`` has none, nor has a link or a file.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.conversation.language.markup import FENCE, exact
from bot.conversation.lesson.project import submissions
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.lessons.lint.readability import SENTENCE_END
from bot.values import replace, value

MAX_PIECES = 8
"""Pieces that are told apart at a glance, and buttons for them that fit every platform."""

MIN_PARAGRAPHS = 3
"""Paragraphs that work is pointed at by: with fewer, each is half of it."""

LONG_LINE = 200
"""Characters of a line that is a paragraph: what is meant is a sentence of it."""

_CODE = re.compile(r"(```|~~~).*?^\1[ \t]*$|(?:```|~~~).*", re.MULTILINE | re.DOTALL)
_BULLET = re.compile(r"[-*•·–]\s+(?=\S)")
_COUNTED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_COUNT = re.compile(r"(\d{1,2})\s+(?=\S)")
"""What a line of a list begins with: our numbers take its place. The last may be of a sentence."""

_CASE = re.compile(r"([^\W\d_]+) ?#?\d{1,2}\b")
_HEAD = re.compile(r"([^\W\d_]+(?: [^\W\d_]+){0,2})[*_]*:(?!\S)")
"""Words that a line begins with: "Case 1", "Asked:"."""

_RULE = re.compile(r"[\s|:=_*+-]+")
"""A line that only divides, such as the second line of a table."""

_CUT = re.compile(r"(?:^\d+|(?:^|\W)(?:[^\W\d]|nr|dr|mrs?|ca|bzw|vgl|approx))\.$", re.IGNORECASE)
"""How a part ends that is no sentence: a number or an abbreviation, as in "e.g."."""


@value
class _Label:
    """What a line begins with: the kind of its mark (``-``, ``1.``, ``1``), if any, and words."""

    mark: str = ""
    words: str = ""


def pieces(text: str) -> tuple[str, ...]:
    paragraphs = [paragraph for paragraph in _paragraphs(text) if paragraph]
    alike = len(paragraphs) > 1 and _begin_alike(paragraphs)
    if alike or len(paragraphs) >= MIN_PARAGRAPHS:
        counted = alike and _label(paragraphs[0][0]).mark == "1"
        texts = [
            piece for paragraph in paragraphs for piece in _cases(paragraph, 0, marks=not alike)
        ]
        # A list in any of them isn't all of it.
        if len(texts) > MAX_PIECES or counted:
            texts = [_join_lines(paragraph, counted=counted) for paragraph in paragraphs]
    else:
        texts = _of_lines([line for paragraph in paragraphs for line in paragraph])
    return tuple(texts) if len(texts) <= MAX_PIECES else ()


def _begin_alike(paragraphs: Sequence[Sequence[str]]) -> bool:
    first = [paragraph[0] for paragraph in paragraphs]
    label = _label(first[0])
    return label != _Label() and len(_starts(first, 0, label)) == len(first)


def _of_lines(lines: Sequence[str]) -> list[str]:
    """A paragraph in its pieces: its cases, its lines, or their sentences."""
    # A heading may stand above the first label.
    heads = len(lines) > 1 and not _label(lines[0]).mark
    for first in (0, 1) if heads else (0,) if lines else ():
        if len(texts := _cases(lines, first, marks=True)) > 1:
            return texts
    texts = [_join_lines([line]) for line in lines]
    if len(lines) == 1 or any(len(line) > LONG_LINE for line in lines):
        sentences = [each for text in texts for each in _sentences(text)]
        return sentences if len(sentences) <= MAX_PIECES or len(lines) == 1 else texts
    return texts


def _cases(lines: Sequence[str], first: int, *, marks: bool) -> list[str]:
    """Lines divided where the label of the ``first`` comes again; whole if it doesn't.

    A mark alone divides them only with ``marks``: "- Asked: …" may be followed by "- Got: …".
    """
    label = _label(lines[first])
    ways = [label, replace(label, words="")] if marks and label.mark else [label]
    for way in ways:
        starts = _starts(lines, first, way) if way != _Label() else []
        if len(starts) > 1 and starts[0] == first:
            edges = [*([0] if first else []), *starts, len(lines)]
            counted = way.mark == "1"
            return [
                _join_lines(lines[start:end], counted=counted and start >= first)
                for start, end in pairwise(edges)
            ]
    return [_join_lines(lines)]


def _starts(lines: Sequence[str], first: int, label: _Label) -> list[int]:
    """Where this label stands, from the first on; a number alone has to count on from 1."""
    numbers: list[int] = []
    for at in range(first, len(lines)):
        there = _label(lines[at])
        listed = label == _Label("-") and there.mark == "1."
        same = there.mark == label.mark and label.words in ("", there.words)
        if (same or listed) and (label.mark != "1" or _count(lines[at]) == len(numbers) + 1):
            numbers.append(at)
    return numbers


def _label(line: str) -> _Label:
    if FENCE.match(line):
        return _Label()
    mark = "-" if _BULLET.match(line) else "1." if _COUNTED.match(line) else ""
    mark = mark or ("1" if _COUNT.match(line) else "")
    rest = _drop_mark(line, counted=True).lstrip("*_# ")
    words = _CASE.match(rest) or _HEAD.match(rest)
    return _Label(mark, words[1].casefold() if words else "")


def _count(line: str) -> int:
    match = _COUNT.match(line)
    return int(match[1]) if match else 0


def _join_lines(lines: Sequence[str], *, counted: bool = False) -> str:
    """The lines of a piece, without the mark it begins with, nor those of the same list."""
    bullets = bool(_BULLET.match(lines[0]))
    rest = [_drop_bullet(line) if bullets else line for line in lines[1:]]
    return "\n".join([_drop_mark(lines[0], counted=counted), *rest])


def _drop_bullet(line: str) -> str:
    mark = _BULLET.match(line)
    return line[mark.end() :] if mark else line


def _drop_mark(line: str, *, counted: bool = False) -> str:
    for mark in (_BULLET, _COUNTED, *([_COUNT] if counted else [])):
        if match := mark.match(line):
            return line[match.end() :]
    return line


def _paragraphs(text: str) -> Iterator[list[str]]:
    """Its paragraphs in their lines, each with what goes on below it, and blocks of code whole."""
    texts: list[str] = []
    at, blocks = 0, list[tuple[str, str]]()
    for code in _CODE.finditer(text):
        blocks.append((text[at : code.start()], code[0]))
        at = code.end()
    for words, code_block in [*blocks, (text[at:], "")]:
        # What follows a block of code begins with the end of its line.
        for line in words.removeprefix("\n").splitlines():
            if not line.strip():
                yield texts
                texts = []
            else:
                texts = _with_line(texts, line)
        if code_block:
            texts.append(code_block)
    yield texts


def _with_line(lines: list[str], line: str) -> list[str]:
    """These and another line, which may go on with the last."""
    if _RULE.fullmatch(line):
        return lines
    stripped = line.strip()
    marked = _BULLET.match(stripped) or _COUNTED.match(stripped)
    goes_on = (line[0].isspace() and not marked) or not any(map(str.isalnum, line))
    if lines and goes_on and not FENCE.match(lines[-1]):
        return [*lines[:-1], f"{lines[-1]} {stripped}"]
    return [*lines, stripped]


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line; code is no text, so it stays whole."""
    if line[0] in "{[<`~":
        yield line
        return
    begun = ""
    for part in SENTENCE_END.split(line):
        if begun and (_CUT.search(begun) or part[0].islower()):
            begun += f" {part}"
            continue
        if begun:
            yield begun
        begun = part
    yield begun


SHOWN = 1_200
"""Characters of the work that are shown with its numbers: whole, it stands right above."""

MAX_QUOTED_PIECE = 60
"""Characters of a piece that is quoted where all is judged: enough to know it by."""


def of(scene: Scene, milestone: str) -> tuple[str, ...]:
    """The pieces of the work on a milestone; none if a line of it can't be pointed at."""
    there = submissions.standing(scene, milestone)
    if any(submission.file or submissions.is_link(submission) for submission in there):
        return ()
    texts = pieces("\n\n".join(submission.text for submission in there))
    return texts if len(texts) > 1 else ()


def render(texts: Sequence[str]) -> str:
    """The pieces with their numbers, each on a line of its own."""
    shares = submissions.shares([len(text) for text in texts], SHOWN)
    parts = [
        _code(number, text, share)
        if FENCE.search(text)
        else phrase(
            "project.apart.piece", number=number, text=exact(submissions.shorten(text, share))
        )
        for number, (text, share) in enumerate(zip(texts, shares, strict=True), start=1)
    ]
    apart = any("\n" in part for part in parts)
    return ("\n\n" if apart else "\n").join(parts)


def in_short(piece: str) -> str:
    """The first words of a piece, on a line."""
    return exact(submissions.first_words(_without_fences(piece), MAX_QUOTED_PIECE))


def _code(number: int, piece: str, share: int) -> str:
    """A piece with a block of code in it, below its number; its end is where it is cut."""
    block = f"```\n{submissions.shorten(_without_fences(piece), share)}\n```"
    return f"{phrase('project.apart.piece', number=number, text='').strip()}\n\n{block}"


def _without_fences(piece: str) -> str:
    return "\n".join(line for line in piece.splitlines() if not FENCE.match(line))
