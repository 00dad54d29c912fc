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
    wanted, digest_result = REQUEST.validate_json(job.body), RESULT.validate_json(job.result)
    if not allowed(scene, "statistics", parts.asked(scene.library, wanted.about)):
        return
    for text in pack(list(_parts(scene, wanted, digest_result))):
        scene.say(text)


def _parts(scene: Scene, wanted: DigestRequest, digest_result: DigestResult) -> Iterable[str]:
    since, until = (_day(scene, at) for at in (wanted.since, wanted.until))
    told = [lesson for lesson in digest_result.news.lessons if lesson.lesson in scene.library.cards]
    remarks = _remarks(scene, wanted.about, digest_result.remarks)
    name = escaped(scope_named(scene, wanted.about)) if wanted.scope else ""
    if digest_result.few:
        yield phrase("admin.digest.group.few", name=name, since=since, until=until, few=GROUP)
        yield from remarks
        return
    if not told and not digest_result.published and not remarks:
        key = "admin.digest.nothing.of" if name else "admin.digest.nothing"
        yield phrase(key, since=since, until=until, name=name)
        return
    key = "admin.digest.title.of" if name else "admin.digest.title"
    yield phrase(key, since=since, until=until, name=name)
    if digest_result.news.answers:
        answers = count("admin.digest.answers", digest_result.news.answers)
        learners = count("admin.digest.learners", digest_result.news.learners)
        yield phrase("admin.digest.sum", answers=answers, learners=learners)
    if told:
        most = sorted(
            told,
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
        lines = [_published(scene.library, *pair) for pair in latest]
        if (left := len(digest_result.published) - PUBLISHED) > 0:
            lines.append(phrase("admin.digest.more", number=left))
        yield "\n".join([phrase("admin.digest.published"), *lines])
    yield from remarks
    yield phrase("admin.digest.hint")


def _remarks(scene: Scene, about: Scope, remark_counts: RemarkCounts) -> list[str]:
    """What is new and open in the inbox, for those who may look there."""
    answers = allowed(scene, "answer", parts.asked(scene.library, about))
    if not (remark_counts.made or remark_counts.open) or not answers:
        return []
    return [phrase("admin.digest.remarks", made=remark_counts.made, open=remark_counts.open)]


def _lesson(lesson_activity: LessonActivity, library: Library) -> str:
    name = escaped(library.cards[lesson_activity.lesson].title)
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


def _published(library: Library, name: str, publication: Publication) -> str:
    title = escaped(_named(library, name))
    key = "admin.digest.taught" if publication.revision else "admin.digest.gone"
    return phrase(key, title=title, revision=publication.revision, by=escaped(publication.by))


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
