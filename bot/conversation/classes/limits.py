"""Who may start a class in a chat, and when: those who run it decide, by a card or in a line.

Where they alone may, so may whoever has the role of a host, for a lesson of their course or group.

The hours are those of the chat's time zone, which is at first that of whoever sets them. They hold
for everybody but those who run the chat.
"""

from typing import Literal

from bot.conversation.classes import chat_card, row
from bot.conversation.classes.chat_card import Kind, Labels, aside, tick_label
from bot.conversation.facts.live_class import ClassesLimited, ClassLimit
from bot.conversation.facts.roles import may, reach
from bot.conversation.language import time_of_day
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import mention
from bot.conversation.phrases import phrase
from bot.conversation.scopes import around_lesson
from bot.conversation.turn import Scene
from bot.learning import zones
from bot.learning.local_time import wall_of
from bot.lessons.card import Card
from bot.values import replace

WORDS = {
    "settings": "card",
    "einstellungen": "card",
    "admins": "admins",
    "everybody": "everybody",
    "alle": "everybody",
    "hours": "hours",
    "zeiten": "hours",
    "zone": "zone",
    "zeitzone": "zone",
}
"""What an admin of the chat may write in place of a lesson, and what it is about."""

HOURS = ((8 * 60, 16 * 60), (8 * 60, 20 * 60), (16 * 60, 22 * 60))
"""Hours that are offered."""

_EVERYBODY, _ADMINS, _ANY, _DONE, _FROM = 0, 1, 2, 9, 10

_DAY = 24 * 60


def what(argument: str) -> tuple[str, str]:
    """Which of these an argument is about, and what follows; empty if it is none."""
    first, _, rest = argument.strip().partition(" ")
    return WORDS.get(first.casefold(), ""), rest.strip()


def answer_admin(scene: Scene, about: str, rest: str) -> None:
    """What an admin wrote about it; anybody else is told that it is theirs."""
    limit = of(scene)
    if not _runs(scene):
        scene.say(phrase("class.limit.admins_only"))
    elif about == "card":
        chat_card.put(scene, Kind.LIMIT, _text(scene, limit), _labels(limit))
    elif about == "hours":
        _hours(scene, limit, rest)
    elif about == "zone":
        _zone(scene, limit, rest)
    else:
        starts: Literal["admins", "everybody"] = "admins" if about == "admins" else "everybody"
        _keep(scene, replace(limit, starts=starts))
        scene.say(phrase(f"class.limit.{starts}"))


def press(scene: Scene, choice: int) -> None:
    limit = of(scene)
    if not _runs(scene):
        aside(scene, phrase("class.limit.admins_only"))
        return
    if choice == _DONE:
        chat_card.close(scene, Kind.LIMIT, _describe_limit(scene, limit))
        return
    after = _choose_limit(scene, limit, choice)
    if after != limit:
        _keep(scene, after)
        chat_card.change(scene, Kind.LIMIT, _text(scene, after), _labels(after))


def why_hindered(scene: Scene, card: Card | None = None) -> str:
    """Why whoever wrote may start no class here now, on this lesson; nothing if they may."""
    limit = of(scene)
    if _runs(scene):
        return ""
    if limit.starts == "admins" and not _hosts(scene, card):
        return phrase("class.limited")
    clock = wall_of(scene.now, zones.clock(limit.zone))
    minute = 60 * clock.hour + clock.minute
    if limit.first == limit.last or (minute - limit.first) % _DAY < _length(limit):
        return ""
    return phrase("class.limited.hours", now=time_of_day.render(minute), **_words(limit))


def of(scene: Scene) -> ClassLimit:
    """Who may start a class in this chat, and when."""
    return row.class_data(scene).limit


def keep_told(scene: Scene) -> None:
    """Note that somebody who runs the chat knows which permission we lack."""
    _keep(scene, replace(of(scene), told=True))


def _hosts(scene: Scene, card: Card | None) -> bool:
    roles = scene.known.roles
    if card is None:
        return bool(reach(roles, "host"))
    return may(roles, "host", around_lesson(scene.library, card.id))


def _runs(scene: Scene) -> bool:
    place = scene.envelope.place
    return place is not None and place.runs


