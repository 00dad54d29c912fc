"""What a learning mode is, and what the definitions of several use."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.conversation.lesson.beats import Beat, Calculate, Pose, Rate, Tell, Write
from bot.lessons.lint.readability import SECONDS_A_QUESTION, WORDS_A_MINUTE
from bot.lessons.model import Lesson

SECONDS_A_TEXT = 150
"""How long a few sentences of one's own take, and to compare them."""

A_PRESS, AN_ANSWER, A_TEXT = 2.0, 10.0, 60.0
"""Seconds for a press, for a thought before an answer, and for a few sentences of one's own: what
a mode is measured by, when it is played (``bench/teaching.py``) and beforehand (``played``)."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A way through a lesson.

    ``beats`` are its flow, from the lesson and the run's seed. ``missing`` says in a sentence what
    a lesson lacks for it, and nothing (``""``) if it has all; ``seconds`` is about how long it
    takes. When one of these two comes to something else than before, ``version`` goes up: by that
    it is known that what was worked out of lessons is out of date.

    ``always`` says that it is offered whatever a lesson lacks, since it shows whatever there is;
    ``whole`` that it is the whole of a lesson: who has finished it has taken the lesson.
    ``again`` says that what was missed or guessed is asked once more at the end; ``shuffled``
    that each run has an order of its own; ``due_first`` that what was due when it
    began comes first; ``days`` that it lies over days, so who comes back is told where they are;
    ``poses_ahead`` that for somebody new its first prediction comes before all that it tells.

    ``numbered`` are the kinds of its beats that are named ``<kind>.<number>``, each with the titles
    that the numbers stand for: by its title a part is found in another revision.
    """

    name: str
    beats: Callable[[Lesson, str], Iterator[Beat]]
    missing: Callable[[Lesson], str]
    seconds: Callable[[Lesson], float]
    version: int = 1
    always: bool = False
    whole: bool = False
    again: bool = True
    shuffled: bool = False
    due_first: bool = False
    days: bool = False
    poses_ahead: bool = False
    numbered: Mapping[str, Callable[[Lesson], Sequence[str]]] = field(default_factory=dict)

    def minutes(self, lesson: Lesson) -> int:
        """About how many minutes it takes; at least one."""
        return max(1, round(self.seconds(lesson) / 60))


def absent(parts: Mapping[str, object]) -> str:
    """The sentence that says which of these parts a lesson has not; empty if it has all."""
    names = [name for name, there in parts.items() if not there]
    return f"It has no {' and no '.join(names)}." if names else ""


ONCE_MORE = 1 / 3
"""Of the questions of a mode: how many come once more at its end."""


def played(beats: Iterable[Beat]) -> float:
    """Seconds that it takes to go through these beats: reading, thinking, writing and pressing.

    A reveal says about as much as why the right answer is right, and of three questions one is
    asked once more.
    """
    words = seconds = 0.0
    for beat in beats:
        seconds += A_PRESS
        match beat:
            case Tell():
                words += _words(beat.text)
            case Pose():
                asked = beat.question
                why = _words(*(one.explanation for one in asked.options if one.right))
                seconds += (AN_ANSWER + A_PRESS) * (1 + ONCE_MORE) + A_PRESS * ONCE_MORE
                words += _words(beat.lead) + (_words(asked.text) + why) * (1 + ONCE_MORE)
            case Write():
                seconds += A_TEXT
                words += _words(beat.text)
            case Calculate():
                seconds += AN_ANSWER + A_PRESS
                words += _words(beat.lead, *(one.ask for one in beat.sums.given), beat.sums.text)
            case Rate():
                seconds += (AN_ANSWER + A_PRESS) * len(beat.criteria)
                words += _words(beat.lead, *beat.criteria)
    return words / WORDS_A_MINUTE * 60 + seconds


def _words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


def reading(texts: Iterable[str], questions: int = 0) -> float:
    """Seconds that it takes to read these texts, and to answer so many questions by choosing."""
    words = sum(len(text.split()) for text in texts)
    return words / WORDS_A_MINUTE * 60 + SECONDS_A_QUESTION * questions


def posed_ahead(beats: tuple[Beat, ...]) -> tuple[Beat, ...]:
    """The same beats with the first prediction, and what answers it, before all others.

    What answers it are the beats that are named after it. It stands on what it rests on alone:
    which of how many steps it is means nothing yet.
    """
    first = next((one for one in beats if isinstance(one, Pose)), None)
    if first is None:
        return beats
    answer = [one for one in beats if one.id.startswith(f"{first.id}.")]
    rest = [one for one in beats if one is not first and one not in answer]
    return (replace(first, lead=""), *answer, *rest)
