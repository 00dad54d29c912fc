"""An engine that a test gives its turns: nothing is understood, and nothing needed."""

from bot.conversation import engine
from bot.conversation.inputs import Envelope
from bot.conversation.interpretation import Meant
from bot.conversation.learner import Learner
from bot.conversation.needs.learner import Needs
from bot.conversation.outputs import Output
from bot.conversation.session import Session
from bot.lessons.library import Library


class BareEngine:
    """All of an engine but ``advance``."""

    def understand(
        self, library: Library, session: Session | None, learner: Learner, envelope: Envelope
    ) -> Meant:
        return Meant(library, session, envelope, learner)

    def needs(self, meant: Meant) -> Needs:
        return Needs()

    def apologise(self, learner: Learner, envelope: Envelope) -> tuple[Output, ...]:
        return engine.apologise(learner, envelope)
