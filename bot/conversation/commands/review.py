"""/review: what is due comes back, a few questions at a time."""

from bot.conversation.acts import UnderWay
from bot.conversation.commands.base import ChatCommand
from bot.conversation.review import queue, review
from bot.conversation.session import Session
from bot.conversation.turn import Scene


def _run(scene: Scene, argument: str) -> None:
    review.take_up(scene)


def _goes_on(session: Session, argument: str) -> UnderWay | None:
    return session.review


REVIEW = ChatCommand("review", _run, needs=queue.needs_resume, goes_on=_goes_on)
