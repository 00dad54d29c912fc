"""What ends on a day: a break, and a date to be ready by; and what is planned anew then.

A break ends with its last day, or, without it, when the learner is heard again: more than an hour
after they took it, since whoever has just taken it is still there. What became due in it is spread
over the days after it. A date ends with its day; what it pulled in goes back to the usual.

An alarm rings in the morning after, before anything else may come, and says nothing. Whoever is
heard first, as where nothing ran that morning, finds it done as well: it is looked at with every
input of who has a break or a date (``SETTLE_PLANS``), and in their own preferences alone.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta

from bot.conversation.alarms import AlarmKind
from bot.conversation.facts.learner import (
    AlarmCleared,
    AlarmSet,
    Scheduled,
    SettingChanged,
    Suspended,
)
from bot.conversation.inputs import Alarm
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import DueItems, LearnerHistory, LessonItems, Needs, OwnHistory
from bot.conversation.phrases import count, phrase
from bot.conversation.question import memory
from bot.conversation.reminders import contact, digest_schedule
from bot.conversation.session import IDLE, Session
from bot.conversation.turn import Scene
from bot.learning import breaks, habits, rescheduling
from bot.learning.habits import Streak, by_day
from bot.learning.items import DAY, MAX_DAYS, Item
from bot.learning.local_time import instant, local
from bot.learning.preferences import Preferences
from bot.learning.review_order import due
from bot.learning.zones import clock
from bot.lessons.library import Library
from bot.values import replace

KIND = "plan"
"""The kind of alarm that rings when something has ended."""

MORNING = 8 * 60
"""The minute of the day on which it rings, if no reminder comes before that."""

ALL = Needs((DueItems(2 * MAX_DAYS * DAY),))
"""All that comes back, however far ahead."""


def today(scene: Scene) -> date:
    """The day that it is for the learner."""
    return local(scene.learner.preferences, scene.now).date()


def days_learned(scene: Scene, history: LearnerHistory) -> Mapping[date, int]:
    """The days on which they learned, and how much they answered and wrote on each."""
    return by_day((*history.answered, *history.wrote), clock(scene.learner.preferences.zone))


def streak(scene: Scene, days: Collection[date]) -> Streak:
    """The run of these days, on which they learned, up to today."""
    away = scene.learner.preferences.breaks
    return habits.streak(days, today(scene), lambda day: bool(breaks.current(away, day)))


def streak_words(scene: Scene) -> str:
    """The same in a few words; nothing where it was not asked for, or there is none."""
    history = scene.known.answer_to(OwnHistory)
    days = streak(scene, days_learned(scene, history)).days if history else 0
    return count("streak.short", days) if days else ""


def items(scene: Scene) -> list[Item]:
    """All that comes back, as far as it was loaded and the lessons still have it."""
    gone = {fact.item for fact in scene.facts if isinstance(fact, Suspended)}
    kept = [item for item in scene.known.get(DueItems) if item not in gone]
    return memory.live(scene.library, kept)


def move(scene: Scene, moved: Iterable[Item]) -> int:
    """Plan these anew, so that the rest of this turn finds them so; how many they are."""
    items = {(item.lesson, item.question): item for item in moved}
    scene.facts += [Scheduled(item) for item in items.values()]
    if items:
        known = scene.known
        remembered = _replace_items(tuple(known.get(LessonItems).values()), items)
        history = known.get(OwnHistory)
        scene.known = (
            known.with_answer(DueItems, _replace_items(known.get(DueItems), items))
            .with_answer(LessonItems, {item.question: item for item in remembered})
            .with_answer(OwnHistory, replace(history, items=_replace_items(history.items, items)))
        )
    return len(items)


def _replace_items(kept: tuple[Item, ...], moved: dict[tuple[str, str], Item]) -> tuple[Item, ...]:
    return tuple(moved.get((item.lesson, item.question), item) for item in kept)


def keep(scene: Scene, after: Preferences) -> None:
    """Keep what is planned now: put on record what of it has changed, and set alarms anew."""
    before = scene.learner.preferences
    scene.learner = replace(scene.learner, preferences=after)
    for key in ("breaks", "ready"):
        chosen = getattr(after, key)
        if list(map(str, chosen)) != list(map(str, getattr(before, key))):
            scene.facts.append(SettingChanged(key, " ".join(map(str, chosen))))
    contact.reset(scene)
    digest_schedule.reset(scene)
    _set_alarm(scene)


def _set_alarm(scene: Scene) -> None:
    """Set the alarm to the morning after the next thing that ends, or to none."""
    learner = scene.learner
    wanted, contact = learner.preferences, learner.contact
    where = (contact.platform, contact.chat) if contact.chat else learner.home
    ends = [pause.last for pause in wanted.breaks if pause.last and not pause.settled]
    ends += [ready_by.day for ready_by in wanted.ready]
    if not ends or where is None:
        scene.facts.append(AlarmCleared(KIND))
        return
    minute = max(0, min([MORNING + 1, *wanted.reminders]) - 1)
    at = instant(min(ends) + timedelta(days=1), minute, clock(wanted.zone))
    scene.facts.append(AlarmSet(KIND, at, *where))


# When something has ended


def settle(scene: Scene, *, heard: bool = False) -> int:
    """Plan anew what something that has ended leaves behind; how much had become due."""
    wanted = scene.learner.preferences
    after = _after(wanted, scene.now, heard=heard)
    every = items(scene)
    waiting = len(due(every, scene.now))
    move(scene, _moved_items(scene.library, wanted, after, scene.now, every))
    keep(scene, after)
    return waiting


def _after(wanted: Preferences, now: int, *, heard: bool) -> Preferences:
    """The preferences once what has ended is settled."""
    day = local(wanted, now).date()
    current = breaks.current(wanted.breaks, day)
    left = wanted.breaks
    if heard and current and current.last is None and now - current.at > IDLE:
        left = breaks.end_break(left, day)
    settled = tuple(replace(pause, settled=True) if pause.over(day) else pause for pause in left)
    return replace(
        wanted,
        breaks=settled,
        ready=tuple(ready_by for ready_by in wanted.ready if ready_by.day >= day),
    )


def _moved_items(
    library: Library, wanted: Preferences, after: Preferences, now: int, every: list[Item]
) -> list[Item]:
    """What of these items moves by that."""
    moved: dict[tuple[str, str], Item] = {}
    lessons = memory.courses(library)
    if after.ready != wanted.ready:
        for item in rescheduling.aim(every, after.ready, lessons, after.zone, now, wanted.ready):
            moved[item.lesson, item.question] = item
    unsettled = {pause.first for pause in wanted.breaks if not pause.settled}
    if any(pause.settled and pause.first in unsettled for pause in after.breaks):
        kept = _replace_items(tuple(every), moved)
        a_day = rescheduling.daily_limit(after.goal)
        for item in rescheduling.deal_out(kept, after.ready, lessons, after.zone, now, a_day):
            moved[item.lesson, item.question] = item
    return list(moved.values())


def _finds_ended(meant: Meant) -> bool | None:
    """Whether this input finds something that has ended."""
    wanted = meant.learner.preferences
    if not (wanted.breaks or wanted.ready):
        return None
    after = _after(wanted, meant.envelope.moment, heard=True)
    return None if after == wanted else True


def _needs_all(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    """The same, and all that comes back; what is asked next follows from how that moves."""
    needs = rest().asking(*ALL.queries)
    chosen, library = needs.lesson_of, meant.library
    if chosen is None:
        return needs
    wanted, now = meant.learner.preferences, meant.envelope.moment
    after = _after(wanted, now, heard=True)

    def lesson_of(due: tuple[Item, ...], at: int) -> tuple[str, str] | None:
        moved = _moved_items(library, wanted, after, now, memory.live(library, due))
        return chosen(
            _replace_items(due, {(item.lesson, item.question): item for item in moved}), at
        )

    return replace(needs, lesson_of=lesson_of)


def _settle_plan(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    day, wanted = today(scene), scene.learner.preferences
    was_away = any(
        pause.last is None or pause.over(day) for pause in wanted.breaks if not pause.settled
    )
    waiting = settle(scene, heard=True)
    if was_away and not scene.envelope.overheard:
        scene.say(welcome(scene, waiting))
    rest()


def welcome(scene: Scene, waiting: int) -> str:
    """What is said at the end of a break in which so much has become due."""
    a_day = rescheduling.daily_limit(scene.learner.preferences.goal)
    if waiting <= a_day:
        return phrase("break.over")
    return phrase("break.over.spread", count=waiting, a_day=a_day)


SETTLE_PLANS: Interceptor[bool] = Interceptor(
    "settle plans",
    "reschedules reviews when a break or a date to be ready by has passed",
    _finds_ended,
    _settle_plan,
    _needs_all,
    before={"note presence": "paused reminders start again by the plans that hold from now on"},
)


def _on_alarm(scene: Scene, alarm: Alarm) -> None:
    settle(scene)


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    return ALL


ALARMS = (AlarmKind(KIND, _on_alarm, _needs),)
