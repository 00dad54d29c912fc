"""A learner on several platforms: linking two accounts by a code, and undoing that."""

from bot.conversation.identities import linking, unlinking

ACTS = (*linking.ACTS, *unlinking.ACTS)
ALARMS = linking.ALARMS
