"""A lesson in a mode, as a flow of beats.

A beat is what happens between two inputs: something told, something asked, or the learner's own
verdict. Each has a name that does not depend on its position.
A message is one thought, sized for a phone: parts that are short share one, a long text is dealt
out over several.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.conversation.language.locale import manner
from bot.conversation.phrases import phrase
from bot.learning.preferences import Pace
from bot.lessons.format.images import pieces
from bot.lessons.model import Diagram, Image, Myth, Picture, Question

_COMFORTABLE: dict[Pace, int] = {"long": 700, "short": 350}

_SENTENCE_END = re.compile(
    r"""(?:(?<=[.!?…])|(?<=[.!?…][*_"'”’)])|(?<=[.!?…](?:\*\*|__)))\s+(?=\S)"""
)


@dataclass(frozen=True, slots=True)
class Tell:
    """A message that ends in *Continue*, perhaps with a diagram before it.

    ``step`` is the number of the build-up step that is done once it is read.
    """

    id: str
    text: str
    diagram: Diagram | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Pose:
    """A question to commit to, after ``lead`` and perhaps a drawing with a gap.

    ``key`` names the phrase that asks it. A myth's reality is the answer to its question. A
    ``quiet`` one gets no reveal: what is right is told when all of them are answered.
    """

    id: str
    lead: str
    question: Question
    myth: Myth | None = None
    quiet: bool = False
    puzzle: Picture = ""
    key: str = "ask.before"

    @property
    def beforehand(self) -> bool:
        """Whether it is a prediction: what answers it is still to be told."""
        return self.key != "ask.plain"


@dataclass(frozen=True, slots=True)
class Judge:
    """The learner's own verdict on an open question, once its text is read."""

    id: str
    question: Question
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """A question that was missed or guessed, asked once more at the end."""

    id: str
    question: Question
    myth: Myth | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """Something to answer in the learner's own words; ``item`` is what their text is kept for.

    With ``tick`` it is a milestone: it can be ticked off without words, or a file handed in, it
    can be brought back on another day, and gone to again.
    """

    id: str
    item: str
    text: str
    tick: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """The learner's own work against named criteria, one after the other.

    ``of`` names what the work is; if none of it was handed in, there is nothing to rate.
    """

    id: str
    item: str
    lead: str
    criteria: tuple[str, ...]
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Every answer of this run with its explanation, and what to revisit."""

    id: str


@dataclass(frozen=True, slots=True)
class MilestoneOverview:
    """All milestones with what was handed in for each, before that is judged."""

    id: str


Beat = Tell | Pose | Judge | Again | Write | Rate | MilestoneOverview | Results


def told(id: str, parts: Iterable[str], step: int | None = None) -> list[Tell]:
    """These parts, packed into as few comfortable messages as they need, in order.

    A picture among them comes before the message with the text below it.
    """
    shown = list(_dealt(parts))
    return [
        Tell(f"{id}.{n}" if n > 1 else id, text, diagram, step if n == len(shown) else None)
        for n, (diagram, text) in enumerate(shown, start=1)
    ]


def _dealt(parts: Iterable[str]) -> Iterator[tuple[Diagram | None, str]]:
    """Messages, each with the picture before it."""
    for image, texts in _illustrated(parts):
        diagram = Diagram(drawing=image) if image else None
        for text in pack(texts) or ([phrase("part.look")] if image else []):
            yield diagram, text
            diagram = None


def _illustrated(parts: Iterable[str]) -> Iterator[tuple[Image | None, list[str]]]:
    """The texts between two pictures, each time with the picture above them."""
    above: Image | None = None
    texts: list[str] = []
    for piece in (piece for part in parts for piece in pieces(part)):
        if isinstance(piece, str):
            texts.append(piece)
        elif above is None and all(map(_is_heading, texts)):
            # A heading has nothing below it yet, so it comes after the picture.
            above = piece
        else:
            yield above, texts
            above, texts = piece, []
    yield above, texts


def comfortable() -> int:
    """Characters of a message that reads at one glance on a phone, at the learner's pace."""
    return _COMFORTABLE[manner().pace]


def pack(parts: Iterable[str], limit: int | None = None) -> list[str]:
    """Join neighbouring parts up to ``limit`` characters; split a longer one between blocks.

    Without a limit, a message is as long as is comfortable.
    A heading (a part in bold that is one line long) never ends a message, and a message that
    would be left with a few words shares the text before it more evenly.
    A single block longer than ``limit`` stays whole if it is not a plain paragraph.
    """
    limit = comfortable() if limit is None else limit
    pieces = [piece for part in parts if part for piece in _pieces(part, limit)]
    messages: list[list[str]] = []
    for position, piece in enumerate(pieces):
        ahead = [piece]
        if _is_heading(piece) and position + 1 < len(pieces):
            ahead.append(pieces[position + 1])
        glued = bool(messages) and _is_heading(messages[-1][-1])
        if messages and (glued or _length([*messages[-1], *ahead]) <= limit):
            messages[-1].append(piece)
        else:
            messages.append([piece])
    if len(messages) > 1 and _length(messages[-1]) < limit // 3:
        messages[-2:] = _evenly([*messages[-2], *messages[-1]])
    return ["\n\n".join(message) for message in messages]


def _evenly(pieces: list[str]) -> list[list[str]]:
    """Two messages of these pieces, as even as the borders between their blocks allow."""
    parts = [block for piece in pieces for block in blocks(piece)]
    cuts = [cut for cut in range(1, len(parts)) if not _is_heading(parts[cut - 1])]
    if not cuts:
        return [pieces]
    best = min(cuts, key=lambda cut: max(_length(parts[:cut]), _length(parts[cut:])))
    return [parts[:best], parts[best:]]


def _length(pieces: Sequence[str]) -> int:
    return sum(map(len, pieces)) + 2 * (len(pieces) - 1)


def blocks(text: str) -> list[str]:
    """The blocks of a Markdown text: what blank lines outside of code fences part."""
    found: list[list[str]] = [[]]
    fence = ""
    for line in text.split("\n"):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        if line.strip() or fence:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]


def _is_heading(piece: str) -> bool:
    return piece.startswith("**") and piece.split("\n")[0].endswith("**") and len(piece) < 120


def _pieces(part: str, limit: int) -> list[str]:
    if len(part) <= limit:
        return [part]
    return [piece for block in blocks(part) for piece in _sentences(block, limit)]


def _sentences(block: str, limit: int) -> Sequence[str]:
    plain = "\n" not in block and not re.match(r"[ >#|*+\-`~]|\d+[.)] ", block)
    if len(block) <= limit or not plain:
        return [block]
    pieces: list[str] = []
    for sentence in _SENTENCE_END.split(block):
        whole = pieces and not _balanced(pieces[-1])
        if pieces and (whole or len(pieces[-1]) + 1 + len(sentence) <= limit):
            pieces[-1] += " " + sentence
        else:
            pieces.append(sentence)
    return pieces


def _balanced(text: str) -> bool:
    """Whether no emphasis, code or link is left open, so that the text may end here."""
    rest = re.sub(r"\\.", "", text)
    for mark in ("**", "__", "||", "``", *"*_`"):
        if rest.count(mark) % 2:
            return False
        rest = rest.replace(mark, "")
    return rest.count("[") == rest.count("]")
