"""What a weekly digest tells: what was asked for, what was found, and that in words."""

from collections.abc import Iterable

from pydantic import TypeAdapter

from bot.conversation.admin.areas import allowed, scope_named
from bot.conversation.admin.statistics import parts
from bot.conversation.admin.statistics.words import OPTION, QUESTION, short
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.facts.roles import scope as scope_of
from bot.conversation.jobs import JobKind
from bot.conversation.language.markup import escaped
from bot.conversation.language.paging import pack
from bot.conversation.needs.admin import Publication
from bot.conversation.needs.jobs import Job
from bot.conversation.needs.remarks import RemarkCounts
from bot.conversation.phrases import count, phrase
from bot.conversation.turn import Scene
from bot.learning.local_time import local
from bot.learning.observations import GROUP, Activity, LessonActivity
from bot.learning.statistics import Misconception
from bot.lessons.library import Library
from bot.values import value

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
    wanted, found = REQUEST.validate_json(job.body), RESULT.validate_json(job.result)
    if not allowed(scene, "statistics", parts.asked(scene.library, wanted.about)):
        return
    for text in pack(list(_parts(scene, wanted, found))):
        scene.say(text)


def _parts(scene: Scene, wanted: DigestRequest, found: DigestResult) -> Iterable[str]:
    since, until = (_day(scene, at) for at in (wanted.since, wanted.until))
    told = [one for one in found.news.lessons if one.lesson in scene.library.cards]
    remarks = _remarks(scene, wanted.about, found.remarks)
    name = escaped(scope_named(scene, wanted.about)) if wanted.scope else ""
    if found.few:
        yield phrase("admin.digest.group.few", name=name, since=since, until=until, few=GROUP)
        yield from remarks
        return
    if not told and not found.published and not remarks:
        key = "admin.digest.nothing.of" if name else "admin.digest.nothing"
        yield phrase(key, since=since, until=until, name=name)
        return
    key = "admin.digest.title.of" if name else "admin.digest.title"
    yield phrase(key, since=since, until=until, name=name)
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
    yield from remarks
    yield phrase("admin.digest.hint")


def _remarks(scene: Scene, about: Scope, found: RemarkCounts) -> list[str]:
    """What is new and open in the inbox, for those who may look there."""
    answers = allowed(scene, "answer", parts.asked(scene.library, about))
    if not (found.made or found.open) or not answers:
        return []
    return [phrase("admin.digest.remarks", made=found.made, open=found.open)]


def _lesson(one: LessonActivity, library: Library) -> str:
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


def _fails(one: FailingExplanation) -> str:
    question = short(one.text, QUESTION)
    return phrase("admin.stats.failing", question=question, number=one.number, of=one.of)


def _published(library: Library, name: str, one: Publication) -> str:
    title = escaped(_named(library, name))
    key = "admin.digest.taught" if one.revision else "admin.digest.gone"
    return phrase(key, title=title, revision=one.revision, by=escaped(one.by))


def _named(library: Library, name: str) -> str:
    """What a published name is called: a lesson, ``<id>.<language>`` of one, ``course:<id>``."""
    if name.startswith("course:"):
        return library.course_title(name.removeprefix("course:"))
    lesson, dot, language = name.partition(".")
    card = library.cards.get(lesson)
    title = card.title if card else lesson
    return f"{title} ({language})" if dot else title


def _day(scene: Scene, at: int) -> str:
    """The local date of a time."""
    return f"{local(scene.learner.preferences, at):%Y-%m-%d}"


JOB = JobKind(_tell)
