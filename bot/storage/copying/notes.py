"""How an unfinished copy notes in its database how far it has come: both databases take this.

The note is a table of its own. As long as it is there, no bot is started with the database.
"""

import json
from collections.abc import Iterable

from bot.storage.copying.sides import Done, Progress, Row

TABLE = "copying"

MAKE = f"""
CREATE TABLE {TABLE} (
    name     TEXT NOT NULL PRIMARY KEY,
    "rows"   BIGINT NOT NULL,
    replaced BIGINT NOT NULL,
    "after"  TEXT NOT NULL,
    whole    BIGINT NOT NULL
)
"""
READ = f'SELECT name, "rows", replaced, "after", whole FROM {TABLE}'  # noqa: S608 - a name of ours
BEGIN = f"INSERT INTO {TABLE} VALUES ('', ?, 0, ?, 0)"  # noqa: S608 - a name of ours
NOTE = f"""
INSERT INTO {TABLE} VALUES (?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET "rows" = excluded."rows", replaced = excluded.replaced,
    "after" = excluded."after", whole = excluded.whole
"""  # noqa: S608 - a name of ours
DROP = f"DROP TABLE {TABLE}"


def begun(source: str, version: int) -> tuple[object, ...]:
    """What ``BEGIN`` is run with."""
    return version, source


def noted(table: str, done: Done) -> tuple[object, ...]:
    """What ``NOTE`` is run with."""
    return table, done.rows, done.replaced, json.dumps(done.after), int(done.whole)


def read(found: Iterable[Row]) -> Progress | None:
    """What ``READ`` has found."""
    source, version, tables = "", 0, {}
    for name, rows, replaced, after, whole in found:
        if not name:
            source, version = after, rows
            continue
        key = json.loads(after)
        tables[name] = Done(rows, replaced, None if key is None else tuple(key), bool(whole))
    return Progress(source, version, tables) if source else None
