"""Settings: a card that says what is set, and a card for each that can be chosen.

The card of a setting is ``set <name>``, and what is chosen or typed on it an act below that. Each
choice is put on record and in force at once.
"""

from bot.conversation.settings import (
    break_,
    cards,
    choices,
    ready_by,
    reminders,
    zone,
)

ACTS = (
    *cards.ACTS,
    *zone.ACTS,
    *reminders.ACTS,
    *choices.ACTS,
    *break_.ACTS,
    *ready_by.ACTS,
)
