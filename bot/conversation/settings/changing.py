"""A choice of the learner's: put on record, and in force from then on."""

from dataclasses import replace
from typing import Any

from bot.conversation.facts.learner import SettingChanged
from bot.conversation.reminders import digest_schedule
from bot.conversation.review import reminder
from bot.conversation.settings.typed import shown
from bot.conversation.turn import Scene
from bot.learning.preferences import Preferences

_TIMED = ("zone", "reminders", "weekdays", "quiet")
"""What the next reminder depends on."""


def change(scene: Scene, key: str, value: Any) -> bool:
    """Set one field of the learner's preferences; whether that changed it."""
    before = scene.session.preferences
    after = replace(before, **{key: value})
    if after == before:
        return False
    scene.session = replace(scene.session, preferences=after)
    scene.facts.append(SettingChanged(key, recorded(after, key)))
    if key in _TIMED:
        reminder.reset(scene)
        digest_schedule.reset(scene)
    return True


def recorded(wanted: Preferences, key: str) -> str:
    """The value of a field as it is put on record: words and numbers with spaces between them."""
    value = getattr(wanted, key)
    if isinstance(value, bool):
        return "on" if value else "off"
    if key in ("reminders", "quiet"):
        return " ".join(shown(minute) for minute in value or ())
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
