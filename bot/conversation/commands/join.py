"""/join: belong to a cohort by its code; alone it shows one's own cohorts, and a way out."""

from bot.conversation.cohorts import membership
from bot.conversation.commands.base import ChatCommand
from bot.conversation.needs.learner import Needs
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return membership.NEEDS if argument else Needs()


def _run(scene: Scene, argument: str) -> None:
    if argument:
        membership.join(scene, argument)
    else:
        membership.overview(scene)


JOIN = ChatCommand("join", _run, argument="code", needs=_needs)
