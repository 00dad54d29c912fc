"""Challenge: a scored test of ten questions, without teaching until the end.

Half of them are of those that only a test asks; the others are of many kinds: of steps, myths,
drawings, aspects, what to do in a case, and about pitfalls. What the learner has not shown
to know comes before what they have, so nobody is asked again what they answered rightly a minute
ago, while there is anything else. Each is asked in words that stand by themselves, where it has
some, and not in those of the last time. At the end comes how it went, and what they missed with the
reason why; they can be asked some of it once more at once, which changes nothing of the test. A
good test is worth more to who has not taken the lesson, see
``bot.conversation.lesson.testing_out``.
"""

from collections.abc import Iterator, Mapping

from bot.conversation.lesson.beats import Beat, OnceMore, Pose, Results
from bot.conversation.lesson.modes import chosen
from bot.conversation.lesson.modes.base import Mode, measured
from bot.conversation.lesson.modes.chosen import Chosen
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls
from bot.learning.items import Item
from bot.lessons.model import Lesson
from bot.lessons.question import Question

ASKED = 10
"""Questions of a test: enough that luck decides little, and done in ten minutes."""

FEWEST = 4
"""Questions of a scored test. With fewer, one lucky guess decides the score."""


def choose(lesson: Lesson, items: Mapping[str, Item], at: int) -> str:
    """Ten questions that suit what is remembered of the lesson, as a seed."""
    asked = chosen.unshown(lesson, questions(lesson), items, at, ASKED)
    return chosen.written(asked, told=chosen.told_lately(items.values(), at))


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The questions that were chosen, then the results, and once more what was missed."""
    asked = _asked(lesson, seed)
    for number, one in enumerate(asked, start=1):
        lead = phrase("challenge.lead", number=number, count=len(asked))
        words = one.wording or 0
        yield Pose(
            f"challenge.{one.question.id}",
            lead,
            pitfalls.as_asked(lesson, one.question, words),
            quiet=True,
            key="ask.plain",
            wording=words,
            cold=True,
        )
    yield Results("challenge.results")
    yield OnceMore("challenge.again", offered=True)


def _asked(lesson: Lesson, seed: str) -> list[Chosen]:
    found = chosen.read(seed, questions(lesson))
    if found is not None:
        return found
    if not seed:
        return chosen.unshown(lesson, questions(lesson), {}, 0, ASKED)
    # An earlier version asked all of them, in an order that the time of the start gave.
    every = sorted(questions(lesson), key=lambda one: chosen.shuffled(seed, one.id))
    return [Chosen(one) for one in every]


def questions(lesson: Lesson) -> list[Question]:
    """The keyed questions of the lesson, and one for each pitfall."""
    keyed = [one for one in lesson.questions if not one.open]
    return [*keyed, *pitfalls.questions(lesson)]


def _missing(lesson: Lesson) -> str:
    keyed = sum(not question.open for question in lesson.questions)
    if keyed >= FEWEST:
        return ""
    return f"It needs at least {FEWEST} questions with a key, and there are {keyed}."


def _seconds(lesson: Lesson) -> float:
    return measured(beats(lesson, ""), lesson, again=False)


CHALLENGE = Mode("challenge", beats, _missing, _seconds, version=6, again=False, chooses=choose)
