"""/admin: what those do who edit what is taught. To all others there is no such command."""

from bot.conversation.acts import Act
from bot.conversation.admin.announcements.compose import ANNOUNCE
from bot.conversation.admin.areas import Areas
from bot.conversation.admin.cohorts.area import COHORTS
from bot.conversation.admin.log import LOG
from bot.conversation.admin.publishing import receive
from bot.conversation.admin.publishing.draft_acts import DRAFTS
from bot.conversation.admin.publishing.lessons import LESSONS
from bot.conversation.admin.roles import ROLES
from bot.conversation.admin.statistics.area import STATISTICS
from bot.conversation.commands.base import ChatCommand
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

_ALL = (receive.PUSH, DRAFTS, LESSONS, COHORTS, ANNOUNCE, STATISTICS, ROLES, LOG)

AREAS = Areas({area.name: area for area in _ALL})


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return AREAS.needs(argument.split())


def _run(scene: Scene, argument: str) -> None:
    if not AREAS.run(scene, argument.split()):
        scene.say(phrase("command.unknown", name="admin"))


ADMIN = ChatCommand("admin", _run, argument="words", needs=_needs)


def _needs_act(library: Library, session: Session, *words: str) -> Needs:
    return AREAS.needs(" ".join(words).split())


def _act(scene: Scene, *words: str) -> None:
    if not AREAS.run(scene, " ".join(words).split()):
        scene.close()
        scene.say(phrase("press.closed"))


ACTS = (Act("admin", _act, _needs_act),)
