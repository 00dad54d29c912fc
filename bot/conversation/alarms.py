"""All kinds of alarms: what must be loaded when one rings, and what happens then.

A kind is told by how its name begins; what follows names what the alarm is about.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation import milestones, offering, opening, reminding, stranded, weekly
from bot.conversation.admin import announcement, announcing, digest, errands, following, timing
from bot.conversation.admin.known import AdminNeeds
from bot.conversation.commands import TELLINGS
from bot.conversation.inputs import Alarm
from bot.conversation.known import Needs
from bot.conversation.scene import Scene
from bot.conversation.session import Session
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
    reminding.ring(scene, alarm, stranded.led_on)


def _needs_reminder(library: Library, session: Session, alarm: Alarm) -> Needs:
    review = session.review
    if review and review.stage != "revealed" and stranded.stranded(library, review):
        return stranded.needs(library, session, review)
    return reminding.needs(library, session)


def _bring_back(scene: Scene, alarm: Alarm) -> None:
    milestones.ring(scene, alarm, offering.led_on)


def _needs_milestone(library: Library, session: Session, alarm: Alarm) -> Needs:
    run = milestones.meant(session, alarm)
    if run and stranded.stranded(library, run):
        return stranded.needs(library, session, run)
    return milestones.needs(session, alarm)


def _by_name(needs: Callable[[Alarm], Needs]) -> Callable[[Library, Session, Alarm], Needs]:
    """The needs of an alarm whose name says all about it."""
    return lambda _library, _session, alarm: needs(alarm)


_KINDS = (
    Kind(reminding.KIND, _remind, _needs_reminder),
    Kind(f"{milestones.MODE} ", _bring_back, _needs_milestone),
    Kind(opening.PREFIX, opening.ring, _by_name(lambda _: Needs())),
    Kind(weekly.KIND, digest.ring, _by_name(lambda _: Needs(admin=AdminNeeds()))),
    Kind(errands.PREFIX, TELLINGS.ring, _by_name(TELLINGS.needs)),
    Kind(timing.PREFIX, timing.ring, _by_name(timing.needs)),
    Kind(announcement.PREFIX, announcing.ring, _by_name(announcing.needs)),
    Kind(announcement.FOLLOWING, following.ring, _by_name(following.needs)),
)
