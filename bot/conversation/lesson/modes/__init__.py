"""The learning modes: each makes a flow of beats from a lesson.

A mode is one small file of beats and one line here. Its name, once used, stays: runs are recorded
with it. What it is called and what it is good for are phrases, ``mode.<name>`` and
``mode.<name>.about``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.conversation.language.locale import Manner, manner, speaking
from bot.conversation.lesson.beats import Beat
from bot.conversation.lesson.modes import (
    challenge,
    deep,
    learn,
    perf,
    project,
    recall,
    try_it,
    visual,
    why,
)
from bot.conversation.session import Run
from bot.lessons.model import Lesson


@dataclass(frozen=True, slots=True)
class Mode:
    """A way through a lesson.

    ``again`` says that what was missed or guessed is asked once more at the end; ``shuffled``
    that each run has an order of its own; ``due_first`` that what was due when it
    began comes first; ``days`` that it lies over days, so who comes back is told where they are.
    """

    beats: Callable[[Lesson, str], Iterator[Beat]]
    again: bool = True
    shuffled: bool = False
    due_first: bool = False
    days: bool = False


MODES: dict[str, Mode] = {
    "learn": Mode(learn.beats),
    "why": Mode(why.beats),
    "deep": Mode(deep.beats),
    "visual": Mode(visual.beats),
    "try": Mode(try_it.beats),
    "challenge": Mode(challenge.beats, again=False, shuffled=True),
    "project": Mode(project.beats, again=False, days=True),
    "recall": Mode(recall.beats, due_first=True),
    "perf": Mode(perf.beats),
}
"""Every mode by its name, in the order in which menus show them."""


def flow(run: Run, lesson: Lesson) -> tuple[Beat, ...]:
    """The beats of this run of a lesson; raises ``KeyError`` for a mode that is not there."""
    return _beats(run.mode, lesson, run.seed, manner())


def place(run: Run, lesson: Lesson) -> int:
    """Where in the flow the run is.

    Another pace, or a later version of the program, may deal a text out over fewer messages, so
    that a learner's beat is gone; then it is the nearest before it, or the first.
    """
    found = _places(run.mode, lesson, run.seed, manner())
    beat = run.beat
    while beat and beat not in found:
        stem, _, last = beat.rpartition(".")
        beat = f"{stem}.{int(last) - 1}" if last.isdecimal() and int(last) > 1 else stem
    return found.get(beat, 0)


@lru_cache(maxsize=512)
def _beats(mode: str, lesson: Lesson, seed: str, how: Manner) -> tuple[Beat, ...]:
    with speaking(how):
        return tuple(MODES[mode].beats(lesson, seed))


@lru_cache(maxsize=512)
def _places(mode: str, lesson: Lesson, seed: str, how: Manner) -> dict[str, int]:
    return {beat.id: place for place, beat in enumerate(_beats(mode, lesson, seed, how))}
