"""What the areas of admins contribute: acts, jobs, alarms, and the overview of them all."""

from collections.abc import Callable

from bot.conversation.acts import Act, Acts, leads_to
from bot.conversation.admin import inbox, roles, statistics
from bot.conversation.admin.announcements import ANNOUNCE, progress, question, sending
from bot.conversation.admin.areas import Area, all_named, guard
from bot.conversation.admin.cohorts import COHORTS
from bot.conversation.admin.inbox import INBOX, picture
from bot.conversation.admin.lessons import LESSONS
from bot.conversation.admin.log import LOG
from bot.conversation.admin.publishing import DRAFTS, receive, scheduled
from bot.conversation.admin.statistics import digest, export, report
from bot.conversation.alarms import AlarmKind
from bot.conversation.facts import announcement
from bot.conversation.inputs import Alarm
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.remarks.remark import NEWS
from bot.conversation.reminders import digest_schedule
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

ROW = 3
"""Areas in a row of buttons."""

AREAS: tuple[Area, ...] = (
    receive.PUSH,
    DRAFTS,
    LESSONS,
    INBOX,
    COHORTS,
    ANNOUNCE,
    statistics.STATISTICS,
    roles.ROLES,
    LOG,
)

JOBS = {
    receive.KIND: receive.JOB,
    report.KIND: statistics.JOB,
    export.KIND: export.JOB,
    digest.KIND: digest.JOB,
    picture.KIND: picture.JOB,
    question.KIND: question.JOB,
}


def _by_name(needs: Callable[[Alarm], Needs]) -> Callable[[Library, Session, Alarm], Needs]:
    """The needs of an alarm whose name says all about it."""
    return lambda _library, _session, alarm: needs(alarm)


def _needs_digest(library: Library, session: Session, alarm: Alarm) -> Needs:
    return Needs((AdminNeeds(),))


ALARMS = (
    AlarmKind(digest_schedule.KIND, digest.on_alarm, _needs_digest),
    AlarmKind(scheduled.PREFIX, scheduled.on_alarm, _by_name(scheduled.needs)),
    AlarmKind(scheduled.MISSED, scheduled.on_missed, _by_name(scheduled.needs_missed)),
    AlarmKind(roles.PREFIX, roles.on_alarm, _by_name(roles.needs)),
    AlarmKind(announcement.PREFIX, sending.on_alarm, _by_name(sending.needs)),
    AlarmKind(NEWS, inbox.on_news, inbox.needs_news),
    AlarmKind(announcement.FOLLOWING, progress.on_alarm, _by_name(progress.needs)),
)
"""What comes to admins by itself, named for what it is about: ``publish:<draft>``."""


def _overview(scene: Scene) -> None:
    _show(scene)


def _unknown(scene: Scene) -> None:
    _show(scene, phrase("admin.unknown"))


def _show(scene: Scene, lead: str = "") -> None:
    held = scene.known.roles
    mine = [area for area in AREAS if area.is_for(held)]
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
    areas = "\n".join(lines) or phrase("admin.host")
    parts = [lead, phrase("admin.title", roles=all_named(scene)), areas]
    scene.card("\n\n".join(part for part in parts if part), rows)


ACTS = Acts(
    (
        guard(Act("admin", _overview, otherwise=leads_to("admin unknown"))),
        guard(Act("admin unknown", _unknown)),
        *(act for area in AREAS for act in area.acts),
    )
)
