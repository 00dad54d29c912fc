"""What is particular to the SQLite store: its file, its schema, and what can go wrong with them."""

import asyncio
import itertools
import json
import logging
import os
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import get_args

import aiosqlite
import pytest

from bot.conversation.facts.learner import Fact, Rated, Submission
from bot.conversation.facts.roles import Held
from bot.conversation.inputs import LearnerId
from bot.conversation.learner import Learner
from bot.conversation.lesson.modes import definition
from bot.conversation.needs.admin import AdminNeeds, Draft, Piece
from bot.conversation.needs.learner import Progress
from bot.conversation.outputs import Say
from bot.conversation.session import Session
from bot.learning import predictions
from bot.learning.predictions import Confidence
from bot.lessons.card import Card
from bot.lessons.model import Course, Lesson
from bot.lessons.pictures.assets import PNG, Asset
from bot.storage.codec import dump_card, load_draft
from bot.storage.records import Mark, Release, StoreError
from bot.storage.sql import catalogue, learners, pruning, statistics
from bot.storage.sql.store import WRITERS
from bot.storage.sqlite import SqliteStore
from bot.storage.sqlite import file as storage_file
from tests.rigs.courses import read_course, read_release
from tests.rigs.makers import (
    ANA,
    BEN,
    NOON,
    ask,
    at,
    attempt,
    home,
    record,
    seen,
    session_of,
    write,
)
from tests.rigs.paths import KITCHEN
from tests.rigs.stores import ask_file, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


def published_before(path: Path, course: Course, lessons: Iterable[Lesson]) -> None:
    """Write what is published as it was written before there were translations or a history."""
    cards = [(Card.of(lesson), lesson.canonical()) for lesson in lessons]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO revision (lesson, revision, at, card, body) VALUES (?, ?, 7, ?, ?)",
            [(card.id, card.revision, dump_card(card), body) for card, body in cards],
        )
        connection.executemany(
            "INSERT INTO lesson (id, revision, source, at) VALUES (?, ?, 'hash', 7)",
            [(card.id, card.revision) for card, _ in cards],
        )
        body = course.model_dump_json()
        connection.execute("INSERT INTO course VALUES (?, ?, 'hash', 7)", (course.id, body))


def made_before(path: Path, what: str) -> None:
    """A file as it was before the part of the schema that has ``what`` in it."""
    parts = itertools.takewhile(lambda part: what not in part[1], storage_file.migrations())
    with closing(sqlite3.connect(path)) as connection:
        for number, sql in parts:
            connection.executescript(f"BEGIN; {sql}; PRAGMA user_version = {number}; COMMIT;")


async def filled(path: Path) -> None:
    store = SqliteStore(path)
    await store.open()
    await write(
        store,
        record(
            ANA,
            Say("secret"),
            ask("a.1"),
            id="telegram:7",
            session=Session("abcdefgh", 1),
            facts=(attempt(),),
            address=home(ANA, handle="secret token"),
        ),
    )
    await store.publish(Release(lessons=(Lesson(id="tea", title="Tea", minutes=5),)), NOON)
    await store.close()


async def refused(path: Path) -> str:
    store = SqliteStore(path)
    with pytest.raises(StoreError) as caught:
        await store.open()
    message = str(caught.value)
    assert str(path) in message
    return message


async def test_the_file_is_kept_in_the_way_that_outlasts_a_power_cut(path: Path) -> None:
    store = SqliteStore(path)
    await store.open()
    writer = await storage_file.open_writer(path)
    try:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            [(found,)] = await writer.execute_fetchall(f"PRAGMA {pragma}")
            assert found == value
    finally:
        await writer.close()
        await store.close()


async def test_the_reader_can_not_write(path: Path) -> None:
    await filled(path)
    writer, reader = await storage_file.open_writer(path), await storage_file.open_reader(path)
    try:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await reader.execute("DELETE FROM input")
    finally:
        await reader.close()
        await writer.close()


async def test_any_file_name_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "Ana's 100% lessons?"
    folder.mkdir()
    store = SqliteStore(folder / "a #1 ☕.db")
    await store.open()
    await write(store, record(facts=(attempt(),)))
    assert (await store.progress([ANA]))[ANA].predictions == 1
    await store.close()
    assert (folder / "a #1 ☕.db").exists()


