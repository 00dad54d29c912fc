"""Every line that the tests log, searched for tokens and for what learners typed.

Each record is made a line as the program makes it, except that no token is known by its value: so
the shape alone must be enough to strike it out. What was typed is every ``Text`` since the last
test began that is long enough to be nothing but somebody's own words.
"""

import copy
import logging
from collections.abc import Callable
from typing import Any

import pytest

from adapters.log import Redactor, line_format
from bot.conversation.inputs import Text

TOKENS = (
    "7000000001:AAF-strict_Test0token1for2the3fake4srv",
    "8123456789:AAF_kEy-0123456789abcdefghijklmnopq",
    "123456:AAH-very-secret-value-that-nobody-may-see",
    "MTA4NzY1NDMyMTA5ODc2NTQzMg" + ".GxYzAb" + ".abcdefghijklmnopqrstuvwxyz0123456789AB",
)
"""What is a token in the tests."""

SHORTEST = 12
"""Characters of what is taken for somebody's own words; shorter ones may be in any line."""


class Logged:
    """What must not be in a line, and the lines in which it was all the same."""

    def __init__(self) -> None:
        self.typed: set[str] = set()
        self.leaks: list[str] = []
        self.lines = 0
        self._format = line_format("text", Redactor())

    def begin(self) -> None:
        """Forget what an earlier test typed and logged."""
        self.typed.clear()
        self.leaks.clear()

    def remember(self, words: str) -> None:
        """Somebody typed this."""
        if len(words) >= SHORTEST and " " in words.strip():
            self.typed.add(words)

    def look(self, said: str) -> None:
        """Search what was said, one line or many."""
        self.lines += 1
        self.leaks += (f"a token in: {said}" for one in TOKENS if one in said)
        self.leaks += (f"{words!r} in: {said}" for words in self.typed if words in said)

    def record(self, record: logging.LogRecord) -> None:
        """Search the line that the program would make of this."""
        try:
            said = self._format.format(copy.copy(record))
        except (TypeError, ValueError):
            return  # logging says itself what is wrong with it, redacted
        self.look(said)


LOGGED = Logged()
"""The one of this process; with xdist, of a worker."""


def watch() -> None:
    """Have every record and every typed text of this process seen, whoever handles them."""
    make: Callable[..., logging.LogRecord] = logging.getLogRecordFactory()
    typed = Text.__init__

    def record(*arguments: Any, **more: Any) -> logging.LogRecord:
        made = make(*arguments, **more)
        LOGGED.record(made)
        return made

    def init(self: Text, text: str, question: str = "") -> None:
        typed(self, text, question)
        LOGGED.remember(text)

    logging.setLogRecordFactory(record)
    Text.__init__ = init  # type: ignore[method-assign] # the one door of all that is typed
    logging.getLogger().setLevel(logging.INFO)  # as the program has it


@pytest.fixture(autouse=True)
def nothing_leaks_into_the_log() -> Any:
    """Whatever a test does, no line of it holds a token, or words that were typed."""
    LOGGED.begin()
    yield
    assert not LOGGED.leaks
