"""What a learning mode is, what the definitions of several use, and how long a flow takes.

That is reckoned for somebody who misses a third of the questions, reads all there is, and types a
few sentences where words are asked for. What is only offered takes no time of those who go on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from bot.conversation.language.locale import DEFAULT, speaking
from bot.conversation.lesson.beats import (
    Beat,
    Calculate,
    Judge,
    Menu,
    OnceMore,
    Pose,
    Rate,
    Results,
    Tell,
    Write,
    join_texts,
)
from bot.conversation.question import posing
from bot.learning.items import Item
from bot.lessons.lint.readability import WORDS_A_MINUTE
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import value

SECONDS_A_CHOICE = 10
"""To think about a question, once it is read."""

SECONDS_A_PRESS = 2

SECONDS_TYPED = 60
"""For a few sentences of their own."""

SECONDS_A_NUMBER = 15
"""To type a number or a word or two, once it is known which: the keys are found in a few seconds
(a thumb makes some 36 words a minute, Palin et al. 2019), and it is looked at before it is sent."""

ENDING = 60
"""Words of a lesson's end, beside its takeaways: how it went, and what could be next."""

SECONDS_A_SENTENCE = 20
"""For a sentence: a dozen words at the pace of a thumb."""

AROUND = 8
"""Words that a reveal has around what it quotes of the lesson."""

MISSED = 1 / 3
"""The share of questions that are missed."""

AGAIN = 1.5
"""Questions that are asked once more, where that is done: three at most, and none for many."""


def seconds_of(beats: Iterable[Beat], lesson: Lesson, closing: str, *, again: bool) -> float:
    """Seconds that these beats of a lesson take, and the words at its end."""
    words, presses, asked, typed = float(ENDING + _words(closing)), 0.0, 0.0, 0.0
    reveals: list[float] = []
    most = AGAIN
    for beat in beats:
        match beat:
            case Tell():
                words, presses = words + _words(beat.lead) + _words(beat.text), presses + 1
            case Pose() if beat.unless:
                # It was asked for in words, and what is right stands above the verdict on these.
                reveals.append(
                    _count_posed_words(lesson, beat) + _count_reveal_words(beat.question)
                )
            case Pose():
                words += _count_posed_words(lesson, beat)
                asked, presses = asked + 1, presses + _taps(beat.question)
                typed += SECONDS_A_NUMBER * bool(beat.question.typed)
                if not beat.quiet:
                    reality = f"{beat.myth.reality} {beat.myth.matters}" if beat.myth else ""
                    answer = _words(reality) if beat.myth else _count_reveal_words(beat.question)
                    reveals.append(_count_posed_words(lesson, beat) + answer)
                    words, presses = words + AROUND + answer, presses + (not beat.brisk) / 2
                else:
                    # The end quotes each of them, with what is right and why.
                    quoted = _words(posing.words(beat.question, beat.wording))
                    words += AROUND + quoted + _count_reveal_words(beat.question)
            case Menu() if not beat.behind:
                every = [message for section in beat.sections for message in section.messages]
                words += sum(_words(item.lead) + _words(item.text) for item in every)
                presses += len(beat.sections) + 1
            case Write() if beat.intention:
                words, presses = words + _words(beat.answer), presses + bool(beat.answer)
            case Write():
                words, presses = words + _words(beat.text), presses + 1
                typed += seconds_to_write(beat)
            case Rate():
                texts = (beat.quoted, beat.lead, *beat.answer, *beat.criteria)
                words += sum(map(_words, texts))
                words += sum(
                    AROUND + _count_reveal_words(reason.question) for reason in beat.reasons
                )
                asked, presses = asked + len(beat.criteria), presses + len(beat.criteria)
            case Calculate() if not beat.offered:
                words += _words(beat.lead) + _words(beat.sums.text)
                words += sum(_words(example.ask) for example in beat.sums.given)
                presses += 1
                typed += SECONDS_A_NUMBER * len(beat.sums.given)
            case OnceMore():
                most = min(most, beat.most)
            case Judge() | Results():
                presses += 1
            case _:
                pass
    if again and reveals:
        count = min(most, len(reveals) * MISSED)
        words += count * sum(reveals) / len(reveals)
        asked, presses = asked + count, presses + count * 2.5
    thinking = SECONDS_A_CHOICE * asked + SECONDS_A_PRESS * presses
    return words / WORDS_A_MINUTE * 60 + thinking + typed


