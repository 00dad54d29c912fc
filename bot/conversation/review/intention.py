"""What became of an intention: it is quoted behind the first review of its lesson on a later day.

What a learner wrote at a lesson's end (see ``lesson/ending/intention.py``) is taken up once,
where they are back at the lesson anyway: below a set in which one of its questions was asked. It
waits for no answer and is never brought up again. Of several lessons' in one set it is the first
one's; the others wait for a set of theirs, as where others read along.
"""

from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.lesson.ending.intention import quote
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.review.ways import ways_on
from bot.conversation.session import Review, Session
from bot.conversation.turn import Scene
from bot.learning.local_time import local, wall_of
from bot.learning.zones import clock
from bot.lessons.library import Library
from bot.values import replace


def noted(scene: Scene, review: Review) -> Review:
    """The same, noting that the lesson asked about has one that waits."""
    lesson = review.item.lesson
    if review.intention or review.posted or lesson not in scene.learner.intentions:
        return review
    return replace(review, intention=lesson)


def taken_up(scene: Scene, review: Review) -> tuple[list[str], list[list[Offer]]]:
    """What was written, with what may be said of it; nothing before the next day.

    Nor is there anything where the words are kept no longer.
    """
    lesson, found = review.intention, scene.known.earlier
    card = scene.library.cards.get(lesson)
    if not lesson or found is None or scene.envelope.overheard:
        return [], []
    wanted = scene.learner.preferences
    written = wall_of(found.at, clock(wanted.zone)).date()
    days = (local(wanted, scene.now).date() - written).days
    if days < 1:
        return [], []
    left = tuple(intention for intention in scene.learner.intentions if intention != lesson)
    scene.learner = replace(scene.learner, intentions=left)
    if card is None:
        return [], []
    text = count("review.intention", days, title=card.title, said=quote(found.text))
    did = offer(phrase("review.intention.did"), "intention", "did")
    not_yet = offer(phrase("review.intention.not"), "intention", "not")
    return [text], [[did, not_yet]]


def _said(scene: Scene, what: Literal["did", "not"]) -> None:
    scene.answered_with(phrase(f"review.intention.{what}"))
    scene.ask(phrase(f"review.intention.{what}.said"), ways_on(scene))


def _needs(library: Library, session: Session, what: Literal["did", "not"]) -> Needs:
    return Needs(due=True)


ACTS = (Act("intention", _said, _needs),)
