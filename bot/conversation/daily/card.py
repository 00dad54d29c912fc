"""``/class daily``: those who run a chat turn its question of the day on, set it, and turn it off.

By a card, or in a line: ``/class daily 8:30``, ``/class daily tea``, ``/class daily off``. The hour
is on the clock of the chat's time zone, the one that its classes go by.
"""

from bot.conversation.acts import Act
from bot.conversation.classes import chat_card, row
from bot.conversation.classes.aside import aside
from bot.conversation.classes.chat_card import Kind, Labels, ticked
from bot.conversation.daily import choosing
from bot.conversation.daily.ringing import due, next_time
from bot.conversation.facts.live_class import ClassChanged, Daily, LiveClass, stirred
from bot.conversation.language import time_of_day
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import mention
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassNeeds
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning import zones
from bot.learning.local_time import wall_of
from bot.lessons.library import Library
from bot.values import replace

OFF = frozenset(("off", "stop", "aus", "ende"))

TIMES = (8 * 60, 12 * 60, 18 * 60)
"""Times of day that are offered, in minutes after midnight."""

ANSWERS = (0, 4, 8)
"""Hours until the answer that are offered; 0 is just before the next question."""

COURSES = 6
"""Courses that are offered."""

_OFF, _DONE, _ALL, _TIME, _ANSWER, _COURSE = 0, 1, 2, 10, 20, 30


def wanted(library: Library, session: Session | None, argument: str) -> Needs:
    """The question of the day of this chat."""
    return Needs(in_class=ClassNeeds(kind="daily", lesson=False))


def begin(scene: Scene, argument: str) -> None:
    """Show the card, or change what an admin wrote."""
    words = argument.strip()
    place = scene.envelope.place
    if place is None or not place.runs:
        scene.say(phrase("daily.admins_only"))
    elif not place.open:
        scene.say(phrase("class.not_open"))
    elif words.casefold() in OFF:
        if live := _running(scene):
            _end(scene, live)
        scene.say(phrase("daily.off"))
    elif not words:
        chat_card.put(scene, Kind.DAILY, _text(scene), _labels(scene))
    elif (times := time_of_day.times(words)) and len(times) == 1:
        scene.say(_heading(_set(scene, minute=times[0]), scene))
    elif (scope := choosing.scope_of(scene.library, words)) is not None:
        scene.say(_heading(_set(scene, scope=scope), scene))
    else:
        scene.say(phrase("daily.unread", text=mention(words)))


def press(scene: Scene, id: str, kind: int, choice: int) -> None:
    """A press on the card."""
    place = scene.envelope.place
    if place is None or not place.runs:
        aside(scene, phrase("daily.admins_only"))
    elif not chat_card.is_mine(scene, id):
        aside(scene, phrase("daily.card.not_yours"))
    elif choice == _DONE:
        chat_card.close(scene, Kind.DAILY, _text(scene))
    else:
        _chosen(scene, choice)


def _chosen(scene: Scene, choice: int) -> None:
    live = _running(scene)
    courses = scene.library.courses[:COURSES]
    if choice == _OFF:
        if live:
            _end(scene, live)
        live = None
    elif choice == _ALL:
        live = _set(scene, scope="")
    elif _TIME <= choice < _TIME + len(TIMES):
        live = _set(scene, minute=TIMES[choice - _TIME])
    elif _ANSWER <= choice < _ANSWER + len(ANSWERS):
        live = _set(scene, hours=ANSWERS[choice - _ANSWER])
    elif _COURSE <= choice < _COURSE + len(courses):
        live = _set(scene, scope=courses[choice - _COURSE].id)
    chat_card.change(scene, Kind.DAILY, _heading(live, scene), _rows(live, scene))


def _running(scene: Scene) -> LiveClass | None:
    """The question of the day of this chat, if it is on."""
    live = row.under_way(scene)
    return live if live and live.daily else None


