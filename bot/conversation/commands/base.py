"""What a command is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _nothing(library: Library, session: Session | None, argument: str) -> Needs:
    return Needs()


@dataclass(frozen=True, slots=True)
class ChatCommand:
    """A command: its name, what may follow it, what it does, and what it needs to know first."""

    name: str
    run: Callable[[Scene, str], None]
    argument: Literal["", "lesson", "code", "words"] = ""
    needs: Callable[[Library, Session | None, str], Needs] = _nothing

    @property
    def summary(self) -> str:
        """What it does, in a line for a menu."""
        return phrase(f"command.{self.name}")
