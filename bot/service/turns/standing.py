"""How everybody in a batch stands: their session, and what they are, from turn to turn.

The next turn of a learner builds on the one before it, though neither is written yet. If that one
can't be written, they stand where they stood before it.
"""

from collections.abc import Mapping

from bot.conversation.inputs import Envelope, LearnerId
from bot.conversation.learner import Learner
from bot.conversation.session import Session
from bot.conversation.turn import Turn


class Standing:
    """How learners stand by now, and how they stood before each turn."""

    def __init__(
        self, sessions: Mapping[LearnerId, Session], learners: Mapping[LearnerId, Learner]
    ) -> None:
        self._sessions, self._learners = dict(sessions), dict(learners)
        self._before: dict[str, tuple[Session | None, Learner]] = {}

    def session(self, learner: LearnerId) -> Session | None:
        """Their session by now, if they have one."""
        return self._sessions.get(learner)

    def learner(self, learner: LearnerId) -> Learner:
        """Who they are by now; somebody new, if they are not known yet."""
        return self._learners.get(learner) or Learner()

    def decided(self, envelope: Envelope, turn: Turn) -> Learner | None:
        """Let this turn be what comes of an envelope; who they are, if that has changed by it."""
        whose = envelope.learner
        before = self.learner(whose)
        self._before[envelope.id] = self.session(whose), before
        self._sessions[whose], self._learners[whose] = turn.session, turn.learner
        same = turn.learner is before or turn.learner == before
        return None if same else turn.learner

    def accounts_before(self, envelope: str) -> list[LearnerId]:
        """The accounts that they had before the turn of this envelope."""
        _, learner = self._before[envelope]
        return [LearnerId(each.id) for each in learner.accounts]

    def set_back(self, envelope: Envelope) -> None:
        """Let them stand as they did before the turn of this envelope."""
        session, learner = self._before[envelope.id]
        self._learners[envelope.learner] = learner
        if session is None:
            self._sessions.pop(envelope.learner, None)
        else:
            self._sessions[envelope.learner] = session
