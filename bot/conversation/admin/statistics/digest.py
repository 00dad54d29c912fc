"""The weekly digest: whoever may read statistics can have told, once a week, what is new.

It is asked for on a card of ``/admin stats`` and comes by an alarm, whose turn sets out a job that
counts, one for each course and cohort if theirs is no role for everything. It ends with the role.
What is told is of the time since the last one; a week in which nothing happened is told in one
line.

Its turn looks at the role, sets out the count from the last digest to this moment, and sets the
next alarm; the turn that tells looks at the role once more. What learners believe is told of those
who met a question for the first time in that week, so it is new each time, and a lesson that fewer
than five of them met is not broken down.
"""

from collections.abc import Sequence

from bot.conversation.admin.statistics import parts
from bot.conversation.admin.times import moment
from bot.conversation.facts.roles import reach
from bot.conversation.inputs import Alarm
from bot.conversation.jobs import set_out
from bot.conversation.language.markup import escaped
from bot.conversation.language.time_of_day import shown
from bot.conversation.learner import Digest
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase, weekday
from bot.conversation.reminders import contact, digest_schedule
from bot.conversation.settings.cards import ticked
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.learning.zones import title
from bot.values import replace

KIND = "digest"
"""The kind of job that counts what is new."""

WORD = "digest"
"""The word typed after ``/admin stats``."""

USUAL = Digest(weekday=0, minute=9 * 60)
"""Monday at nine: the week before is over, and the new one can still be planned."""

HOURS = (7, 9, 12, 15, 18, 20)
"""Hours to pick from; any other is written as ``/admin stats digest hour 10``."""

WEEK = 7 * 24 * 3600 * 1_000_000
"""Microseconds that the first digest looks back."""


def button(scene: Scene) -> Offer:
    """The button that leads to its card, and says whether it comes."""
    key = "admin.digest.is.on" if scene.learner.digest else "admin.digest.is.off"
    return offer(phrase(key), "admin stats digest show")


def show(scene: Scene) -> None:
    """Its card: whether and when it comes, and how that is changed."""
    _card(scene)


def turn_on(scene: Scene) -> None:
    """Let it come."""
    _choose(scene, scene.learner.digest or USUAL)
    _card(scene)


def turn_off(scene: Scene) -> None:
    """Let it come no more."""
    digest_schedule.end(scene)
    _card(scene)


def take_day(scene: Scene, day: int) -> None:
    """Let it come on this weekday, Monday being 0."""
    digest = scene.learner.digest
    if digest and 0 <= day < 7:
        _choose(scene, replace(digest, weekday=day))
    else:
        scene.say(phrase("admin.digest.unread"))
    _card(scene)


def take_hour(scene: Scene, hour: int) -> None:
    """Let it come at this hour."""
    digest = scene.learner.digest
    if digest and 0 <= hour < 24:
        _choose(scene, replace(digest, minute=60 * hour))
    else:
        scene.say(phrase("admin.digest.unread"))
    _card(scene)


def typed(scene: Scene, words: Sequence[str]) -> None:
    """Its card, after words that are no choice on it."""
    if words:
        scene.say(phrase("admin.digest.unread"))
    _card(scene)


def _choose(scene: Scene, digest: Digest) -> None:
    if not contact.place(scene.envelope):
        scene.say(phrase("admin.digest.alone"))
        return
    digest = replace(digest, since=digest.since or scene.now - WEEK)
    scene.learner = replace(scene.learner, digest=digest)
    digest_schedule.reset(scene)


def _card(scene: Scene) -> None:
    digest = scene.learner.digest
    back = [offer(phrase("admin.stats.all"), "admin stats"), offer(phrase("admin.back"), "admin")]
    about = phrase("admin.digest.about")
    if digest is None:
        when = phrase("admin.digest.off", **_when(scene, USUAL))
        on = offer(phrase("admin.digest.turn.on"), "admin stats digest on")
        scene.card("\n\n".join([about, when]), [[on], back])
        return
    days = [
        offer(ticked(weekday(day), day == digest.weekday), "admin stats digest day", day)
        for day in range(7)
    ]
    chosen = digest.minute // 60
    hours = [
        offer(ticked(shown(60 * hour), hour == chosen), "admin stats digest hour", hour)
        for hour in sorted({*HOURS, chosen})
    ]
    off = offer(phrase("admin.digest.turn.off"), "admin stats digest off")
    when = phrase("admin.digest.on", next=moment(scene, digest.at), **_when(scene, digest))
    rows = [days[:4], days[4:], hours[:4], hours[4:], [off], back]
    scene.card("\n\n".join([about, when]), rows)


def _when(scene: Scene, digest: Digest) -> dict[str, str]:
    zone = title(scene.learner.preferences.zone) if scene.learner.preferences.zone else "UTC"
    return {
        "day": weekday(digest.weekday),
        "time": shown(digest.minute),
        "zone": escaped(zone),
    }


# When its time has come


def on_alarm(scene: Scene, alarm: Alarm) -> None:
    """Have it counted what is new, and set the next alarm; or end, if the role has ended."""
    digest = scene.learner.digest
    if digest is None or alarm.at != digest.at:
        return
    if not reach(scene.known.roles, "statistics"):
        digest_schedule.end(scene)
        return
    wanted = digest_schedule.rhythm_of(scene, digest)
    if end := reminder_times.quiet_end(wanted, scene.now):
        digest_schedule.put(scene, digest, end)
        return
    for scope in parts.mine(scene):
        set_out(scene, KIND, since=digest.since, until=scene.now, scope=str(scope))
    last = reminder_times.slot_name(wanted, scene.now, digest.last)
    scene.learner = replace(scene.learner, digest=replace(digest, last=last, since=scene.now))
    digest_schedule.reset(scene)
