"""Where open questions were asked, and which parcel is the last one to change each of them.

Most changes come soon after the question, so the newest ones are known without asking the store.
Changes of one message wait for one another: they are in different lanes if their learner closed the
question from another chat.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.conversation.inputs import LearnerId
from bot.conversation.outputs import Ask, Retire, Revise
from bot.storage.ports import Outbox
from bot.storage.records import Parcel, QuestionMessage

REMEMBERED = 4096
"""How many open questions' messages are known without asking the store."""

_log = logging.getLogger(__name__)

_Question = tuple[LearnerId, str]


class OpenQuestions:
    """What delivery knows of the questions whose messages may still be changed."""

    def __init__(self, store: Outbox) -> None:
        self._store = store
        self._asked: OrderedDict[_Question, QuestionMessage] = OrderedDict()
        self._newest: OrderedDict[_Question, int] = OrderedDict()
        self._changing: dict[_Question, asyncio.Future[None]] = {}

    def note_changes(self, parcel: Parcel) -> None:
        """Remember which parcel is the last one to change the message of a question."""
        for output in parcel.outputs:
            changed = output.instead if isinstance(output, Ask) else output
            if isinstance(changed, Retire | Revise):
                self._newest[parcel.learner, changed.question] = parcel.id
                if len(self._newest) > REMEMBERED:
                    self._newest.popitem(last=False)

    def is_late(self, learner: LearnerId, question: str, parcel: int) -> bool:
        """Whether a later parcel than this one changes the question's message."""
        return self._newest.get((learner, question), 0) > parcel

    def asked(self, learner: LearnerId, question: str, where: QuestionMessage) -> None:
        """Remember where a question was asked."""
        self._asked[learner, question] = where
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)

    def closed(self, learner: LearnerId, question: str) -> None:
        """A question closes once, so what is remembered of it is of no more use."""
        self._asked.pop((learner, question), None)

    def drop(self, learner: LearnerId) -> None:
        """Forget all that belongs to a learner."""
        for known in (self._asked, self._newest):
            for question in [
                other_question for other_question in known if other_question[0] == learner
            ]:
                known.pop(question, None)

    async def where(self, learner: LearnerId, question: str) -> QuestionMessage | None:
        """Where a question was asked; ``None`` if nobody knows."""
        asked = self._asked.get((learner, question))
        if asked is None:
            try:
                asked = await self._store.question_message(learner, question)
            except Exception as error:
                # Its kind only: an error's own text may quote a learner. What is said goes on.
                kind = type(error).__name__
                _log.error("where %s was asked can't be looked up: %s", question, kind)
        return asked

    @asynccontextmanager
    async def changing(self, learner: LearnerId, question: str) -> AsyncIterator[None]:
        """The time of one change, once those of the same message that are under way are over."""
        key = (learner, question)
        while key in self._changing:
            await asyncio.wait([self._changing[key]])
        self._changing[key] = over = asyncio.get_running_loop().create_future()
        try:
            yield
        finally:
            del self._changing[key]
            over.set_result(None)
