"""The ways on from the end of a review: more of it, back to what was left, all lessons."""

from bot.conversation.phrases import phrase
from bot.conversation.review import queue
from bot.conversation.session import Offer, offer
from bot.conversation.turn import Scene


def ways_on(scene: Scene) -> list[list[Offer]]:
    """The choices in rows."""
    rows = [[offer(phrase("review.more"), "review")]] if queue.waiting(scene) else []
    left = next(iter(scene.session.shelf), None)
    if left and (card := scene.library.cards.get(left.lesson)):
        rows.append(
            [offer(phrase("review.back", title=card.title), "resume", left.lesson, left.mode)]
        )
    rows.append([offer(phrase("start.lessons"), "menu")])
    return rows