async def test_reading_does_not_wait_for_the_writer(path: Path) -> None:
    store = SqliteStore(path)
    await store.open()
    async with store.transaction() as transaction:
        await transaction.record([record(facts=(attempt(),))], [])
        async with asyncio.timeout(1):
            assert (await store.progress([ANA]))[ANA] == Progress()
    assert (await store.progress([ANA]))[ANA].predictions == 1
    await store.close()


async def test_what_a_learner_wrote_and_how_they_judged_it_is_kept(path: Path) -> None:
    store = SqliteStore(path)
    await store.open()
    work = (
        Submission("run", "tea", "smell", "It smells of grass."),
        Rated("run", "tea", "smell", 0, "yes"),
        Rated("run", "tea", "smell", 1, "partly"),
    )
    await write(store, record(ANA, id="telegram:8", facts=work))
    await store.close()
    found = ask_file(path, "SELECT learner, lesson, item, text, input FROM writing")
    assert found == [(ANA, "tea", "smell", "It smells of grass.", "telegram:8")]
    found = ask_file(path, "SELECT criterion, met FROM rating ORDER BY criterion")
    assert found == [(0, "yes"), (1, "partly")]


async def test_an_attempt_can_be_neither_changed_nor_deleted(path: Path) -> None:
    await filled(path)
    for sql in ("UPDATE attempt SET score = 1", "DELETE FROM attempt"):
        with pytest.raises(sqlite3.IntegrityError, match="attempt"):
            ask_file(path, sql)


async def test_a_revision_can_not_be_changed(path: Path) -> None:
    await filled(path)
    with pytest.raises(sqlite3.IntegrityError, match="revision"):
        ask_file(path, "UPDATE revision SET body = ''")


async def test_a_fact_carries_whose_it_is_and_where_when_and_by_which_input(path: Path) -> None:
    await filled(path)
    assert ask_file(path, "SELECT learner, platform, at, input, verdict FROM attempt") == [
        (ANA, "telegram", 1795521600123456, "telegram:7", "right")
    ]
    assert ask_file(path, "SELECT platform, chat FROM chat") == [("telegram", "1")]
    assert ask_file(path, "SELECT id FROM learner") == [(ANA,)]


async def test_publishing_the_same_content_again_adds_no_revision(path: Path) -> None:
    await filled(path)
    await filled_again(path)
    assert ask_file(path, "SELECT count(*) FROM revision") == [(1,)]


async def filled_again(path: Path) -> None:
    store = SqliteStore(path)
    await store.open()
    await store.publish(Release(lessons=(Lesson(id="tea", title="Tea", minutes=5),)), at(1))
    await store.close()


async def test_neither_handles_nor_outputs_outlive_delivery(path: Path) -> None:
    await filled(path)
    store = SqliteStore(path)
    await store.open()
    [parcel] = await store.claim(9)
    await write(store, marks=[Mark(parcel.id, at(1), 2, True, reference="m1")])
    await store.close()
    assert b"secret" not in dump(path)


def dump(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump()).encode()


async def test_a_failure_half_way_through_a_batch_leaves_nothing_of_it(path: Path) -> None:
    store = SqliteStore(path)
    await store.open()
    await store.close()
    ask_file(
        path,
        "CREATE TRIGGER trouble BEFORE INSERT ON outbox WHEN new.learner = 'telegram:2'"
        " BEGIN SELECT RAISE(ABORT, 'no more'); END",
    )
    await store.open()
    batch = [
        record(ANA, Say("a"), id="telegram:1", session=Session("abcdefgh"), facts=(attempt(),)),
        record(BEN, Say("b"), id="telegram:2"),
    ]
    with pytest.raises(StoreError, match="no more"):
        await write(store, *batch)
    assert await seen(store, "telegram:1", "telegram:2") == set()
    assert await session_of(store, ANA) is None
    assert (await store.progress([ANA]))[ANA] == Progress()
    await store.close()
    ask_file(path, "DROP TRIGGER trouble")
    await store.open()
    assert [parcel.outputs for parcel in await write(store, *batch)] == [(Say("a"),), (Say("b"),)]
    await store.close()


async def test_a_transaction_claims_the_file_before_it_reads(path: Path) -> None:
    """A transaction that only turns into a writing one later can be refused in the middle."""
    store = SqliteStore(path)
    await store.open()
    async with store.transaction() as transaction:
        await transaction.snapshot(["telegram:1"], [])
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")
    await store.close()


