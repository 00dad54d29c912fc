"""What decides each turn, as the desk sees it."""

from typing import Protocol

from bot.conversation.inputs import Envelope
from bot.conversation.interpretation import Meant
from bot.conversation.learner import Learner
from bot.conversation.needs.learner import Known, Needs
from bot.conversation.outputs import Output
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.lessons.library import Library


class Engine(Protocol):
    """What decides: the module ``bot.conversation.engine``, or a test's own."""

    def understand(
        self, library: Library, session: Session | None, learner: Learner, envelope: Envelope, /
    ) -> Meant:
        """What this envelope means. It may raise."""
        ...

    def needs(self, meant: Meant, /) -> Needs:
        """What must be loaded for it."""
        ...

    def advance(self, meant: Meant, known: Known, /) -> Turn:
        """What happens. It may raise."""
        ...

    def apologise(self, learner: Learner, envelope: Envelope, /) -> tuple[Output, ...]:
        """What is said for an envelope whose turn raised."""
        ...
