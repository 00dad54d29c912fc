"""What one member is told over a button that all see.

Where others read along, an aside is all that reaches the presser alone, and a platform shows a few
words in it. What does not fit would have to be said to all, so it is cut.
"""

from bot.conversation.buttons import name, parse
from bot.conversation.inputs import Press
from bot.conversation.language.markup import escaped, plain, unquoted
from bot.conversation.outputs import Notice
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten

ROOM = 200
"""UTF-16 units that fit everywhere: what Telegram shows over a button."""

LABEL = 60
"""Characters of an answer that are quoted in an aside."""


def aside(scene: Scene, text: str, *, stays: bool = False, leads: str = "") -> None:
    """Say this to the presser alone; ``stays`` and ``leads`` are those of a ``Notice``.

    It takes the place of what they were last told about the same question.
    """
    words = plain(text) if scene.envelope.overheard else text
    if scene.envelope.overheard:
        while len(words.encode("utf-16-le")) > 2 * ROOM:
            words = f"{words[:-2].rstrip()}…"
    scene.outputs.append(Notice(words, stays, _about(scene), leads))


def _about(scene: Scene) -> str:
    given = scene.envelope.input
    token = parse(given.token) if isinstance(given, Press) else None
    return name(token.nonce, token.question) if token and token.shared else ""


def short(label: str) -> str:
    """An answer, which is Markdown, as it is quoted in an aside; that is Markdown, too."""
    return escaped(shorten(unquoted(plain(label)), LABEL))
