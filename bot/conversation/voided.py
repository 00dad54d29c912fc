"""What was answered under a key that turned out wrong has no verdict any more.

The library names the questions whose key is wrong in a revision. Whoever is in the midst of one
keeps what they chose, and nothing is made of it: no score, no word on right or wrong, no asking
once more at the end. What is still answered there is put on record without a verdict. The question
comes back in a review, as it is asked now.
"""

from dataclasses import replace

from bot.conversation.admin import correction
from bot.conversation.admin.facts import CorrectionTold
from bot.conversation.known import Needs
from bot.conversation.scene import Scene
from bot.conversation.session import Outcome, Review, Run, Session
from bot.learning import reviews
from bot.lessons.library import Library
from bot.lessons.model import Question


def is_void(library: Library, lesson: str, question: str, revision: str) -> bool:
    """Whether the key that this revision has for the question is wrong."""
    return (lesson, question, revision) in library.void


def unscored(question: Question, made: Outcome) -> bool:
    """Whether this outcome has lost its verdict, or never got one, since its key was wrong."""
    return not question.open and made.right is None


def without_verdict(made: Outcome) -> Outcome:
    """The same choice, with nothing said of it."""
    return replace(made, right=None, score=None)


def without_void(library: Library, session: Session) -> Session:
    """The session with nothing made of what is void."""
    if not library.void:
        return session
    run = session.run and _run(library, session.run)
    shelf = tuple(_run(library, one) for one in session.shelf)
    review = session.review and _review(library, session.review)
    if (run, shelf, review) == (session.run, session.shelf, session.review):
        return session
    return replace(session, run=run, shelf=shelf, review=review)


# Telling


def needs(found: Needs, library: Library, session: Session | None) -> Needs:
    """The same needs, and what there is to tell, if there was a correction meanwhile."""
    if session is None:
        return found
    known = session.logbook.corrections if session.logbook else 0
    return found if known == library.corrections else replace(found, untold=True)


def tell(scene: Scene) -> None:
    """Tell of corrections whoever could not be told alone."""
    for one in scene.known.untold:
        scene.say(correction.text(one.notice))
        scene.facts.append(CorrectionTold(one.id))


# What is under way


def _run(library: Library, run: Run) -> Run:
    outcomes = tuple(
        without_verdict(made) if is_void(library, run.lesson, made.question, run.revision) else made
        for made in run.outcomes
    )
    return run if outcomes == run.outcomes else replace(run, outcomes=outcomes)


def _review(library: Library, review: Review) -> Review:
    item, made = review.item, review.made
    if not is_void(library, item.lesson, item.question, review.revision):
        return review
    if made is not None and made.right is not None:
        right = review.right - made.right
        skipped = review.skipped + 1
        review = replace(review, made=without_verdict(made), right=right, skipped=skipped)
    if item.number and review.stage != "revealed":
        anew = reviews.forgotten(item.lesson, item.question, review.asked_at)
        review = replace(review, item=anew)
    return review
