"""What the rooms contribute: commands, acts, alarms, and what cuts across acts."""

from bot.conversation import (
    boards,
    classes,
    commands,
    daily,
    duels,
    identities,
    interceptors,
    jobs,
    privacy,
    settings,
    sharing,
    stages,
)
from bot.conversation.acts import Acts
from bot.conversation.admin import registry as admin
from bot.conversation.admin.publishing.drafts import GUARD_PREVIEW
from bot.conversation.alarms import AlarmKind, AlarmKinds
from bot.conversation.classes.presses import ANSWER_CLASS
from bot.conversation.cohorts import membership, openings
from bot.conversation.commands import ADMIN, TOGETHER, ChatCommand
from bot.conversation.commands import COMMANDS as EVERYBODYS
from bot.conversation.jobs import JobKinds
from bot.conversation.lesson import acts as lesson
from bot.conversation.lesson import finish, milestone_reminder, onward
from bot.conversation.lesson.experiment import LOAD_EXPERIMENT
from bot.conversation.lesson.navigation import REPLACE_LOST_BEAT
from bot.conversation.menu import menu, sources, unexpected, welcome
from bot.conversation.menu.overheard import (
    GREET_GROUP,
    IGNORE_GROUP_TALK,
    LEAD_TO_PRIVATE_CHAT,
)
from bot.conversation.menu.unexpected import SLOW_DOWN
from bot.conversation.progress.feedback import GIVE_FEEDBACK
from bot.conversation.remarks import beside, news, remark
from bot.conversation.remarks.beside import OFFER_REMARKS
from bot.conversation.remarks.news import TELL_ANSWERS
from bot.conversation.reminders import planned
from bot.conversation.reminders.contact import NOTE_PRESENCE, TELL_UNREACHABLE
from bot.conversation.reminders.planned import SETTLE_PLANS
from bot.conversation.review import reminder, review
from bot.conversation.revisions import update
from bot.conversation.revisions.update import OFFER_NEWER, TELL_CORRECTIONS
from bot.conversation.revisions.withdrawn import LEAVE_WITHDRAWN

COMMANDS: dict[str, ChatCommand] = {
    chat_command.name: chat_command for chat_command in (*EVERYBODYS, ADMIN, TOGETHER)
}

ACTS = Acts(
    (
        *menu.ACTS,
        *welcome.ACTS,
        *sources.ACTS,
        *commands.ACTS,
        *unexpected.ACTS,
        *lesson.ACTS,
        *finish.ACTS,
        *onward.ACTS,
        *review.ACTS,
        *remark.ACTS,
        *beside.ACTS,
        *news.ACTS,
        *update.ACTS,
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

for about in stages.TABLE:
    stages.check(about, (act.verb for act in ACTS if act.about == about))

JOBS = JobKinds({**admin.JOBS, **privacy.JOBS})

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
    led_on=update.led_on,
    needs_led_on=update.needs_led_on,
)

INTERCEPTORS = interceptors.sort_chain(
    (
        ANSWER_CLASS,
        GIVE_FEEDBACK,
        GREET_GROUP,
        GUARD_PREVIEW,
        IGNORE_GROUP_TALK,
        LEAD_TO_PRIVATE_CHAT,
        LEAVE_WITHDRAWN,
        LOAD_EXPERIMENT,
        NOTE_PRESENCE,
        OFFER_NEWER,
        OFFER_REMARKS,
        REPLACE_LOST_BEAT,
        SETTLE_PLANS,
        SLOW_DOWN,
        TELL_ANSWERS,
        TELL_CORRECTIONS,
        TELL_UNREACHABLE,
    )
)
"""What cuts across acts, outermost first, in the order that follows from what each says."""
