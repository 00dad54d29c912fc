"""The weekly digest: whoever may read statistics can have told, once a week, what is new.

It is asked for on a card of ``/admin stats`` and comes by an alarm, whose turn sets out a job that
counts, for each course and cohort if theirs is no role for everything. It ends with the role. What
is told is of the time since the last digest; a week without news gets one line.

Its turn looks at the role, sets out the count from the last digest to this moment, and sets the
next alarm; the turn that tells looks at the role once more. What learners believe is told of those
who met a question for the first time in that week, so it is new each time, and a lesson that fewer
than five of them met is not broken down.
"""

from collections.abc import Iterable, Sequence

from pydantic import TypeAdapter

from bot.conversation.admin.areas import is_allowed, scope_named
from bot.conversation.admin.statistics import parts
from bot.conversation.admin.statistics.words import OPTION, QUESTION, short
from bot.conversation.admin.times import moment
from bot.conversation.facts.roles import EVERYTHING, Scope, reach
from bot.conversation.facts.roles import scope as scope_of
from bot.conversation.inputs import Alarm
from bot.conversation.jobs import JobKind, set_out
from bot.conversation.language.markup import escape_markdown
from bot.conversation.language.paging import pack
from bot.conversation.language.time_of_day import render
from bot.conversation.learner import Digest
from bot.conversation.needs.admin import Publication
from bot.conversation.needs.learner import Job
from bot.conversation.needs.remarks import RemarkCounts
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase, weekday
from bot.conversation.reminders import contact, digest_schedule
from bot.conversation.settings.cards import tick_label
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.learning.local_time import local
from bot.learning.observations import GROUP, Activity, LessonActivity
from bot.learning.statistics import Misconception
from bot.learning.zones import title
from bot.lessons.library import Library
from bot.values import replace, value

LESSONS = 8
"""Lessons that are told, those with most answers; how many more there were is said."""

PUBLISHED = 12
"""Publications that are told, the latest."""


@value
class DigestRequest:
    """The stretch of time that is told of, in microseconds UTC, without its end, and of what."""

    since: int
    until: int
    scope: str = ""

    @property
    def about(self) -> Scope:
        """What it is told of."""
        return scope_of(self.scope) or EVERYTHING


@value
class FailingExplanation:
    """A question whose explanation left so many of so many wrong."""

    text: str
    number: int
    of: int


@value
class DigestResult:
    """What was new; misconceptions and failing explanations are those of who answered first then.

    ``published`` has the name of what was published with how. ``remarks`` are what learners said.
    ``few`` says that the cohort has too few members to tell anything of it.
    """

    news: Activity
    misconceptions: tuple[Misconception, ...] = ()
    failing: tuple[FailingExplanation, ...] = ()
    published: tuple[tuple[str, Publication], ...] = ()
    remarks: RemarkCounts = RemarkCounts()
    few: bool = False


REQUEST: TypeAdapter[DigestRequest] = TypeAdapter(DigestRequest)
RESULT: TypeAdapter[DigestResult] = TypeAdapter(DigestResult)


def _tell(scene: Scene, job: Job) -> None:
    wanted, digest_result = REQUEST.validate_json(job.body), RESULT.validate_json(job.result)
    if not is_allowed(scene, "statistics", parts.scopes_of(scene.library, wanted.about)):
        return
    for text in pack(list(_parts(scene, wanted, digest_result))):
        scene.say(text)


