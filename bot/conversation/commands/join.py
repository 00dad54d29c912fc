"""/join: belong to a cohort by its code; alone it shows one's own cohorts, and a way out."""

from bot.conversation import joining
from bot.conversation.commands.base import ChatCommand
from bot.conversation.known import Needs
from bot.conversation.scene import Scene
from bot.conversation.session import Session
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return joining.NEEDS if argument else Needs()


def _run(scene: Scene, argument: str) -> None:
    if argument:
        joining.join(scene, argument)
    else:
        joining.overview(scene)


JOIN = ChatCommand("join", _run, argument="code", needs=_needs)