async def test_an_unreadable_session_counts_as_none_and_holds_nobody_up(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqliteStore(path)
    await store.open()
    await write(store, record(ANA, session=Session("abcdefgh")), record(BEN, session=Session("b")))
    await store.close()
    ask_file(
        path, f"UPDATE session SET body = '{{\"nonce\": [\"secret\"]}}' WHERE learner = '{ANA}'"
    )
    await store.open()
    async with store.transaction() as transaction:
        found = await transaction.snapshot([], [ANA, BEN])
        assert found.sessions == {BEN: Session("b")}
    await store.close()
    assert f"unreadable session of {ANA}" in caplog.text
    assert "secret" not in caplog.text


async def test_unreadable_outputs_are_dropped_with_a_line_in_the_log(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqliteStore(path)
    await store.open()
    parcels = await write(store, *(record(ANA, Say(str(n)), id=f"telegram:{n}") for n in range(4)))
    await store.close()
    ask_file(path, "UPDATE outbox SET outputs = '[[\"sing\"]]' WHERE id <= 2")
    await store.open()
    assert await store.claim(2) == parcels[2:]
    await store.close()
    assert "unreadable outputs of input telegram:0" in caplog.text
    assert ask_file(path, "SELECT count(*) FROM outbox") == [(2,)]


async def test_an_unreadable_revision_counts_as_missing(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await filled(path)
    ask_file(path, "DROP TRIGGER revision_never_changes")
    ask_file(path, "UPDATE revision SET body = '{}', card = '{}'")
    [(revision,)] = ask_file(path, "SELECT revision FROM revision")
    store = SqliteStore(path)
    await store.open()
    assert await store.lesson("tea", str(revision)) is None
    assert (await store.library()).cards == {}
    await store.close()
    assert "unreadable revision" in caplog.text
    assert "unreadable card" in caplog.text


# What is refused, and how that reads


async def test_a_newer_schema_is_refused_and_left_alone(path: Path) -> None:
    await filled(path)
    ask_file(path, "PRAGMA user_version = 99")
    message = await refused(path)
    assert "schema 99" in message
    assert "newer Foretell" in message
    assert ask_file(path, "PRAGMA user_version") == [(99,)]


def test_a_file_that_can_t_be_opened_leaves_no_thread_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)

    def refuse(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refuse)

    def workers() -> set[threading.Thread]:
        return {one for one in threading.enumerate() if "_connection_worker" in one.name}

    before = workers()
    for _ in range(50):
        with pytest.raises(sqlite3.OperationalError, match="unable to open"):
            asyncio.run(storage_file.open_reader(tmp_path / "none"))
    assert failed == []
    for one in workers() - before:
        one.join(timeout=5)  # one that is ending has a moment
    assert workers() <= before


async def test_a_part_of_the_schema_is_applied_wholly_or_not_at_all(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(path)
    parts = storage_file.migrations()
    broken = (len(parts) + 1, "CREATE TABLE review (id INTEGER);\nCREATE TABLE review (id TEXT);")
    with monkeypatch.context() as patch:
        patch.setattr(storage_file, "migrations", lambda: [*parts, broken])
        assert "review already exists" in await refused(path)
    assert ask_file(path, "PRAGMA user_version") == [(len(parts),)]
    assert ask_file(path, "SELECT name FROM sqlite_schema WHERE name = 'review'") == []
    mended = (len(parts) + 1, "CREATE TABLE review (id INTEGER);")
    monkeypatch.setattr(storage_file, "migrations", lambda: [*parts, mended])
    store = SqliteStore(path)
    await store.open()
    assert await seen(store, "telegram:7") == {"telegram:7"}
    await store.close()
    assert ask_file(path, "PRAGMA user_version") == [(len(parts) + 1,)]


async def test_a_draft_that_nothing_was_left_to_publish_has_missed_its_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [part for part in storage_file.migrations() if part[0] < 27]
    with monkeypatch.context() as patch:
        patch.setattr(storage_file, "migrations", lambda: parts)
        before = SqliteStore(path)
        await before.open()
        await before.close()
    with closing(sqlite3.connect(path)) as file, file:
        for id in ("stuck", "timed"):
            file.execute(
                "INSERT INTO draft (id, body, at, publish_at) VALUES (?, '{}', 1, 9)", [id]
            )
        file.execute(
            "INSERT INTO alarm VALUES ('ana', 'publish:stuck', 'telegram', '1', NULL, NULL)"
        )
        file.execute("INSERT INTO alarm VALUES ('ana', 'publish:timed', 'telegram', '1', 9, NULL)")
    store = SqliteStore(path)
    await store.open()
    await store.close()
    found = ask_file(path, "SELECT id, publish_at, missed_at FROM draft ORDER BY id")
    assert found == [("stuck", None, 9), ("timed", 9, None)]


async def test_a_role_of_before_is_held_for_everything(path: Path) -> None:
    made_before(path, "scoped_role")
    with closing(sqlite3.connect(path)) as file, file:
        for name in ("publisher", "author", "analyst"):
            file.execute("INSERT INTO role VALUES (?, ?, 'settings', 7)", [ANA, name])
        # As it is noted for a week of who was linked.
        row = {"learner": ANA, "role": "author", "by": "settings", "at": 7}
        file.execute(
            "INSERT INTO before_link VALUES (?, ?, 'role', '[\"author\"]', ?)",
            [ANA, ANA, json.dumps(row)],
        )
    store = SqliteStore(path)
    await store.open()
    held = (await store.admin(ANA, AdminNeeds())).roles
    await store.close()
    assert held == {Held("publisher"), Held("author"), Held("analyst")}
    [(key, columns)] = ask_file(path, "SELECT key, columns FROM before_link")
    [(now, *kept)] = ask_file(
        path, "SELECT json_array(role, scope), * FROM role WHERE role = 'author'"
    )
    assert key == now, "it is found again when that is undone"
    assert json.loads(columns) == dict(
        zip(("learner", "role", "scope", "by", "at"), kept, strict=True)
    )


async def test_scores_of_before_are_of_a_hundred(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the number of options was; it is told from the score alone."""
    parts = list(
        itertools.takewhile(
            lambda part: "score is of 100" not in part[1], storage_file.migrations()
        )
    )
    said: list[tuple[Confidence, int, bool]] = [
        (word, options, right)
        for word in ("sure", "probable", "guess", "none")
        for options in range(2, 8)
        for right in (True, False)
    ]

    def before(word: Confidence, options: int, right: bool) -> float:
        """What was kept until then."""
        return predictions.score(word, options, 1, right) * 2 * (options - 1) / options

    with monkeypatch.context() as patch:
        patch.setattr(storage_file, "migrations", lambda: parts)
        store = SqliteStore(path)
        await store.open()
        made = [
            attempt(f"q{n:02}", confidence=word, right=right, score=before(word, options, right))
            for n, (word, options, right) in enumerate(said)
        ]
        await write(store, record(facts=(*made, attempt("open", right=None, score=None))))
        await store.close()
    store = SqliteStore(path)
    await store.open()
    await store.close()
    kept = ask_file(path, "SELECT score FROM attempt WHERE question <> 'open' ORDER BY question")
    assert [score for (score,) in kept] == pytest.approx(
        [predictions.score(word, options, 1, right) for word, options, right in said]
    )
    assert ask_file(path, "SELECT score FROM attempt WHERE question = 'open'") == [(None,)]
    with pytest.raises(sqlite3.IntegrityError, match="an attempt never changes"):
        ask_file(path, "UPDATE attempt SET score = 1")


def test_the_schema_s_files_are_numbered_without_a_gap() -> None:
    numbers = [number for number, _ in storage_file.migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_another_program_s_database_is_refused_and_left_alone(path: Path) -> None:
    ask_file(path, "CREATE TABLE bookmarks (id INTEGER)")
    assert "another program's database" in await refused(path)
    assert ask_file(path, "SELECT name FROM sqlite_schema") == [("bookmarks",)]


async def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("These are my notes, and there are quite a lot of them. " * 40)
    assert "Name another file" in await refused(path)


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    message = await refused(tmp_path / "nowhere" / "test.db")
    assert f"there is no folder {tmp_path / 'nowhere'}" in message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "write access" in await refused(tmp_path / "test.db")
    finally:
        tmp_path.chmod(0o700)


async def test_a_lock_file_that_can_not_be_made_is_named(path: Path) -> None:
    path.with_name("test.db.lock").mkdir()
    assert "test.db.lock" in await refused(path)


async def test_a_place_without_write_ahead_logging_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = aiosqlite.Connection.execute_fetchall

    async def stubborn(self: aiosqlite.Connection, sql: str, parameters: object = None) -> object:
        if "journal_mode" in sql:
            return [("delete",)]
        return await real(self, sql, parameters)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(aiosqlite.Connection, "execute_fetchall", stubborn)
    assert "local disk" in await refused(path)


async def test_a_second_store_on_one_file_is_refused_until_the_first_is_closed(
    path: Path,
) -> None:
    first, second = SqliteStore(path), SqliteStore(path)
    await first.open()
    message = await refused(path)
    assert f"process {os.getpid()}" in message
    await first.close()
    await second.open()
    await second.close()


_KEEP_OPEN = """
    import asyncio, sys
    from pathlib import Path
    from bot.storage.sqlite import SqliteStore

    async def main():
        store = SqliteStore(Path(sys.argv[1]))
        await store.open()
        print("open", flush=True)
        sys.stdin.readline()
        {end}

    asyncio.run(main())
"""


def process(path: Path, end: str) -> "subprocess.Popen[str]":
    script = textwrap.dedent(_KEEP_OPEN).format(end=end)
    return subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def test_a_second_process_is_refused_and_a_killed_one_leaves_the_file_free(
    path: Path,
) -> None:
    other = process(path, "await store.close()")
    try:
        assert other.stdout is not None
        assert await asyncio.to_thread(other.stdout.readline) == "open\n"
        assert f"process {other.pid}" in await refused(path)
    finally:
        other.kill()
        await asyncio.to_thread(other.communicate)
    store = SqliteStore(path)
    await store.open()
    await store.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "end",
    [
        "await store.close()",
        "await store.close(); await store.close()",
        "await refuse(store)",
    ],
)
async def test_a_process_ends_when_its_store_is_closed_or_was_refused(path: Path, end: str) -> None:
    refuse = (
        "await store.close(); import sqlite3; c = sqlite3.connect(sys.argv[1]);"
        " c.execute('PRAGMA user_version = 99'); c.close();"
        " await asyncio.gather(store.open(), return_exceptions=True)"
    )
    other = process(path, refuse if end == "await refuse(store)" else end)
    try:
        _, errors = await asyncio.to_thread(other.communicate, "go\n", 20)
    finally:
        other.kill()
    assert (other.returncode, errors) == (0, "")


async def test_no_log_however_talkative_holds_what_was_said(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await filled(path)
    assert "was made with schema" in caplog.text
    assert "secret" not in caplog.text


async def test_sqlite_s_version_is_noted(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await filled(path)
    assert f"SQLite {sqlite3.sqlite_version}" in caplog.text


def test_every_kind_of_fact_can_be_written() -> None:
    assert WRITERS.keys() == set(get_args(Fact))


async def test_a_turn_writes_its_own_rows_alone_however_many_learners_there_are(
    path: Path,
) -> None:
    store = SqliteStore(path)
    await store.open()
    writer = store._writer
    assert writer is not None

    async def written(name: str) -> int:
        """The rows that a turn of theirs changes, once they are known."""
        learner = LearnerId(f"telegram:{name}")
        turn = [
            record(
                learner,
                Say("Hello"),
                ask(f"{name}.{n}"),
                session=Session("abcdefgh", n),
                facts=(attempt(f"q{n}"),),
                changed=Learner(),
            )
            for n in range(2)
        ]
        await write(store, turn[0])
        before = writer.total_changes
        await write(store, turn[1])
        return writer.total_changes - before

    alone = await written("1")
    for n in range(2, 30):
        await written(str(n))
    assert await written("30") == alone
    await store.close()


async def test_what_is_due_is_found_by_index_and_nothing_else_is_looked_at(path: Path) -> None:
    await filled(path)
    for sql in (learners.DUE, learners.OF_LESSONS):
        with closing(sqlite3.connect(path)) as connection:
            plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", ('{"telegram:1": 9}',))
            steps = [row[-1] for row in plan]
        looked_at = [step for step in steps if "item" in step or "later" in step]
        assert all(step.startswith("SEARCH ") for step in looked_at), steps
        if sql == learners.DUE:
            assert len([step for step in steps if "INDEX item_due (learner=? AND due" in step]) == 2
        else:
            assert any("PRIMARY KEY (learner=? AND lesson=?)" in step for step in steps)


async def test_the_last_text_is_found_by_index_without_sorting(path: Path) -> None:
    await filled(path)
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {learners.LATEST_WRITING}", ("{}",))
        steps = [row[-1] for row in plan]
    found = [step for step in steps if "writing" in step]
    assert found == [
        "SEARCH writing USING INDEX writing_latest (learner=? AND lesson=? AND item=?)"
    ]
    assert not any("TEMP B-TREE" in step for step in steps)


async def test_only_the_learner_s_own_work_is_looked_at_for_what_they_made(path: Path) -> None:
    await filled(path)
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {learners.MADE}", ("[]",))
        steps = [row[-1] for row in plan]
    assert [step for step in steps if "writing" in step] == [
        "SEARCH writing USING INTEGER PRIMARY KEY (rowid=?)",
        "SEARCH writing USING INDEX writing_latest (learner=?)",
    ]


async def test_what_was_written_before_tasks_came_back_is_theirs(path: Path) -> None:
    course, lessons = read_course(KITCHEN)
    made_before(path, "CREATE INDEX writing_latest")
    for run, mode in (("r1", "why"), ("r2", "recall"), ("r3", "try")):
        values = f"'telegram:1', '{run}', 'tea', 'r', '{mode}', 3, 'telegram', 7, 'i'"
        ask_file(path, f"INSERT INTO run VALUES ({values})")
    published_before(path, course, lessons)
    for run, item in (("r1", "why"), ("r2", "recall"), ("r3", "why"), ("r3", "smell")):
        origin = "'telegram', 7, 'i'"
        owner = f"'telegram:1', '{run}', 'tea', '{item}'"
        ask_file(
            path,
            "INSERT INTO writing (learner, run, lesson, item, text, platform, at, input)"
            f" VALUES ({owner}, '{run} {item}', {origin})",
        )
        ask_file(
            path,
            "INSERT INTO rating (learner, run, lesson, item, criterion, met, platform, at, input)"
            f" VALUES ({owner}, 0, 'yes', {origin})",
        )
    [(trigger,)] = ask_file(path, "SELECT sql FROM sqlite_schema WHERE name LIKE 'revision_never%'")
    ask_file(path, "DROP TRIGGER revision_never_changes")
    ask_file(path, "UPDATE revision SET card = json_remove(card, '$.tasks')")
    ask_file(path, str(trigger))
    store = SqliteStore(path)
    await store.open()
    cards = (await store.library()).cards
    texts = {
        item: (await store.earlier({ANA: ("tea", item)}))[ANA].text
        for item in ("why.reason", "recall.free", "why", "smell")
    }
    await store.close()
    assert texts == {
        "why.reason": "r1 why",
        "recall.free": "r2 recall",
        "why": "r3 why",
        "smell": "r3 smell",
    }
    rated = ask_file(path, "SELECT run, item FROM rating ORDER BY run, item")
    assert rated == [
        ("r1", "why.reason"),
        ("r2", "recall.free"),
        ("r3", "smell"),
        ("r3", "why"),
    ]
    for lesson in lessons:
        assert set(cards[lesson.id].tasks) == set(lesson.tasks)
    with pytest.raises(sqlite3.IntegrityError, match="a revision never changes"):
        ask_file(path, "UPDATE revision SET card = ''")


async def test_lessons_that_were_published_before_tags_were_on_cards_are_found_by_them(
    path: Path,
) -> None:
    course, lessons = read_course(KITCHEN)
    made_before(path, "'$.tags'")
    published_before(path, course, lessons)
    [(trigger,)] = ask_file(path, "SELECT sql FROM sqlite_schema WHERE name LIKE 'revision_never%'")
    ask_file(path, "DROP TRIGGER revision_never_changes")
    ask_file(path, "UPDATE revision SET card = json_remove(card, '$.tags')")
    ask_file(path, str(trigger))
    store = SqliteStore(path)
    await store.open()
    library = await store.library()
    await store.close()
    tagged = [one.id for one in lessons if one.tags]
    assert tagged
    assert {id: card.tags for id, card in library.cards.items()} == {
        one.id: one.tags for one in lessons
    }
    with pytest.raises(sqlite3.IntegrityError, match="a revision never changes"):
        ask_file(path, "UPDATE revision SET card = ''")


async def test_cards_that_were_written_before_reviews_learn_their_questions(path: Path) -> None:
    course, lessons = read_course(KITCHEN)
    made_before(path, "CREATE TABLE item")
    published_before(path, course, lessons)
    [(trigger,)] = ask_file(path, "SELECT sql FROM sqlite_schema WHERE name LIKE 'revision_never%'")
    ask_file(path, "DROP TRIGGER revision_never_changes")
    ask_file(path, "UPDATE revision SET card = json_remove(card, '$.questions')")
    ask_file(path, str(trigger))
    store = SqliteStore(path)
    await store.open()
    cards = (await store.library()).cards
    await store.close()
    for lesson in lessons:
        assert set(cards[lesson.id].questions) == {one.id for one in lesson.questions}
        assert cards[lesson.id].title == lesson.title
    with pytest.raises(sqlite3.IntegrityError, match="a revision never changes"):
        ask_file(path, "UPDATE revision SET card = ''")


async def test_a_file_from_before_translations_takes_them(path: Path) -> None:
    release = read_release(KITCHEN)
    originals = tuple(lesson for lesson in release.lessons if not lesson.translates)
    made_before(path, "CREATE TABLE translation")
    [course] = release.courses
    published_before(path, course, originals)
    store = SqliteStore(path)
    await store.open()
    assert await store.shipped() == await store.sources()
    assert [(one.at, one.how) for one in await store.history("tea")] == [(7, "files")]
    assert (await store.library()).in_language("de").cards["tea"].title == "A cup of tea"
    await store.publish(Release(lessons=release.lessons), NOON)
    assert (await store.library()).in_language("de").cards["tea"].title == "Eine Tasse Tee"
    await store.close()


async def test_what_was_on_its_way_when_the_process_counted_parcels_still_arrives(
    path: Path,
) -> None:
    made_before(path, "CREATE TABLE courier")
    ask_file(path, "INSERT INTO learner VALUES ('telegram:1', 7)")
    ask_file(path, "INSERT INTO chat VALUES ('telegram', '1', NULL)")
    sent = '[["document","d1","answers.csv","text/csv",5,"Here.","Too large."]]'
    for id, outputs, sent_of_it in ((7, '[["say","a"],["say","b"]]', 1), (9, sent, 0)):
        where = "'telegram:1', 'telegram', '1', 'private', 'h'"
        ask_file(
            path,
            f"INSERT INTO outbox VALUES ({id}, 'telegram:{id}', {where}, '{outputs}', 'q', 7,"
            f" 'main', {sent_of_it})",
        )
    ask_file(path, "INSERT INTO document VALUES ('d1', 0, x'0102030405')")
    async with opened(SqliteStore(path)) as store:
        one, two = await store.claim(9)
        assert (one.id, one.key, one.sent, one.outputs) == (
            7,
            "telegram:7",
            1,
            (Say("a"), Say("b")),
        )
        assert (two.id, two.address) == (9, home(ANA, handle="h"))
        assert await store.document("d1") == b"\1\2\3\4\5"
        await write(store, marks=[Mark(one.id, at(1), 2, True, "m1"), Mark(two.id, at(1), 1, True)])
        assert await store.document("d1") is None
        assert (await store.question_message(ANA, "q")) is not None
        [new] = await write(store, record(ANA, Say("new")))
        assert new.id == 10


async def test_modes_that_stood_in_cards_are_offered_until_they_are_worked_out_anew(
    path: Path,
) -> None:
    course, lessons = read_course(KITCHEN)
    made_before(path, "CREATE TABLE revision_modes")
    published_before(path, course, lessons)
    ask_file(
        path,
        "INSERT INTO revision SELECT lesson, 'older', 1, card, body FROM revision"
        " WHERE lesson = 'bread'",
    )
    [(trigger,)] = ask_file(path, "SELECT sql FROM sqlite_schema WHERE name LIKE 'revision_never%'")
    ask_file(path, "DROP TRIGGER revision_never_changes")
    was = """json_set(card, '$.styles', json('[["learn",2],["deep",3]]'))"""
    ask_file(path, f"UPDATE revision SET card = {was} WHERE lesson = 'tea'")
    ask_file(path, "UPDATE revision SET card = '{' WHERE lesson = 'soup'")
    ask_file(path, str(trigger))
    store = SqliteStore(path)
    await store.open()
    before = (await store.library()).cards
    outdated = await store.outdated(definition())
    await store.keep_modes({outdated[0]: (("deep", 7),)}, definition())
    after, left = (await store.library()).cards, await store.outdated(definition())
    await store.close()
    assert before["tea"].modes == (("learn", 2), ("deep", 3))
    assert before["bread"].modes == ()
    assert "soup" not in before, "its card can't be read, and the others can"
    taught = sorted((one.id, one.revision) for one in lessons)
    assert outdated == [*taught, ("bread", "older")], "what is taught comes first"
    assert left == outdated[1:]
    assert after[outdated[0][0]].modes == (("deep", 7),)


def test_a_draft_that_was_kept_with_its_modes_is_read_without() -> None:
    piece = '{"lesson":"tea","title":"Tea","revision":"r","base":"","styles":["deep"]}'
    draft = load_draft(f'{{"id":"d","name":"tea.md","by":"telegram:1","at":1,"pieces":[{piece}]}}')
    assert draft.pieces == (Piece("tea", "Tea", "r", ""),)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of single threads")
async def test_what_is_counted_gives_way_to_learners(path: Path) -> None:
    store = SqliteStore(path)
    await store.open()
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert await priority(store._reader) == ours
    async with store._apart() as reader:
        assert await priority(reader) == min(ours + storage_file.NICE, 19)
    await store.close()


async def priority(connection: aiosqlite.Connection | None) -> int:
    """How nice the thread is that serves a connection."""
    assert connection is not None
    await connection.create_function("nice", 0, lambda: os.getpriority(os.PRIO_PROCESS, 0))
    [(found,)] = await connection.execute_fetchall("SELECT nice()")
    return int(found)


async def test_a_new_database_is_its_owner_s_alone(path: Path) -> None:
    before = os.umask(0o022)
    try:
        store = SqliteStore(path)
        await store.open()
        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
        await store.close()
    finally:
        os.umask(before)
    names = ("test.db", "test.db-wal", "test.db-shm", "test.db.lock", "test.db.marker")
    assert modes == dict.fromkeys(names, 0o600)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o666, 0o660, 0o600])
async def test_a_database_that_others_can_read_is_warned_about(
    path: Path, mode: int, caplog: pytest.LogCaptureFixture
) -> None:
    await filled(path)
    path.chmod(mode)
    caplog.clear()
    store = SqliteStore(path)
    await store.open()
    await store.close()
    assert (f"chmod 600 {path}*" in caplog.text) == (mode != 0o600)
    assert path.stat().st_mode & 0o777 == mode


async def test_the_log_is_cut_back_after_it_has_been_large(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 256 * 1024
    monkeypatch.setattr(storage_file, "JOURNAL_LIMIT", limit)
    store = SqliteStore(path)
    await store.open()
    log = path.with_name("test.db-wal")
    async with store._write() as writer:
        await writer.executemany(
            "INSERT INTO document (id, piece, bytes) VALUES ('a', ?, ?)",
            [(n, bytes(100_000)) for n in range(40)],
        )
    assert log.stat().st_size > 4_000_000
    # Its end has moved it into the database; the next that is written begins it anew.
    await write(store, record(ANA))
    assert log.stat().st_size <= limit
    await store.close()


async def test_the_log_stays_small_while_much_is_written_and_read(path: Path) -> None:
    store = SqliteStore(path)
    await store.open()
    log, largest = path.with_name("test.db-wal"), 0
    for _ in range(30):
        await write(store, *(record(ANA, Say("long " * 1000)) for _ in range(100)))
        await asyncio.gather(*(store.progress([ANA]) for _ in range(3)), store.library())
        # A read that stays open would keep the log from ever beginning anew.
        assert not store._reader.in_transaction  # type: ignore[union-attr]  # it is open
        largest = max(largest, log.stat().st_size)
    written = path.stat().st_size
    await store.close()
    assert written > 2 * largest, "so the log was begun anew many times"


async def test_what_takes_long_is_not_done_on_the_event_loop(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A catalogue of thousands of lessons takes a second to read, and their texts to write out."""
    loops = threading.current_thread()
    worked: list[str] = []

    def watched(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def work(*arguments: object) -> object:
            assert threading.current_thread() is not loops, name
            worked.append(name)
            return real(*arguments)

        monkeypatch.setattr(module, name, work)

    watched(catalogue, "_library")
    watched(catalogue, "_statements")
    watched(catalogue, "revision_rows")
    watched(catalogue, "mode_rows")
    watched(statistics, "_lessons")
    watched(pruning, "_name_pictures")
    store = SqliteStore(path)
    await store.open()
    tea = Lesson(id="tea", title="Tea", minutes=5)
    picture = Asset(PNG, b"no picture")
    await store.publish(Release(lessons=(tea,)), NOON)
    await store.library()
    await store.keep_draft(Draft("d", "d", ANA, 0, ()), [tea], NOON, [picture])
    assert await store.revisions("tea") == (tea,)
    await store.discard(undelivered=NOON, drafts=at(1))
    await store.close()
    assert {*worked} == {
        "_library",
        "_statements",
        "revision_rows",
        "mode_rows",
        "_lessons",
        "_name_pictures",
    }
