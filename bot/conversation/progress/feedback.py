"""Feedback on the way: what a turn adds to a learner's logbook, and what they are told of it.

They are told of a daily goal that was reached, of achievements, and after each block of predictions
of how well they judge themselves, once they have a score. All of it goes by the facts of the turn,
so it holds for every kind of lesson and review alike. It is told once, after the reveal and before
what is asked next. Where a verdict is still hidden, in the middle of a challenge or before a myth's
reality, it waits.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.conversation.facts.learner import (
    AchievementReached,
    Attempt,
    GoalReached,
    Judged,
    LessonFinished,
    Overruled,
    Scheduled,
)
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.learner import Learner
from bot.conversation.lesson import experiment
from bot.conversation.lesson.beats import Pose, Results, Write
from bot.conversation.lesson.challenge import result_list, testing_out
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.needs.learner import LessonItems, Needs, OwnExperiment, OwnTotals
from bot.conversation.outputs import Ask, LessonImage, Output, Say, TextDiagram
from bot.conversation.phrases import count, phrase
from bot.conversation.question.answering import SCORED
from bot.conversation.reminders.planned import today
from bot.conversation.session import Outcome, Session
from bot.conversation.turn import Scene
from bot.learning import logbook
from bot.learning.calibration import Claim, Tally, claims
from bot.learning.habits import day_of
from bot.learning.items import Item
from bot.learning.logbook import Logbook
from bot.learning.predictions import Confidence
from bot.learning.scores import MIN_ANSWERS
from bot.learning.zones import clock
from bot.values import replace

NOTHING: Mapping[Confidence, Tally] = {}


def _concerns(meant: Meant) -> bool | None:
    return None if meant.about == "elsewhere" else True


def _needs_with_logbook(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    """The same needs, and what a logbook begins with if the learner has none that holds."""
    book = meant.learner.logbook
    holds = book is not None and book.holds(meant.library.corrections)
    return rest() if holds else rest().asking(OwnTotals())


def _note(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    """Note what has come of the act, and say what there is to say of it."""
    session, learner = scene.session, scene.learner
    rest()
    kept, known = learner.logbook, scene.known
    trial, past = known.answer_to(OwnExperiment), known.answer_to(OwnTotals)
    quiet = kept and not (scene.facts or kept.waiting or kept.block() or trial or past)
    if scene.only_looking or quiet or (kept is None and past is None):
        return
    book = kept or Logbook()
    if past is not None:
        # None was kept, or not all of it, or a correction has made some of what it counted void.
        book = book.recount(past, scene.library.corrections)
    passed = dict.fromkeys(_new_achievements(scene, session, learner, book))
    new = [name for name in passed if name not in book.achievements]
    scene.facts += [AchievementReached(name) for name in new]
    book = _count_turn(scene, session, book)
    if new:
        book = book.add_achievements(new)
    book, goal = _goal(scene, book)
    said = [goal] if goal else []
    if not _is_hidden(scene):
        names = (name for name in book.waiting if not _is_no_news(scene, book, name))
        said += [_achievement(scene, name) for name in names]
        if book.block() is not None and len(book.scores or ()) >= MIN_ANSWERS:
            said += [calibration(book, _told_already(scene))]
            book = book.turn_blocks()
        if book.waiting:
            book = replace(book, waiting=())
    if text := "\n\n".join(part for part in said if part):
        _add(scene, text)
    if book != kept:
        scene.learner = replace(scene.learner, logbook=book)


GIVE_FEEDBACK: Interceptor[bool] = Interceptor(
    "give feedback",
    "adds to the logbook what came of an act of a lesson or a review, and says what is new in it",
    _concerns,
    _note,
    _needs_with_logbook,
    before={"replace lost beat": "it looks at where the learner is once that is there"},
)


def answered_quietly(scene: Scene) -> None:
    """Note that something was committed to whose worth is not known yet, and say nothing of it.

    Somebody without a logbook begins it at their next lesson or review, with all that is on record.
    """
    if scene.learner.logbook is not None:
        book = scene.learner.logbook.count_answer(today(scene).isoformat())
        scene.learner = replace(scene.learner, logbook=book)


def count_quietly(scene: Scene) -> None:
    """Note what has come on record in this turn of what was answered before, and say nothing."""
    before = scene.learner.logbook
    if before is not None:
        book = _count_turn(scene, scene.session, before)
        book = replace(book, day=before.day, today=before.today)
        scene.learner = replace(scene.learner, logbook=book)


def _count_turn(scene: Scene, before: Session, book: Logbook) -> Logbook:
    """With what was committed to and judged in this turn; ``before`` is the session as it was."""
    first = False
    for fact in scene.facts:
        if isinstance(fact, Attempt):
            day = today(scene).isoformat()
            book = book.count_answer(day)
            if fact.phase == "review":
                book = replace(book, reviews=book.reviews + 1)
            elif fact.phase == "first" and not fact.unknown:
                book = replace(book, predictions=book.predictions + 1)
            if fact.phase in SCORED and fact.score is not None:
                book = book.add_points(fact.score)
        if isinstance(fact, Scheduled) and _was_said(scene, fact.item):
            book = book.count_answer(today(scene).isoformat())
        if isinstance(fact, Attempt | Judged):
            first = fact.phase == "first"
        if isinstance(fact, Overruled):
            # What is scheduled anew with it was counted when it was answered.
            first = False
            overruled = _find_overruled(before, fact)
            if fact.phase == "first" and overruled:
                book = book.overrule(overruled.confidence)
            if fact.phase in SCORED and overruled and overruled.score is not None:
                book = book.replace_points(overruled.score, fact.score or 0.0)
        if isinstance(fact, Scheduled) and first:
            book = book.count_verdict(fact.item.answer.confidence, fact.item.answer.right)
    return book


def _was_said(scene: Scene, item: Item) -> bool:
    """Whether this is an answer in the learner's words, judged just now: it counts for the day."""
    return item.answer.own and item.answer.at == scene.now


