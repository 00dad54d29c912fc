"""What the rooms contribute: commands, acts, alarms, and what cuts across, in its order."""

from typing import Any

from bot.conversation import (
    boards,
    classes,
    daily,
    duels,
    identities,
    jobs,
    privacy,
    settings,
    sharing,
)
from bot.conversation.acts import Acts
from bot.conversation.admin import registry as admin
from bot.conversation.admin.publishing.previews import PREVIEWED
from bot.conversation.alarms import AlarmKind, AlarmKinds
from bot.conversation.cohorts import membership, openings
from bot.conversation.commands import ADMIN, TOGETHER, stop
from bot.conversation.commands import COMMANDS as EVERYBODYS
from bot.conversation.commands.base import ChatCommand
from bot.conversation.interceptors import Interceptor
from bot.conversation.jobs import JobKinds
from bot.conversation.lesson import acts as lesson
from bot.conversation.lesson import milestone_reminder
from bot.conversation.lesson.ending import worth
from bot.conversation.lesson.experiment import EXPERIMENT
from bot.conversation.lesson.moved import MOVED
from bot.conversation.menu import menu, sources, unexpected, welcome
from bot.conversation.menu.flood import FLOOD
from bot.conversation.menu.overheard import ADDED, ALONE, TALK
from bot.conversation.progress.feedback import FEEDBACK
from bot.conversation.remarks import beside, news, remark
from bot.conversation.remarks.beside import BESIDE
from bot.conversation.remarks.news import UNREAD
from bot.conversation.reminders import planned
from bot.conversation.reminders.contact import HEARD, SHUT
from bot.conversation.reminders.planned import PLANNED
from bot.conversation.review import reminder, review
from bot.conversation.revisions import newer
from bot.conversation.revisions.corrected import CORRECTED
from bot.conversation.revisions.newer import NEWER
from bot.conversation.revisions.withdrawn import WITHDRAWN

COMMANDS: dict[str, ChatCommand] = {one.name: one for one in (*EVERYBODYS, ADMIN, TOGETHER)}
"""Every command by its name."""

ACTS = Acts(
    (
        *menu.ACTS,
        *welcome.ACTS,
        *sources.ACTS,
        *stop.ACTS,
        *unexpected.ACTS,
        *lesson.ACTS,
        *worth.ACTS,
        *review.ACTS,
        *remark.ACTS,
        *beside.ACTS,
        *news.ACTS,
        *newer.ACTS,
        *membership.ACTS,
        *settings.ACTS,
        *privacy.ACTS,
        *classes.ACTS,
        *daily.ACTS,
        *duels.ACTS,
        *boards.ACTS,
        *sharing.ACTS,
        *identities.ACTS,
        *admin.ACTS,
    )
)
"""Everything that a choice can stand for."""

JOBS = JobKinds({**admin.JOBS, **privacy.JOBS})
"""Every kind of job, and how people are told what came of it."""

ALARMS = AlarmKinds(
    (
        *reminder.ALARMS,
        *milestone_reminder.ALARMS,
        *planned.ALARMS,
        *openings.ALARMS,
        *news.ALARMS,
        *admin.ALARMS,
        *privacy.ALARMS,
        *classes.ALARMS,
        *daily.ALARMS,
        *duels.ALARMS,
        *boards.ALARMS,
        *identities.ALARMS,
        AlarmKind(jobs.PREFIX, JOBS.on_alarm, lambda _library, _session, alarm: JOBS.needs(alarm)),
    ),
    led_on=newer.led_on,
    needs_led_on=newer.needs_led_on,
)
"""Every kind of alarm."""

INTERCEPTORS: tuple[Interceptor[Any], ...] = (
    FLOOD,
    BESIDE,
    ADDED,
    TALK,
    classes.CLASSROOM,
    PLANNED,
    HEARD,
    ALONE,
    CORRECTED,
    UNREAD,
    PREVIEWED,
    WITHDRAWN,
    NEWER,
    SHUT,
    EXPERIMENT,
    FEEDBACK,
    MOVED,
)
"""What cuts across acts, the first one outermost."""
