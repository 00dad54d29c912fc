"""The card of all settings, and what every card does: ask, with a way back, and change a setting.

A setting is a field of the learner's preferences.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.acts import Act
from bot.conversation.facts.learner import SettingChanged
from bot.conversation.inputs import Text
from bot.conversation.language.locale import manner_for, speaking
from bot.conversation.language.time_of_day import shown
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact, digest_schedule
from bot.conversation.session import Call, Offer, offer
from bot.conversation.settings import words
from bot.conversation.turn import Scene
from bot.learning.preferences import Preferences

_TIMED = ("zone", "reminders", "weekdays", "quiet")
"""What the next reminder depends on."""


def overview(scene: Scene) -> None:
    """What is set, in words, and a button to change each."""
    # A language that was just chosen is spoken at once.
    with speaking(manner_for(scene.learner, scene.envelope)):
        rows = [
            [_to("zone"), _to("times")],
            [_to("days"), _to("quiet")],
            [_to("goal"), _to("confidence")],
            [_to("pace"), _to("language")],
            [_to("experiment"), _to("news")],
            [_to("break"), _to("ready")],
            [_on(scene)],
        ]
        scene.card(f"{phrase('set.title')}\n\n{words.everything(scene)}", rows)


def _to(name: str) -> Offer:
    return offer(phrase(f"set.to.{name}"), "set", name)


def _on(scene: Scene) -> Offer:
    """The way on: to what is under way, if anything is."""
    session = scene.session
    if session.review:
        return offer(phrase("start.continue"), "review")
    if session.run:
        return offer(phrase("start.continue"), "resume", session.run.lesson, session.run.mode)
    return offer(phrase("set.done"), "set done")


def _done(scene: Scene) -> None:
    scene.say(phrase("set.left"))


ACTS = (
    Act("set", overview, answers=True),
    Act("set done", _done, answers=True),
)


# What every card does


def card(
    scene: Scene, parts: Sequence[str], rows: Sequence[Sequence[Offer]], *, words: Call = ()
) -> None:
    """A card of one setting, with a way back."""
    text = "\n\n".join(part for part in parts if part)
    scene.card(text, [*rows, [offer(phrase("set.back"), "set")]], words=words)


def typed(scene: Scene) -> str:
    """What the learner typed on a card."""
    given = scene.envelope.input
    return given.text.strip() if isinstance(given, Text) else ""


def ticked(label: str, chosen: bool) -> str:
    """A label, marked if that is what is set."""
    return phrase("set.chosen", label=label) if chosen else label


def change(scene: Scene, key: str, value: Any) -> bool:
    """Set one field of the learner's preferences; whether that changed it."""
    before = scene.learner.preferences
    after = replace(before, **{key: value})
    if after == before:
        return False
    scene.learner = replace(scene.learner, preferences=after)
    scene.facts.append(SettingChanged(key, _recorded(after, key)))
    if key in _TIMED:
        contact.reset(scene)
        digest_schedule.reset(scene)
    return True


def _recorded(wanted: Preferences, key: str) -> str:
    """The value of a field as it is put on record: words and numbers with spaces between them."""
    value = getattr(wanted, key)
    if isinstance(value, bool):
        return "on" if value else "off"
    if key in ("reminders", "quiet"):
        return " ".join(shown(minute) for minute in value or ())
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
