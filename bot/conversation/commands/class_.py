"""/class: a lesson's questions for everybody who reads this chat, and what else they do together.

What else there is has a word in place of a lesson: a question of the day, a duel, a board.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.conversation import boards, classes, daily, duels
from bot.conversation.commands.base import ChatCommand
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


class _Room(NamedTuple):
    begin: Callable[[Scene, str], None]
    wanted: Callable[[Library, Session | None, str], Needs]


_DAILY, _DUEL = _Room(daily.begin, daily.wanted), _Room(duels.begin, duels.wanted)
_BOARD = _Room(boards.begin, boards.wanted)

ROOMS: Mapping[str, _Room] = {
    "daily": _DAILY,
    "täglich": _DAILY,
    "duel": _DUEL,
    "duell": _DUEL,
    "board": _BOARD,
    "rangliste": _BOARD,
}
"""What may be written in place of a lesson."""


def _begin(scene: Scene, argument: str) -> None:
    room, rest = _meant(argument)
    if room is None:
        classes.begin(scene, argument)
    elif not scene.envelope.address.public:
        scene.say(phrase("class.where"))
    else:
        room.begin(scene, rest)


def _wanted(library: Library, session: Session | None, argument: str) -> Needs:
    room, rest = _meant(argument)
    return (room.wanted if room else classes.wanted)(library, session, rest)


def _meant(argument: str) -> tuple[_Room | None, str]:
    """What an argument is about, and what is said of that."""
    word, _, rest = argument.strip().partition(" ")
    room = ROOMS.get(word.casefold())
    return (room, rest.strip()) if room else (None, argument)


CLASS = ChatCommand("class", _begin, argument="lesson", needs=_wanted)

TOGETHER = ChatCommand("together", classes.begin_from_message, "words", classes.wanted_by_message)
"""A class from a message, where a platform has a menu for that; nobody has to type it."""
