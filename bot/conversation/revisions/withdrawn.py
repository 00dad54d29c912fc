"""Who is in a revision that was withdrawn, or that can't be found: how they are led on.

At their next input they go on in what is taught instead (see ``migration``), with a word about why.
If nothing is, what they were in ends, and they are shown what else there is. Whatever the input
was, it counts for nothing: it was meant for a text that nobody is to go by.
A command that is not about it is carried out; the question that is open is closed, and they are
told how to go on.

One that can't be found in the store any more is taken for withdrawn in that one turn
(``Library.without``), so it leads on in the same way.
"""

from collections.abc import Callable
from typing import Literal

from bot.conversation.acts import UnderWay, under_way
from bot.conversation.facts.learner import Carried, LessonStarted
from bot.conversation.inputs import Command, Text
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.lesson import acts
from bot.conversation.lesson.modes import of_card
from bot.conversation.menu import menu
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import count, phrase
from bot.conversation.question import task as tasks
from bot.conversation.review import queue
from bot.conversation.review import review as reviewing
from bot.conversation.revisions import migration
from bot.conversation.revisions.migration import Version
from bot.conversation.session import Review, Run, Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.values import replace

# Whom it concerns


def is_withdrawn(library: Library, under_way: UnderWay | None) -> bool:
    """Whether nobody is to go on in this revision."""
    return under_way is not None and _key(under_way) in library.withdrawn


def met(meant: Meant) -> UnderWay | None:
    """What of a withdrawn revision this input would go on with, if it would."""
    # Looked at first, since nearly always nothing is withdrawn, and every turn comes by here.
    if meant.session is None or not meant.library.withdrawn:
        return None
    found = _goes_on(meant, meant.session)
    return found if is_withdrawn(meant.library, found) else None


def _goes_on(meant: Meant, session: Session) -> UnderWay | None:
    if meant.stray:
        late = meant.stray.key in ("press.again", "press.closed")
        return under_way(session) if late else None
    if meant.acting:
        return meant.goes_on
    # A file that nobody wanted may be an admin's, and words may be about another question.
    lost = isinstance(meant.given, Text) and (session.open is None or _of_lesson(meant))
    return under_way(session) if lost else None


def _of_lesson(meant: Meant) -> bool:
    return meant.asked_about != "elsewhere"


def _key(under_way: UnderWay) -> tuple[str, str]:
    lesson = under_way.lesson if isinstance(under_way, Run) else under_way.item.lesson
    return lesson, under_way.revision


# What must be known


def needs(library: Library, session: Session, under_way: UnderWay) -> Needs:
    """What must be loaded to lead on who is in it."""
    if isinstance(under_way, Review):
        return _needs_review(library, session, under_way)
    card = library.successor(under_way.lesson)
    if card is None or under_way.preview:
        return Needs(lessons=(_key(under_way),))
    after = (card.id, card.revision)
    found = acts.needs(replace(under_way, revision=card.revision))
    return replace(found, lessons=(_key(under_way), after))


def _needs_review(library: Library, session: Session, review: Review) -> Needs:
    key, card = _key(review), library.successor(review.item.lesson)
    if card and _has(library, review):
        after = (card.id, card.revision)
        return Needs(lesson=after, lessons=(key, after))
    needs = queue.needs_next(library, session if _begun(review) else None)
    return replace(needs, lessons=(key,))


def _begun(review: Review) -> bool:
    """Whether anything was answered in this set."""
    return review.stage == "revealed" or review.number - review.skipped > 1


def _has(library: Library, review: Review) -> bool:
    """Whether what is taught instead asks the question of this review."""
    card = library.successor(review.item.lesson)
    return card is not None and card.asks(review.item.question)


# Leading on


def led_on(scene: Scene, under_way: UnderWay) -> bool:
    """Whether it is of a withdrawn revision; then it is led on from."""
    holds = is_withdrawn(scene.library, under_way)
    if holds:
        lead_on(scene, under_way)
    return holds


def lead_on(scene: Scene, under_way: UnderWay) -> None:
    """Go on in what is taught instead, or end it, with a word about why."""
    if isinstance(under_way, Review):
        _lead_on_review(scene, under_way)
    elif under_way.preview:
        _end_preview(scene, under_way)
    else:
        carry(scene, under_way)


def _intercept(
    scene: Scene, meant: Meant, matter: UnderWay | Literal["closed"], rest: Callable[[], None]
) -> None:
    if not isinstance(matter, str):
        lead_on(scene, matter)
        return
    scene.close()
    scene.say(phrase("withdrawn.closed"))
    rest()


def _needed(meant: Meant, matter: UnderWay | Literal["closed"], rest: Callable[[], Needs]) -> Needs:
    if isinstance(matter, str) or meant.session is None:
        return rest()
    return needs(meant.library, meant.session, matter)


