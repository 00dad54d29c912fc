"""A learner's own work in numbered pieces, so that one of its lines can be pointed at.

How a text is divided is in ``divided``. A link and a file have no pieces: nothing in them can be
seen here.
"""

from collections.abc import Sequence

from bot.conversation.language.markup import FENCE, exact
from bot.conversation.lesson.project import made, versions
from bot.conversation.lesson.project.divided import pieces
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene

SHOWN = 1_200
"""Characters of the work that are shown with its numbers: whole, it stands right above."""

SHORT = 60
"""Characters of a piece that is quoted where all is judged: enough to know it by."""


def of(scene: Scene, milestone: str) -> tuple[str, ...]:
    """The pieces of the work on a milestone; none if a line of it can't be pointed at."""
    there = versions.standing(scene, milestone)
    if any(submission.file or versions.is_link(submission) for submission in there):
        return ()
    texts = pieces("\n\n".join(submission.text for submission in there))
    return texts if len(texts) > 1 else ()


def shown(texts: Sequence[str]) -> str:
    """The pieces with their numbers, each on a line of its own."""
    shares = made.shares([len(text) for text in texts], SHOWN)
    parts = [
        _code(number, text, share)
        if FENCE.search(text)
        else phrase("project.apart.piece", number=number, text=exact(made.shortened(text, share)))
        for number, (text, share) in enumerate(zip(texts, shares, strict=True), start=1)
    ]
    apart = any("\n" in part for part in parts)
    return ("\n\n" if apart else "\n").join(parts)


def in_short(piece: str) -> str:
    """The first words of a piece, on one line."""
    return exact(made.first_words(_without_fences(piece), SHORT))


def _code(number: int, piece: str, share: int) -> str:
    """A piece with a block of code in it, below its number; its end is where it is cut."""
    block = f"```\n{made.shortened(_without_fences(piece), share)}\n```"
    return f"{phrase('project.apart.piece', number=number, text='').strip()}\n\n{block}"


def _without_fences(piece: str) -> str:
    return "\n".join(line for line in piece.splitlines() if not FENCE.match(line))
