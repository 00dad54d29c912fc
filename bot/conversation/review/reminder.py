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
"""

from collections.abc import Callable
from dataclasses import replace

from bot.conversation.facts.learner import AlarmCleared, AlarmSet, AlarmsMoved
from bot.conversation.inputs import Alarm, Envelope
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.question import memory
from bot.conversation.review import review as reviewing
from bot.conversation.session import Review, Session
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.lessons.library import Library

KIND = "review"
"""The kind of alarm that is a reminder."""

PATIENCE = 5
"""Reminders that may stay unanswered, before the bot takes the hint."""

IDLE = 3_600_000_000
"""Microseconds after which a learner counts as gone, and their question as left: an hour."""

OPENINGS = ("fades", "minute", "again", "stayed", "earlier", "alive")
"""Ways to begin a reminder: the phrases ``remind.opening.…``."""


def heard(scene: Scene) -> None:
    """Note that the learner is there: the count starts anew, and so do paused reminders."""
    bell, address = scene.session.bell, scene.envelope.address
    if not (bell.chat or scene.session.preferences.reminders):
        return
    after = replace(bell, unanswered=0, heard=scene.now)
    place = (address.platform, address.chat)
    if not address.public and (bell.shut or place != (bell.platform, bell.chat)):
        after = replace(after, platform=address.platform, chat=address.chat, shut=False)
        if bell.chat:
            scene.facts.append(AlarmsMoved(*place))
    moved = (after.platform, after.chat, after.shut) != (bell.platform, bell.chat, bell.shut)
    scene.session = replace(scene.session, bell=after)
    paused = scene.session.preferences.reminders and not (after.at or after.shut)
    if moved or paused:
        reset(scene)


def reset(scene: Scene) -> None:
    """Set the alarm to the next of the chosen times, or to none if none can come."""
    session = scene.session
    bell = session.bell
    slot = None
    if bell.chat and not bell.shut:
        slot = reminder_times.following(session.preferences, scene.now, bell.last)
    _set(scene, slot.at if slot else 0)


def _set(scene: Scene, at: int) -> None:
    bell = scene.session.bell
    scene.session = replace(scene.session, bell=replace(bell, at=at))
    if at:
        scene.facts.append(AlarmSet(KIND, at, bell.platform, bell.chat))
    elif bell.at:
        scene.facts.append(AlarmCleared(KIND))


def place(envelope: Envelope) -> tuple[str, str] | None:
    """The platform and chat where the learner can be told something alone, if there is one."""
    address = envelope.address
    if not address.public:
        return address.platform, address.chat
    return (address.platform, envelope.home) if envelope.home else None


def reachable(scene: Scene) -> bool:
    """Give the bell its place, if it has none that works; whether it has one."""
    bell, found = scene.session.bell, place(scene.envelope)
    if bell.chat and not bell.shut:
        return True
    if found is None:
        return bool(bell.chat)
    where = (bell.platform, bell.chat) if bell.chat else found
    after = replace(bell, platform=where[0], chat=where[1], shut=False)
    scene.session = replace(scene.session, bell=after)
    return True


# When it can't be done


def needs_shut(session: Session | None, envelope: Envelope) -> bool:
    """Whether this input is an occasion to tell the learner that reminders can't reach them."""
    return bool(envelope.address.public and session and session.bell.chat and not session.bell.shut)


def tell_shut(scene: Scene) -> None:
    """Tell the learner, once, that what was to reach them alone could not."""
    groups = scene.session.memberships
    if groups and not scene.session.preferences.reminders:
        scene.say(phrase("cohort.shut", code=groups[0].cohort))
    else:
        scene.say(phrase("remind.shut"))
    scene.session = replace(scene.session, bell=replace(scene.session.bell, shut=True))
    _set(scene, 0)


# When it rings


def needs(library: Library, session: Session) -> Needs:
    """What must be loaded for a reminder."""
    review = session.review
    if review is None or review.stage == "revealed":
        return memory.needs_next(library, None)
    return memory.needs_resume(library, session)


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


def busy(scene: Scene) -> bool:
    """Whether the learner is in the middle of something, or was just asked something."""
    asked = scene.open.asked_at if scene.open else 0
    return scene.now - max(scene.session.bell.heard, asked) < IDLE


def _due(scene: Scene) -> bool:
    review = scene.session.review
    under_way = review is not None and review.stage != "revealed"
    return under_way or memory.waiting(scene) > 0


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
