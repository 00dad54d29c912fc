"""What the running bot answers about statistics: as told in a chat, or answers by the page."""

import json
from collections.abc import Mapping
from dataclasses import astuple

from adapters.control.lessons import explain_errors
from adapters.control.socket import ControlError, ControlMessage, Handler
from bot.conversation.admin.statistics.report import StatisticsRequest, texts
from bot.conversation.inputs import LearnerId
from bot.lessons import finding
from bot.service.reports import statistics
from bot.storage.codec import utc_now
from bot.storage.records import AnswerKey
from bot.storage.store import Store

TELL, ANSWERS = "statistics", "answers"


COMMAND = "foretell stats"
"""What shows statistics in a terminal."""

PAGE = 1000
"""Answers read at a time; between two pages those who are learning have their turn."""


def handlers(store: Store) -> Mapping[str, Handler]:
    """Answers to requests. What is told in words is what an admin is told in a chat."""

    async def tell(request: ControlMessage) -> ControlMessage:
        library, lesson = await store.library(), await _id(store, request)
        wanted = StatisticsRequest(lesson)
        statistics_result = await statistics.collect(store, library, wanted, utc_now())
        each = request.head["each"] is True
        messages = texts(statistics_result, library, each=each, command=COMMAND)
        return ControlMessage({"texts": messages})

    async def answers(request: ControlMessage) -> ControlMessage:
        lesson = await _id(store, request)
        page = await store.answers(key_of(request.head["after"]), PAGE)
        lines = [
            json.dumps(astuple(answer_record))
            for answer_record in page
            if lesson in ("", answer_record.lesson)
        ]
        return ControlMessage({"next": page[-1].key if len(page) == PAGE else None}, lines)

    return {name: explain_errors(item) for name, item in ((TELL, tell), (ANSWERS, answers))}


async def _id(store: Store, request: ControlMessage) -> str:
    name = str(request.head["lesson"])
    card = finding.find(await store.library(), name) if name else None
    if name and card is None:
        raise ControlError(f"{name}: no such lesson is taught; write its id or its title")
    return card.id if card else ""


def key_of(answer_key: AnswerKey) -> AnswerKey:
    learner, at, origin, question, phase = answer_key
    return LearnerId(learner), at, origin, question, phase