def _concerns(meant: Meant) -> UnderWay | Literal["closed"] | None:
    """What is led on from; of a command that is about something else, that a question closes."""
    if result := met(meant):
        return result
    session = meant.session
    if session is None or not isinstance(meant.given, Command):
        return None
    open_still = (
        session.open and is_withdrawn(meant.library, under_way(session)) and _of_lesson(meant)
    )
    return "closed" if open_still else None


def carry(scene: Scene, run: Run, why: Literal["withdrawn", "newer"] = "withdrawn") -> None:
    """Go on with a run in what is taught by now; or end it, if nothing is, or not in this way.

    ``why`` says what is told of it: the revision was withdrawn, or they chose a newer one.
    """
    card = scene.library.successor(run.lesson)
    now = version(scene, (card.id, card.revision)) if card else None
    was = version(scene, (run.lesson, run.revision))
    if card is None or now is None or run.mode not in dict(of_card(card)):
        _end(scene, run, was.lesson if was else None, teaches=now is not None)
        return
    found = migration.carried(run, was, now, id=f"{scene.envelope.id}+", at=scene.now)
    after = found.run
    scene.facts += [
        Carried(run.id, after.id),
        LessonStarted(after.id, after.lesson, after.revision, after.mode, len(now.lesson.steps)),
    ]
    title = was.lesson.title if was else card.title
    where = "same" if found.same else "near"
    told = [phrase(f"carried.{why}.{where}", title=title)]
    if found.dropped:
        told.append(count("carried.dropped", found.dropped))
    scene.close()
    scene.say(" ".join(told))
    scene.known = replace(scene.known, lesson=now.lesson)
    acts.resume(scene, after)


def version(scene: Scene, key: tuple[str, str]) -> Version | None:
    """A revision of a lesson with its original, if it was loaded for this turn."""
    lesson = scene.known.lessons.get(key)
    if lesson is None:
        return None
    original = scene.known.lessons.get((lesson.id, lesson.translates))
    return Version(lesson, original or lesson)


def _end(scene: Scene, run: Run, lesson: Lesson | None, *, teaches: bool) -> None:
    """The end of a run that can't go on: what is on record stays, and there are other ways."""
    session = scene.session
    left = session.run if session.run != run else None
    scene.session = replace(
        session, run=left, shelf=tuple(other_run for other_run in session.shelf if other_run != run)
    )
    scene.facts.append(Carried(run.id, ""))
    scene.close()
    card = scene.library.cards.get(run.lesson)
    title = lesson.title if lesson else card.title if card else run.lesson
    if teaches and card:
        scene.say(phrase("withdrawn.other", title=title, mode=phrase(f"mode.{run.mode}")))
        menu.card(scene, run.lesson)
    else:
        scene.say(phrase("withdrawn.ended", title=title))
        menu.everything(scene)


def _end_preview(scene: Scene, run: Run) -> None:
    scene.session = replace(scene.session, run=None)
    back = offer(phrase("admin.preview.back"), "admin drafts show", run.preview)
    scene.ask(phrase("withdrawn.preview"), [[back]])


def _lead_on_review(scene: Scene, review: Review) -> None:
    key, card = _key(review), scene.library.successor(review.item.lesson)
    was, after = version(scene, key), scene.known.lesson
    title = was.lesson.title if was else card.title if card else review.item.lesson
    if card is None or after is None or not _has(scene.library, review):
        _tell_review(scene, review, phrase("withdrawn.review.gone", title=title))
        if not _begun(review):
            scene.session = replace(scene.session, review=None)
            reviewing.begin(scene)
            return
        over = replace(review, stage="revealed", skipped=review.skipped + (review.made is None))
        scene.session = replace(scene.session, review=over)
        reviewing.resume(scene)
        return
    _tell_review(scene, review, phrase("withdrawn.review", title=title))
    now = version(scene, (card.id, card.revision))
    kept = review.stage == "revealed" or (was and now and _same(review, was, now))
    again = review if kept else replace(review, stage="open", choice=None, made=None, met=())
    scene.session = replace(scene.session, review=replace(again, revision=card.revision))
    if review.stage == "revealed":
        reviewing.part(scene)
    else:
        reviewing.resume(scene)


def _tell_review(scene: Scene, review: Review, text: str) -> None:
    scene.close()
    if review.stage != "revealed":
        scene.say(text)


def _same(review: Review, was: Version, now: Version) -> bool:
    """Whether what is asked is the same, so that what was committed to can be judged still."""
    item = review.item.question
    if task := tasks.task(now.lesson, item):
        return task == tasks.task(was.lesson, item)
    return item in migration.alike(was, now)


LEAVE_WITHDRAWN: Interceptor[UnderWay | Literal["closed"]] = Interceptor(
    "leave withdrawn revision",
    "leads whoever would go on in a withdrawn revision to what is taught instead",
    _concerns,
    _intercept,
    _needed,
    before={"offer newer revision": "nobody may choose to keep what is withdrawn"},
)
