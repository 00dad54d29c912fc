"""Reminders: a review question that comes by itself, at the times that the learner chose.

An alarm is set for the next of these times, in the learner's own chat. At its time this says what
becomes of it, and sets the next.

===================================  ===========================================================
at its time …                        what comes
===================================  ===========================================================
the quiet hours are on, or a break   it is set again, to their end
the day is switched off              it is late, and set again to the next chosen time
nothing is due                       nothing
the learner is at it                 nothing: who was heard or asked within the hour needs none
a question was left open             the lesson goes on the shelf, as with /review, and what is
                                     due comes; of a review under way another question than the
                                     open question, where another is due
three were left unanswered           from then on it is once a week
five were left unanswered            a kind goodbye; then nothing until the learner is heard again
===================================  ===========================================================

Any input of the learner's starts the count anew, and the reminders if they had paused.

At the end of the review the way back to the lesson is offered.
"""

from bot.conversation.alarms import AlarmKind
from bot.conversation.availability import has_begun, lock
from bot.conversation.inputs import Alarm
from bot.conversation.lesson.acts import needs_start
from bot.conversation.lesson.modes import of_card
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact
from bot.conversation.review import queue
from bot.conversation.review import review as reviewing
from bot.conversation.session import Review, Session
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.learning.local_time import local
from bot.lessons.library import Library
from bot.values import replace

PATIENCE = 5
"""Reminders that may stay unanswered, before the bot takes the hint."""


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    review = _under_way(session, alarm)
    if review and review.stage != "open":
        return queue.needs_resume(library, session)
    return queue.needs_next(library, session if review else None)


def _under_way(session: Session, alarm: Alarm) -> Review | None:
    """The review that waits for an answer, if any."""
    review = session.review
    return review if review and review.stage != "revealed" else None


def _comes(scene: Scene, alarm: Alarm) -> bool:
    """Whether a reminder comes now; the next alarm is set in any case."""
    reachable, wanted = scene.learner.contact, scene.learner.preferences
    if alarm.at != reachable.at:
        return False
    if end := reminder_times.held_until(wanted, scene.now):
        contact.set_alarm(scene, end)
        return False
    if reminder_times.day_off(wanted, alarm.at, scene.now):
        contact.reset(scene)
        return False
    last = reachable.last
    reachable = replace(
        reachable, at=0, last=reminder_times.slot_name(wanted, scene.now, reachable.last)
    )
    due = _under_way(scene.session, alarm) is not None or queue.waiting(scene) > 0
    comes = due and not contact.busy(scene)
    pausing = comes and reachable.unanswered >= PATIENCE
    unanswered = reachable.unanswered + (comes and not pausing)
    scene.learner = replace(scene.learner, contact=replace(reachable, unanswered=unanswered))
    if pausing:
        scene.say(phrase("remind.goodbye"))
        return False
    contact.reset(scene)
    if comes and _after_break(scene, last):
        scene.lead = phrase("remind.opening.back")
    return comes


def _remind(scene: Scene, alarm: Alarm) -> None:
    """Ask what has become due; what was left open only if nothing else is."""
    review = _under_way(scene.session, alarm)
    other = review and review.stage == "open" and queue.another(scene, review)
    if review and not other:
        reviewing.resume(scene)
    else:
        reviewing.begin(scene, review)


def _after_break(scene: Scene, last: str) -> bool:
    """Whether it is the first after a break; ``last`` is the slot of the reminder before."""
    wanted = scene.learner.preferences
    today = local(wanted, scene.now).date()
    return any(pause.over(today) and last[:10] <= str(pause.last) for pause in wanted.breaks[-1:])


# The first question of the next lesson


def _lesson(alarm: Alarm) -> str:
    return alarm.kind.removeprefix(contact.LESSON)


def _mode(library: Library, lesson: str) -> str:
    """By which it is begun; empty if it is taught no more."""
    card = library.cards.get(lesson)
    return of_card(card)[0][0] if card else ""


def _needs_lesson(library: Library, session: Session, alarm: Alarm) -> Needs:
    lesson = _lesson(alarm)
    asked = queue.needs_next(library, None).queries
    return needs_start(library, session, lesson, _mode(library, lesson)).asking(*asked)


def _suits(scene: Scene, alarm: Alarm) -> bool:
    """Whether they still want to be reminded, and neither a review nor a lesson comes before it."""
    lesson, under_way = _lesson(alarm), scene.session.run or scene.session.review
    if under_way or not scene.learner.preferences.reminders or not _mode(scene.library, lesson):
        return False
    if has_begun(scene, lesson) or lock(scene, lesson) or contact.busy(scene):
        return False
    return not queue.waiting(scene)


def _begin(scene: Scene, alarm: Alarm) -> None:
    lesson = _lesson(alarm)
    scene.perform(("start", lesson, _mode(scene.library, lesson)))


ALARMS = (
    AlarmKind(contact.KIND, _remind, _needs, _comes, goes_on=_under_way),
    AlarmKind(contact.LESSON, _begin, _needs_lesson, _suits),
)
