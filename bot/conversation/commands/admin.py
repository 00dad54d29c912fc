"""/admin: what those do who edit what is taught. To all others there is no such command."""

from bot.conversation.admin import digest, digest_told, exporting, receiving, statistics
from bot.conversation.admin.announcing import ANNOUNCE
from bot.conversation.admin.areas import Areas
from bot.conversation.admin.cohorts import COHORTS
from bot.conversation.admin.drafting import DRAFTS
from bot.conversation.admin.errands import Tellings
from bot.conversation.admin.lessons import LESSONS
from bot.conversation.admin.log import LOG
from bot.conversation.admin.roles import ROLES
from bot.conversation.admin.statistics import STATISTICS
from bot.conversation.commands.base import ChatCommand
from bot.conversation.known import Needs
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Session
from bot.lessons.library import Library

_ALL = (receiving.PUSH, DRAFTS, LESSONS, COHORTS, ANNOUNCE, STATISTICS, ROLES, LOG)

AREAS = Areas({area.name: area for area in _ALL})

TELLINGS = Tellings(
    {
        receiving.KIND: receiving.TOLD,
        statistics.KIND: statistics.TOLD,
        exporting.KIND: exporting.TOLD,
        digest.KIND: digest_told.TOLD,
    }
)


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return AREAS.needs(argument.split())


def _run(scene: Scene, argument: str) -> None:
    if not AREAS.run(scene, argument.split()):
        scene.say(phrase("command.unknown", name="admin"))


ADMIN = ChatCommand("admin", _run, argument="words", needs=_needs)
