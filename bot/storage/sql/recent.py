"""What was read or written of learners a moment ago, beside its text, so as not to read it again.

Most turns load what the turn before has just written, and to parse it takes as long as a third of
what is then decided. What a text says is immutable and follows from it alone; so whoever has
written it, another process too, what is kept is given out only for the very same text.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from bot.conversation.inputs import LearnerId
from bot.conversation.learner import Learner
from bot.conversation.session import Session
from bot.storage import codec
from bot.storage.encoded import EncodedRecord

MOST = 2_048
"""Learners of whom it is kept: as many as write within a minute where a bot is busiest, and some
20 MB."""

_T = TypeVar("_T")


class Recent:
    """Sessions and learners as they were last read or written, of the latest ``MOST`` learners."""

    def __init__(self) -> None:
        self._sessions = _Kept[Session](codec.load_sessions)
        self._learners = _Kept[Learner](codec.load_learners)

    def sessions(self, texts: Mapping[LearnerId, str]) -> dict[LearnerId, Session]:
        """Sessions by learner, from their texts; see ``codec.load_sessions``."""
        return self._sessions.load(texts)

    def learners(self, texts: Mapping[LearnerId, str]) -> dict[LearnerId, Learner]:
        """Learners by their ids, from their texts; see ``codec.load_learners``."""
        return self._learners.load(texts)

    def wrote(self, turns: Iterable[EncodedRecord]) -> None:
        """These are about to be written."""
        for turn in turns:
            record = turn.record
            if turn.session is not None and record.session is not None:
                self._sessions.keep(record.learner, turn.session, record.session)
            if turn.changed is not None and record.changed is not None:
                self._learners.keep(record.learner, turn.changed, record.changed)

    def forget(self, learner: LearnerId) -> None:
        """Keep nothing of this learner."""
        self._sessions.drop(learner)
        self._learners.drop(learner)


class _Kept(Generic[_T]):
    """Values beside their texts, by learner; whoever's was longest untouched goes first."""

    def __init__(self, load: Callable[[Iterable[tuple[LearnerId, str]]], dict[LearnerId, _T]]):
        self._load = load
        self._kept: dict[LearnerId, tuple[str, _T]] = {}

    def load(self, texts: Mapping[LearnerId, str]) -> dict[LearnerId, _T]:
        found: dict[LearnerId, _T] = {}
        unknown: list[tuple[LearnerId, str]] = []
        for learner, text in texts.items():
            kept = self._kept.get(learner)
            if kept is not None and kept[0] == text:
                found[learner] = kept[1]
            else:
                unknown.append((learner, text))
        if unknown:
            found |= self._load(unknown)
        for learner, value in found.items():
            self.keep(learner, texts[learner], value)
        return found

    def keep(self, learner: LearnerId, text: str, value: _T) -> None:
        self._kept.pop(learner, None)
        self._kept[learner] = text, value
        if len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]

    def drop(self, learner: LearnerId) -> None:
        self._kept.pop(learner, None)