def _set(
    scene: Scene,
    *,
    minute: int | None = None,
    scope: str | None = None,
    hours: int | None = None,
) -> LiveClass:
    """Turn it on, if it is off, and keep what was chosen."""
    live = _running(scene) or _new(scene)
    daily = live.daily or _fresh(scene)
    if minute is not None:
        daily = replace(daily, minute=minute)
    if scope is not None:
        daily = replace(daily, scope=scope)
    if hours is not None:
        daily = replace(daily, hours=hours)
    zone = row.known(scene).limit.zone or daily.zone
    live = replace(live, daily=replace(daily, zone=zone, silent=0))
    row.keep(scene, live)
    return live


def _fresh(scene: Scene) -> Daily:
    """As it is at first, but for what was asked before it was turned off."""
    known = row.known(scene)
    zone = known.limit.zone or scene.learner.preferences.zone
    if known.live and known.live.daily:
        return replace(known.live.daily, zone=zone, silent=0)
    return Daily(TIMES[0], zone)


def _new(scene: Scene) -> LiveClass:
    return replace(row.begun(scene, "daily"), phase="revealed", daily=_fresh(scene))


def _end(scene: Scene, live: LiveClass) -> None:
    live = replace(live, phase="over", since=scene.now)
    scene.facts.append(ClassChanged(live))
    if live.posed >= 0:
        scene.facts.append(stirred(live, scene.now + 1))


def _text(scene: Scene) -> str:
    return _heading(_running(scene), scene)


def _heading(live: LiveClass | None, scene: Scene) -> str:
    """Whether it is on, and how it is set."""
    heading = phrase("daily.card")
    if live is None or live.daily is None:
        return f"{heading}\n\n{phrase('daily.card.off')}"
    daily = live.daily
    title = choosing.title(scene.library, daily.scope)
    zone = zones.title(daily.zone, manner().language)
    said = phrase("daily.card.on", time=time_of_day.shown(daily.minute), zone=zone)
    following = next_time(daily, live.heard)
    at = wall_of(following, zones.clock(daily.zone))
    today = wall_of(scene.now, zones.clock(daily.zone)).date() == at.date()
    parts = [
        said,
        phrase("daily.card.scope", title=title) if title else phrase("daily.card.all"),
        phrase("daily.card.hours", hours=daily.hours)
        if daily.hours
        else phrase("daily.card.next_day"),
    ]
    if scene.now < due(replace(live, phase="revealed"), daily):
        parts.append(phrase("daily.card.today" if today else "daily.card.tomorrow"))
    return f"{heading}\n\n{' '.join(parts)}\n\n{phrase('daily.card.more')}"


def _labels(scene: Scene) -> Labels:
    return _rows(_running(scene), scene)


def _rows(live: LiveClass | None, scene: Scene) -> Labels:
    daily = live.daily if live else None

    times = [
        ticked(time_of_day.shown(at), _TIME + n, now=daily is not None and daily.minute == at)
        for n, at in enumerate(TIMES)
    ]
    done = (phrase("class.limit.done"), _DONE)
    if daily is None:
        return [times, [done]]
    answers = [
        ticked(
            phrase("daily.answer.hours", hours=hours) if hours else phrase("daily.answer.next"),
            _ANSWER + n,
            now=daily.hours == hours,
        )
        for n, hours in enumerate(ANSWERS)
    ]
    courses = scene.library.courses[:COURSES]
    scopes = [[ticked(phrase("daily.all"), _ALL, now=not daily.scope)]]
    scopes += [
        [ticked(course.title, _COURSE + n, now=daily.scope == course.id)]
        for n, course in enumerate(courses)
    ]
    off = (phrase("daily.turn_off"), _OFF)
    return [times, answers, *(scopes if len(courses) > 1 else []), [off, done]]


def _needs(library: Library, session: Session, id: str, kind: int, choice: int) -> Needs:
    return wanted(library, session, "")


ACTS = (Act("class daily", press, _needs),)
"""The buttons of the card."""
