"""A learner's profile: what there is to show to themselves, in words and in a picture."""

from datetime import date

from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.needs.learner import (
    LearnerHistory,
    LessonProgress,
    OwnHistory,
    OwnProgress,
)
from bot.conversation.question.memory import live
from bot.conversation.reminders import planned
from bot.conversation.turn import Scene
from bot.learning.calibration import Tally, gather_ranges
from bot.learning.habits import Streak, by_day, span
from bot.learning.items import GRACE
from bot.learning.mastery import Mastery, mastery
from bot.learning.predictions import Confidence
from bot.learning.zones import clock
from bot.values import value

WORDS: tuple[Confidence, ...] = ("sure", "probable", "guess", "range")
"""The confidences in the order in which they are shown; ranges are among them."""

WEEK = 7
"""Days that are looked ahead, or looked back on: today included."""


@value
class Standing:
    """A lesson that was begun, and its ``mastery`` if it is offered and has asked anything.

    That is of what was answered, and of what the way through it that is under way will ask: no
    question counts that nobody chose to be asked.
    """

    title: str
    finished: bool
    mastery: Mastery | None


@value
class Profile:
    """What a learner has done and knows, at one time.

    ``points`` are what their latest answers are worth, of which a score is made (``scores``); none
    if they are not asked how sure they are. ``tallies`` are in the order of ``WORDS``, those with
    an answer only. ``answered`` counts the answers of each local day, chosen or written. ``due``
    counts what is due by local day for a week from ``today``, which has what is overdue as well.
    """

    today: date
    lessons: tuple[Standing, ...]
    predictions: int
    points: tuple[float, ...]
    tallies: tuple[tuple[Confidence, Tally], ...]
    streak: Streak
    answered: dict[date, int]
    due: tuple[tuple[date, int], ...]


def profile_of(scene: Scene) -> Profile:
    """The profile of this turn's learner."""
    progress = scene.known[OwnProgress]
    history = scene.known[OwnHistory]
    zone = clock(scene.learner.preferences.zone)
    now, sureness = planned.today(scene), scene.asks_confidence
    days = planned.days_learned(scene, history)
    coming = live(scene.library, history.items)
    # What comes some hours early counts for the day that was promised, as it does in words; what
    # can be asked by now counts for today.
    due = by_day(
        ((scene.now if item.due <= scene.now else item.due + GRACE, 1) for item in coming), zone
    )
    by_confidence = gather_ranges(progress.by_confidence)
    tallies = tuple(
        (word, tally) for word in WORDS if (tally := by_confidence.get(word)) and tally.total
    )
    return Profile(
        now,
        tuple(_standing(scene, lesson, history) for lesson in progress.lessons),
        progress.predictions,
        progress.scores if sureness else (),
        tallies,
        planned.streak(scene, days),
        dict(days),
        tuple((day, due[day]) for day in span(now, WEEK)),
    )


def _standing(scene: Scene, progress: LessonProgress, history: LearnerHistory) -> Standing:
    card = scene.library.cards.get(progress.lesson)
    if card is None:
        return Standing(progress.lesson, progress.finished, None)
    items = {item.question: item for item in history.items if item.lesson == card.id}
    away = {question for lesson, question in history.suspended if lesson == card.id}
    asked = {*items, *_ahead(scene, card.id)}
    questions = [question for question in card.every_question if question in asked]
    mastered = mastery(questions, items, scene.now, away)
    return Standing(card.title, progress.finished, mastered if mastered.total else None)


def _ahead(scene: Scene, lesson: str) -> list[str]:
    """The questions that the unfinished run of this lesson asks, if any is under way."""
    run = scene.session.find_shelved(lesson)
    known = scene.known.lessons.get((lesson, run.revision)) if run else None
    if run is None or known is None:
        return []
    here = Playthrough(run, known)
    asked = (beat for beat in here.beats if isinstance(beat, Pose) and not here.passes_over(beat))
    return [beat.question.id for beat in asked]
