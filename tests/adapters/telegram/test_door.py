"""What the door drops costs Telegram nothing, and us next to nothing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import pytest

from adapters.telegram.adapter import Options, Services, TelegramAdapter
from bot.conversation.inputs import Envelope, Flood, Press, Text
from bot.conversation.outputs import Output
from bot.conversation.sharing import PostedQuestion
from bot.service.turns.queue import Door
from tests.rigs.telegram_server import TelegramServer


class Gate:
    """A door with room for three inputs of each learner, what came through it, and searches."""

    def __init__(self) -> None:
        self.came: list[Envelope] = []
        self.looked_for: list[str] = []
        self.door = Door(self._submit, burst=3, monotonic=lambda: 0.0)

    async def _submit(self, envelope: Envelope) -> tuple[Output, ...]:
        self.came.append(envelope)
        return ()

    async def find(self, words: str, language: str) -> Sequence[PostedQuestion]:
        self.looked_for.append(words)
        return ()

    @asynccontextmanager
    async def serving(self, server: TelegramServer) -> AsyncIterator[None]:
        adapter = TelegramAdapter(
            server.token,
            self.door,
            (),
            Options(server.url, introduces=False),
            Services(cards=self.find),
        )
        run = asyncio.create_task(adapter.run())
        try:
            yield
        finally:
            run.cancel()
            with suppress(asyncio.CancelledError):
                await run
            await adapter.close()


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as one:
        yield one


def calls(server: TelegramServer, method: str) -> int:
    return sum(call.method == method for call in server.calls)


async def test_of_the_presses_that_are_dropped_one_is_answered_in_some_seconds(
    server: TelegramServer,
) -> None:
    gate, ana, ben = Gate(), server.person("Ana"), server.person("Ben")
    ana.types("hello")
    [shown] = ana.chat.history
    async with gate.serving(server):
        await server.until(lambda: not server.unconfirmed)
        for _ in range(30):
            ana.presses_data(shown, "t0")
        ben.types("hello")
        await server.until(lambda: gate.came[-1].learner.endswith(str(ben.id)))
        await server.until(lambda: calls(server, "answerCallbackQuery") >= 4)
        await server.until(lambda: not server.unconfirmed)
    ours = [one.input for one in gate.came if one.learner.endswith(str(ana.id))]
    assert ours == [Text("hello"), Press("t0"), Press("t0"), Flood()]
    assert calls(server, "answerCallbackQuery") == 4, "two that count, the word about it, and one"


async def test_whether_somebody_runs_a_group_is_not_asked_for_what_is_dropped(
    server: TelegramServer,
) -> None:
    gate, ana = Gate(), server.person("Ana")
    group = server.group("Tea")
    for _ in range(30):
        ana.types("/class@foretell_test_bot", group=group)
    async with gate.serving(server):
        await server.until(lambda: not server.unconfirmed)
    assert len(gate.came) == 4
    assert calls(server, "getChatMember") == 4


async def test_of_searches_that_come_together_nothing_but_the_last_is_looked_for(
    server: TelegramServer,
) -> None:
    gate, ana = Gate(), server.person("Ana")
    async with gate.serving(server):
        ana.types("hello")
        await server.until(lambda: not server.unconfirmed)
        *_, last = [ana.looks_for(words) for words in ("t", "te")]
        await server.until(lambda: server.inline[last] is not None)
    assert gate.looked_for == ["te"]


async def test_a_search_passes_the_same_door(server: TelegramServer) -> None:
    gate, ana = Gate(), server.person("Ana")
    async with gate.serving(server):
        for words in ("t", "te", "tea"):
            query = ana.looks_for(words)
            await server.until(lambda query=query: server.inline[query] is not None)
        ana.looks_for("tea?")
        ana.types("hello")
        await server.until(lambda: gate.came)
    assert gate.looked_for == ["t", "te", "tea"]
    assert [one.input for one in gate.came] == [Flood()], "and the next input is told why"
