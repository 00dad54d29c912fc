"""Turns at the desk with synchronous=FULL, beside turns written with plain sqlite3.

The plain turn does the work of the same turn by hand: it looks the input up, loads and parses
the session, lets the same engine decide, and writes the same rows in a transaction of its own,
without asyncio, threads or batches. The bare turn writes such rows and does nothing else.
"""

import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path

from bench.learners import NOW, Learner, course, desk, goal, percentile
from bot.conversation import engine
from bot.conversation import learner as people
from bot.conversation import session as sessions
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press
from bot.conversation.needs.learner import Known
from bot.conversation.outputs import Ask
from bot.conversation.session import Session
from bot.storage.codec import dump_outputs
from tests.rigs.makers import library_of

ROUNDS = 3
PLAIN = 2_000
OURS = {1: 1_500, 16: 8_000, 128: 25_600}
"""Turns in a round: by hand, and at the desk for so many learners at once."""

SCHEMA = """
CREATE TABLE input (id TEXT PRIMARY KEY, learner TEXT, at INTEGER) WITHOUT ROWID;
CREATE TABLE session (learner TEXT PRIMARY KEY, doc TEXT) WITHOUT ROWID;
CREATE TABLE fact (id INTEGER PRIMARY KEY, learner TEXT, doc TEXT, at INTEGER);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, learner TEXT, input TEXT, doc TEXT, sent INTEGER);
"""


def main() -> None:
    """Measure in rounds, as the machine's mood changes, and print figures and middle ratios."""
    p50: dict[str, list[float]] = {"plain": [], "bare": []}
    rate: dict[str, list[float]] = {"plain": [], "bare": []}
    for number in range(1, ROUNDS + 1):
        print(f"  round {number}")
        hand = {}
        for name in ("plain", "bare"):
            for mode in ("FULL", "NORMAL"):
                took = by_hand(mode, with_engine=name == "plain")
                hand[name, mode] = took
                print(f"    {name} sqlite3, {mode:6}       {_line(took, sum(took))}", flush=True)
        desks = {}
        for learners, turns in OURS.items():
            took, seconds = asyncio.run(ours(learners, turns // learners))
            desks[learners] = took, len(took) / seconds
            print(f"    desk, FULL, {learners:3} at once   {_line(took, seconds)}", flush=True)
        for name in ("plain", "bare"):
            full, normal = hand[name, "FULL"], hand[name, "NORMAL"]
            p50[name].append(percentile(desks[1][0], 0.5) / percentile(full, 0.5))
            rate[name].append(desks[128][1] / (len(normal) / sum(normal)))
    for name in ("plain", "bare"):
        middle = percentile(p50[name], 0.5)
        goal(f"p50 of one learner beside {name} sqlite3 at FULL", middle, 5, at_most=True)
        middle = percentile(rate[name], 0.5)
        goal(f"turns/s of 128 beside {name} sqlite3 at NORMAL", middle, 1.3, at_most=False)


def _line(took: list[float], seconds: float) -> str:
    p50, p99 = percentile(took, 0.5) * 1e3, percentile(took, 0.99) * 1e3
    return f"{len(took) / seconds:8,.0f} turns/s   p50 {p50:6.2f} ms   p99 {p99:6.2f} ms"


async def ours(learners: int, turns: int) -> tuple[list[float], float]:
    """How long each turn took at the desk, for so many at once, and all of them together."""
    with tempfile.TemporaryDirectory() as folder:
        async with desk(Path(folder) / "bench.db") as working:
            crowd = [Learner(str(number), working.submit) for number in range(learners)]
            began = time.perf_counter()
            await asyncio.gather(*(learner.turns(turns) for learner in crowd))
            seconds = time.perf_counter() - began
    return [one for learner in crowd for one in learner.took], seconds


def by_hand(synchronous: str, *, with_engine: bool) -> list[float]:
    """How long each turn by hand took."""
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "bench.db", isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute(f"PRAGMA synchronous={synchronous}")
        db.executescript(SCHEMA)
        try:
            turn = _Served(db) if with_engine else _Bare(db)
            took = []
            for number in range(PLAIN):
                began = time.perf_counter()
                turn(number)
                took.append(time.perf_counter() - began)
            return took
        finally:
            db.close()


class _Bare:
    """The rows of a turn and nothing else, with documents of a usual length."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __call__(self, number: int) -> None:
        self.write(number, self.read(number) or "s" * 1200, "f" * 200, "o" * 1500)

    def read(self, number: int) -> str | None:
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("SELECT 1 FROM input WHERE id = ?", (f"bench:{number}",)).fetchone()
        row = self.db.execute("SELECT doc FROM session WHERE learner = 'bench'").fetchone()
        return str(row[0]) if row else None

    def write(self, number: int, session: str, fact: str, outputs: str) -> None:
        key = f"bench:{number}"
        self.db.execute("INSERT INTO input VALUES (?, 'bench', 1)", (key,))
        self.db.execute(
            "INSERT INTO session VALUES ('bench', ?)"
            " ON CONFLICT (learner) DO UPDATE SET doc = excluded.doc",
            (session,),
        )
        self.db.execute("INSERT INTO fact (learner, doc, at) VALUES ('bench', ?, 1)", (fact,))
        self.db.execute(
            "INSERT INTO outbox (learner, input, doc) VALUES ('bench', ?, ?)", (key, outputs)
        )
        self.db.execute("COMMIT")


class _Served(_Bare):
    """A whole turn by hand: the same engine between the same rows."""

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__(db)
        one, lessons = course()
        self.library = library_of([one], lessons)
        self.lessons = {lesson.id: lesson for lesson in lessons}
        self.given: Input = Command("start")

    def __call__(self, number: int) -> None:
        doc = self.read(number)
        session, learner = _loaded(doc or "")
        envelope = Envelope(
            f"bench:{number}", LearnerId("bench"), Address("bench", "1"), NOW, self.given
        )
        meant = engine.understand(self.library, session, learner, envelope)
        needs = engine.needs(meant)
        lesson = self.lessons[needs.lesson[0]] if needs.lesson else None
        known = Known(lesson, answers={type(query): type(query).absent for query in needs.queries})
        turn = engine.advance(meant, known)
        outputs = dump_outputs(turn.outputs)
        kept = f"{sessions.dump(turn.session)}\n{people.dump(turn.learner)}"
        self.write(number, kept, repr(turn.facts), outputs)
        asked = [output for output in turn.outputs if isinstance(output, Ask)]
        self.given = Press(asked[-1].choices[0].token) if asked else Command("learn")


def _loaded(doc: str) -> tuple[Session | None, people.Learner]:
    session, _, learner = doc.partition("\n")
    return sessions.load(session) if session else None, people.load(learner or "{}")
