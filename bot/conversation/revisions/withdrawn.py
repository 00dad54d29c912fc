"""Who is in a revision that is withdrawn, or can't be found: how and where they are led on.

At their next input they go on in what is taught instead, with a word about why. If nothing is, what
they were in ends, and they are shown what else there is. Whatever the input was, it counts for
nothing: it was meant for a text that nobody is to go by. A command that is not about it is carried
out. A revision that can't be found in the store counts as withdrawn in that turn
(``Library.without``).

They go on at the same part if the other revision has that: a question is the same by its id, a step
by its title. Else it is the nearest part before it that both have, or the first. What was committed
to stays where the question has the same options and the same key. What is compared are the
originals, so a change of language changes nothing.

It goes on as another run, with a ``LessonStarted`` of its own, and ``Carried`` names both: what is
counted by runs follows, and a verdict or a step of a revision never stands for another's. What was
handed in stays with the first of these runs (``Run.folder``).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from bot.conversation.acts import UnderWay, under_way
from bot.conversation.facts.learner import Carried, LessonStarted
from bot.conversation.inputs import Command, Text
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.lesson import acts
from bot.conversation.lesson.beats import Beat, Judge, OnceMore, Pose, Rate, Tell, Write
from bot.conversation.lesson.modes import MODES, flow, in_present_plan, locate_beat, of_card
from bot.conversation.lesson.playthrough import Playthrough, asks_again, settle_run
from bot.conversation.menu import menu
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import count, phrase
from bot.conversation.question import criteria as tasks
from bot.conversation.review import queue
from bot.conversation.review import review as reviewing
from bot.conversation.session import Review, Run, Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.revisions.keys import same_questions
from bot.values import replace, value

_NUMBERED = re.compile(r"([a-z]+)\.(\d+)")


@value
class Version:
    """A revision of a lesson, and the original that it translates, or itself."""

    lesson: Lesson
    original: Lesson


@value
class Carry:
    """The run as it goes on; whether at the same part; how many answers count no further."""

    run: Run
    same: bool
    dropped: int


def alike(was: Version | None, now: Version) -> frozenset[str]:
    """The questions that are the same in both, by id; none if it is not known what there was."""
    if was is None:
        return frozenset()
    return same_questions(was.original, now.original)


def carry_run(run: Run, was: Version | None, now: Version, *, id: str, at: int) -> Carry:
    """The run as it goes on in another revision, under this id, from ``at`` in microseconds UTC.

    Without ``was``, the revision that it was in can't be found any more.
    """
    same = alike(was, now)
    run = settle_run(run, was.lesson) if was else in_present_plan(run, now.lesson)
    kept = tuple(outcome for outcome in run.outcomes if outcome.question in same)
    ahead = replace(
        run,
        id=id,
        revision=now.lesson.revision,
        outcomes=kept,
        told=tuple(id for id in run.told if id in same),
        tried=tuple(id for id in run.tried if id in same),
        recalled=tuple(pair for pair in run.recalled if pair[0] in same),
        taken=tuple(id for id in run.taken if id in same),
        reasoned=tuple(pair for pair in run.reasoned if pair[0] in same),
        # The criteria may be others.
        agreed=(),
        pointed=(),
        asked_at=at,
        numbers=(),
        since=run.folder,
        kept="",
        left=False,
    )
    if asks_again(run):
        after, stays = _again(run, ahead, now.lesson, same)
    else:
        after, stays = _part(run, ahead, was, now, same)
    return Carry(after, stays, len(run.outcomes) - len(kept))


def _again(run: Run, ahead: Run, lesson: Lesson, same: frozenset[str]) -> tuple[Run, bool]:
    """At the questions that are asked again: this, the next of them, or the last part."""
    here = Playthrough(ahead, lesson)
    if here.again:
        asked = here.again.question.id
        return (ahead if asked in same else _afresh(ahead, run.beat)), True
    beats = [beat for beat in here.beats if not isinstance(beat, OnceMore)]
    following = next(here.ahead(here.place_of_again), beats[-1])
    return _afresh(ahead, following.id), False


def _part(
    run: Run, ahead: Run, was: Version | None, now: Version, same: frozenset[str]
) -> tuple[Run, bool]:
    before = None
    if was:
        old, place = locate_beat(run, was.lesson)
        before = old[place or 0]
    beats = flow(ahead, now.lesson)
    stays, number = _nearest(run, was, _places(beats, run.mode, now.original), beats)
    at = _open(Playthrough(ahead, now.lesson), number)
    beat, stays = beats[at], stays and at == number
    if isinstance(beat, Pose):
        asked = beat.question.id
        if isinstance(before, Pose) and before.question.id == asked and asked in same and stays:
            return replace(ahead, beat=beat.id), True
        if ahead.outcome(asked):
            return replace(_afresh(ahead, beat.id), stage="revealed"), stays
    if isinstance(beat, Rate) and isinstance(before, Rate) and beat.criteria == before.criteria:
        return replace(ahead, beat=beat.id), stays
    return _afresh(ahead, beat.id), stays


def _nearest(
    run: Run, was: Version | None, names: dict[str, int], beats: Sequence[Beat]
) -> tuple[bool, int]:
    """Whether the part is there, and where it is, or the nearest before it that both have."""
    if was is None:
        number = {beat.id: at for at, beat in enumerate(beats)}.get(run.beat)
        return number is not None, number or 0
    before, place = locate_beat(run, was.lesson)
    under_way = place or 0
    for at in range(under_way, -1, -1):
        for name in _names(before[at], before, run.mode, was.original):
            if name in names:
                return at == under_way, names[name]
    return False, 0


def _open(here: Playthrough, at: int) -> int:
    """The place to go on at: nothing is judged that is not on record, nor asked twice in a test."""
    beats = here.beats
    while at and _leads_nowhere(here, beats[at]):
        at -= 1
    while at + 1 < len(beats) and _is_answered(here.run, beats[at]):
        at += 1
    return at


def _leads_nowhere(here: Playthrough, beat: Beat) -> bool:
    """Whether nothing is asked there, or only about what is not on record."""
    about = isinstance(beat, Judge | Rate) or (isinstance(beat, Write) and bool(beat.reason))
    return isinstance(beat, OnceMore) or (about and here.passes_over(beat))


def _is_answered(run: Run, beat: Beat) -> bool:
    return isinstance(beat, Pose) and beat.quiet and run.outcome(beat.question.id) is not None


def _afresh(run: Run, beat: str) -> Run:
    return replace(run, beat=beat, stage="open", choice=None, answer=None, met=())


# What parts are called, wherever they stand


def _places(beats: Sequence[Beat], mode: str, original: Lesson) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, beat in enumerate(beats):
        for name in _names(beat, beats, mode, original):
            places.setdefault(name, at)
    return places


def _names(beat: Beat, beats: Sequence[Beat], mode: str, original: Lesson) -> list[str]:
    """What a beat can be told by in another revision, the surest first."""
    also = beat.also if isinstance(beat, Tell) else ()
    titles = [_by_title(id, mode, original) for id in (beat.id, *also)]
    return [*_by_question(beat, beats), *titles]


def _by_question(beat: Beat, beats: Sequence[Beat]) -> Iterator[str]:
    """By the question that it asks, or answers."""
    for pose in beats:
        if isinstance(pose, Pose) and (beat.id == pose.id or beat.id.startswith(f"{pose.id}.")):
            yield f"? {pose.question.id} {beat.id[len(pose.id) :]}"


def _by_title(id: str, mode: str, original: Lesson) -> str:
    """By its name, in which a title stands for a number."""
    match = _NUMBERED.match(id)
    titles = MODES[mode].numbered.get(match[1]) if match else None
    if match is None or titles is None:
        return id
    return f"{match[1]} {titles(original)[int(match[2]) - 1]} {id[match.end() :]}"


# Whom it concerns


def is_withdrawn(library: Library, under_way: UnderWay | None) -> bool:
    """Whether nobody is to go on in this revision."""
    return under_way is not None and _key(under_way) in library.withdrawn


def find_withdrawn(meant: Meant) -> UnderWay | None:
    """What of a withdrawn revision this input would go on with, if it would."""
    if meant.session is None:
        return None
    under_way = _goes_on(meant, meant.session)
    return under_way if is_withdrawn(meant.library, under_way) else None


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
    act_needs = acts.needs(replace(under_way, revision=card.revision))
    return replace(act_needs, lessons=(_key(under_way), after))


def _needs_review(library: Library, session: Session, review: Review) -> Needs:
    key, card = _key(review), library.successor(review.item.lesson)
    if card and _has(library, review):
        after = (card.id, card.revision)
        return Needs(lesson=after, lessons=(key, after))
    needs = queue.needs_next(library, session if _has_begun(review) else None)
    return replace(needs, lessons=(key,))


def _has_begun(review: Review) -> bool:
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


def _needs_with_revision(
    meant: Meant, matter: UnderWay | Literal["closed"], rest: Callable[[], Needs]
) -> Needs:
    if isinstance(matter, str) or meant.session is None:
        return rest()
    return needs(meant.library, meant.session, matter)


def _concerns(meant: Meant) -> UnderWay | Literal["closed"] | None:
    """What is led on from; of a command that is about something else, that a question closes."""
    # Looked at first, since nearly always nothing is withdrawn, and every turn comes by here.
    if not meant.library.withdrawn:
        return None
    if result := find_withdrawn(meant):
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

    ``why`` says what is told of it: the revision was withdrawn, or they chose a newer revision.
    """
    card = scene.library.successor(run.lesson)
    now = version(scene, (card.id, card.revision)) if card else None
    was = version(scene, (run.lesson, run.revision))
    if card is None or now is None or run.mode not in dict(of_card(card)):
        _end(scene, run, was.lesson if was else None, teaches=now is not None)
        return
    carry_over = carry_run(run, was, now, id=f"{scene.envelope.id}+", at=scene.now)
    after = carry_over.run
    scene.facts += [
        Carried(run.id, after.id),
        LessonStarted(after.id, after.lesson, after.revision, after.mode, len(now.lesson.steps)),
    ]
    title = was.lesson.title if was else card.title
    where = "same" if carry_over.same else "near"
    sentences = [phrase(f"carried.{why}.{where}", title=title)]
    if carry_over.dropped:
        sentences.append(count("carried.dropped", carry_over.dropped))
    scene.close()
    scene.say(" ".join(sentences))
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
        session, run=left, shelf=tuple(shelved for shelved in session.shelf if shelved != run)
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
        if not _has_begun(review):
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
    return item in alike(was, now)


LEAVE_WITHDRAWN: Interceptor[UnderWay | Literal["closed"]] = Interceptor(
    "leave withdrawn revision",
    "leads whoever would go on in a withdrawn revision to what is taught instead",
    _concerns,
    _intercept,
    _needs_with_revision,
    before={"offer newer revision": "nobody may choose to keep what is withdrawn"},
)
