"""A learner's rows by hand: one transaction a turn, in WAL with synchronous=FULL.

A turn's transaction is one function, for a thread of its own: while that waits for the disk, the
event loop goes on. That is quicker than sqlite3 in the event loop, and than aiosqlite, which goes
to its thread and back for each statement.
"""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.peers.lesson import Judged, Lesson, State

_SCHEMA = """
CREATE TABLE IF NOT EXISTS input (id INTEGER PRIMARY KEY, at REAL);
CREATE TABLE IF NOT EXISTS learner (id INTEGER PRIMARY KEY, state TEXT);
CREATE TABLE IF NOT EXISTS attempt (
    id INTEGER PRIMARY KEY, input INTEGER, learner INTEGER, turn INTEGER, choice INTEGER,
    "right" INTEGER, at REAL
);
"""


class Rows:
    """What is known of learners; ``turn`` is to be called in ``thread``."""

    def __init__(self, path: Path, lesson: Lesson) -> None:
        self.thread = ThreadPoolExecutor(1)
        self._lesson = lesson
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA)

    def begin(self, learner: int) -> State:
        """Where a learner is, who says that they are there."""
        row = self._db.execute("SELECT state FROM learner WHERE id = ?", (learner,)).fetchone()
        return State.load(row[0]) if row else State()

    def turn(self, update: int, learner: int, data: str) -> Judged | State | None:
        """Take a press: what it comes to, or where they are if it is late; nothing if known."""
        db, now = self._db, time.time()
        db.execute("BEGIN IMMEDIATE")
        try:
            if db.execute("SELECT 1 FROM input WHERE id = ?", (update,)).fetchone():
                return None
            state = self.begin(learner)
            judged = self._lesson.judge(state, data)
            db.execute("INSERT INTO input VALUES (?, ?)", (update, now))
            if judged is None:
                return state
            if judged.step.attempt:
                db.execute(
                    'INSERT INTO attempt (input, learner, turn, choice, "right", at)'
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (update, learner, state.turn, judged.choice, judged.right, now),
                )
            db.execute(
                "INSERT INTO learner VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET state = excluded.state",
                (learner, judged.state.dump()),
            )
            return judged
        except BaseException:
            db.execute("ROLLBACK")
            raise
        finally:
            if db.in_transaction:
                db.execute("COMMIT")


class Memory:
    """The same without any storage: gone with the process, and no input is known again."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._states: dict[int, State] = {}
        self._attempts: list[tuple[int, int, int, int, bool, float]] = []

    def begin(self, learner: int) -> State:
        """Where a learner is."""
        return self._states.get(learner) or State()

    def turn(self, update: int, learner: int, data: str) -> Judged | State | None:
        """Take a press: what it comes to, or where they are if it is late."""
        state = self.begin(learner)
        judged = self._lesson.judge(state, data)
        if judged is None:
            return state
        if judged.step.attempt:
            attempt = (update, learner, state.turn, judged.choice, judged.right, time.time())
            self._attempts.append(attempt)
        self._states[learner] = judged.state
        return judged
