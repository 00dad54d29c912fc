"""A database in which every table has rows, of every kind of value that a column takes.

The rows mean nothing: triggers are left out while they are written, and put back.
"""

import ast
import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.rigs.stores import empty_database

ODD = (
    "",
    "plain",
    'it\'s "quoted", and\na second line\twith a tab\\',
    "Grüße, 茶, 🍵, e\N{COMBINING ACUTE ACCENT}, \N{REPLACEMENT CHARACTER}",
    "\\u00e9 \\\\u0000 \\N",
    "�\x01\x7f\u2028",
    '{"lesson":"x","n":[1,2.5,null,true]}',
    " x" * 600,
)
"""Texts that something between two databases may not get through."""

ZERO = ("a\0b", '{"said":"a\\u0000b"}')
"""Texts that PostgreSQL does not take."""

NUMBERS = (0, 1, -1, 2**31, 1_795_000_000_123_456, 2**63 - 1, -(2**63))
FRACTIONS = (0.0, -0.0, 0.1, 1 / 3, 2.0, -1e-300, 1.7976931348623157e308, 5e-324)

_CHECKED = re.compile(r"CHECK \((\w+) IN (\([^)]*\))\)")
_PARENTS = {("lesson", "id"): "lesson", ("announcement", "id"): "announcement"}
"""Columns that others refer to by another name."""


def filled(path: Path, rows: int = 40, *, zeros: bool = False) -> Path:
    """Write a database with so many rows in each table; with zero characters in some texts."""
    path.write_bytes(empty_database())
    chance = random.Random(1)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        triggers = db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
        ).fetchall()
        tables = db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        db.execute("BEGIN")
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for table, sql in tables:
            if table != "catalogue":
                db.execute(f"DELETE FROM {table}")
                _fill(db, table, sql, rows, ODD + ZERO * zeros, chance)
        db.execute("UPDATE catalogue SET edition = 17")
        for _, sql in triggers:
            db.execute(sql)
        db.execute("UPDATE sqlite_sequence SET seq = seq + 1000 WHERE name = 'outbox'")
        db.execute("COMMIT")
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
    return path


def _fill(
    db: sqlite3.Connection,
    table: str,
    sql: str,
    rows: int,
    texts: tuple[str, ...],
    chance: random.Random,
) -> None:
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    checked = {name: ast.literal_eval(words) for name, words in _CHECKED.findall(sql)}
    names = ", ".join(f'"{one[1]}"' for one in columns)
    marks = ", ".join("?" for _ in columns)
    insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"

    def value(number: int, name: str, kind: str, needed: bool, key: int) -> object:
        if name in checked:
            return chance.choice(checked[name])
        if kind == "INTEGER" and key:
            return number
        if key or name in ("learner", "run", "input", "revision"):
            tail = texts[number % len(texts)][:20]
            return f"{_PARENTS.get((table, name), name)}-{number:06}{tail}"
        if not needed and chance.random() < 0.3:
            return None
        match kind:
            case "INTEGER":
                return chance.choice(NUMBERS)
            case "REAL":
                return chance.choice(FRACTIONS)
            case "BLOB":
                return chance.randbytes(chance.choice((0, 1, 3_000)))
        return chance.choice(texts)

    for number in range(1, rows + 1):
        made = [value(number, one[1], one[2], bool(one[3]), one[5]) for one in columns]
        db.execute(insert, made)
