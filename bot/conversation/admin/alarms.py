"""What comes to admins by itself: jobs that are done, drafts at their time, announcements, digests.

Each kind is named for what it is about: ``publish:<draft>``, ``announcing:<announcement>``.
"""

from collections.abc import Callable

from bot.conversation.admin import jobs
from bot.conversation.admin.announcements import compose, progress
from bot.conversation.admin.publishing import scheduled
from bot.conversation.admin.registry import JOBS
from bot.conversation.admin.statistics import digest
from bot.conversation.alarms import AlarmKind
from bot.conversation.facts import announcement
from bot.conversation.inputs import Alarm
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.reminders import digest_schedule
from bot.conversation.session import Session
from bot.lessons.library import Library


def _by_name(needs: Callable[[Alarm], Needs]) -> Callable[[Library, Session, Alarm], Needs]:
    """The needs of an alarm whose name says all about it."""
    return lambda _library, _session, alarm: needs(alarm)


def _needs_digest(library: Library, session: Session, alarm: Alarm) -> Needs:
    return Needs(admin=AdminNeeds())


ALARMS = (
    AlarmKind(digest_schedule.KIND, digest.on_alarm, _needs_digest),
    AlarmKind(jobs.PREFIX, JOBS.on_alarm, _by_name(JOBS.needs)),
    AlarmKind(scheduled.PREFIX, scheduled.on_alarm, _by_name(scheduled.needs)),
    AlarmKind(announcement.PREFIX, compose.on_alarm, _by_name(compose.needs)),
    AlarmKind(announcement.FOLLOWING, progress.on_alarm, _by_name(progress.needs)),
)
