"""What the running bot answers about a person's data: handing it over, and forgetting them.

A file comes in pieces of a line each. That an operator did it stands on the log of admins; whose
data it was does not.
"""

import base64
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from adapters.control.lessons import explain_errors
from adapters.control.socket import ControlError, ControlMessage, Handler
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import LogEntry
from bot.conversation.privacy.export import FORMS, Form
from bot.service.privacy import export
from bot.storage.codec import micros, utc_now
from bot.storage.records import TERMINAL
from bot.storage.store import Store

EXPORT, FORGET = "data", "forget"

PIECE = 1_000_000
"""Bytes in a line."""

Forget = Callable[[LearnerId, LogEntry], Awaitable[bool]]
"""Forgets a learner, with a line on the log; whether they were known."""


def handlers(
    store: Store, forget: Forget, clock: Callable[[], datetime] = utc_now
) -> Mapping[str, Handler]:
    """Answers to requests."""

    async def hand_over(request: ControlMessage) -> ControlMessage:
        form = next((name for name in FORMS if name == request.head["form"]), None)
        if form is None:
            raise ControlError("the bot running here doesn't know that form of data")
        learner, now = LearnerId(str(request.head["learner"])), clock()
        written = await export.build_file(store, learner, form, now)
        if written is None:
            raise ControlError(await _nothing(store, learner, form))
        await store.log(_line(now, "data_handed", str(request.head["by"]), form))
        content, _ = written
        pieces = (content[at : at + PIECE] for at in range(0, len(content), PIECE))
        return ControlMessage({}, [base64.b64encode(piece).decode() for piece in pieces])

    async def go(request: ControlMessage) -> ControlMessage:
        learner = LearnerId(str(request.head["learner"]))
        known = await forget(learner, _line(clock(), "forget_asked", str(request.head["by"])))
        if not known:
            raise ControlError(f"{learner}: nothing is kept about anyone by that ID")
        return ControlMessage({})

    return {name: explain_errors(item) for name, item in ((EXPORT, hand_over), (FORGET, go))}


async def _nothing(store: Store, learner: LearnerId, form: Form) -> str:
    if await store.personal(learner):
        return f"{learner}: there is nothing to make cards from ({form})"
    return f"{learner}: nothing is kept about anyone by that ID; /help shows people theirs"


def _line(at: datetime, act: str, by: str, form: str = "") -> LogEntry:
    return LogEntry(micros(at), LearnerId(by), TERMINAL, act, "", "", form)


def content(answer: ControlMessage) -> bytes:
    return b"".join(base64.b64decode(line) for line in answer.lines)