def _new_achievements(
    scene: Scene, session: Session, learner: Learner, book: Logbook
) -> Iterator[str]:
    """What is reached in this turn, were it for the first time."""
    for fact in scene.facts:
        match fact:
            case Attempt(phase="first", unknown=False) if not book.predictions:
                yield logbook.FIRST
            case Attempt(phase="review"):
                yield from logbook.of_reviews(book.reviews + 1)
            case Scheduled(item):
                before = _item_before(scene, session, item)
                zone = clock(scene.learner.preferences.zone)
                later = before and day_of(before.answer.at, zone) < today(scene)
                reviewed = bool(later and session.review)
                yield from logbook.of_answer(before, item, later=reviewed)
            case LessonFinished():
                courses, finished = scene.library.courses, scene.learner.finished
                yield from logbook.of_lessons(courses, learner.finished, finished)
    if scene.known.get(OwnExperiment).enough:
        yield experiment.ACHIEVEMENT


def _find_overruled(before: Session, fact: Overruled) -> Outcome | None:
    if fact.phase == "review":
        return before.review.made if before.review else None
    return before.run.outcome(fact.question, fact.phase) if before.run else None


def _item_before(scene: Scene, before: Session, item: Item) -> Item | None:
    """What was remembered before the answer that this is remembered of."""
    if any(isinstance(fact, Overruled) for fact in scene.facts):
        return _before_overruled(before, item)
    if before.review:
        return before.review.item
    return scene.known.get(LessonItems).get(item.question)


def _before_overruled(before: Session, item: Item) -> Item | None:
    """What was remembered before the answer in words that is right by now after all."""
    outcomes = [before.review.made] if before.review else before.run.outcomes if before.run else ()
    answers = (outcome for outcome in outcomes if outcome and outcome.question == item.question)
    return next((answer.before for answer in answers if answer.answer == item.answer.said), None)


def _is_hidden(scene: Scene) -> bool:
    """Whether the learner does not know yet what their last answer was worth."""
    run = scene.session.run
    if run is None:
        return False
    beat = playthrough(scene).beat
    in_test = (isinstance(beat, Pose) and beat.quiet) or (isinstance(beat, Write) and beat.reason)
    return run.stage == "veiled" or bool(in_test)


