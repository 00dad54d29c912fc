"""What a command is."""

from collections.abc import Callable
from typing import Literal

from bot.conversation.acts import Act, UnderWay
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.values import value


def _nothing(library: Library, session: Session | None, argument: str) -> Needs:
    return Needs()


@value
class ChatCommand:
    """A command: its name, what may follow it, what it does, and what it needs to know first.

    ``goes_on`` is the run or review that it goes on with, if it does, as with an ``Act``.
    """

    name: str
    run: Callable[[Scene, str], None]
    argument: Literal["", "lesson", "code", "when", "question", "words", "posted"] = ""
    needs: Callable[[Library, Session | None, str], Needs] = _nothing
    goes_on: Callable[[Session, str], UnderWay | None] | None = None

    @property
    def act(self) -> Act:
        """What it stands for; what follows it is one argument, as it was typed."""
        return Act(f"/{self.name}", self.run, self.needs, goes_on=self.goes_on)

    @property
    def summary(self) -> str:
        """What it does, in a line for a menu."""
        return phrase(f"command.{self.name}")
