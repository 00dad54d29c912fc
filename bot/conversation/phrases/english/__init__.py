"""The English sentences, by key: the source of all others. One file a room of the conversation.

A lesson's own words are in the lesson; all others are here, so that they can be read in one place
and translated. Values go in by name, in ``{braces}``. A sentence that counts has two keys,
``….one`` and ``….many``; other languages have as many forms of it as they need.
"""

from bot.conversation.phrases.english import (
    boards,
    classes,
    cohorts,
    commands,
    daily,
    duels,
    identities,
    lesson,
    menu,
    planned,
    practice,
    privacy,
    progress,
    project,
    question,
    remarks,
    reminders,
    results,
    review,
    revisions,
    settings,
    sharing,
)
from bot.conversation.phrases.english.admin import (
    announcements,
    areas,
    inbox,
    publishing,
    statistics,
)
from bot.conversation.phrases.english.admin import cohorts as admin_cohorts
from bot.conversation.phrases.english.admin import lessons as admin_lessons

ROOMS: tuple[dict[str, str], ...] = (
    menu.PHRASES,
    lesson.PHRASES,
    practice.PHRASES,
    project.PHRASES,
    results.PHRASES,
    question.PHRASES,
    review.PHRASES,
    remarks.PHRASES,
    reminders.PHRASES,
    revisions.PHRASES,
    progress.PHRASES,
    settings.PHRASES,
    planned.PHRASES,
    cohorts.PHRASES,
    classes.PHRASES,
    daily.PHRASES,
    duels.PHRASES,
    boards.PHRASES,
    sharing.PHRASES,
    commands.PHRASES,
    identities.PHRASES,
    privacy.PHRASES,
    areas.PHRASES,
    publishing.PHRASES,
    admin_lessons.PHRASES,
    announcements.PHRASES,
    admin_cohorts.PHRASES,
    statistics.PHRASES,
    inbox.PHRASES,
)
"""The sentences of each room of the conversation, in the order of the catalogues."""

PHRASES: dict[str, str] = {key: text for room in ROOMS for key, text in room.items()}
"""Every sentence by its key."""

COUNTED = (".one", ".many")
"""The ends of the two keys of a sentence that counts."""
