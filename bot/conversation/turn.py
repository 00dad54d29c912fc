"""What one input leads to: the next session, what is said, and what is put on record."""

from dataclasses import dataclass

from bot.conversation.facts import Fact
from bot.conversation.outputs import Output
from bot.conversation.session import Session


@dataclass(frozen=True, slots=True)
class Turn:
    """The result of ``advance``."""

    session: Session
    outputs: tuple[Output, ...] = ()
    facts: tuple[Fact, ...] = ()
