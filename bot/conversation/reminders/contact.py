"""How a learner is reached alone: where, when next, and when that can't be done.

Any input of the learner's starts the count of unanswered reminders anew, and the reminders if they
had paused.

Alarms ring where the learner is alone with the tutor: where they last wrote privately, else the
chat that the adapter names as their own (``Envelope.home``), such as a direct message on Discord
that need not be open yet. From where others can read, the learner agrees first. In the terminal
alarms ring while it runs, for its own learner.

Whoever learns on two platforms is reminded where they wrote last, or where they chose.

A chat that is gone, blocked or closed, holds its alarms: they are not looked at until an input
comes from there, or new times are chosen. Who acts elsewhere meanwhile, as in a server, is told
once, at their next command, and nothing is tried after that until they write directly or choose
times again.
"""

from collections.abc import Callable

from bot.conversation.facts.learner import AlarmCleared, AlarmSet, AlarmsMoved
from bot.conversation.inputs import Command, Envelope
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import LostChat, Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import IDLE
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.learning.items import DAY
from bot.values import replace

KIND = "review"

LESSON = "lesson:"
"""How the alarm is named that brings the first question of a lesson, whose id follows."""

MINUTE = 60_000_000
"""Microseconds to which it is noted when somebody was heard: what asks for it asks about an hour,
and what is as it was needn't be written again with each press."""

WEEKLY = 3
"""Reminders that may stay unanswered before the next come once a week."""


def note_heard(scene: Scene) -> None:
    """Note that the learner is there: the count starts anew, and so do paused reminders."""
    contact, address = scene.learner.contact, scene.envelope.address
    if not (contact.chat or scene.learner.preferences.reminders):
        return
    after = replace(contact, unanswered=0, heard=scene.now - scene.now % MINUTE)
    place = (address.platform, address.chat)
    here = not address.public and scene.learner.welcomes(address.platform)
    if here and (contact.shut or place != (contact.platform, contact.chat)):
        after = replace(after, platform=address.platform, chat=address.chat, shut=False)
        if contact.chat:
            scene.facts.append(AlarmsMoved(*place))
    moved = (after.platform, after.chat, after.shut) != (
        contact.platform,
        contact.chat,
        contact.shut,
    )
    if after != contact:
        scene.learner = replace(scene.learner, contact=after)
    paused = scene.learner.preferences.reminders and not (after.at or after.shut)
    if moved or paused or contact.unanswered >= WEEKLY:
        reset(scene)


def reset(scene: Scene) -> None:
    """Set the alarm to the next of the chosen times, or to none if none can come."""
    learner = scene.learner
    contact = learner.contact
    slot = None
    after = scene.now + (6 * DAY if contact.unanswered >= WEEKLY else 0)
    if contact.chat and not contact.shut:
        slot = reminder_times.next_slot(learner.preferences, after, contact.last)
    set_alarm(scene, slot.at if slot else 0)


def set_alarm(scene: Scene, at: int) -> None:
    """Set the alarm of reminders to this time, in microseconds UTC; 0 for none."""
    contact = scene.learner.contact
    scene.learner = replace(scene.learner, contact=replace(contact, at=at))
    if at:
        scene.facts.append(AlarmSet(KIND, at, contact.platform, contact.chat))
    elif contact.at:
        scene.facts.append(AlarmCleared(KIND))


def prefer(scene: Scene) -> None:
    """Let what comes by itself come where the learner has chosen, from now on."""
    where = scene.learner.preferred
    if where is None:
        return
    contact = scene.learner.contact
    scene.learner = replace(scene.learner, home=where)
    if where == (contact.platform, contact.chat):
        return
    scene.facts.append(AlarmsMoved(*where))
    if contact.chat:
        after = replace(contact, platform=where[0], chat=where[1], shut=False)
        scene.learner = replace(scene.learner, contact=after)
        reset(scene)


def place(envelope: Envelope) -> tuple[str, str] | None:
    """The platform and chat where the learner can be told something alone, if any."""
    address = envelope.address
    if not address.public:
        return address.platform, address.chat
    return (address.platform, envelope.home) if envelope.home else None


def reachable(scene: Scene) -> bool:
    """Find a place for reminders, if none works yet; whether they have a place."""
    contact = scene.learner.contact
    here = scene.learner.preferred or place(scene.envelope)
    if contact.chat and not contact.shut:
        return True
    if here is None:
        return bool(contact.chat)
    where = (contact.platform, contact.chat) if contact.chat else here
    after = replace(contact, platform=where[0], chat=where[1], shut=False)
    scene.learner = replace(scene.learner, contact=after)
    return True


def tell_shut(scene: Scene) -> None:
    """Tell the learner, once, that what was to reach them alone could not."""
    groups = scene.learner.memberships
    if groups and not scene.learner.preferences.reminders:
        scene.say(phrase("cohort.shut", code=groups[0].cohort))
    else:
        scene.say(phrase("remind.shut"))
    scene.learner = replace(scene.learner, contact=replace(scene.learner.contact, shut=True))
    set_alarm(scene, 0)


def busy(scene: Scene) -> bool:
    """Whether the learner is in the middle of something, or was just asked something."""
    asked = scene.open.asked_at if scene.open else 0
    return scene.now - max(scene.learner.contact.heard, asked) < IDLE


# What comes before any act


def _always(meant: Meant) -> bool | None:
    return True


def _hear(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    before, home = meant.learner.home, scene.learner.home
    linked = scene.learner.accounts and not scene.learner.contact.chat
    if linked and before and home and before != home:
        # What waits for a chat that is gone, such as an answer, is told where they are now.
        scene.facts.append(AlarmsMoved(*home))
    note_heard(scene)
    rest()


def _needs_shut(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    return rest().asking(LostChat())


def _may_be_shut(meant: Meant) -> bool | None:
    """Whether this input is an occasion to tell the learner that reminders can't reach them."""
    contact = meant.learner.contact
    return True if meant.envelope.address.public and contact.chat and not contact.shut else None


def _tell_if_shut(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    if scene.known.get(LostChat):
        tell_shut(scene)
    rest()


NOTE_PRESENCE: Interceptor[bool] = Interceptor(
    "note presence",
    "starts the count of unanswered reminders anew, and reminders that had paused",
    _always,
    _hear,
    before={"lead to private chat": "wherever they are led, they were there"},
)

TELL_UNREACHABLE: Interceptor[bool] = Interceptor(
    "tell unreachable",
    "tells, at a command in public, that reminders didn't reach the private chat",
    _may_be_shut,
    _tell_if_shut,
    _needs_shut,
    after={"offer newer revision": "who is asked which revision they want hears of it next time"},
    inputs=(Command,),
)
