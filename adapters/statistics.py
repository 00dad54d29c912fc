"""Statistics in a terminal: from the running bot if there is one, else from the database.

Both ways do the same, as with pushing and pulling: see ``editing``.
"""

import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import astuple

from adapters.control import ControlError, Handler, Message, NobodyThereError, call
from adapters.editing import explained
from adapters.store import store_of
from bot.conversation.admin.statistics import texts
from bot.conversation.inputs import LearnerId
from bot.service import statistics
from bot.settings import Settings
from bot.storage.records import BEGINNING, Answered, AnswerKey
from bot.storage.store import Store

TELL, ANSWERS = "statistics", "answers"
"""The names of requests."""

PAGE = 1000
"""Answers read at a time; between two pages those who are learning have their turn."""

_Ask = Callable[[str, Message], Awaitable[Message]]


def handlers(store: Store) -> Mapping[str, Handler]:
    """Answers to requests. What is told in words is what an admin is told in a chat."""

    async def tell(request: Message) -> Message:
        library, lesson = await store.library(), await _id(store, request)
        found = await statistics.found(store, library, lesson)
        return Message({"texts": texts(found, library, each=request.head["each"] is True)})

    async def answers(request: Message) -> Message:
        lesson = await _id(store, request)
        page = await store.answers(_key(request.head["after"]), PAGE)
        lines = [json.dumps(astuple(one)) for one in page if lesson in ("", one.lesson)]
        return Message({"next": page[-1].key if len(page) == PAGE else None}, lines)

    return {name: explained(one) for name, one in ((TELL, tell), (ANSWERS, answers))}


async def tell(settings: Settings, lesson: str, *, each: bool) -> str:
    """What ``/admin stats`` tells of all lessons or of one, named by id or title, as Markdown.

    With ``each`` a lesson is told question by question. Raises ``ControlError``, also if no such
    lesson is taught, or ``StoreError``.
    """
    async with _asking(settings) as ask:
        answer = await ask(TELL, Message({"lesson": lesson, "each": each}))
    return "\n\n".join(answer.head["texts"])


async def answers(settings: Settings, lesson: str) -> AsyncGenerator[list[Answered], None]:
    """Every answer of all learners, to a lesson or to all, page by page. Raises as ``tell``."""
    after: AnswerKey | None = BEGINNING
    async with _asking(settings) as ask:
        while after:
            answer = await ask(ANSWERS, Message({"lesson": lesson, "after": after}))
            rows = map(json.loads, answer.lines)
            yield [Answered(_key(key), *rest) for key, *rest in rows]
            after = answer.head["next"]


@contextlib.asynccontextmanager
async def _asking(settings: Settings) -> AsyncIterator[_Ask]:
    """Asks the running bot; from the moment when there is none, the database itself."""
    async with contextlib.AsyncExitStack() as stack:
        own: Mapping[str, Handler] = {}

        async def ask(do: str, message: Message) -> Message:
            nonlocal own
            if not own:
                with contextlib.suppress(NobodyThereError):
                    return await call(settings.socket, do, message)
                store = store_of(settings)
                await store.open()
                stack.push_async_callback(store.close)
                own = handlers(store)
            return await own[do](message)

        yield ask


async def _id(store: Store, request: Message) -> str:
    """The id of the lesson that is asked about; empty for all."""
    name = str(request.head["lesson"])
    card = (await store.library()).find(name) if name else None
    if name and card is None:
        raise ControlError(f"{name}: no such lesson is taught; write its id or its title")
    return card.id if card else ""


def _key(found: AnswerKey) -> AnswerKey:
    learner, at, origin, question, phase = found
    return LearnerId(learner), at, origin, question, phase
