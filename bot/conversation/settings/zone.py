"""The time zone: picked, or typed as a city, a country or an offset.

It may be asked for another card's sake, which comes next then: ``set zone to Asia/Tokyo times``.
People know what time it is, not what their zone is called: so places are shown with their time, and
a time that is typed is looked up as the offset that it has from UTC.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.conversation.acts import Act, leads_to
from bot.conversation.language.locale import manner, tag
from bot.conversation.language.markup import mention
from bot.conversation.language.time_of_day import times
from bot.conversation.offers import call, offer
from bot.conversation.phrases import phrase
from bot.conversation.settings.cards import after_setting, card, change, read_typed
from bot.conversation.turn import Scene
from bot.learning import zones
from bot.learning.local_time import wall_of
from bot.learning.zones import ZoneMatch
from bot.values import replace

PICKS = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "America/Mexico_City",
    "Africa/Lagos",
    "Asia/Kolkata",
    "Asia/Tokyo",
)
"""Places to begin with, far apart; all others are typed."""

Then = Literal["", "times"]
"""What comes after this: the card of times, or the group that this belongs to."""

DAY, QUARTER = 24 * 60, 15
"""Minutes of a day, and between two offsets that there are."""


def ask(scene: Scene, then: Then = "") -> None:
    """Ask where the learner's clock is: whether a guess is right, if it can be guessed."""
    guessed = zones.guess(tag(scene.learner, scene.envelope))
    if not guessed:
        pick(scene, then)
        return
    after = [then] if then else []
    offers = [
        offer(phrase("first.zone.yes"), "set zone to", guessed, *after),
        offer(phrase("first.zone.no"), "set zone pick", *after),
    ]
    card(
        scene, "zone", [guess_words(scene, guessed)], [offers], words=call("set zone typed", *after)
    )


def guess_words(scene: Scene, guessed: str) -> str:
    """The question whether a clock shows what the learner's does."""
    time = f"{wall_of(scene.now, zones.clock(guessed)):%H:%M}"
    return phrase("first.zone", time=time)


def pick(scene: Scene, then: Then = "") -> None:
    """Ask where the learner's clock is, without a guess."""
    _show(scene, phrase("set.ask.zone"), PICKS, then)


def _ask(scene: Scene) -> None:
    pick(scene)


def _read(scene: Scene, then: Then = "") -> None:
    text = read_typed(scene)
    zone_match = zones.find(text, scene.envelope.at, manner().language)
    if not zone_match.zones and (offset := _offset(scene, text)):
        zone_match = zones.find(offset, scene.envelope.at, manner().language)
    if zone_match.sure and len(zone_match.zones) == 1:
        _set(scene, zone_match.zones[0], then)
        return
    said = mention(text)
    scene.answered_with(said)
    _show(
        scene, phrase(f"set.zone.{_doubt(zone_match)}", text=said), zone_match.zones or PICKS, then
    )


def _offset(scene: Scene, text: str) -> str:
    """How far a clock that shows this time of day is from UTC, such as ``+5:30``."""
    typed_times = times(text)
    if typed_times is None or len(typed_times) != 1:
        return ""
    now = wall_of(scene.now, UTC)
    ahead = (typed_times[0] - now.hour * 60 - now.minute) % DAY
    # No clock is more than 14 hours ahead of UTC, or 12 behind it.
    quarters = round((ahead if ahead <= 14 * 60 else ahead - DAY) / QUARTER)
    hours, minutes = divmod(abs(quarters) * QUARTER, 60)
    return f"{'-' if quarters < 0 else '+'}{hours}:{minutes:02}"


def _move_from_utc(scene: Scene, zone: str) -> None:
    """Let what was chosen as "at this time" be a time of day: the same moment in this zone."""
    ahead = wall_of(scene.now, zones.clock(zone)).utcoffset() or timedelta()
    reminders, there = scene.learner.preferences.reminders, scene.learner.contact
    if there.last:
        last = datetime.fromisoformat(there.last) + ahead
        there = replace(there, last=f"{last:%Y-%m-%dT%H:%M}")
        scene.learner = replace(scene.learner, contact=there)
    minutes = ((minute + ahead // timedelta(minutes=1)) % DAY for minute in reminders)
    change(scene, "reminders", tuple(sorted(minutes)))


def _doubt(zone_match: ZoneMatch) -> str:
    if not zone_match.zones:
        return "unknown"
    return "several" if zone_match.sure else "near"


def _set(scene: Scene, zone: str, then: Then = "") -> None:
    scene.answered_with(zones.title(zone, manner().language))
    if scene.learner.preferences.reminders and not scene.learner.preferences.zone:
        _move_from_utc(scene, zone)
    change(scene, "zone", zone)
    if then:
        scene.perform(call("set", then))
    else:
        after_setting(scene, "zone")


def _show(scene: Scene, text: str, offered: Sequence[str], then: Then) -> None:
    after = [then] if then else []
    offers = [offer(_label(scene, zone), "set zone to", zone, *after) for zone in offered]
    rows = [offers[first : first + 2] for first in range(0, len(offers), 2)]
    card(scene, "zone", [text], rows, words=call("set zone typed", *after))


def _label(scene: Scene, zone: str) -> str:
    time = f"{wall_of(scene.now, zones.clock(zone)):%H:%M}"
    return phrase("set.zone.time", time=time, place=zones.title(zone, manner().language))


ACTS = (
    Act("set zone", _ask, answers=True, otherwise=leads_to("set zone")),
    Act("set zone to", _set),
    Act("set zone pick", pick, answers=True),
    Act("set zone typed", _read),
)
