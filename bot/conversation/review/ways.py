"""The ways on from the end of a review: more of it, back to what was left, all lessons."""

from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.review import queue
from bot.conversation.review.under_way import back_to_lesson
from bot.conversation.turn import Scene


def ways_on(scene: Scene) -> list[list[Offer]]:
    """The choices in rows."""
    rows = [[offer(phrase("review.more"), "review")]] if queue.waiting(scene) else []
    rows += back_to_lesson(scene)
    rows.append([offer(phrase("start.lessons"), "menu")])
    return rows
