"""A card about what a chat shares, and what a single member is told over a button that all see.

The card stands where all read along and is nobody's open question, so a lesson that its presser is
in stays as it is. It belongs to whoever asked for it: nobody else's press changes anything.

Where others read along, an aside is all that reaches the presser alone, and a platform shows a few
words in it. What does not fit would have to be said to all, so it is cut.
"""

from collections.abc import Sequence
from enum import IntEnum

from bot.conversation.buttons import Token, name, nonce, parse
from bot.conversation.inputs import Press
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import escape_markdown, plain, unquote_words
from bot.conversation.outputs import Ask, Choice, Notice, Retire, Revise
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten

ROOM = 200
"""UTF-16 units that fit everywhere: what Telegram shows over a button."""

LABEL = 60
"""Characters of an answer that are quoted in an aside."""


def aside(scene: Scene, text: str, *, stays: bool = False, leads: str = "") -> None:
    """Say this to the presser alone, in place of the last aside about the same question."""
    words = plain(text) if scene.envelope.overheard else text
    if scene.envelope.overheard:
        while len(words.encode("utf-16-le")) > 2 * ROOM:
            words = f"{words[:-2].rstrip()}…"
    scene.outputs.append(Notice(words, stays, _button_question(scene), leads))


def _button_question(scene: Scene) -> str:
    content = scene.envelope.input
    token = parse(content.token) if isinstance(content, Press) else None
    return name(token.nonce, token.question) if token and token.shared else ""


def short(label: str) -> str:
    """An answer, which is Markdown, as it is quoted in an aside; that is Markdown, too."""
    return escape_markdown(shorten(unquote_words(plain(label)), LABEL))


Labels = Sequence[Sequence[tuple[str, int]]]
"""What its buttons say, and the number that each stands for, in rows."""


class Kind(IntEnum):
    LESSONS = 1
    LIMIT = 2
    DAILY = 3
    DUEL = 4
    BOARD = 5
    PREDICT = 6
    ROOM = 7


ROOMS = ("duel", "board", "settings", "daily", "board on")
"""What may be written behind ``/class`` but a lesson, by the number of the button for it."""


def rooms(*words: str) -> list[tuple[str, int]]:
    """Buttons for these of ``ROOMS``, which anybody may press."""
    return [(phrase(f"class.room.{word.replace(' ', '_')}"), ROOMS.index(word)) for word in words]


def tick_label(label: str, number: int, *, now: bool) -> tuple[str, int]:
    """A button, with a tick if it stands for what is so now."""
    return f"✓ {label}" if now else label, number


def is_mine(scene: Scene, id: str) -> bool:
    return id == _id(scene)


def put(scene: Scene, kind: Kind, text: str, labels: Labels, beside: Labels = ()) -> None:
    """Show it, with buttons for what else there is ``beside`` it (``rooms``)."""
    rows = _rows(scene, kind, labels, beside)
    scene.outputs.append(Ask(name(_id(scene), kind), text, rows, language=manner().language))


def change(scene: Scene, kind: Kind, text: str, labels: Labels, beside: Labels = ()) -> None:
    """Let it say this."""
    rows = _rows(scene, kind, labels, beside)
    scene.outputs.append(Revise(name(_id(scene), kind), text, rows))


def close(scene: Scene, kind: Kind, text: str) -> None:
    """Let it say this, and take its buttons off."""
    scene.outputs.append(Retire(name(_id(scene), kind), text))


def _id(scene: Scene) -> str:
    where = scene.envelope.address
    return nonce(f"classes {where.platform} {where.chat} {scene.envelope.sender}")


def _rows(
    scene: Scene, kind: Kind, labels: Labels, beside: Labels
) -> tuple[tuple[Choice, ...], ...]:
    id = _id(scene)
    return buttons(id, kind, labels) + buttons(id, Kind.ROOM, beside)


def buttons(id: str, kind: Kind, labels: Labels) -> tuple[tuple[Choice, ...], ...]:
    return tuple(
        tuple(Choice(label, str(Token(id, kind, n, of_chat=True))) for label, n in row)
        for row in labels
    )