def _is_no_news(scene: Scene, book: Logbook, name: str) -> bool:
    """Whether it isn't worth telling: a first prediction after twenty others, or in a test."""
    if name != logbook.FIRST:
        return False
    tested = scene.session.run is not None and not playthrough(scene).predicts
    return book.predictions > 1 or tested


def _told_already(scene: Scene) -> Mapping[Confidence, Tally]:
    """The counts that the results of a test tell in this turn."""
    run = scene.session.run
    if run is None or not isinstance(playthrough(scene).beat, Results):
        return {}
    return result_list.tallies(run)


# What they are told


def _goal(scene: Scene, book: Logbook) -> tuple[Logbook, str]:
    """What is said once a day when the goal is reached; nothing if it is not, or was before."""
    goal = scene.learner.preferences.goal
    said = any(isinstance(fact, Scheduled) and _was_said(scene, fact.item) for fact in scene.facts)
    if not said and not any(isinstance(fact, Attempt) for fact in scene.facts):
        return book, ""
    if not goal or book.today < goal or book.reached == book.day:
        return book, ""
    scene.facts.append(GoalReached(book.day, goal))
    return replace(book, reached=book.day), count("goal.reached", goal)


def _achievement(scene: Scene, name: str) -> str:
    """An achievement in words; nothing of a course that is not there any more."""
    kind, _, rest = name.partition(":")
    if kind == experiment.ACHIEVEMENT:
        return "\n\n".join(experiment.sentences(scene.known.get(OwnExperiment)))
    if kind == logbook.COURSE:
        course = scene.library.course(rest)
        return phrase("achievement.course", title=course.title) if course else ""
    if kind == logbook.LESSON and testing_out.in_turn(scene):
        return phrase("achievement.lesson.tested")
    return phrase(f"achievement.{kind}", count=rest)


def calibration(book: Logbook, known: Mapping[Confidence, Tally] = NOTHING) -> str:
    """How well they judge themselves, once a block of predictions is full.

    Nothing if it is not, if neither all predictions nor the last bear out a claim, or if its counts
    are those that are ``known`` beside it.
    """
    block = book.block()
    if block is None:
        return ""
    new_claims = (
        claim for claim in claims(book.ever, block) if claim.tally != known.get(claim.confidence)
    )
    return "\n\n".join(map(_sentence, new_claims))


def _sentence(claim: Claim) -> str:
    word, right, total = claim.confidence, claim.tally.right, claim.tally.total
    if claim.lately:
        lead = phrase(f"calibration.{word}.lately", right=right, total=total)
        parts = [lead, phrase(f"calibration.{claim.fit}.lately")]
    else:
        lead = phrase(f"calibration.{word}", right=right, total=total)
        parts = [lead, phrase(f"calibration.{claim.fit}")]
    if word == "range":
        parts = [lead, phrase(f"calibration.range.{claim.fit}")]
    if claim.other.total and claim.other != claim.tally:
        rest = "calibration.ever" if claim.lately else "calibration.lately"
        parts.append(phrase(rest, right=claim.other.right, total=claim.other.total))
    return " ".join(parts)


def _add(scene: Scene, text: str) -> None:
    """Say it in a message of its own, below what is read and above what is asked."""
    asked = scene.outputs[-1] if scene.outputs else None
    if not isinstance(asked, Ask) or scene.open is None:
        scene.say(text)
    elif scene.open.offers[0].act == ("go",):
        scene.outputs[-1:] = [Say(asked.text), replace(asked, text=text)]
        scene.open = replace(scene.open, text=text)
    else:
        scene.outputs.insert(_above(scene.outputs), Say(text))


def _above(outputs: Sequence[Output]) -> int:
    """The place above what is asked last, and above the drawing that this is asked about."""
    at = len(outputs) - 1
    while at > 0 and isinstance(outputs[at - 1], TextDiagram | LessonImage):
        at -= 1
    return at
