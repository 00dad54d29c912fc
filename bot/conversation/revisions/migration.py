"""A run that goes on in another revision of its lesson: where, and what stays of what was answered.

It is the same part if the other revision has that: a question is the same by its id, a step by its
title. Else it is the nearest part before it that both have, or the first. What was committed to
stays where the question has the same options and the same key; the rest counts no further. What
is compared are the originals, so a change of language changes nothing.

It goes on as another run, with a ``LessonStarted`` of its own, and ``Carried`` names both. So all
that is counted by runs follows by itself, and a verdict or a step of one revision never stands for
one of the other. What was handed in stays with the first of these runs (``Run.folder``).
"""

import re
from collections.abc import Iterator, Sequence

from bot.conversation.lesson.beats import Beat, Judge, OnceMore, Pose, Rate, Tell, Write
from bot.conversation.lesson.modes import MODES, flow, in_present_plan, located
from bot.conversation.lesson.playthrough import Playthrough, asks_again, settled
from bot.conversation.session import Run
from bot.lessons.model import Lesson
from bot.lessons.revisions.keys import same_questions
from bot.values import replace, value

_NUMBERED = re.compile(r"([a-z]+)\.(\d+)")


@value
class Version:
    """A revision of a lesson, and the original that it translates: itself, if it is no translation.

    What differs between two revisions is looked for in the originals.
    """

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


def carried(run: Run, was: Version | None, now: Version, *, id: str, at: int) -> Carry:
    """The run as it goes on in another revision, under this id, from ``at`` in microseconds UTC.

    Without ``was``, the revision that it was in can't be found any more.
    """
    same = alike(was, now)
    run = settled(run, was.lesson) if was else in_present_plan(run, now.lesson)
    kept = tuple(made for made in run.outcomes if made.question in same)
    ahead = replace(
        run,
        id=id,
        revision=now.lesson.revision,
        outcomes=kept,
        told=tuple(text for text in run.told if text in same),
        tried=tuple(text for text in run.tried if text in same),
        recalled=tuple(pair for pair in run.recalled if pair[0] in same),
        taken=tuple(text for text in run.taken if text in same),
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
        found, stays = _again(run, ahead, now.lesson, same)
    else:
        found, stays = _part(run, ahead, was, now, same)
    return Carry(found, stays, len(run.outcomes) - len(kept))


def _again(run: Run, ahead: Run, lesson: Lesson, same: frozenset[str]) -> tuple[Run, bool]:
    """At the questions that are asked once more: this one, the next of them, or the last part."""
    here = Playthrough(ahead, lesson)
    if here.again:
        asked = here.again.question.id
        return (ahead if asked in same else _afresh(ahead, run.beat)), True
    told = [beat for beat in here.beats if not isinstance(beat, OnceMore)]
    following = next(here.ahead(here.place_of_again), told[-1])
    return _afresh(ahead, following.id), False


def _part(
    run: Run, ahead: Run, was: Version | None, now: Version, same: frozenset[str]
) -> tuple[Run, bool]:
    before = None
    if was:
        old, place = located(run, was.lesson)
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
    before, place = located(run, was.lesson)
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
    while at + 1 < len(beats) and _answered(here.run, beats[at]):
        at += 1
    return at


def _leads_nowhere(here: Playthrough, beat: Beat) -> bool:
    """Whether nothing is asked there, or only about what is not on record."""
    about = isinstance(beat, Judge | Rate) or (isinstance(beat, Write) and bool(beat.reason))
    return isinstance(beat, OnceMore) or (about and here.passes_over(beat))


def _answered(run: Run, beat: Beat) -> bool:
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
