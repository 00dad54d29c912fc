"""What a cohort's calendar holds back from its members.

Whoever belongs to a cohort can begin a lesson of its course once it has opened there. All other
lessons are free, and so is whatever they have begun. Who is in no cohort is held back by nothing,
and costs nothing: which cohorts a learner belongs to is in their session, and the cohorts are in
the library.

What they had begun before they joined is in the membership: the record is asked for it at joining,
and only then.
"""

from collections.abc import Iterator

from bot.conversation.language.markup import escape_markdown
from bot.conversation.learner import Membership
from bot.conversation.phrases import phrase
from bot.conversation.phrases.dates import day, moment
from bot.conversation.turn import Scene
from bot.learning import opening_calendar
from bot.lessons.cohort import Cohort
from bot.values import value


@value
class Lock:
    """A lesson that is not open yet: its cohort, and when it opens (microseconds UTC), if known."""

    cohort: Cohort
    at: int | None


def mine(scene: Scene) -> Iterator[tuple[Membership, Cohort]]:
    """The cohorts that the learner belongs to, but for those that have ended."""
    for membership in scene.learner.memberships:
        cohort = scene.library.cohorts.get(membership.cohort)
        if cohort and cohort.state != "closed":
            yield membership, cohort


def locks(scene: Scene) -> dict[str, Lock]:
    """The lessons that the learner can't begin yet."""
    earliest: dict[str, Lock] = {}
    opened: set[str] = set()
    for membership, cohort in mine(scene):
        lessons = opening_calendar.order(scene.library, cohort)
        times = dict(opening_calendar.upcoming(cohort, lessons, scene.now))
        opened.update(opening_calendar.open_lessons(cohort, lessons, scene.now), membership.free)
        for lesson in opening_calendar.locked_lessons(cohort, lessons, scene.now):
            at, before = times.get(lesson), earliest.get(lesson)
            if before is None or before.at is None or (at is not None and at < before.at):
                earliest[lesson] = Lock(cohort, at)
    return {
        lesson: lock
        for lesson, lock in earliest.items()
        if lesson not in opened and not has_begun(scene, lesson)
    }


def lock(scene: Scene, lesson: str) -> Lock | None:
    """What keeps the learner from beginning a lesson, if anything does."""
    return locks(scene).get(lesson) if scene.learner.memberships else None


def has_begun(scene: Scene, lesson: str) -> bool:
    """Whether the learner is in the midst of a lesson or has finished it."""
    return lesson in scene.learner.finished or scene.session.find_shelved(lesson) is not None


def opens(scene: Scene, lesson: str, lock: Lock) -> str:
    card = scene.library.cards.get(lesson)
    title = card.title if card else lesson
    if lock.at is None:
        return phrase("cohort.paused", title=title, cohort=name_cohort(lock.cohort))
    when = moment(scene.learner.preferences, lock.at)
    return phrase("cohort.opens", title=title, when=when, cohort=name_cohort(lock.cohort))


def mark_locked(scene: Scene, title: str, lock: Lock) -> str:
    """A lesson's title on a button, with the day on which it opens."""
    if lock.at is None:
        return phrase("menu.closed", title=title)
    return phrase("menu.opens", title=title, day=day(scene.learner.preferences, lock.at))


def soonest(scene: Scene, cohort: Cohort | None = None) -> str:
    """A sentence on the lesson that opens next, of this cohort's or of all, if any."""
    held = {id: lock for id, lock in locks(scene).items() if cohort in (None, lock.cohort)}
    dated = [(lock.at, lesson) for lesson, lock in held.items() if lock.at is not None]
    lesson = min(dated)[1] if dated else next(iter(held), None)
    return opens(scene, lesson, held[lesson]) if lesson else ""


def course(scene: Scene, cohort: Cohort) -> str:
    return scene.library.course_title(cohort.course)


def name_cohort(cohort: Cohort) -> str:
    return escape_markdown(cohort.name)
