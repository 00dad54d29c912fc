"""Testing out of a lesson: a good enough challenge of somebody who has not taken it.

Who has nine of ten right, and guessed at most once, knows the lesson: it counts as done, as a run
of its own, and what they knew without being taught comes back in a month or more. A guess is no
knowledge, and its question comes back tomorrow like any other. Who has fewer is offered the lesson,
with what they missed first. A second test within a day proves nothing, since the first has told its
answers.
"""

from collections.abc import Mapping

from bot.conversation.facts.learner import LessonFinished, LessonStarted, Scheduled
from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.modes import TESTED_OUT, chosen, flow
from bot.conversation.lesson.modes.challenge import CHALLENGE, MIN_TEST_QUESTIONS
from bot.conversation.needs.learner import LessonItems
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Scene
from bot.learning import reviews
from bot.learning.items import Item, was_retrieved
from bot.lessons.model import Lesson

PASS_SHARE = 0.9
"""The share of right answers by which somebody knows the lesson."""

FAIR = 0.7
"""The share by which they know enough to go on."""

GUESSES = 1
"""Guesses among the right answers, at most."""


def is_test(run: Run) -> bool:
    return run.mode == CHALLENGE.name


def tally(lesson: Lesson, run: Run) -> tuple[int, int]:
    """How many are right, of how many that were asked."""
    asked = [beat.question.id for beat in flow(run, lesson) if isinstance(beat, Pose)]
    right = [
        outcome for outcome in _first(run) if outcome.question in asked and outcome.right is True
    ]
    return len(right), len(asked)


def _first(run: Run) -> list[Outcome]:
    """The answers of the test itself, without what was asked once more after it."""
    return [outcome for outcome in run.outcomes if outcome.phase == "first"]


def count_guesses(run: Run) -> int:
    """How many of the right answers were guesses."""
    return sum(outcome.right is True and outcome.confidence == "guess" for outcome in _first(run))


def share(lesson: Lesson, run: Run) -> float:
    """The share of right answers."""
    right, total = tally(lesson, run)
    return right / total if total else 0.0


def may_go_on(lesson: Lesson, run: Run) -> bool:
    """Whether they know enough of it to go on, and haven't guessed it."""
    known = share(lesson, run)
    return known >= FAIR and (known < PASS_SHARE or count_guesses(run) <= GUESSES)


def is_passed(scene: Scene, run: Run) -> bool:
    """Whether this test shows that a learner who has not taken the lesson knows it."""
    return _good(scene, run) and not chosen.just_told(run.seed)


def too_soon(scene: Scene, run: Run) -> bool:
    """Whether it would be passed, had its answers not been told within a day before."""
    return _good(scene, run) and chosen.just_told(run.seed)


def _good(scene: Scene, run: Run) -> bool:
    if not is_test(run) or run.lesson in scene.learner.finished:
        return False
    _, total = tally(scene.lesson, run)
    known = share(scene.lesson, run) >= PASS_SHARE and count_guesses(run) <= GUESSES
    return total >= MIN_TEST_QUESTIONS and known


def record(scene: Scene, run: Run) -> None:
    """Let the lesson count as done, and what was known come back much later."""
    id = f"{run.id}="
    scene.facts += [
        LessonStarted(id, run.lesson, run.revision, TESTED_OUT, len(scene.lesson.steps)),
        LessonFinished(id),
    ]
    items = scene.known.get(LessonItems)
    # What was right for another reason than the lesson's is back sooner, and not later.
    mistaken = {id for id, met in run.recalled if met == "no"}
    scene.facts += [
        Scheduled(reviews.known_before(item, scene.now))
        for outcome in _first(run)
        if outcome.question not in mistaken and (item := _remember_known(items, outcome))
    ]


def in_turn(scene: Scene) -> bool:
    """Whether a lesson comes to count as done by a test in this turn: nothing of it was told."""
    return any(isinstance(fact, LessonStarted) and fact.mode == TESTED_OUT for fact in scene.facts)


def _remember_known(items: Mapping[str, Item], outcome: Outcome) -> Item | None:
    """What is remembered of a question that was known at its first answer."""
    item = items.get(outcome.question)
    first = item is not None and item.number == 1
    return item if item and first and was_retrieved(item.answer) else None
