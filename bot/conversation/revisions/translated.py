"""A learner who changes their language goes on in it, where they are.

A run and a question of a review keep the revision that they began with. A translation of that
very revision has the same parts and the same ids, so the learner's place in one is their place in
the other; a translation of another revision is another text, and then they keep theirs.
"""

from bot.conversation.session import Review, Run, Session
from bot.lessons.library import Library
from bot.values import replace


def in_language_of(library: Library, session: Session) -> Session:
    """The session with what is under way in it in the language that this library speaks."""
    run = session.run and _run(library, session.run)
    shelf = tuple(_run(library, other_run) for other_run in session.shelf)
    review = session.review and _review(library, session.review)
    if (run, shelf, review) == (session.run, session.shelf, session.review):
        return session
    return replace(session, run=run, shelf=shelf, review=review)


def _run(library: Library, run: Run) -> Run:
    revision = library.counterpart(run.lesson, run.revision)
    return run if revision == run.revision else replace(run, revision=revision)


def _review(library: Library, review: Review) -> Review:
    revision = library.counterpart(review.item.lesson, review.revision)
    return review if revision == review.revision else replace(review, revision=revision)
