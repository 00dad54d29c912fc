"""Publishing at a time: the draft is published by itself, as if its admin pressed the button then.

The time is one of the admin's own clock, as they write it: ``2026-12-01 09:00``. When it comes, an
alarm rings (``publish:<draft>``) whose turn looks at everything anew: whether they may still
publish, and whether somebody else has published meanwhile. If not all is well, they are told, and
nothing happens.
"""

import re
from datetime import UTC, datetime, timedelta

from bot.conversation.admin.format import moment
from bot.conversation.admin.jobs import quiet_place
from bot.conversation.admin.publishing import drafts
from bot.conversation.facts.admin import DraftTimed, Logged
from bot.conversation.facts.learner import AlarmCleared, AlarmSet
from bot.conversation.facts.roles import may
from bot.conversation.inputs import Alarm, Text
from bot.conversation.language.markup import escaped
from bot.conversation.needs.admin import AdminNeeds, Draft
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import call, offer
from bot.conversation.turn import Scene
from bot.learning.zones import clock, title

PREFIX = "publish:"
"""How the kinds of alarms begin that publish drafts."""

FURTHEST = timedelta(days=366)
"""How far ahead a draft can be published: whoever plans further should look at it again."""

FURTHEST_MICROS = FURTHEST // timedelta(microseconds=1)
"""The same in microseconds."""

WRITTEN = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T,]+(\d{1,2}):(\d{2})", re.ASCII)
"""A date and a time as admins write them: ``2026-12-01 09:00``."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def ask(scene: Scene, draft: Draft) -> None:
    """Ask when, or take the time that was written."""
    given = scene.envelope.input
    if not isinstance(given, Text):
        zone = title(scene.session.preferences.zone) or "UTC"
        back = offer(phrase("admin.back"), "admin drafts show", draft.id)
        never = [offer(phrase("admin.time.never"), "admin drafts never", draft.id)]
        rows = [never] if draft.publish_at else []
        words = call("admin drafts at", draft.id)
        scene.ask(phrase("admin.time.when", zone=escaped(zone)), [*rows, [back]], words=words)
        return
    at = read(scene, given.text)
    if at is None:
        scene.say(phrase("admin.time.unread"))
    elif not scene.now < at <= scene.now + FURTHEST_MICROS:
        scene.say(phrase("admin.time.range", days=FURTHEST.days))
    else:
        _set(scene, draft, at)


def never(scene: Scene, draft: Draft) -> None:
    """Leave it to be published by hand."""
    scene.facts += [DraftTimed(draft.id, None), AlarmCleared(_kind(draft))]
    scene.facts.append(Logged("untime", drafts.name_of(draft)))
    scene.say(phrase("admin.time.cleared", title=escaped(drafts.name_of(draft))))


def _set(scene: Scene, draft: Draft, at: int) -> None:
    name, when = drafts.name_of(draft), moment(scene, at)
    scene.answered()
    scene.facts += [
        DraftTimed(draft.id, at),
        AlarmSet(_kind(draft), at, *quiet_place(scene)),
        Logged("time", name, after=f"{_EPOCH + at * _MICROSECOND:%Y-%m-%d %H:%M} UTC"),
    ]
    scene.say(phrase("admin.time.set", title=escaped(name), when=when))


def read(scene: Scene, text: str) -> int | None:
    """The time that a text means by their clock, in microseconds UTC; ``None`` if it is none."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    try:
        local = datetime(*map(int, found.groups()), tzinfo=clock(scene.session.preferences.zone))  # type: ignore[arg-type, misc]  # five numbers: year to minute
        return (local.astimezone(UTC) - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError):
        return None


def _kind(draft: Draft) -> str:
    return f"{PREFIX}{draft.id}"


def needs(alarm: Alarm) -> Needs:
    """What must be loaded when a draft's time has come."""
    return Needs(admin=AdminNeeds(draft=alarm.kind.removeprefix(PREFIX)))


def ring(scene: Scene, alarm: Alarm) -> None:
    """Publish the draft, if it is there still and nothing speaks against it."""
    draft = scene.known.admin.draft if scene.known.admin else None
    if draft is None or draft.publish_at != alarm.at:
        return
    if not may(scene.known.roles, "publish"):
        scene.facts.append(DraftTimed(draft.id, None))
    elif drafts.withdrawn(scene.library, draft):
        scene.facts.append(DraftTimed(draft.id, None))
        drafts.refused(scene, draft)
    elif drafts.moved(scene.library, draft):
        scene.facts.append(DraftTimed(draft.id, None))
        scene.say(phrase("admin.time.moved", title=escaped(drafts.name_of(draft))))
    else:
        drafts.publish(scene, draft)
