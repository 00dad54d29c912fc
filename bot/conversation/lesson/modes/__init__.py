"""The learning modes: each makes a flow of beats from a lesson.

A mode is a small file, with its beats and all else there is to know of it, and its place in the
list here. Its name, once used, stays: runs are recorded with it. What it is called and what it is
good for are the phrases ``mode.<name>`` and ``mode.<name>.about``, which stand with all others in
``phrases/english``: translators read them side by side, and have one folder.

Which modes a lesson has material for is worked out here, above the room of lessons, so that nothing
of a mode need lie in that room. Who keeps it (the store), or tells authors (``foretell check``),
asks here.
"""

from collections.abc import Sequence
from functools import lru_cache

from bot.conversation.language.locale import DEFAULT, Manner, manner, speaking
from bot.conversation.lesson.beats import Beat, Judge, OnceMore, Pose, Tell
from bot.conversation.lesson.modes.base import Mode
from bot.conversation.lesson.modes.challenge import CHALLENGE
from bot.conversation.lesson.modes.deep import DEEP
from bot.conversation.lesson.modes.learn import LEARN
from bot.conversation.lesson.modes.perf import PERF
from bot.conversation.lesson.modes.project import PROJECT
from bot.conversation.lesson.modes.recall import RECALL
from bot.conversation.lesson.modes.try_it import TRY
from bot.conversation.lesson.modes.visual import VISUAL
from bot.conversation.lesson.modes.why import WHY
from bot.conversation.session import Run
from bot.lessons.card import Card, Modes
from bot.lessons.model import Lesson
from bot.values import replace

MODES: dict[str, Mode] = {
    mode.name: mode for mode in (LEARN, WHY, DEEP, VISUAL, TRY, CHALLENGE, PROJECT, RECALL, PERF)
}
"""Every mode by its name, in the order in which menus show them."""

TESTED_OUT = "tested"
"""What a run is recorded with that stands for a lesson which a test has shown to be known."""

WHOLE = (*(mode.name for mode in MODES.values() if mode.whole), TESTED_OUT)
"""The names of those by which a lesson is taken."""


def steps(lesson: Lesson) -> dict[str, tuple[int, ...]]:
    """The numbers of the steps that each mode which is the whole of a lesson tells, in order."""
    with speaking(DEFAULT):
        flows = {name: MODES[name].beats(lesson, "") for name in WHOLE if name in MODES}
        steps_of = {
            name: {beat.step for beat in flow if isinstance(beat, Tell | Pose | Judge)} - {None}
            for name, flow in flows.items()
        }
    return {name: tuple(sorted(filter(None, numbers))) for name, numbers in steps_of.items()}


def definition() -> str:
    """The modes there are, their order, and the version of each: what ``offered`` goes by."""
    return " ".join(f"{mode.name}.{mode.version}" for mode in MODES.values())


def missing(lesson: Lesson) -> dict[str, str]:
    """For each mode the empty string, or a sentence on what the lesson lacks for it."""
    return {mode.name: mode.missing(lesson) for mode in MODES.values()}


def offered_modes(lesson: Lesson) -> Modes:
    """Each mode that learners are offered the lesson in, with about how many minutes it takes."""
    return tuple(
        (mode.name, mode.minutes(lesson))
        for mode in MODES.values()
        if mode.always or not mode.missing(lesson)
    )


def of_card(card: Card) -> Modes:
    known = tuple((name, minutes) for name, minutes in card.modes if name in MODES)
    return known or tuple((mode.name, card.minutes) for mode in MODES.values() if mode.always)


def flow(run: Run, lesson: Lesson) -> tuple[Beat, ...]:
    """The beats of this run of a lesson; raises ``KeyError`` for a mode that is not there."""
    return locate_beat(run, lesson)[0]


def locate_beat(run: Run, lesson: Lesson) -> tuple[tuple[Beat, ...], int | None]:
    """The beats of this run of a lesson, and where among them it is.

    Another pace, or a later version of the program, may deal a text out over fewer messages, so
    that a learner's beat is gone; then it is the nearest before it, or what was answered last, or
    ``None`` if there is neither.
    """
    beats, places = _flow(run.mode, lesson, run.seed, manner())
    beat = run.beat
    while beat and beat not in places:
        stem, _, last = beat.rpartition(".")
        beat = f"{stem}.{int(last) - 1}" if last.isdecimal() and int(last) > 1 else stem
    return beats, places[beat] if beat in places else _answered_last(run, beats)


def _answered_last(run: Run, beats: Sequence[Beat]) -> int | None:
    answered = {outcome.question for outcome in run.outcomes}
    asks = [isinstance(beat, Pose) and beat.question.id in answered for beat in beats]
    return max((at for at, done in enumerate(asks) if done), default=None)


def in_present_plan(run: Run, lesson: Lesson) -> Run:
    """The run by the plan that its mode has now: at its beat, or right behind what was answered.

    It is there if what is asked is chosen anew, or comes in another order, so that something is
    still to be asked before its beat. What was answered stays answered.
    """
    mode = MODES[run.mode]
    if run.plan == mode.plan:
        return run
    now = replace(run, plan=mode.plan)
    if mode.carries:
        answered = [*dict.fromkeys(outcome.question for outcome in run.outcomes)]
        now = replace(now, seed=mode.carries(lesson, run.seed, answered))
        stays = now.seed == run.seed
    else:
        beats, place = locate_beat(now, lesson)
        last = _answered_last(now, beats)
        before = beats[0 if last is None else last + 1 : place or 0]
        stays = not any(isinstance(beat, Pose) for beat in before)
    return now if stays else replace(now, beat="")


def is_there(run: Run, lesson: Lesson) -> bool:
    """Whether the flow of this run has its beat still, by its own name or in a longer text."""
    beats, place = locate_beat(run, lesson)
    beat = beats[place or 0]
    return run.beat == beat.id or (isinstance(beat, Tell) and run.beat in beat.also)


@lru_cache(maxsize=512)
def _flow(
    mode: str, lesson: Lesson, seed: str, how: Manner
) -> tuple[tuple[Beat, ...], dict[str, int]]:
    """The beats of a mode, and the place of each by all of its names."""
    with speaking(how):
        beats = tuple(MODES[mode].beats(lesson, seed))
    if MODES[mode].again and not any(isinstance(beat, OnceMore) for beat in beats):
        beats = (*beats, OnceMore("again"))
    places: dict[str, int] = {}
    for place, beat in enumerate(beats):
        names = (beat.id, *beat.also) if isinstance(beat, Tell) else (beat.id,)
        for name in names:
            places.setdefault(name, place)
    return beats, places
