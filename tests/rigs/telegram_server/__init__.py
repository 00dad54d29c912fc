"""A strict Bot API server on loopback, and the people who chat with the bot through it.

    async with TelegramServer() as server:
        options = Options(server.url, pace=server.pace())
        adapter = TelegramAdapter(server.token, tutor.door, (), options)
        ana = server.person("Ana")
        ana.types("/start")
        await server.until(lambda: ana.messages)
        ana.presses("Continue")
        ana.messages[-1].text, ana.messages[-1].buttons, ana.asides

It speaks real HTTP, so the bot may as well be another process, and may die and come back: what it
did not confirm comes again. Everything that the Bot API refuses, it refuses (``rules``), and some
of what Telegram silently mends as well; each refusal is kept in ``server.refusals``. Flood control
is on (``flood``); ``speed`` makes its clock run faster, so that tests need not wait.
"""

from tests.rigs.telegram_server.people import Chat, Group, Person, Sent
from tests.rigs.telegram_server.rules import Refused
from tests.rigs.telegram_server.server import Odd, TelegramServer

__all__ = ["Chat", "Group", "Odd", "Person", "Refused", "Sent", "TelegramServer"]
