"""The shared SQL: each statement of it is taken by both databases, whatever feature it is for.

What is a constant of a module is tried here. What is put together at run time has its place in
``TOGETHER``, with the tests that run it over each store.
"""

import ast
import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from bot.storage import sql as shared
from bot.storage.postgres import server
from bot.storage.postgres.connection import translate
from bot.storage.sql.base import FactWriter
from tests.rigs.postgres import fresh_database
from tests.rigs.stores import FreshStore

MODULES = {
    one.name: importlib.import_module(f"{shared.__name__}.{one.name}")
    for one in pkgutil.iter_modules(shared.__path__)
}
_STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|PRAGMA)\b.*\s", re.DOTALL)
_MARK = re.compile(r":[a-z_]+")

PARTS = {
    ("classes", "_ANSWERED"),
    ("remarks", "_LISTED"),
    ("pruning", "REACHED"),
    ("pruning", "SILENT"),
}
"""Parts of statements, which are none by themselves."""

READ = ("bool", "bytea", "float8", "int4", "int8", "json", "numeric", "text")
"""The types of columns that come out of PostgreSQL as they do out of SQLite."""
TAKEN = ("bytea", "float8", "int8", "text")
"""The types that parameters are put in as. What PostgreSQL takes for an ``int4``, because it stands
beside a small number, would refuse a moment in microseconds."""
FLAGS = {"everything", "done"}
"""Parameters that are 1 or 0."""

ASKS = ("execute", "executemany", "execute_fetchall", "rows", "_read", "_read_many", "_write_each")
"""What a statement is handed to; the second parameter of ``rows``, and the first of all others."""

TOGETHER = {
    "announcements": "AnnouncementSent: tests/service/test_broadcast.py",
    "erasing": "each holding: tests/storage/test_erasing.py",
    "linking": "each table, and its savepoint: tests/storage/test_linking.py",
    "personal": "each table: tests/storage/test_linking.py",
    "outbox": "as many marks as rows: tests/storage/test_store.py",
    "trace": "who sends: tests/storage/test_trace.py",
    "pruning": "two parts: tests/storage/test_erasing.py",
}
"""The modules that put statements together at run time, and what runs these over each store."""


def statements() -> Iterator[tuple[str, str, str]]:
    """Each statement that is a constant: its module, its name and its text."""
    for module, found in MODULES.items():
        for name, value in vars(found).items():
            for sql in _texts(value):
                if _STATEMENT.match(sql) and "{" not in sql and (module, name) not in PARTS:
                    yield module, name, sql


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, FactWriter):
        yield value.sql
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)


def test_sqlite_takes_each() -> None:
    faults, store = [], FreshStore()
    with closing(sqlite3.connect(store.path)) as connection:
        for module, name, sql in statements():
            given = dict.fromkeys((one[1:] for one in _MARK.findall(sql)), None)
            try:
                connection.execute(f"EXPLAIN {sql}", given or [None] * _marks(sql))
            except sqlite3.Error as error:
                faults.append(f"{module}.{name}: {error}")
    assert faults == []


def _marks(sql: str) -> int:
    return max((int(one) for one in re.findall(r"\$(\d+)", translate(sql).sql)), default=0)


async def test_postgresql_takes_each_and_gives_what_sqlite_does() -> None:
    connection = await server.connect(fresh_database())
    faults = []
    for module, name, sql in statements():
        statement = translate(sql)
        try:
            prepared = await connection.prepare(statement.sql)
        except asyncpg.PostgresError as error:
            faults.append(f"{module}.{name}: {error}")
            continue
        faults += [
            f"{module}.{name}: {one.name} is {one.type.name}"
            for one in prepared.get_attributes()
            if one.type.name not in READ
        ]
        given = prepared.get_parameters()
        names = statement.names or range(1, len(given) + 1)
        faults += [
            f"{module}.{name}: {which} is taken for {one.name}"
            for which, one in zip(names, given, strict=True)
            if one.name not in TAKEN and which not in FLAGS
        ]
    await connection.close()
    assert faults == []


def test_they_are_all_found() -> None:
    """Each module that asks its database anything has some, but for those that ask by others'."""
    found = {module for module, _, _ in statements()}
    asking = {name for name, module in MODULES.items() if any(True for _ in _asked(module))}
    assert asking - found - set(TOGETHER) <= {"base"}
    assert sum(1 for _ in statements()) > 300


def _asked(module: object) -> Iterator[tuple[int, ast.expr]]:
    """Whatever is handed to a database in a module: on which line, and what."""
    tree = ast.parse(Path(str(getattr(module, "__file__", ""))).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            asks = node.func.attr if isinstance(node.func, ast.Attribute) else _name(node.func)
            place = 1 if asks == "rows" else 0
            if asks in ASKS and len(node.args) > place:
                yield node.lineno, node.args[place]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("module", sorted(MODULES))
def test_what_is_put_together_at_run_time_is_run_elsewhere(module: str) -> None:
    """What a call or a text with something in it comes to is no constant: nothing here tries it."""
    texts = {
        line: ast.unparse(one)
        for line, one in _asked(MODULES[module])
        if isinstance(one, ast.JoinedStr | ast.Call | ast.BinOp)
    }
    assert not texts or module in TOGETHER, texts
