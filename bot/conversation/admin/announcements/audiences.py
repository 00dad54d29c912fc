"""The audiences of an announcement: what each is called, and how many it reaches."""

from typing import Literal

from bot.conversation.admin.announcements import places
from bot.conversation.admin.announcements.rights import posts
from bot.conversation.admin.areas import known
from bot.conversation.facts.announcement import COHORT, EVERYONE, posted
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene

ALL = "all"
"""The audience of all, as the log has it."""

KINDS = ("course", "cohort", "chat")
"""What an audience may be, as the acts that are about one are called."""


def reach(scene: Scene, audience: str) -> int:
    """How many it reaches."""
    return known(scene).audiences.get(audience, 0)


def chats(scene: Scene) -> dict[str, str]:
    """The chats that whoever acts may post in, by audience, with their names."""
    return places.offered(scene) if posts(scene) else {}


def named(scene: Scene, audience: str) -> str:
    """What an audience is called: a course by its title."""
    if audience == EVERYONE:
        return phrase("admin.announce.everyone")
    if audience.startswith(COHORT):
        cohort = scene.library.cohorts.get(audience.removeprefix(COHORT))
        return phrase("admin.announce.cohort", name=cohort.name if cohort else audience)
    return phrase("admin.announce.course", title=scene.library.course_title(audience))


def logged(scene: Scene, audience: str) -> str:
    """An audience as the log has it, whoever reads that."""
    if audience.startswith(COHORT):
        code = audience.removeprefix(COHORT)
        cohort = scene.library.cohorts.get(code)
        return f"{cohort.name} ({code})" if cohort else code
    return audience or ALL


def choice(label: str, verb: Literal["to", "send"], id: str, audience: str) -> Offer:
    """A choice to have it sent to an audience, or to confirm that."""
    if audience == EVERYONE:
        return offer(label, f"admin announce {verb} everyone", id)
    return offer(label, f"admin announce {verb} {kind(audience)}", id, audience)


def kind(audience: str) -> str:
    """Which of ``KINDS`` it is."""
    if posted(audience):
        return "chat"
    return "cohort" if audience.startswith(COHORT) else "course"
