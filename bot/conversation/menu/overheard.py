"""Where others read along nothing is learned: a button leads to where the learner is alone.

Where a platform names no such place, a lesson is played where it was asked for. Settings, help and
what admins do stay where they are, since nothing of what somebody knows is told by them; but where
a press is answered to its learner alone, all that a mention gets is the button for that.
"""

import re
from collections.abc import Callable

from bot.conversation.identities import codes
from bot.conversation.inputs import Added, Command, Text, Upload
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import Needs
from bot.conversation.outputs import Doorway
from bot.conversation.phrases import phrase
from bot.conversation.question.naming import fold, listed_words
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.values import value

_ABOUT_A_LESSON = ("start", "test", "resume", "learn", "ways", "sources")
"""Acts whose first word is a lesson's id."""

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")

_OF_THE_CHAT = ("class", "predict", "together")
"""Commands whose answer is for everybody there."""

_CHOOSING = ("menu", "course", "later", "greet")
_COMMANDS = ("start", "learn", "mode", "continue", "review", "progress", "ask")


@value
class _Way:
    """Where a button leads: what ``/start`` is given there, and the lesson that it leads to."""

    payload: str = ""
    lesson: str = ""


def _concerns(meant: Meant) -> _Way | None:
    envelope = meant.envelope
    if not (envelope.overheard and envelope.home):
        return None
    content = meant.given
    for_all = isinstance(content, Command) and content.name in _OF_THE_CHAT
    return _way(meant) or (_Way() if envelope.mentioned and not for_all else None)


def _way(meant: Meant) -> _Way | None:
    content, session, acting = meant.given, meant.session, meant.acting
    if isinstance(content, Command):
        return _by_command(meant, content) if content.name in _COMMANDS else None
    if acting is None:
        # Words that fit nothing: what could be said of them is about a lesson.
        return _Way() if isinstance(content, Text) and meant.stray is None else None
    if meant.about == "review":
        return _Way("_review")
    if meant.about == "lesson":
        # Which lesson somebody is in is theirs to tell.
        return _Way("_continue" if session and session.run else "")
    verb, *about = meant.call or (acting.act.verb,)
    if verb in _ABOUT_A_LESSON and about:
        return _to(about[0])
    if verb in _CHOOSING:
        return _Way("" if verb == "greet" else "_learn")
    return _Way("_continue") if meant.goes_on else None


def _by_command(meant: Meant, command: Command) -> _Way | None:
    if command.name == "start" and codes.linked_by(meant.library, command.argument):
        # No link with a code in it is shown where others could follow it.
        return None
    if command.name == "start":
        # What invites to a group or names a lesson goes along.
        payload = command.argument.strip()
        return _Way(payload if _PAYLOAD.fullmatch(payload) else "")
    if command.name == "learn" and (card := finding.find(meant.library, command.argument)):
        return _to(card.id)
    return _Way(f"_{command.name}")


def _to(lesson: str) -> _Way:
    return _Way(lesson, lesson)


def _run(scene: Scene, meant: Meant, way: _Way, rest: Callable[[], None]) -> None:
    if scene.envelope.mentioned:
        text, label = phrase("mention.answer"), phrase("mention.open")
        scene.outputs.append(Doorway(text, label, way.payload))
        return
    card = scene.library.cards.get(way.lesson)
    text = phrase("alone.lesson", title=card.title) if card else phrase("alone")
    if meant.call == ("greet",):
        text = f"{phrase('greet.hello')} {text}"
    scene.outputs.append(Doorway(text, phrase("alone.open"), way.payload))


def _needs(meant: Meant, way: _Way, rest: Callable[[], Needs]) -> Needs:
    return Needs()


def asks(text: str) -> bool:
    """Whether words read like a question: by how they end, or how they begin in any language."""
    first = fold(text).partition(" ")[0]
    return text.rstrip().endswith("?") or first in listed_words("match.asks")


def _talk(meant: Meant) -> bool | None:
    if not meant.envelope.replying:
        return None
    return True if meant.acting is None or _way(meant) else None


def _listen(scene: Scene, meant: Meant, talk: bool, rest: Callable[[], None]) -> None:
    """Say nothing: nobody has asked."""


def _unheard(meant: Meant, talk: bool, rest: Callable[[], Needs]) -> Needs:
    return Needs()


def _is_addressed(meant: Meant) -> bool | None:
    return True


def _greet(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    scene.outputs.append(Doorway(phrase("alone.added"), phrase("alone.open")))


def _nothing(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    return Needs()


LEAD_TO_PRIVATE_CHAT: Interceptor[_Way] = Interceptor(
    "lead to private chat",
    "leads from a group to the private chat, in place of whatever is about learning",
    _concerns,
    _run,
    _needs,
    before={
        "tell corrections": "what somebody got wrong is told where nobody else reads",
        "tell unreachable": "it may open the very chat that couldn't be reached",
    },
)

GREET_GROUP: Interceptor[bool] = Interceptor(
    "greet group",
    "says hello, and how to begin, in a group that the bot was added to",
    _is_addressed,
    _greet,
    _nothing,
    before={"settle plans": "whoever adds the bot to a group hasn't come to learn"},
    inputs=(Added,),
)

IGNORE_GROUP_TALK: Interceptor[bool] = Interceptor(
    "ignore group talk",
    "says nothing to people in a group who reply to the bot's message to talk about it",
    _talk,
    _listen,
    _unheard,
    before={"settle plans": "whoever talks to the others has said nothing to the bot"},
    inputs=(Text, Upload),
)
