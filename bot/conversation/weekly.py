"""When the weekly digest comes: at a local time of one weekday, as reminders come at theirs.

It is set like a reminder, across summer time and quiet hours (``bot.learning.rhythm``); after a
time in which nothing ran one comes, late, and not several.
"""

from dataclasses import replace

from bot.conversation import reminding
from bot.conversation.facts import AlarmCleared, AlarmSet
from bot.conversation.scene import Scene
from bot.conversation.session import Digest
from bot.learning import rhythm
from bot.learning.preferences import Preferences

KIND = "digest"
"""The kind of alarm that brings a digest."""


def rhythm_of(scene: Scene, digest: Digest) -> Preferences:
    """What the admin has chosen, with the time of the digest as their only reminder."""
    mine = scene.session.preferences
    return replace(mine, weekdays=(digest.weekday,), reminders=(digest.minute,))


def reset(scene: Scene) -> None:
    """Set the alarm to the next of its times, if this admin has a digest."""
    if digest := scene.session.digest:
        slot = rhythm.following(rhythm_of(scene, digest), scene.now, digest.last)
        if slot:
            put(scene, digest, slot.at)


def put(scene: Scene, digest: Digest, at: int) -> None:
    """The digest as it is from now on, which comes next at this time, in microseconds UTC.

    It comes where its admin is alone with the tutor now, or else where it did before.
    """
    where = reminding.place(scene.envelope) or (digest.platform, digest.chat)
    digest = replace(digest, at=at, platform=where[0], chat=where[1])
    scene.session = replace(scene.session, digest=digest)
    scene.facts.append(AlarmSet(KIND, at, *where))


def end(scene: Scene) -> None:
    """It comes no more."""
    if scene.session.digest:
        scene.session = replace(scene.session, digest=None)
        scene.facts.append(AlarmCleared(KIND))
