"""A lesson page that was sent comes back as a lesson file, with what is left to do in words."""

from dataclasses import dataclass

from bot.conversation.admin.format import ADVICE, MOST, listed
from bot.conversation.lesson import submission
from bot.conversation.lesson.beats import pack
from bot.conversation.outputs import Document
from bot.conversation.phrases import count, phrase
from bot.conversation.turn import Scene

MEDIA = "text/markdown"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A lesson page as a lesson file of this name: where it is kept, its bytes, and remarks.

    ``remarks`` say what was assumed, and what of the page has no place in the file.
    """

    name: str
    id: str
    size: int
    remarks: tuple[str, ...] = ()


def tell(
    scene: Scene, name: str, page: Unfinished, faults: tuple[str, ...], advice: tuple[str, ...]
) -> None:
    """Send the file; ``name`` is the page's as Markdown, faults and advice are the file's."""
    said = phrase("admin.page.sent", name=name, file=page.name)
    otherwise = phrase("admin.page.large", name=name, size=submission.sized(page.size))
    scene.outputs.append(Document(page.name, MEDIA, page.id, page.size, said, otherwise))
    parts = []
    for key, lines, most in (
        ("admin.page.remarks", page.remarks, MOST),
        ("admin.page.faults", faults, MOST),
        ("admin.push.advice", advice, ADVICE),
    ):
        if lines:
            parts += [count(key, len(lines)), *listed(lines, most)]
    for text in pack([*parts, phrase("admin.page.finish", file=page.name)]):
        scene.say(text)
