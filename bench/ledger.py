"""What went in and out of the tests' Telegram server, to be compared with the program's database.

A ledger is kept on the server's side, of what it gave, what was confirmed, and what each chat got.
At the end the ledger is compared with the database:

============  =====================================================================================
lost          an input that was confirmed without a row, or an answer without an attempt
doubled       an answer with more than one attempt, or an attempt that belongs to no answer
repeated      a message that a chat got again: it may be, after a crash between sending and marking
out of order  a question that a chat got after a later one; the numbers on its buttons tell
============  =====================================================================================
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.rigs.telegram_server import Sent, TelegramServer
from tests.rigs.telegram_server.people import Chat

RECENT = 8
"""Among how many messages before it a message without buttons is looked for."""

NUMBER = re.compile(r"1\w{8}\.(\w+)\.\w+")


@dataclass
class Got:
    """A message as a chat got it."""

    text: str
    data: tuple[str, ...]

    @property
    def number(self) -> int | None:
        """The number of the question that it asks, which its buttons carry."""
        found = NUMBER.fullmatch(self.data[0]) if self.data else None
        return int(found[1], 36) if found else None


@dataclass
class Ledger:
    """What went in and out, as the server saw it, and which inputs were answers."""

    given: Counter[int] = field(default_factory=Counter)
    confirmed: set[int] = field(default_factory=set)
    got: dict[int, list[Got]] = field(default_factory=dict)
    answers: set[int] = field(default_factory=set)


class Watched(TelegramServer):
    """The server, with the ledger."""

    def __init__(self) -> None:
        super().__init__(speed=20_000)
        self.ledger = Ledger()

    def store(self, chat: Chat, message: Sent) -> Sent:
        """Keep a message, and enter it if it is the bot's."""
        stored = super().store(chat, message)
        if stored.by is None:
            data = tuple(button["callback_data"] for row in stored.rows for button in row)
            got = Got(stored.text or stored.caption, data)
            self.ledger.got.setdefault(chat.id, []).append(got)
        return stored

    async def _get_updates(
        self,
        offset: int = 0,
        limit: int = 100,
        timeout: float = 0,  # noqa: ASYNC109 - the parameter's name in the Bot API
        allowed_updates: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        waiting = {one["update_id"] for one in self._updates}
        self.ledger.confirmed |= {id for id in waiting if id < offset}
        updates = await super()._get_updates(offset, limit, timeout, allowed_updates)
        self.ledger.given.update(one["update_id"] for one in updates)
        return updates


def compare(
    ledger: Ledger,
    ask: Callable[[str], list[tuple[Any, ...]]],
    number: int,
    learners: int,
    integrity: str,
) -> bool:
    """Print what the ledger and the database say of each other; whether a promise was broken."""
    rows = {key for (key,) in ask("SELECT id FROM input")}
    # A range is chosen by a button that does not say so, and so is no answer to the ledger.
    attempts = Counter(
        key for (key,) in ask("SELECT input FROM attempt WHERE confidence NOT IN ('range', 'wide')")
    )
    answers = {_key(id) for id in ledger.answers}
    unwritten = {_key(id) for id in ledger.confirmed} - rows
    lost = unwritten | (answers - set(attempts))
    doubled = sum(number - (key in answers) for key, number in attempts.items())
    chats = ledger.got.values()
    repeated, messages = repeats(ledger), sum(map(len, chats))
    late = sum(map(_out_of_order, chats))
    again = sum(number - 1 for number in ledger.given.values())
    print(
        f"  {number} kills, {learners} learners, {len(ledger.confirmed):,} inputs confirmed"
        f" ({again} given again), {len(answers):,} answers, {messages:,} messages"
    )

    def per_kill(what: str, found: int) -> None:
        print(f"  {what:13} {found:5}   {found / max(number, 1):.3f} a kill")

    per_kill("lost", len(lost))
    per_kill("doubled", doubled)
    per_kill("out of order", late)
    per_kill("repeated", repeated)
    print(f"  integrity of the database: {integrity}")
    return bool(lost or doubled or late or integrity != "ok")


def repeats(ledger: Ledger) -> int:
    """How many messages chats had got before."""
    return sum(map(_repeats, ledger.got.values()))


def _key(update: int) -> str:
    """The name of an input in the database."""
    return f"telegram:{update}"


def _repeats(got: list[Got]) -> int:
    """How many of a chat's messages it had got before."""
    return sum(one in got[0 if one.data else max(0, n - RECENT) : n] for n, one in enumerate(got))


def _out_of_order(got: list[Got]) -> int:
    """How many questions a chat got for the first time after a later one."""
    late, newest, known = 0, 0, set[int]()
    for one in got:
        number = one.number
        if number is None or number in known:
            continue
        known.add(number)
        late += number < newest
        newest = max(newest, number)
    return late
