"""Reminders: a review question that comes by itself, at the times that the learner chose.

An alarm is set for the next of these times, in the learner's own chat. When it rings, this says
what becomes of it, and sets the next one.

===================================  ===========================================================
when it rings …                      what comes
===================================  ===========================================================
the quiet hours are on               it is set again, to their end
nothing is due                       nothing
the learner is at it                 nothing: who was heard or asked within the hour needs none
a question was left open             the lesson goes on the shelf, as with /review, and what is
                                     due comes; a review under way goes on where it was
five were left unanswered            a kind goodbye; then nothing until the learner is heard again
===================================  ===========================================================

Any input of the learner's starts the count anew, and the reminders if they had paused.

At the end of the review the way back to the lesson is offered.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.conversation.inputs import Alarm
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.reminders.contact import _set, busy, reset
from bot.conversation.review import queue
from bot.conversation.review import review as reviewing
from bot.conversation.session import Review, Session
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.lessons.library import Library

PATIENCE = 5
"""Reminders that may stay unanswered, before the bot takes the hint."""


OPENINGS = ("fades", "minute", "again", "stayed", "earlier", "alive")
"""Ways to begin a reminder: the phrases ``remind.opening.…``."""


# When it can't be done


# When it rings


def needs(library: Library, session: Session) -> Needs:
    """What must be loaded for a reminder."""
    review = session.review
    if review is None or review.stage == "revealed":
        return queue.needs_next(library, None)
    return queue.needs_resume(library, session)


def ring(scene: Scene, alarm: Alarm, led_on: Callable[[Scene, Review], bool]) -> None:
    """Say what has become due, and set the next alarm.

    An alarm that is not the one that was set last was set anew meanwhile, and says nothing.
    ``led_on`` leads on from a review that nobody is to go on in, and says whether it is one.
    """
    bell, wanted = scene.session.bell, scene.session.preferences
    if alarm.at != bell.at:
        return
    if end := reminder_times.quiet(wanted, scene.now):
        _set(scene, end)
        return
    bell = replace(bell, at=0, last=reminder_times.taken(wanted, scene.now, bell.last))
    comes = _due(scene) and not busy(scene)
    pausing = comes and bell.unanswered >= PATIENCE
    unanswered = bell.unanswered + (comes and not pausing)
    scene.session = replace(scene.session, bell=replace(bell, unanswered=unanswered))
    if pausing:
        scene.say(phrase("remind.goodbye"))
        return
    reset(scene)
    if comes:
        _remind(scene, led_on)


def _due(scene: Scene) -> bool:
    review = scene.session.review
    under_way = review is not None and review.stage != "revealed"
    return under_way or queue.waiting(scene) > 0


def _remind(scene: Scene, led_on: Callable[[Scene, Review], bool]) -> None:
    scene.lead = phrase(f"remind.opening.{_opening(scene)}")
    review = scene.session.review
    if review is None or review.stage == "revealed":
        reviewing.begin(scene)
    elif not led_on(scene, review):
        reviewing.resume(scene)


def _opening(scene: Scene) -> str:
    """Which way to begin: another one each day, which is all the chance that it takes."""
    today = reminder_times.local(scene.session.preferences, scene.now).toordinal()
    return OPENINGS[today % len(OPENINGS)]
