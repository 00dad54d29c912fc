"""What the areas of admins contribute: acts, kinds of jobs, and the overview of them all."""

from bot.conversation.acts import Act, Acts
from bot.conversation.admin.announcements.compose import ANNOUNCE
from bot.conversation.admin.areas import Area, guarded, leads_to
from bot.conversation.admin.cohorts.area import COHORTS
from bot.conversation.admin.jobs import JobKinds
from bot.conversation.admin.lessons.area import LESSONS
from bot.conversation.admin.log import LOG
from bot.conversation.admin.publishing import receive
from bot.conversation.admin.publishing.area import DRAFTS
from bot.conversation.admin.roles import ROLES
from bot.conversation.admin.statistics import area as statistics
from bot.conversation.admin.statistics import digest, digest_words, export
from bot.conversation.facts.roles import may
from bot.conversation.phrases import phrase
from bot.conversation.session import offer
from bot.conversation.turn import Scene

ROW = 3
"""Areas in a row of buttons."""

AREAS: tuple[Area, ...] = (
    receive.PUSH,
    DRAFTS,
    LESSONS,
    COHORTS,
    ANNOUNCE,
    statistics.STATISTICS,
    ROLES,
    LOG,
)
"""All areas, in the order in which they are shown."""

JOBS = JobKinds(
    {
        receive.KIND: receive.JOB,
        statistics.KIND: statistics.JOB,
        export.KIND: export.JOB,
        digest.KIND: digest_words.JOB,
    }
)
"""All kinds of jobs, and how admins are told what came of them."""


def _overview(scene: Scene) -> None:
    """The areas that whoever asks has a right to."""
    _show(scene)


def _unknown(scene: Scene) -> None:
    """The same, for words that are no area's."""
    _show(scene, phrase("admin.unknown"))


def _show(scene: Scene, lead: str = "") -> None:
    roles = scene.known.roles
    mine = [area for area in AREAS if may(roles, area.right)]
    named = ", ".join(phrase(f"admin.role.{one}") for one in sorted(roles))
    lines = [
        phrase(
            "admin.area",
            name=phrase(f"admin.area.{area.name}"),
            command=area.name,
            about=phrase(f"admin.area.{area.name}.about"),
        )
        for area in mine
    ]
    offers = [offer(phrase(f"admin.area.{area.name}"), f"admin {area.name}") for area in mine]
    rows = [offers[n : n + ROW] for n in range(0, len(offers), ROW)]
    parts = [lead, phrase("admin.title", roles=named), "\n".join(lines)]
    scene.ask("\n\n".join(part for part in parts if part), rows)


ACTS = Acts(
    (
        guarded(Act("admin", _overview, otherwise=leads_to("admin unknown"))),
        guarded(Act("admin unknown", _unknown)),
        *(act for area in AREAS for act in area.acts),
    )
)
"""All that admins can do."""
