"""A lesson opens to a cohort, and its members are told: a message, with a button that begins it.

Each member has an alarm (``cohort:<id>``) for the next opening. At its time this says what has
opened since they were told last, and sets the next; so what opened while nothing ran comes in a
single message. An admin who changes the calendar moves no alarm: an early alarm says nothing and
sets itself anew, and at an opening all that would be late are set for it (see
``bot.service.alarms``).

===================================  ===========================================================
at its time …                        what comes
===================================  ===========================================================
the quiet hours are on, or a break   it is set again, to their end
nothing has opened                   nothing
the learner is at it                 it is set again, for an hour later: nothing is taken away
they have begun the lesson already   nothing
they want to hear nothing of it      nothing
===================================  ===========================================================

An announcement would not do: the message has a button, so it asks a question, and a question is a
turn's.

To be told is a choice of its own for each cohort, and not that of news: whoever joins a class wants
to hear of it.
"""

from bot.conversation import availability
from bot.conversation.alarms import AlarmKind
from bot.conversation.facts.learner import AlarmCleared, AlarmSet
from bot.conversation.inputs import Alarm
from bot.conversation.learner import Membership
from bot.conversation.lesson.modes import of_card
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact
from bot.conversation.session import IDLE
from bot.conversation.turn import Scene
from bot.learning import opening_calendar, reminder_times
from bot.lessons.cohort import Cohort
from bot.values import replace

PREFIX = "cohort:"
"""How the kinds of alarms begin that tell of lessons that have opened."""

MAX_LESSON_BUTTONS = 4
"""Lessons with a button in a single message; the course's own menu shows all."""


def kind(cohort: Cohort) -> str:
    return f"{PREFIX}{cohort.id}"


def expect(scene: Scene, cohort: Cohort) -> None:
    """Set the alarm for the next opening; without any it is set for never."""
    lessons = opening_calendar.order(scene.library, cohort)
    at = opening_calendar.next_at(cohort, lessons, scene.now)
    contact = scene.learner.contact
    scene.facts.append(AlarmSet(kind(cohort), at or scene.now, contact.platform, contact.chat))
    if at is None:
        scene.facts.append(AlarmCleared(kind(cohort)))


def _on_alarm(scene: Scene, alarm: Alarm) -> None:
    id = alarm.kind.removeprefix(PREFIX)
    cohort = scene.library.cohorts.get(id)
    membership = next(
        (joined for joined in scene.learner.memberships if joined.cohort == id),
        None,
    )
    if cohort is None or membership is None:
        return
    lessons = opening_calendar.order(scene.library, cohort)
    opened = opening_calendar.open_lessons(cohort, lessons, scene.now)
    news = [
        lesson
        for lesson in opened[membership.told :]
        if lesson in lessons
        and lesson not in membership.free
        and not availability.has_begun(scene, lesson)
    ]
    tells = membership.tells and bool(news)
    if tells and (later := _later(scene)):
        where = scene.envelope.address
        scene.facts.append(AlarmSet(alarm.kind, later, where.platform, where.chat))
        return
    if cohort.state == "closed":
        left = tuple(joined for joined in scene.learner.memberships if joined is not membership)
        scene.learner = replace(scene.learner, memberships=left)
    else:
        note(scene, replace(membership, told=len(opened)))
        at = opening_calendar.next_at(cohort, lessons, scene.now)
        if at is not None:
            where = scene.envelope.address
            scene.facts.append(AlarmSet(alarm.kind, at, where.platform, where.chat))
    if tells:
        _tell(scene, cohort, lessons, news)


def _later(scene: Scene) -> int | None:
    """When to tell it instead of now, if now is no good time."""
    if end := reminder_times.quiet_end(scene.learner.preferences, scene.now):
        return end
    if scene.open is not None and contact.busy(scene):
        return scene.now + IDLE
    return None


def note(scene: Scene, membership: Membership) -> None:
    """Keep this of a cohort that the learner belongs to."""
    memberships = tuple(
        membership if joined.cohort == membership.cohort else joined
        for joined in scene.learner.memberships
    )
    scene.learner = replace(scene.learner, memberships=memberships)


def begin(scene: Scene, lesson: str) -> Offer:
    """A button that begins a lesson, in the first learning mode that it has material for."""
    card = scene.library.cards[lesson]
    mode, _ = of_card(card)[0]
    return offer(phrase("cohort.begin", title=card.title), "start", lesson, mode)


def _tell(scene: Scene, cohort: Cohort, lessons: tuple[str, ...], news: list[str]) -> None:
    course, cards = availability.course(scene, cohort), scene.library.cards
    if cohort.state == "closed":
        text = phrase("cohort.ended", cohort=availability.name_cohort(cohort), course=course)
    elif len(news) == 1:
        number, title = lessons.index(news[0]) + 1, cards[news[0]].title
        text = phrase("cohort.opened", number=number, course=course, title=title)
    else:
        lines = [
            phrase("cohort.opened.line", number=lessons.index(part) + 1, title=cards[part].title)
            for part in news
        ]
        text = "\n\n".join([phrase("cohort.opened.several", course=course), "\n".join(lines)])
    shown = news[:MAX_LESSON_BUTTONS]
    rows = [[begin(scene, lesson)] for lesson in shown]
    # The buttons of earlier openings close with this: what was not begun is in the course.
    left = opening_calendar.open_lessons(cohort, lessons, scene.now)
    if any(
        part in lessons and part not in shown and not availability.has_begun(scene, part)
        for part in left
    ):
        rows.append([offer(phrase("cohort.course"), "course", cohort.course, 0)])
    scene.ask(text, [*rows, _back(scene)])


def _back(scene: Scene) -> list[Offer]:
    """The way back to what was under way, whose question this closes."""
    session = scene.session
    if session.review:
        return [offer(phrase("start.continue"), "review")]
    if session.run is None or session.run.preview:
        return []
    return [offer(phrase("start.continue"), "resume", session.run.lesson, session.run.mode)]


ALARMS = (AlarmKind(PREFIX, _on_alarm),)
