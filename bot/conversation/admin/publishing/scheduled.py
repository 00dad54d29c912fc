"""Publishing at a time: the draft is published by itself, as if its admin pressed the button then.

The time is of the admin's own clock, as they write it: ``2026-12-01 09:00``. When it comes, an
alarm rings (``publish:<draft>``) whose turn looks at everything anew: whether they may still
publish, and whether somebody else has published meanwhile. If not all is well, they are told, and
nothing happens. If they may not publish any more, those are told who may (``missed:<draft>``).
"""

from bot.conversation.admin.areas import admin_data, is_allowed, take_typed
from bot.conversation.admin.publishing import drafts
from bot.conversation.admin.times import FURTHEST, FURTHEST_MICROS, moment, read, universal
from bot.conversation.facts.admin import DraftMissed, DraftTimed, Logged, OthersTold
from bot.conversation.facts.learner import AlarmCleared, AlarmSet
from bot.conversation.facts.roles import bringing
from bot.conversation.inputs import Alarm
from bot.conversation.jobs import quiet_place
from bot.conversation.language.markup import escape_markdown
from bot.conversation.needs.admin import AdminNeeds, Draft
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import call, offer
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.learning.zones import title

PREFIX = "publish:"
"""How the kinds of alarms begin that publish drafts."""

MISSED = "missed:"
"""How the kinds of alarms begin that tell of drafts whose time passed without that."""


def ask(scene: Scene, draft: Draft) -> None:
    """Ask when, or take the time that was written."""
    text = take_typed(scene)
    if not text:
        zone = title(scene.learner.preferences.zone) or "UTC"
        back = offer(phrase("admin.back"), "admin drafts show", draft.id)
        never = [offer(phrase("admin.time.never"), "admin drafts never", draft.id)]
        rows = [never] if draft.publish_at else []
        words = call("admin drafts at", draft.id)
        scene.card(
            phrase("admin.time.when", zone=escape_markdown(zone)), [*rows, [back]], words=words
        )
        return
    at = read(scene, text)
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
    scene.say(phrase("admin.time.cleared", title=escape_markdown(drafts.name_of(draft))))


def _set(scene: Scene, draft: Draft, at: int) -> None:
    name, when = drafts.name_of(draft), moment(scene, at)
    scene.close_answered()
    scene.facts += [
        DraftTimed(draft.id, at),
        AlarmSet(_kind(draft), at, *quiet_place(scene)),
        Logged("time", name, after=universal(at)),
    ]
    scene.say(phrase("admin.time.set", title=escape_markdown(name), when=when))


def _kind(draft: Draft) -> str:
    return f"{PREFIX}{draft.id}"


def needs(alarm: Alarm) -> Needs:
    """What must be loaded when a draft's time has come."""
    return Needs((AdminNeeds(draft=alarm.kind.removeprefix(PREFIX), due=True),))


def on_alarm(scene: Scene, alarm: Alarm) -> None:
    """Publish the draft, if it is there still and nothing speaks against it."""
    draft = admin_data(scene).draft
    if draft is None or draft.publish_at != alarm.at:
        return
    if not is_allowed(scene, "publish", drafts.scopes(scene.library, draft)):
        _miss(scene, draft, alarm.at)
    elif drafts.withdrawn_pieces(scene.library, draft):
        scene.facts.append(DraftTimed(draft.id, None))
        drafts.refuse_withdrawn(scene, draft)
    elif drafts.has_moved(scene.library, draft):
        scene.facts.append(DraftTimed(draft.id, None))
        scene.say(phrase("admin.time.moved", title=escape_markdown(drafts.name_of(draft))))
    else:
        drafts.publish(scene, draft)


def _miss(scene: Scene, draft: Draft, at: int) -> None:
    """Leave it to those who may publish; whoever set the time may not know of it any more."""
    scene.facts += [
        DraftMissed(draft.id, at),
        Logged("miss", drafts.name_of(draft), after=universal(at)),
        OthersTold(
            f"{MISSED}{draft.id}", roles=bringing("publish", drafts.scopes(scene.library, draft))
        ),
    ]


def needs_missed(alarm: Alarm) -> Needs:
    """What must be loaded to tell that a draft was not published."""
    return Needs((AdminNeeds(draft=alarm.kind.removeprefix(MISSED)),))


def on_missed(scene: Scene, alarm: Alarm) -> None:
    """Tell somebody who may publish, unless another was faster."""
    draft = admin_data(scene).draft
    mine = draft and is_allowed(scene, "publish", drafts.scopes(scene.library, draft))
    if draft and draft.missed_at and mine:
        title, when = escape_markdown(drafts.name_of(draft)), moment(scene, draft.missed_at)
        scene.say(phrase("admin.time.missed", title=title, when=when))
