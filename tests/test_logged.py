"""That the search of all that the tests log finds what must not be there."""

import logging

import pytest

from bot.conversation.inputs import Text
from tests.rigs.logged import LOGGED, TOKENS, Logged

WORDS = "the lid keeps it warm"


@pytest.mark.parametrize("level", [logging.INFO, logging.ERROR])
@pytest.mark.parametrize("name", ["bot.service.turns.desk", "telegram.ext", "discord.client"])
def test_a_line_with_what_somebody_typed_is_found(name: str, level: int) -> None:
    Text(WORDS)
    try:
        raise ValueError(f"no choice: {WORDS}")
    except ValueError:
        logging.getLogger(name).log(level, "an input failed", exc_info=True)
    [leak] = LOGGED.leaks
    assert WORDS in leak
    LOGGED.begin()


def test_a_text_that_may_be_in_any_line_is_not_looked_for() -> None:
    Text("tea")
    Text("/admin")
    logging.getLogger("bot").info("/admin publishes tea")
    assert not LOGGED.leaks


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_is_found_where_it_is_not_struck_out(token: str) -> None:
    found = Logged()
    found.record(logging.makeLogRecord({"msg": "asked /bot%s/getMe", "args": (token,)}))
    assert not found.leaks, "struck out by its form, whatever its value"
    found.look(f"asked /bot{token}/getMe")
    assert len(found.leaks) == 1
    LOGGED.begin()