def seconds_to_write(beat: Write) -> float:
    """Seconds that what is asked for takes to be thought of and typed."""
    if beat.explained:
        return SECONDS_A_CHOICE + SECONDS_A_NUMBER + SECONDS_A_SENTENCE
    if beat.brief or beat.intention:
        return SECONDS_A_CHOICE + SECONDS_A_NUMBER
    if beat.reason:
        return SECONDS_A_CHOICE + SECONDS_A_SENTENCE
    numbers = [check for check in beat.checks if check.kind in ("number", "numbers")]
    if len(numbers) < len(beat.checks) or not numbers:
        return SECONDS_TYPED
    single = sum(number.kind == "number" for number in numbers)
    many = max(
        [single, *(int(number.least or 1) for number in numbers if number.kind == "numbers")]
    )
    return min(SECONDS_TYPED, SECONDS_A_CHOICE + SECONDS_A_NUMBER * many)


def _words(text: str) -> int:
    return len(text.split())


def _count_posed_words(lesson: Lesson, beat: Pose) -> int:
    """Words of a question with what it rests on, and of its options, which stand on the buttons."""
    posed = posing.pose_question(
        lesson, beat.question, beat.key, lead=beat.lead, wording=beat.wording, cold=beat.cold
    )
    return _words(posed.text) + sum(_words(option.label) for option in beat.question.options)


def _taps(question: Question) -> float:
    return 1 if question.estimate or question.typed else 2


def _count_reveal_words(question: Question) -> float:
    """Words of a reveal: of the right answer, and of why a wrong answer fails."""
    right = [_words(option.explanation) for option in question.options if option.right]
    wrong = [
        _words(option.explanation) + _words(option.temptation) / 2
        for option in question.options
        if not option.right
    ]
    said = sum(right) + (MISSED * sum(wrong) / len(wrong) if wrong else 0)
    if question.estimate:
        said += _words(question.estimate.why)
    return said + (_words(question.typed.why) if question.typed else 0)


@value
class Mode:
    """A way through a lesson.

    ``beats`` are its flow, from the lesson and the run's seed. ``missing`` says in a sentence what
    a lesson lacks for it, and nothing (``""``) if it has all; ``seconds`` is about how long it
    takes. When either changes, ``version`` goes up, so that what was worked out of lessons is known
    to be out of date. ``plan`` goes up when a beat or a seed no longer means what it did: a run of
    an older plan then goes on at the nearest beat. Where the seed holds what a run asks,
    ``carries`` makes it of an older plan's and of the ids of the questions that were answered.

    ``always`` says that it is offered whatever a lesson lacks, since it shows whatever there is;
    ``whole`` that it is the whole of a lesson: who has finished it has taken the lesson.
    ``again`` says that what was missed or guessed is asked once more, at the end or where the flow
    has a place for it; ``days`` that it lies over days, so who comes back is told where they are;
    ``looks_back`` that what was written in it is shown at its end.
    ``chooses`` makes a run's seed of the lesson, what is remembered of it, and the time
    (microseconds UTC): what a run asks is chosen at its beginning, and then stays.

    ``adds`` is its place, from 1, among the ways of which the first that a lesson has is offered to
    who has had the first tour; 0 keeps it out of them. ``asks`` are the ids of what it has every
    learner of any lesson write.
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
    adds: int = 0
    asks: tuple[str, ...] = ()
    numbered: Mapping[str, Callable[[Lesson], Sequence[str]]] = field(default_factory=dict)

    def minutes(self, lesson: Lesson) -> int:
        """About how many minutes it takes: 1 at least, and the same for whoever is told."""
        with speaking(DEFAULT):
            return max(1, round(self.seconds(lesson) / 60))


def absent(parts: Mapping[str, object]) -> str:
    """The sentence that says which of these parts a lesson has not; empty if it has all."""
    names = [name for name, there in parts.items() if not there]
    return f"It has no {' and no '.join(names)}." if names else ""


def measure_seconds(
    beats: Iterable[Beat], lesson: Lesson, *, again: bool = True, closing: str = ""
) -> float:
    """Seconds that this flow takes, with what is asked ``again``, and what is said at its end."""
    return seconds_of(join_texts(beats), lesson, closing, again=again)
