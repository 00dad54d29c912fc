"""/review: what is due comes back, a few questions at a time."""

from bot.conversation import reviewing, schedule
from bot.conversation.commands.base import ChatCommand
from bot.conversation.scene import Scene


def _run(scene: Scene, argument: str) -> None:
    reviewing.take_up(scene)


REVIEW = ChatCommand("review", _run, needs=schedule.needs_resume)
