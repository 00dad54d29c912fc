"""What the rooms contribute: commands, acts, and what cuts across them, in its order."""

from typing import Any

from bot.conversation import settings
from bot.conversation.acts import Acts
from bot.conversation.admin import rooms as admin
from bot.conversation.cohorts import membership
from bot.conversation.commands import ADMIN
from bot.conversation.commands import COMMANDS as EVERYBODYS
from bot.conversation.commands.base import ChatCommand
from bot.conversation.interceptors import Interceptor
from bot.conversation.lesson import acts as lesson
from bot.conversation.menu import menu
from bot.conversation.progress.achievements import ACHIEVEMENTS
from bot.conversation.reminders.contact import HEARD, SHUT
from bot.conversation.review import review
from bot.conversation.revisions import newer
from bot.conversation.revisions.corrected import CORRECTED
from bot.conversation.revisions.newer import NEWER
from bot.conversation.revisions.withdrawn import WITHDRAWN

COMMANDS: dict[str, ChatCommand] = {one.name: one for one in (*EVERYBODYS, ADMIN)}
"""Every command by its name."""

ACTS = Acts(
    (
        *menu.ACTS,
        *lesson.ACTS,
        *review.ACTS,
        *newer.ACTS,
        *membership.ACTS,
        *settings.ACTS,
        *admin.ACTS,
    )
)
"""Everything that a choice can stand for."""

INTERCEPTORS: tuple[Interceptor[Any], ...] = (
    HEARD,
    CORRECTED,
    WITHDRAWN,
    NEWER,
    SHUT,
    ACHIEVEMENTS,
)
"""What cuts across acts, the first one outermost."""
