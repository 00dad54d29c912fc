"""One question alone, to which a card led: predict, see what is true, and go on if you like.

It is a set of reviews with that one question in it, so all that can be said to a question can be
said to it. For whoever has never answered it, it is on record as a first prediction. Who knows it
and is not due to be asked is told what they said: an answer that was just read proves nothing. What
a lesson asks just now is asked there.
"""

from bot.conversation import availability
from bot.conversation.inputs import Press
from bot.conversation.lesson import acts as lessons
from bot.conversation.lesson.beats import Again, Pose
from bot.conversation.lesson.modes import MODES
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.phrases.dates import when
from bot.conversation.question import choices
from bot.conversation.review import review as reviewing
from bot.conversation.session import Review, Run, Session
from bot.conversation.sharing import card
from bot.conversation.sharing.card import Found
from bot.conversation.turn import Scene
from bot.learning.items import Item, item_anew
from bot.lessons.library import Library

TWICE = 3_000_000
"""Microseconds within which a second press is a double tap."""


def needs(library: Library, session: Session | None, key: str) -> Needs:
    """What must be loaded to ask it: its lesson, and what is remembered of that."""
    found = card.find(library, key)
    if found is None:
        return Needs()
    lesson, _ = found
    open_still = _open_still(library, session, found)
    return Needs(lesson=(lesson.id, (open_still or lesson).revision), items=lesson.id)


def _open_still(library: Library, session: Session | None, found: Found) -> Review | None:
    """The review in which this question waits for an answer: it keeps its revision."""
    review, (lesson, question) = session.review if session else None, found
    if (
        review is None
        or (review.item.lesson, review.item.question) != (lesson.id, question)
        or review.stage == "revealed"
        or (lesson.id, review.revision) in library.withdrawn
    ):
        return None
    return review


def predict(scene: Scene, key: str) -> None:
    """Ask the question of this key, alone."""
    found = card.find(scene.library, key)
    if found is None or (found[0].id, found[0].revision) in scene.library.withdrawn:
        scene.say(phrase("predict.gone"))
        return
    lesson, question = found
    if lock := availability.lock(scene, lesson.id):
        scene.say(availability.opens(scene, lesson.id, lock))
        return
    if asked := _open_still(scene.library, scene.session, found):
        if isinstance(scene.envelope.input, Press) and scene.now < asked.asked_at + TWICE:
            scene.notice(phrase("press.again"))
        else:
            reviewing.resume(scene)
        return
    if run := _asked_in_lesson(scene, question):
        lessons.resume(scene, run)
        return
    known = (scene.known.items or {}).get(question)
    if known and known.number and known.due > scene.now:
        _known(scene, known)
        return
    reviewing.begin_posted(scene, known or item_anew(lesson.id, question, scene.now))


def _asked_in_lesson(scene: Scene, question: str) -> Run | None:
    """The run in which just this question waits for an answer, as the lesson is taught now."""
    run, lesson = scene.session.run, scene.lesson
    if (
        run is None
        or scene.session.review
        or run.preview
        or (run.lesson, run.revision) != (lesson.id, lesson.revision)
        or run.mode not in MODES
        or MODES[run.mode].days
    ):
        return None
    here = Playthrough(run, lesson)
    asks = isinstance(here.beat, Pose | Again) and here.question.id == question
    return run if asks and here.made is None else None


def _known(scene: Scene, item: Item) -> None:
    """Tell whoever knows it what they said, and when it is back."""
    asked = next(question for question in scene.lesson.questions if question.id == item.question)
    said = choices.said_as(asked, item.answer.said, item.answer.confidence)
    text = phrase("predict.known", said=said, when=when(item.due, scene.now))
    if scene.open and scene.session.run:
        # Their lesson goes on where it is.
        scene.say(text)
        return
    label = phrase("predict.lesson", title=scene.lesson.title)
    scene.ask(text, [[offer(label, "learn", item.lesson)]])
