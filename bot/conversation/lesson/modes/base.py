"""What a learning mode is, and what the definitions of several use."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from bot.conversation.language.locale import DEFAULT, speaking
from bot.conversation.language.paging import AT_ONCE
from bot.conversation.lesson.beats import Beat, joined
from bot.conversation.lesson.measure import seconds_of
from bot.learning.items import Item
from bot.lessons.model import Lesson
from bot.values import value


@value
class Mode:
    """A way through a lesson.

    ``beats`` are its flow, from the lesson and the run's seed. ``missing`` says in a sentence what
    a lesson lacks for it, and nothing (``""``) if it has all; ``seconds`` is about how long it
    takes. When one of these two comes to something else than before, ``version`` goes up: by that
    it is known that what was worked out of lessons is out of date.
    ``plan`` goes up when a beat or a seed no longer means what it did: a run of an older plan then
    goes on at the nearest beat. Where the seed holds what a run asks, ``carries`` makes one of an
    older plan's and of the ids of the questions that were answered.

    ``always`` says that it is offered whatever a lesson lacks, since it shows whatever there is;
    ``whole`` that it is the whole of a lesson: who has finished it has taken the lesson.
    ``again`` says that what was missed or guessed is asked once more, at the end or where the flow
    has a place for it; ``days`` that it lies over days, so who comes back is told where they are;
    ``looks_back`` that what was written in it is shown at its end.
    ``at_once`` is how many comfortable messages' worth of a reveal and the text that it opens come
    without a press between them.
    ``chooses`` makes a run's seed of the lesson, what is remembered of it, and the time
    (microseconds UTC): what a run asks is chosen at its beginning, and then stays.

    ``numbered`` are the kinds of its beats that are named ``<kind>.<number>``, each with the titles
    that the numbers stand for: by its title a part is found in another revision.
    """

    name: str
    beats: Callable[[Lesson, str], Iterator[Beat]]
    missing: Callable[[Lesson], str]
    seconds: Callable[[Lesson], float]
    version: int = 1
    plan: int = 0
    always: bool = False
    whole: bool = False
    again: bool = True
    chooses: Callable[[Lesson, Mapping[str, Item], int], str] | None = None
    carries: Callable[[Lesson, str, Sequence[str]], str] | None = None
    days: bool = False
    looks_back: bool = False
    at_once: float = AT_ONCE
    numbered: Mapping[str, Callable[[Lesson], Sequence[str]]] = field(default_factory=dict)

    def minutes(self, lesson: Lesson) -> int:
        """About how many minutes it takes; at least one, and the same for whoever is told."""
        with speaking(DEFAULT):
            return max(1, round(self.seconds(lesson) / 60))


def absent(parts: Mapping[str, object]) -> str:
    """The sentence that says which of these parts a lesson has not; empty if it has all."""
    names = [name for name, there in parts.items() if not there]
    return f"It has no {' and no '.join(names)}." if names else ""


def measured(
    beats: Iterable[Beat], lesson: Lesson, *, again: bool = True, closing: str = ""
) -> float:
    """Seconds that this flow takes, with what is asked ``again``, and what is said at its end."""
    return seconds_of(joined(beats), lesson, closing, again=again)
