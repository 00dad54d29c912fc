"""Challenge: a scored test of ten questions, without teaching until the end.

Half of them are of those that only a test asks; the others are of many kinds: of steps, myths,
drawings, aspects, what to do in a case, and about pitfalls. What the learner has not shown
to know comes before what they have, so nobody is asked again what they answered rightly a minute
ago, while there is anything else. Each is asked in words that stand by themselves, where it has
some, and not in those of the last time. At the end comes how it went, and what they missed with the
reason why; they can be asked some of it once more at once, which changes nothing of the test. A
good test is worth more to who has not taken the lesson, see
``bot.conversation.lesson.challenge.testing_out``.

Three of the questions ask for the reason as well, see ``chosen``. It scores nothing: at the end,
if the choice was right, it can be compared with the lesson's own, see
``lesson/challenge/reasons.py``.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from bot.conversation.lesson import quotation
from bot.conversation.lesson.beats import Beat, OnceMore, Pose, Rate, Results, Write
from bot.conversation.lesson.modes import chosen
from bot.conversation.lesson.modes.base import Mode, measure_seconds
from bot.conversation.lesson.modes.chosen import Chosen, with_reasons
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls
from bot.learning.items import Item
from bot.lessons.model import Lesson
from bot.lessons.question import Question

ASKED = 10
"""Questions of a test: enough that luck decides little, and done in a quarter of an hour."""

MIN_TEST_QUESTIONS = 4
"""Questions of a scored test. With fewer, a lucky guess decides the score."""

_WHY = "?"
"""In a seed: some of the questions ask for the reason as well."""


def choose(lesson: Lesson, items: Mapping[str, Item], at: int) -> str:
    """Ten questions that suit what is remembered, as a seed; some ask for the reason as well."""
    return f"{_without_reasons(lesson, items, at)} {_WHY}"


def _without_reasons(lesson: Lesson, items: Mapping[str, Item], at: int) -> str:
    asked = chosen.unshown(lesson, questions(lesson), items, at, ASKED)
    return chosen.encode(asked, told=chosen.told_lately(items.values(), at))


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The questions that were chosen, then the results, what was missed, and the reasons."""
    asked = chosen.decode(seed, questions(lesson)) if seed else _unknown(lesson)
    reasons = list[Pose]()
    why = with_reasons(asked) if _WHY in seed else ()
    for number, choice in enumerate(asked, start=1):
        lead = phrase("challenge.lead", number=number, count=len(asked))
        words = choice.wording
        pose = Pose(
            f"challenge.{choice.question.id}",
            lead,
            pitfalls.as_asked(lesson, choice.question, words),
            quiet=True,
            key="ask.plain",
            wording=words,
            cold=True,
        )
        yield pose
        if choice.question.id in why:
            reasons.append(pose)
            item = _reason(pose)
            yield Write(item, item, phrase("challenge.why"), reason=choice.question.id)
    yield Results("challenge.results")
    yield OnceMore("challenge.again", offered=True)
    if reasons:
        of = tuple(map(_reason, reasons))
        yield Rate(
            "challenge.reasons",
            "challenge.reasons",
            "",
            _name_questions(lesson, reasons),
            of,
            reasons=tuple(reasons),
        )


def _reason(pose: Pose) -> str:
    return f"{pose.id}.why"


def _name_questions(lesson: Lesson, reasons: Iterable[Pose]) -> tuple[str, ...]:
    """These questions, each with what it rests on: a reason says nothing without what it is of."""
    return tuple(
        quotation.quote_question(lesson, reason.question, reason.wording) for reason in reasons
    )


def _unknown(lesson: Lesson) -> list[Chosen]:
    """What is asked of somebody of whom nothing is known."""
    return chosen.unshown(lesson, questions(lesson), {}, 0, ASKED)


def questions(lesson: Lesson) -> list[Question]:
    keyed = [question for question in lesson.questions if not question.open]
    return [*keyed, *pitfalls.questions(lesson)]


def _missing(lesson: Lesson) -> str:
    keyed = sum(not question.open for question in lesson.questions)
    if keyed >= MIN_TEST_QUESTIONS:
        return ""
    return f"It needs at least {MIN_TEST_QUESTIONS} questions with a key, and there are {keyed}."


def _seconds(lesson: Lesson) -> float:
    return measure_seconds(beats(lesson, choose(lesson, {}, 0)), lesson, again=False)


CHALLENGE = Mode(
    "challenge",
    beats,
    _missing,
    _seconds,
    version=11,
    plan=1,
    again=False,
    chooses=choose,
    carries=partial(chosen.carry_choice, _without_reasons),
    looks_back=True,
    adds=5,
)
