"""What was read or written a moment ago isn't parsed again, and never given out for other words."""

from dataclasses import replace

import pytest

from bot.conversation import session as sessions
from bot.conversation.inputs import LearnerId
from bot.conversation.learner import Learner
from bot.conversation.session import Session
from bot.storage.codec import encode
from bot.storage.sql import base
from bot.storage.sql.base import Recent
from bot.storage.sql.store import SqlStore
from tests.rigs.makers import at, record, write

ANA, BEN = LearnerId("telegram:1"), LearnerId("discord:2")
SESSION = Session(nonce="abcdefgh", asked=3)


def written(kept: Recent, learner: LearnerId = ANA) -> str:
    """The text of a session that was just written."""
    turns = encode([replace(record(learner), session=SESSION, changed=Learner(language="de"))])
    kept.wrote(turns)
    return turns[0].session or ""


def test_what_was_just_written_is_given_out_as_it_is() -> None:
    kept = Recent()
    text = written(kept)
    assert kept.sessions({ANA: text})[ANA] is SESSION


def test_what_somebody_else_has_written_since_is_read() -> None:
    kept = Recent()
    written(kept)
    later = replace(SESSION, asked=4)
    assert kept.sessions({ANA: sessions.dump(later)}) == {ANA: later}


def test_it_is_given_out_to_nobody_else() -> None:
    kept = Recent()
    text = written(kept)
    assert kept.sessions({BEN: text})[BEN] is not SESSION


def test_what_cannot_be_read_is_left_out_and_not_kept() -> None:
    kept = Recent()
    written(kept)
    assert kept.sessions({ANA: "{", BEN: sessions.dump(SESSION)}) == {BEN: SESSION}


def test_of_who_was_forgotten_nothing_is_kept() -> None:
    kept = Recent()
    text = written(kept)
    kept.forget(ANA)
    assert kept.sessions({ANA: text})[ANA] is not SESSION


async def test_of_who_is_forgotten_from_outside_nothing_is_kept(store: SqlStore) -> None:
    await write(store, record(ANA, session=SESSION))
    kept, text = store._recent, sessions.dump(SESSION)
    assert kept.sessions({ANA: text})[ANA] is SESSION
    assert await store.forget(ANA, at(1))
    assert kept.sessions({ANA: text})[ANA] is not SESSION


def test_it_keeps_so_many_and_those_that_came_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MAX_LEARNERS", 2)
    kept = Recent()
    text = written(kept)
    written(kept, BEN)
    kept.sessions({ANA: text})
    written(kept, LearnerId("discord:3"))
    assert kept.sessions({ANA: text})[ANA] is SESSION
    assert kept.sessions({BEN: text})[BEN] is not SESSION
