"""All kinds of alarms: what must be loaded when one rings, and what happens then.

A kind is told by how its name begins; what follows names what the alarm is about.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.admin import jobs
from bot.conversation.admin.announcements import compose, progress
from bot.conversation.admin.publishing import scheduled
from bot.conversation.admin.rooms import JOBS
from bot.conversation.admin.statistics import digest
from bot.conversation.cohorts import unlock
from bot.conversation.facts import announcement
from bot.conversation.inputs import Alarm
from bot.conversation.lesson import milestone_reminder
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.reminders import contact, digest_schedule
from bot.conversation.review import reminder
from bot.conversation.revisions import newer, withdrawn
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of alarm: how its name begins, what happens, and what must be loaded for that."""

    begins: str
    ring: Callable[[Scene, Alarm], None]
    needs: Callable[[Library, Session, Alarm], Needs]


def needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    """What must be loaded when an alarm rings."""
    return _kind(alarm).needs(library, session, alarm)


def ring(scene: Scene, alarm: Alarm) -> None:
    """What happens when an alarm rings."""
    _kind(alarm).ring(scene, alarm)


def _kind(alarm: Alarm) -> Kind:
    """Its kind; raises ``LookupError`` for one of a later version: it rings again a day later."""
    found = next((kind for kind in _KINDS if alarm.kind.startswith(kind.begins)), None)
    if found is None:
        raise LookupError("no such kind of alarm")
    return found


def _remind(scene: Scene, alarm: Alarm) -> None:
    reminder.ring(scene, alarm, withdrawn.led_on)


def _needs_reminder(library: Library, session: Session, alarm: Alarm) -> Needs:
    review = session.review
    if review and review.stage != "revealed" and withdrawn.stranded(library, review):
        return withdrawn.needs(library, session, review)
    return reminder.needs(library, session)


def _bring_back(scene: Scene, alarm: Alarm) -> None:
    milestone_reminder.ring(scene, alarm, newer.led_on)


def _needs_milestone(library: Library, session: Session, alarm: Alarm) -> Needs:
    run = milestone_reminder.meant(session, alarm)
    if run and withdrawn.stranded(library, run):
        return withdrawn.needs(library, session, run)
    return milestone_reminder.needs(session, alarm)


def _by_name(needs: Callable[[Alarm], Needs]) -> Callable[[Library, Session, Alarm], Needs]:
    """The needs of an alarm whose name says all about it."""
    return lambda _library, _session, alarm: needs(alarm)


_KINDS = (
    Kind(contact.KIND, _remind, _needs_reminder),
    Kind(f"{milestone_reminder.MODE} ", _bring_back, _needs_milestone),
    Kind(unlock.PREFIX, unlock.ring, _by_name(lambda _: Needs())),
    Kind(digest_schedule.KIND, digest.ring, _by_name(lambda _: Needs(admin=AdminNeeds()))),
    Kind(jobs.PREFIX, JOBS.ring, _by_name(JOBS.needs)),
    Kind(scheduled.PREFIX, scheduled.ring, _by_name(scheduled.needs)),
    Kind(announcement.PREFIX, compose.ring, _by_name(compose.needs)),
    Kind(announcement.FOLLOWING, progress.ring, _by_name(progress.needs)),
)
