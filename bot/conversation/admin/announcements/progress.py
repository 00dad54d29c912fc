"""An announcement on its way, as its admin follows it in the message of the question.

The question about an announcement is revised while it is open. What tells when is an alarm
(``announcing:<id>``): its turn counts anew, lets the question say so, and sets the next. So an
update is a turn like all others: it is there after a restart, and never touches a question that was
answered or closed before it. Each admin who has the question open has an alarm of their own.

The service that sends does not edit by itself: an edit of its own could come after an answer, and
bring the question back. A turn also leaves the session with the text that is shown.
"""

from bot.conversation.admin.announcements.audiences import sees
from bot.conversation.admin.areas import admin_data
from bot.conversation.facts.announcement import FOLLOWING, Announcement, Fate, State
from bot.conversation.facts.learner import AlarmSet
from bot.conversation.inputs import Alarm
from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.needs.admin import AdminKnown, AdminNeeds, Served
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Live, Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten

EVERY = 4_000_000
"""Microseconds between two updates where nobody else reads: modest, and soon enough to be live."""

EVERY_PUBLIC = 15_000_000
"""The same in a group, where Telegram counts an edit against the 20 messages of a minute."""

TIRED = 24 * 3_600_000_000
"""Microseconds without news after which nobody looks any more; the button still tells."""

_SLOWER = 4
"""How many times longer than until the next look nothing has changed by then, at least."""

_TITLE = 32
"""Characters of an announcement that name it on a button and in the log."""

_FATES: tuple[Fate, ...] = ("sent", "failed", "unclear", "blocked", "waiting")

_OPEN: tuple[State, ...] = ("going", "paused")


def ask(scene: Scene, text: str, id: str, state: State) -> None:
    """Ask what to do with an announcement, and keep that up to date while there is news."""
    if state not in _OPEN:
        scene.card(text, buttons(id, state))
        return
    public = scene.envelope.address.public
    live = Live(FOLLOWING + id, EVERY_PUBLIC if public else EVERY, scene.now)
    scene.card(text, buttons(id, state), live=live)
    _look_again(scene, live)


def summary(announcement: Announcement, admin: AdminKnown) -> str:
    """How far it is."""
    lines = [
        phrase(f"admin.announce.fate.{fate}", number=announcement.number(fate))
        for fate in _FATES
        if fate != "unclear" or announcement.number(fate)
    ]
    if announcement.state in _OPEN:
        lines += _waited_for(announcement, admin.served)
    vain = announcement.state == "done" and not announcement.number("sent")
    state = "nobody" if vain else announcement.state
    title = phrase(
        f"admin.announce.state.{state}", title=escape_markdown(name_announcement(announcement.text))
    )
    parts = [title, "\n".join(f"- {line}" for line in lines)]
    if announcement.waiting.get(""):
        parts.append(phrase("admin.correct.waiting"))
    return "\n\n".join(parts)


def _waited_for(announcement: Announcement, served: Served) -> list[str]:
    """For which platforms it waits, and for how many on each."""
    lines = []
    for platform, number in sorted(announcement.waiting.items()):
        # A correction has no platform yet for whom it reaches at their next input.
        if not platform or not served.links:
            continue
        if platform not in served.links:
            key = "admin.announce.elsewhere"
        elif platform in served.silent:
            key = "admin.announce.silent"
        else:
            continue
        lines.append(phrase(key, platform=platform.title(), number=number))
    return lines


def buttons(id: str, state: State) -> list[list[Offer]]:
    back = [offer(phrase("admin.back"), "admin announce")]
    if state not in _OPEN:
        return [back]
    how = "pause" if state == "going" else "resume"
    turn = offer(phrase(f"admin.announce.{how}"), f"admin announce {how}", id)
    cancel = offer(phrase("admin.announce.cancel"), "admin announce cancel", id)
    show = offer(phrase("admin.announce.show"), "admin announce show", id)
    return [[show], [turn, cancel], back]


def name_announcement(text: str) -> str:
    """A few words of an announcement, to tell it from others."""
    return shorten(plain(text), _TITLE)


# When it is time to look


def needs(alarm: Alarm) -> Needs:
    """What must be loaded to say how far an announcement is."""
    return Needs((AdminNeeds(announcement=alarm.kind.removeprefix(FOLLOWING)),))


def on_alarm(scene: Scene, alarm: Alarm) -> None:
    """Let the question say how far it is, if it is still open."""
    live = scene.open.live if scene.open else None
    if live is None or live.kind != alarm.kind:
        return
    announcement = admin_data(scene).announcement
    if announcement is None or not sees(scene, announcement):
        return
    if end(scene, announcement):
        return
    if scene.revise(
        summary(announcement, admin_data(scene)), buttons(announcement.id, announcement.state)
    ):
        live = scene.keep_live()
    elif scene.now - live.since > TIRED:
        return
    _look_again(scene, live)


def end(scene: Scene, announcement: Announcement) -> bool:
    """If it goes out no more, let the open question about it say how it ended, and close it."""
    live = scene.open.live if scene.open else None
    over = announcement.state not in _OPEN
    if over and live is not None and live.kind == FOLLOWING + announcement.id:
        scene.revise(summary(announcement, admin_data(scene)))
    return over


def _look_again(scene: Scene, live: Live) -> None:
    where = scene.envelope.address
    wait = max(live.every, (scene.now - live.since) // _SLOWER)
    scene.facts.append(AlarmSet(live.kind, scene.now + wait, where.platform, where.chat))