def _keep(scene: Scene, limit: ClassLimit) -> None:
    where = scene.envelope.address
    scene.facts.append(ClassesLimited(where.platform, where.chat, limit))


def _length(limit: ClassLimit) -> int:
    return (limit.last - limit.first) % _DAY


def _at_home(scene: Scene, limit: ClassLimit) -> ClassLimit:
    """With the zone of whoever sets hours, where the chat has none yet."""
    return replace(limit, zone=limit.zone or scene.learner.preferences.zone)


def _choose_limit(scene: Scene, limit: ClassLimit, choice: int) -> ClassLimit:
    if choice == _EVERYBODY:
        return replace(limit, starts="everybody")
    if choice == _ADMINS:
        return replace(limit, starts="admins")
    if choice == _ANY:
        return replace(limit, first=0, last=0)
    if _FROM <= choice < _FROM + len(HOURS):
        first, last = HOURS[choice - _FROM]
        return _at_home(scene, replace(limit, first=first, last=last))
    return limit


def _hours(scene: Scene, limit: ClassLimit, text: str) -> None:
    hours = time_of_day.span(text)
    if text.casefold() in phrase("class.limit.always").split(" | "):
        hours = (0, 0)
    if hours is None:
        scene.say(phrase("class.limit.hours.unread"))
        return
    limit = _at_home(scene, replace(limit, first=hours[0], last=hours[1]))
    _keep(scene, limit)
    scene.say(_describe_limit(scene, limit))


def _zone(scene: Scene, limit: ClassLimit, text: str) -> None:
    zone_match = zones.find(text, scene.envelope.at, manner().language) if text else None
    if zone_match is None or not (zone_match.sure and len(zone_match.zones) == 1):
        scene.say(phrase("class.limit.zone.unread", text=mention(text) if text else "…"))
        return
    limit = replace(limit, zone=zone_match.zones[0])
    _keep(scene, limit)
    if limit.starts == "everybody" and limit.first != limit.last:
        scene.say(_describe_limit(scene, limit))
        return
    # No hours tell it, and a question of the day has a clock of its own.
    clock = wall_of(scene.now, zones.clock(limit.zone))
    zone = zones.title(limit.zone, manner().language)
    scene.say(phrase("class.limit.zone.set", zone=zone, now=f"{clock:%H:%M}"))


def _text(scene: Scene, limit: ClassLimit) -> str:
    more = phrase("class.limit.more") if limit.starts == "everybody" else ""
    return "\n\n".join(part for part in (_describe_limit(scene, limit), more) if part)


def _describe_limit(scene: Scene, limit: ClassLimit) -> str:
    """The heading, and who may start a class when."""
    heading = phrase("class.limit.heading")
    if limit.starts == "admins":
        return f"{heading}\n\n{phrase('class.limit.now.admins')}"
    if limit.first == limit.last:
        return f"{heading}\n\n{phrase('class.limit.now.everybody')}"
    clock = wall_of(scene.now, zones.clock(limit.zone))
    said = phrase("class.limit.now.hours", now=f"{clock:%H:%M}", **_words(limit))
    return f"{heading}\n\n{said}"


def _words(limit: ClassLimit) -> dict[str, str]:
    first, last = map(time_of_day.render, (limit.first, limit.last))
    return {"first": first, "last": last, "zone": zones.title(limit.zone, manner().language)}


def _labels(limit: ClassLimit) -> Labels:
    open_, hours = limit.starts == "everybody", (limit.first, limit.last)
    always = limit.first == limit.last

    rows = [
        [
            tick_label(phrase("class.limit.everyone"), _EVERYBODY, now=open_),
            tick_label(phrase("class.limit.only_admins"), _ADMINS, now=not open_),
        ]
    ]
    if open_:
        rows.append([tick_label(phrase("class.limit.any_time"), _ANY, now=always)])
    for n, offered in enumerate(HOURS if open_ else ()):
        first, last = map(time_of_day.render, offered)
        rows.append([tick_label(f"{first}–{last}", _FROM + n, now=hours == offered)])
    return [*rows, [(phrase("class.limit.done"), _DONE)]]
