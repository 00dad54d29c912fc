"""The weekly digest: whoever may read statistics can have told, once a week, what is new.

It is asked for on a card of ``/admin stats`` and comes by an alarm, whose turn sets out an errand
that counts. It ends with the role. What is told is of the time since the last one; a week in which
nothing happened is told in one line.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from bot.conversation import reminding, weekly
from bot.conversation.admin.access import may
from bot.conversation.admin.areas import Words
from bot.conversation.admin.errands import Told, set_out
from bot.conversation.admin.known import Errand, Publication
from bot.conversation.admin.moments import moment
from bot.conversation.admin.telling import OPTION, QUESTION, short
from bot.conversation.flow import pack
from bot.conversation.inputs import Alarm
from bot.conversation.markup import escaped
from bot.conversation.phrases import count, phrase, weekday
from bot.conversation.scene import Scene
from bot.conversation.session import Digest, Offer
from bot.conversation.settings.cards import ticked
from bot.conversation.settings.typed import shown
from bot.learning import rhythm
from bot.learning.news import Happened, News
from bot.learning.statistics import GROUP, Misconception
from bot.learning.zones import title
from bot.lessons.library import Library

KIND = "digest"
"""The kind of errand that counts what is new."""

WORD = "digest"
"""The word after ``/admin stats``."""

USUAL = Digest(weekday=0, minute=9 * 60)
"""Monday at nine: the week before is over, and the new one can still be planned."""

HOURS = (7, 9, 12, 15, 18, 20)
"""Hours to pick from; any other is written as ``/admin stats digest hour 10``."""

WEEK = 7 * 24 * 3600 * 1_000_000
"""Microseconds that the first digest looks back."""

LESSONS = 8
"""Lessons that are told, those with most answers; how many more there were is said."""

PUBLISHED = 12
"""Publications that are told, the latest."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The stretch of time that is told of, in microseconds UTC, without its end."""

    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Failing:
    """A question whose explanation left so many of so many wrong."""

    text: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was new; misconceptions and failing explanations are those of who answered first then.

    ``published`` has the name of what was published with how.
    """

    news: News
    misconceptions: tuple[Misconception, ...] = ()
    failing: tuple[Failing, ...] = ()
    published: tuple[tuple[str, Publication], ...] = ()


WANTED: TypeAdapter[Wanted] = TypeAdapter(Wanted)
FOUND: TypeAdapter[Found] = TypeAdapter(Found)


# Asking for it


def offer(scene: Scene) -> Offer:
    """The button that leads to its card, and says whether it comes."""
    key = "admin.digest.is.on" if scene.session.digest else "admin.digest.is.off"
    return Offer(phrase(key), f"admin stats {WORD}")


def run(scene: Scene, words: Words) -> None:
    """Show its card, or take a choice on it."""
    digest = scene.session.digest
    scene.answered()
    match words:
        case ["on"]:
            _choose(scene, digest or USUAL)
        case ["off"]:
            weekly.end(scene)
        case ["day", day] if digest and day.isdecimal() and int(day) < 7:
            _choose(scene, replace(digest, weekday=int(day)))
        case ["hour", hour] if digest and hour.isdecimal() and int(hour) < 24:
            _choose(scene, replace(digest, minute=60 * int(hour)))
        case [_, *_]:
            scene.say(phrase("admin.digest.unread"))
    _card(scene)


def _choose(scene: Scene, digest: Digest) -> None:
    if not reminding.place(scene.envelope):
        scene.say(phrase("admin.digest.alone"))
        return
    digest = replace(digest, since=digest.since or scene.now - WEEK)
    scene.session = replace(scene.session, digest=digest)
    weekly.reset(scene)


def _card(scene: Scene) -> None:
    digest = scene.session.digest
    back = [Offer(phrase("admin.stats.all"), "admin stats"), Offer(phrase("admin.back"), "admin")]
    about = phrase("admin.digest.about")
    if digest is None:
        when = phrase("admin.digest.off", **_when(scene, USUAL))
        on = Offer(phrase("admin.digest.turn.on"), f"admin stats {WORD} on")
        scene.ask("\n\n".join([about, when]), [[on], back])
        return
    days = [
        Offer(ticked(weekday(day), day == digest.weekday), f"admin stats {WORD} day {day}")
        for day in range(7)
    ]
    chosen = digest.minute // 60
    hours = [
        Offer(ticked(shown(60 * hour), hour == chosen), f"admin stats {WORD} hour {hour}")
        for hour in sorted({*HOURS, chosen})
    ]
    off = Offer(phrase("admin.digest.turn.off"), f"admin stats {WORD} off")
    when = phrase("admin.digest.on", next=moment(scene, digest.at), **_when(scene, digest))
    rows = [days[:4], days[4:], hours[:4], hours[4:], [off], back]
    scene.ask("\n\n".join([about, when]), rows)


def _when(scene: Scene, digest: Digest) -> dict[str, str]:
    zone = title(scene.session.preferences.zone) if scene.session.preferences.zone else "UTC"
    return {
        "day": weekday(digest.weekday),
        "time": shown(digest.minute),
        "zone": escaped(zone),
    }


# When its time has come


def ring(scene: Scene, alarm: Alarm) -> None:
    """Have it counted what is new, and set the next alarm; or end, if the role has ended."""
    digest = scene.session.digest
    if digest is None or alarm.at != digest.at:
        return
    if not may(scene.known.roles, "statistics"):
        weekly.end(scene)
        return
    wanted = weekly.rhythm_of(scene, digest)
    if end := rhythm.quiet(wanted, scene.now):
        weekly.put(scene, digest, end)
        return
    set_out(scene, KIND, since=digest.since, until=scene.now)
    last = rhythm.taken(wanted, scene.now, digest.last)
    scene.session = replace(scene.session, digest=replace(digest, last=last, since=scene.now))
    weekly.reset(scene)


# Telling it


def _tell(scene: Scene, errand: Errand) -> None:
    if not may(scene.known.roles, "statistics"):
        return
    wanted, found = WANTED.validate_json(errand.body), FOUND.validate_json(errand.result)
    for text in pack(list(_parts(scene, wanted, found))):
        scene.say(text)


def _parts(scene: Scene, wanted: Wanted, found: Found) -> Iterable[str]:
    since, until = (_day(scene, at) for at in (wanted.since, wanted.until))
    told = [one for one in found.news.lessons if one.lesson in scene.library.cards]
    if not told and not found.published:
        yield phrase("admin.digest.nothing", since=since, until=until)
        return
    yield phrase("admin.digest.title", since=since, until=until)
    if found.news.answers:
        answers = count("admin.digest.answers", found.news.answers)
        learners = count("admin.digest.learners", found.news.learners)
        yield phrase("admin.digest.sum", answers=answers, learners=learners)
    if told:
        most = sorted(told, key=lambda one: (-one.answers, -one.started, one.lesson))
        lines = [_lesson(one, scene.library) for one in most[:LESSONS]]
        if left := len(most) - LESSONS:
            lines += [phrase("admin.digest.more", number=left)] if left > 0 else []
        yield "\n".join(lines)
    if found.misconceptions:
        yield "\n".join([phrase("admin.digest.beliefs"), *map(_belief, found.misconceptions)])
    if found.failing:
        yield "\n".join([phrase("admin.stats.fails"), *map(_fails, found.failing)])
    if found.published:
        latest = found.published[::-1][:PUBLISHED]
        lines = [_published(scene.library, *one) for one in latest]
        if (left := len(found.published) - PUBLISHED) > 0:
            lines.append(phrase("admin.digest.more", number=left))
        yield "\n".join([phrase("admin.digest.published"), *lines])
    yield phrase("admin.digest.hint")


def _lesson(one: Happened, library: Library) -> str:
    name = escaped(library.cards[one.lesson].title)
    if max(one.started, one.finished, one.learners) < GROUP:
        return phrase("admin.digest.few", title=name, few=GROUP)
    return phrase(
        "admin.digest.lesson",
        title=name,
        started=one.started,
        finished=one.finished,
        answers=one.answers,
    )


def _belief(one: Misconception) -> str:
    question, option = short(one.text, QUESTION), short(one.option, OPTION)
    return phrase(
        "admin.stats.belief",
        question=question,
        option=option,
        number=one.number,
        of=one.of,
        sure=one.sure,
    )


def _fails(one: Failing) -> str:
    question = short(one.text, QUESTION)
    return phrase("admin.stats.failing", question=question, number=one.number, of=one.of)


def _published(library: Library, name: str, one: Publication) -> str:
    title = escaped(_named(library, name))
    key = "admin.digest.taught" if one.revision else "admin.digest.gone"
    return phrase(key, title=title, revision=one.revision, by=escaped(one.by))


def _named(library: Library, name: str) -> str:
    """What a published name is called: a lesson, ``<id>.<language>`` of one, ``course:<id>``."""
    if name.startswith("course:"):
        id = name.removeprefix("course:")
        return next((one.title for one in library.courses if one.id == id), id)
    lesson, dot, language = name.partition(".")
    card = library.cards.get(lesson)
    title = card.title if card else lesson
    return f"{title} ({language})" if dot else title


def _day(scene: Scene, at: int) -> str:
    """The local date of a time."""
    return f"{rhythm.local(scene.session.preferences, at):%Y-%m-%d}"


TOLD = Told(_tell)
