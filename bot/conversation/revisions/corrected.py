"""After a correction: who is told of it here, and what becomes of a review under way.

The revisions with the wrong key are withdrawn, so a lesson goes on elsewhere, without what was
answered under it (see ``migration``). The question of a review goes on in what is taught, too; what
is remembered of it, which goes along with the session, is forgotten there as it is in the store.
"""

from collections.abc import Callable

from bot.conversation.facts.admin import CorrectionTold
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import Needs
from bot.conversation.question import correction
from bot.conversation.session import Review, Session
from bot.conversation.turn import Scene
from bot.learning.items import item_anew
from bot.lessons.library import Library
from bot.values import replace

# Telling


def _concerns(meant: Meant) -> bool | None:
    """Whether there was a correction since the learner's record was last looked at."""
    book = meant.learner.logbook
    known = book.corrections if book else 0
    return True if meant.session and known != meant.library.corrections else None


def _needed(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    return replace(rest(), untold=True)


def _tell(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    for item in scene.known.untold:
        scene.say(correction.text(item.notice))
        scene.facts.append(CorrectionTold(item.id))
    rest()


TELL_CORRECTIONS: Interceptor[bool] = Interceptor(
    "tell corrections",
    "tells of corrections that could not be told in private",
    _concerns,
    _tell,
    _needed,
    before={"tell answers": "an answer may rest on what was corrected"},
)


# A review under way


def without_void(library: Library, session: Session) -> Session:
    """The session with nothing made of what is void in its review."""
    review = session.review
    if review is None or not library.void:
        return session
    item = review.item
    if (item.lesson, item.question, review.revision) not in library.void:
        return session
    return replace(session, review=_review(review))


def _review(review: Review) -> Review:
    item, made = review.item, review.made
    if review.stage != "revealed":
        anew = item_anew(item.lesson, item.question, review.asked_at)
        return replace(review, item=anew)
    if made is None or made.right is None:
        return review
    right, skipped = review.right - made.right, review.skipped + 1
    unsaid = replace(made, right=None, score=None)
    return replace(review, made=unsaid, right=right, skipped=skipped)