def _parts(scene: Scene, wanted: DigestRequest, digest_result: DigestResult) -> Iterable[str]:
    since, until = (_day(scene, at) for at in (wanted.since, wanted.until))
    activities = [
        lesson for lesson in digest_result.news.lessons if lesson.lesson in scene.library.cards
    ]
    remarks = _remarks(scene, wanted.about, digest_result.remarks)
    name = escape_markdown(scope_named(scene, wanted.about)) if wanted.scope else ""
    if digest_result.few:
        yield phrase("admin.digest.group.few", name=name, since=since, until=until, few=GROUP)
        yield from remarks
        return
    if not activities and not digest_result.published and not remarks:
        key = "admin.digest.nothing.of" if name else "admin.digest.nothing"
        yield phrase(key, since=since, until=until, name=name)
        return
    key = "admin.digest.title.of" if name else "admin.digest.title"
    yield phrase(key, since=since, until=until, name=name)
    if digest_result.news.answers:
        answers = count("admin.digest.answers", digest_result.news.answers)
        learners = count("admin.digest.learners", digest_result.news.learners)
        yield phrase("admin.digest.sum", answers=answers, learners=learners)
    if activities:
        most = sorted(
            activities,
            key=lambda lesson_activity: (
                -lesson_activity.answers,
                -lesson_activity.started,
                lesson_activity.lesson,
            ),
        )
        lines = [_lesson(lesson_activity, scene.library) for lesson_activity in most[:LESSONS]]
        if left := len(most) - LESSONS:
            lines += [phrase("admin.digest.more", number=left)] if left > 0 else []
        yield "\n".join(lines)
    if digest_result.misconceptions:
        yield "\n".join(
            [phrase("admin.digest.beliefs"), *map(_belief, digest_result.misconceptions)]
        )
    if digest_result.failing:
        yield "\n".join([phrase("admin.stats.fails"), *map(_fails, digest_result.failing)])
    if digest_result.published:
        latest = digest_result.published[::-1][:PUBLISHED]
        lines = [_describe_publication(scene.library, *pair) for pair in latest]
        if (left := len(digest_result.published) - PUBLISHED) > 0:
            lines.append(phrase("admin.digest.more", number=left))
        yield "\n".join([phrase("admin.digest.published"), *lines])
    yield from remarks
    yield phrase("admin.digest.hint")


def _remarks(scene: Scene, about: Scope, remark_counts: RemarkCounts) -> list[str]:
    """What is new and open in the inbox, for those who may look there."""
    answers = is_allowed(scene, "answer", parts.scopes_of(scene.library, about))
    if not (remark_counts.made or remark_counts.open) or not answers:
        return []
    return [phrase("admin.digest.remarks", made=remark_counts.made, open=remark_counts.open)]


def _lesson(lesson_activity: LessonActivity, library: Library) -> str:
    name = escape_markdown(library.cards[lesson_activity.lesson].title)
    if max(lesson_activity.started, lesson_activity.finished, lesson_activity.learners) < GROUP:
        return phrase("admin.digest.few", title=name, few=GROUP)
    return phrase(
        "admin.digest.lesson",
        title=name,
        started=lesson_activity.started,
        finished=lesson_activity.finished,
        answers=lesson_activity.answers,
    )


def _belief(misconception: Misconception) -> str:
    question, option = short(misconception.text, QUESTION), short(misconception.option, OPTION)
    return phrase(
        "admin.stats.belief",
        question=question,
        option=option,
        number=misconception.number,
        of=misconception.of,
        sure=misconception.sure,
    )


def _fails(failing_explanation: FailingExplanation) -> str:
    question = short(failing_explanation.text, QUESTION)
    return phrase(
        "admin.stats.failing",
        question=question,
        number=failing_explanation.number,
        of=failing_explanation.of,
    )


def _describe_publication(library: Library, name: str, publication: Publication) -> str:
    title = escape_markdown(_name_published(library, name))
    key = "admin.digest.taught" if publication.revision else "admin.digest.gone"
    return phrase(
        key, title=title, revision=publication.revision, by=escape_markdown(publication.by)
    )


def _name_published(library: Library, name: str) -> str:
    """What a published name is called: a lesson, ``<id>.<language>`` of it, ``course:<id>``."""
    if name.startswith("course:"):
        return library.course_title(name.removeprefix("course:"))
    lesson, dot, language = name.partition(".")
    card = library.cards.get(lesson)
    title = card.title if card else lesson
    return f"{title} ({language})" if dot else title


def _day(scene: Scene, at: int) -> str:
    return f"{local(scene.learner.preferences, at):%Y-%m-%d}"


JOB = JobKind(_tell)


KIND = "digest"

WORD = "digest"
"""The word typed after ``/admin stats``."""

USUAL = Digest(weekday=0, minute=9 * 60)
"""Monday at nine: the week before is over, and the new week can still be planned."""

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


def open_typed(scene: Scene, words: Sequence[str]) -> None:
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
        offer(tick_label(weekday(day), day == digest.weekday), "admin stats digest day", day)
        for day in range(7)
    ]
    chosen = digest.minute // 60
    hours = [
        offer(tick_label(render(60 * hour), hour == chosen), "admin stats digest hour", hour)
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
        "time": render(digest.minute),
        "zone": escape_markdown(zone),
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
