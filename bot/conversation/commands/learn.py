"""/learn: choose a lesson; words of its name, its id or its tags lead there.

Behind a lesson's name may stand a way through it, as in "career-paths deep", which is begun then.
"""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.lesson import acts
from bot.conversation.lesson.modes import MODES, of_card
from bot.conversation.menu import menu
from bot.conversation.needs.learner import Needs
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library


def _way(library: Library, argument: str) -> tuple[Card, str] | None:
    """The lesson that is named, and the way through it; ``None`` if not both are."""
    name, _, mode = argument.strip().rpartition(" ")
    if mode.lower() not in MODES or finding.find(library, argument):
        return None
    card = finding.find(library, name)
    return (card, mode.lower()) if card else None


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    way = _way(library, argument)
    return acts.needs_start(library, session, way[0].id, way[1]) if way else Needs()


def _run(scene: Scene, argument: str) -> None:
    if way := _way(scene.library, argument):
        card, mode = way
        if mode in dict(of_card(card)):
            menu.start(scene, card.id, mode)
        else:
            menu.ways(scene, card.id)
    elif argument:
        menu.search(scene, argument)
    else:
        menu.everything(scene)


LEARN = ChatCommand("learn", _run, argument="lesson", needs=_needs)
