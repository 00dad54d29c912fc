"""When the weekly digest comes: at a local time of a weekday, as reminders come at theirs.

It is set like a reminder, across summer time and quiet hours (``bot.learning.reminder_times``);
after a time in which nothing ran a single digest comes, late.
"""

from bot.conversation.facts.learner import AlarmCleared, AlarmSet
from bot.conversation.learner import Digest
from bot.conversation.reminders import contact
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.learning.preferences import Preferences
from bot.values import replace

KIND = "digest"


def rhythm_of(scene: Scene, digest: Digest) -> Preferences:
    """What the admin has chosen, with the time of the digest as their only reminder."""
    mine = scene.learner.preferences
    return replace(mine, weekdays=(digest.weekday,), reminders=(digest.minute,))


def reset(scene: Scene) -> None:
    """Set the alarm to the next of its times, if this admin has a digest."""
    if digest := scene.learner.digest:
        slot = reminder_times.next_slot(rhythm_of(scene, digest), scene.now, digest.last)
        if slot:
            put(scene, digest, slot.at)


def put(scene: Scene, digest: Digest, at: int) -> None:
    """The digest as it is from now on, which comes next at this time, in microseconds UTC.

    It comes where its admin is alone with the tutor now, or else where it did before.
    """
    where = contact.place(scene.envelope) or (digest.platform, digest.chat)
    digest = replace(digest, at=at, platform=where[0], chat=where[1])
    scene.learner = replace(scene.learner, digest=digest)
    scene.facts.append(AlarmSet(KIND, at, *where))


def end(scene: Scene) -> None:
    """It comes no more."""
    if scene.learner.digest:
        scene.learner = replace(scene.learner, digest=None)
        scene.facts.append(AlarmCleared(KIND))
