"""/review: what is due comes back, a few questions at a time."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.question import memory
from bot.conversation.review import review
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    review.take_up(scene)


REVIEW = ChatCommand("review", _run, needs=memory.needs_resume)
