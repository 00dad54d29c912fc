"""The English sentences, by key: the source of all others.

A lesson's own words are in the lesson; all others are here, so that they can be read in one place
and translated. Values go in by name, in ``{braces}``. A sentence that counts has two keys,
``….one`` and ``….many``; other languages have as many forms of it as they need.
"""

from bot.conversation.phrases.english import (
    admin,
    admin_announcing,
    admin_changes,
    admin_cohorts,
    admin_correcting,
    admin_digest,
    admin_drafts,
    admin_export,
    admin_lessons,
    admin_statistics,
    admin_survey,
    asking,
    choosing,
    cohorts,
    commands,
    ending,
    habits,
    progress,
    reviewing,
    settings,
    stranded,
    teaching,
)

TOPICS: tuple[dict[str, str], ...] = (
    choosing.PHRASES,
    teaching.PHRASES,
    asking.PHRASES,
    ending.PHRASES,
    reviewing.PHRASES,
    stranded.PHRASES,
    progress.PHRASES,
    settings.PHRASES,
    habits.PHRASES,
    commands.PHRASES,
    admin.PHRASES,
    admin_changes.PHRASES,
    admin_drafts.PHRASES,
    admin_lessons.PHRASES,
    admin_statistics.PHRASES,
    admin_survey.PHRASES,
    admin_digest.PHRASES,
    admin_announcing.PHRASES,
    admin_export.PHRASES,
    admin_correcting.PHRASES,
    cohorts.PHRASES,
    admin_cohorts.PHRASES,
)

PHRASES: dict[str, str] = {key: text for topic in TOPICS for key, text in topic.items()}
"""Every sentence by its key."""

COUNTED = (".one", ".many")
"""The ends of the two keys of a sentence that counts."""
