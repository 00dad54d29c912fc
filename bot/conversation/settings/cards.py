"""The cards of settings by groups, and what every card does: ask, with a way back, and set.

A setting is a field of the learner's preferences.
"""

from collections.abc import Sequence
from typing import Any

from bot.conversation.acts import Act
from bot.conversation.facts.learner import SettingChanged
from bot.conversation.inputs import Text
from bot.conversation.language.locale import manner_for, speaking
from bot.conversation.language.time_of_day import render
from bot.conversation.offers import Call, Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact, digest_schedule
from bot.conversation.settings import words
from bot.conversation.turn import Scene
from bot.learning.preferences import Preferences
from bot.values import replace

_TIMED = ("zone", "reminders", "weekdays", "quiet")
"""What the next reminder depends on."""


GROUPS: dict[str, tuple[str, ...]] = {
    "reminders": ("zone", "times", "days", "quiet", "break", "news", "platform"),
    "learning": ("goal", "confidence", "pace", "ready", "experiment"),
}
"""The settings by group, as their buttons stand; what is in none stands beside the groups."""

ROW = 2
"""Buttons side by side."""


def overview(scene: Scene) -> None:
    """What there is to set, by groups, with what matters most of each in words."""
    # A language that was just chosen is spoken at once.
    with speaking(manner_for(scene.learner, scene.envelope)):
        offers = [
            *(offer(phrase(f"set.group.{name}"), f"set {name}") for name in GROUPS),
            _to("language"),
            offer(phrase("set.group.privacy"), "privacy"),
            _on(scene),
        ]
        scene.card(f"{phrase('set.title')}\n\n{words.most(scene)}", _in_rows(offers))


def _reminders(scene: Scene) -> None:
    _group(scene, "reminders")


def _learning(scene: Scene) -> None:
    _group(scene, "learning")


def _group(scene: Scene, name: str) -> None:
    # Where to be told something is no question for who is in a single place.
    held = [part for part in GROUPS[name] if part != "platform" or scene.learner.accounts]
    text = f"**{phrase(f'set.group.{name}')}**\n\n{words.all_of(scene, held)}"
    offers = [_to(part) for part in held]
    scene.card(text, [*_in_rows(offers), [_back(), _on(scene)]])


def _in_rows(offers: Sequence[Offer]) -> list[Sequence[Offer]]:
    return [offers[first : first + ROW] for first in range(0, len(offers), ROW)]


def _back() -> Offer:
    return offer(phrase("set.back"), "set")


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


def _say_done(scene: Scene) -> None:
    scene.say(phrase("set.left"))


ACTS = (
    Act("set", overview, answers=True),
    Act("set reminders", _reminders, answers=True),
    Act("set learning", _learning, answers=True),
    Act("set done", _say_done, answers=True),
)


# What every card does


def card(
    scene: Scene,
    setting: str,
    parts: Sequence[str],
    rows: Sequence[Sequence[Offer]],
    *,
    words: Call = (),
) -> None:
    text = "\n\n".join(part for part in parts if part)
    group = _group_of(setting)
    back = offer(phrase("set.back.group"), f"set {group}") if group else _back()
    scene.card(text, [*rows, [back]], words=words)


def after_setting(scene: Scene, setting: str) -> None:
    """What comes once a setting is set: the card that led to it."""
    if group := _group_of(setting):
        _group(scene, group)
    else:
        overview(scene)


def _group_of(setting: str) -> str:
    return next((group for group, held in GROUPS.items() if setting in held), "")


def read_typed(scene: Scene) -> str:
    content = scene.envelope.input
    return content.text.strip() if isinstance(content, Text) else ""


def tick_label(label: str, chosen: bool) -> str:
    """A label, marked if that is what is set."""
    return phrase("set.chosen", label=label) if chosen else label


def change(scene: Scene, key: str, value: Any) -> bool:
    """Set a field of the learner's preferences; whether that changed it."""
    before = scene.learner.preferences
    after = replace(before, **{key: value})
    if after == before:
        return False
    scene.learner = replace(scene.learner, preferences=after)
    scene.facts.append(SettingChanged(key, _record_value(after, key)))
    if key in _TIMED:
        contact.reset(scene)
        digest_schedule.reset(scene)
    return True


def _record_value(wanted: Preferences, key: str) -> str:
    """The value of a field as it is put on record: words and numbers with spaces between them."""
    value = getattr(wanted, key)
    if isinstance(value, bool):
        return "on" if value else "off"
    if key in ("reminders", "quiet"):
        return " ".join(render(minute) for minute in value or ())
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
