"""Databases that earlier versions wrote are gone on with, and nothing in them is lost."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bot.conversation import session
from bot.conversation.inputs import LearnerId
from bot.conversation.learner import dump
from bot.conversation.registry import ACTS
from bot.storage.sqlite import SqliteStore
from tests.databases.replay import continuation, differences, read, resumed
from tests.rigs.properties import thirds

FOLDERS = sorted(file.parent for file in Path(__file__).parent.glob("databases/*/sessions.jsonl"))
CUTS = {
    folder / f"{str(cut).replace(':', '-')}.chat": cut
    for folder in FOLDERS
    for file in folder.glob("*.cuts.xz")
    for cut in read(file)
}
"""Each cut that is kept, by the transcript that goes on from it."""


@pytest.mark.parametrize("transcript", thirds(CUTS, "stem"))
async def test_a_conversation_goes_on_over_a_database_of_before(
    transcript: Path, request: pytest.FixtureRequest
) -> None:
    cut = CUTS[transcript]
    bless = request.config.getoption("--bless")
    if bless and not transcript.exists():
        transcript.write_text(continuation(cut, transcript.parent), encoding="utf-8")
    expected = transcript.read_text(encoding="utf-8")
    said = await resumed(cut, transcript)
    if bless:
        transcript.write_text(said, encoding="utf-8")
    else:
        found = differences(expected, said, transcript.name)
        assert not found, f"{cut.state['covers']}\n{found}"


def test_nothing_goes_on_from_a_cut_that_is_not_kept() -> None:
    written = {file for folder in FOLDERS for file in folder.glob("*.chat")}
    assert written == set(CUTS)


def test_whatever_a_choice_of_before_stood_for_is_an_act() -> None:
    lines = [
        line
        for folder in FOLDERS
        for line in (folder / "acts.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    found = {line: ACTS.find(tuple(line.split()), None).act.verb for line in lines}
    assert "admin unknown" not in found.values()
    # An act may have a verb of its own by now, but it is of the same room.
    other = {line: verb for line, verb in found.items() if verb.split()[0] != line.split()[0]}
    assert not other


def test_a_session_that_says_only_that_words_are_an_answer_still_takes_them() -> None:
    """As sessions did that nobody has come back to since."""
    kept = '{"nonce":"abcdefgh","open":{"number":1,"text":"?","rows":[],"asked_at":0,"words":true}}'
    read = session.load(kept)
    assert read.open
    assert read.open.words == ("write",)


def leaves(value: object) -> Counter[object]:
    """Every word and number that is somewhere in a JSON value, but for acts."""
    match value:
        case dict():
            kept = {name: one for name, one in value.items() if name not in ("act", "words")}
            return sum((leaves(one) for one in kept.values()), Counter())
        case list():
            return sum((leaves(one) for one in value), Counter())
        case _:
            return Counter([value])


async def test_nothing_in_a_session_of_before_is_lost(tmp_path: Path) -> None:
    """Each field of a session has another value than its default's in one of these."""
    bodies = [
        line
        for folder in FOLDERS
        for line in (folder / "sessions.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    before = {LearnerId(f"plain:{number}"): body for number, body in enumerate(bodies)}
    next(iter(CUTS.values())).make(tmp_path / "learners.db")
    with closing(sqlite3.connect(tmp_path / "learners.db")) as connection, connection:
        connection.executemany("INSERT INTO learner VALUES (?, 0)", [(one,) for one in before])
        connection.executemany("INSERT INTO session VALUES (?, 0, ?)", before.items())
    store = SqliteStore(tmp_path / "learners.db")
    await store.open()
    try:
        async with store.transaction() as transaction:
            found = await transaction.snapshot([], before)
    finally:
        await store.close()
    for learner, body in before.items():
        assert learner in found.sessions, f"can't be read any more: {body}"
        kept = leaves(json.loads(session.dump(found.sessions[learner])))
        kept += leaves(json.loads(dump(found.learners[learner])))
        lost = leaves(json.loads(body)) - kept
        assert not lost, f"{dict(lost)} of {body}"
