"""The learning modes: each makes a flow of beats from a lesson."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from bot.conversation.flow import Beat
from bot.conversation.modes import deep
from bot.lessons.model import Lesson

MODES: dict[str, Callable[[Lesson], Iterator[Beat]]] = {"deep": deep.beats}
"""Every mode by its name; a name, once used, stays: runs are recorded with it."""


@lru_cache(maxsize=512)
def beats(mode: str, lesson: Lesson) -> tuple[Beat, ...]:
    """The beats of this lesson in this mode; raises ``KeyError`` for a mode that is not there."""
    return tuple(MODES[mode](lesson))


@lru_cache(maxsize=512)
def _places(mode: str, lesson: Lesson) -> dict[str, int]:
    return {beat.id: place for place, beat in enumerate(beats(mode, lesson))}


def place(mode: str, lesson: Lesson, beat: str) -> int:
    """Where in the flow the beat of this name stands.

    A later version of the program may deal a text out over fewer messages, so that a learner's
    beat is gone; then it is the nearest before it, or the first.
    """
    found = _places(mode, lesson)
    while beat and beat not in found:
        stem, _, last = beat.rpartition(".")
        beat = f"{stem}.{int(last) - 1}" if last.isdecimal() and int(last) > 1 else stem
    return found.get(beat, 0)
