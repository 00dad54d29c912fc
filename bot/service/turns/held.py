"""Who has to wait for the next batch, so that nobody acts on what a batch is about to change.

An envelope is held back, and with it all that follows it from the same learner, so that their order
is kept:

- when it needs what is on record of its learner, and is not their first in this batch: an earlier
  one, not committed yet, may have changed that;
- after its learner has asked to be forgotten: it is a newcomer's;
- from either of two accounts that have just been linked, or parted: whose its inputs are is asked
  anew;
- an admin's, once another has changed something: two who do the same at once see each other;
- when it is about a class that has changed: what was voted before counts, what comes after it is
  told so;
- when it brings a code of somebody who has done something in this batch: that may have changed it.
"""

from collections.abc import Iterable

from bot.conversation.facts.admin import AdminFact
from bot.conversation.facts.identities import Linked, Unlinked
from bot.conversation.facts.learner import Fact, Forgotten
from bot.conversation.facts.live_class import (
    BoardJoined,
    BoardLeft,
    ClassChanged,
    ClassesLimited,
)
from bot.conversation.inputs import Envelope, LearnerId
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassPlace


class Held:
    """The learners who wait from here on, and what others have to wait for."""

    def __init__(self) -> None:
        self._learners: set[LearnerId] = set()
        self._first: set[str] = set()
        self._decided: set[LearnerId] = set()
        self._classes: set[str | ClassPlace] = set()
        self._edited = False

    def __contains__(self, learner: LearnerId) -> bool:
        return learner in self._learners

    def first(self, envelope: Envelope) -> None:
        """Note that this is the first of its learner's that counts: nothing has changed for it."""
        self._first.add(envelope.id)

    def waits(self, envelope: Envelope, needs: Needs) -> bool:
        """Whether it has to wait, for what it needs; then its learner does from here on."""
        waits = needs.own and envelope.id not in self._first
        if needs.in_class is not None:
            waits = waits or not self._classes.isdisjoint(needs.in_class.keys)
        if waits or (needs.admin is not None and self._edited):
            self._learners.add(envelope.learner)
            return True
        return False

    def waits_for(self, learner: LearnerId, maker: LearnerId) -> bool:
        """Whether a learner has to wait who brings a code of this one's."""
        if maker in self._decided:
            self._learners.add(learner)
            return True
        return False

    def decided(self, learner: LearnerId, facts: Iterable[Fact]) -> None:
        """Note that a turn of this learner's has put this on record, which is not committed yet."""
        self._decided.add(learner)
        for fact in facts:
            match fact:
                case ClassChanged(live):
                    place = ClassPlace(live.platform, live.chat, live.thread)
                    self._classes |= {live.id, place}
                    if live.kind != "class":
                        # These are found by their chat, from whichever thread of it.
                        self._classes.add(ClassPlace(live.platform, live.chat))
                case BoardJoined(id) | BoardLeft(id):
                    self._classes.add(id)
                case ClassesLimited(platform, chat, _):
                    self._classes.add(ClassPlace(platform, chat))
                case Forgotten():
                    self._learners.add(learner)
                case Linked(primary=other) | Unlinked(keeper=other):
                    self._learners |= {learner, LearnerId(other)}
                case _:
                    self._edited = self._edited or isinstance(fact, AdminFact)
