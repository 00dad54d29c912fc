"""Copying a database into another kind, so that it can be gone on with there.

It goes table by table, in the order of keys, and what came of it is compared. How far a table has
come is noted with each of its rows' batches, in the same transaction: in a table of its own, and as
long as that is there, no bot is started with the database. So a copy that was broken off, however
that was, goes on where it was, and only what has been compared row by row is a whole database.

Where an unfinished copy differs in the end, its source has changed since it was begun: then all is
copied anew, once.

The checksum of a table is the same wherever its rows are kept. It is the sum of a hash of each row,
so the order in which a database sorts them is nothing to it, and it needs no memory. A row is
hashed as Python writes it: with the kind of each value, the shortest form of a fraction, and quotes
in which nothing can be taken for the next value.
"""

import hashlib
import json
import operator
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from graphlib import TopologicalSorter
from types import TracebackType
from typing import Any, Protocol, Self

from bot.storage.records import StoreError
from bot.values import value

Row = tuple[Any, ...]
"""A row's values: texts, whole numbers, fractions, bytes, ``None``."""

Key = tuple[Any, ...]
"""The values of a row's key."""


@value
class Table:
    """A table: its columns, those of them that are its key, and the tables that its rows refer to.

    A table without a key has a single row at most. What a database works out by itself is no
    column.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    needs: frozenset[str] = frozenset()

    def key_of(self, row: Row) -> Key:
        return tuple(row[self.columns.index(name)] for name in self.key)

    def page(self, after: bool, mark: str) -> str:
        """How its rows are asked for in the order of their keys, in SQL.

        With ``after`` they are those behind a key, whose values come first; then how many are
        wanted. ``mark`` is how the database marks a value, with its number in it.
        """
        columns = ", ".join(f'"{column}"' for column in self.columns)
        key = ", ".join(f'"{column}"' for column in self.key)
        sql = f'SELECT {columns} FROM "{self.name}"'  # noqa: S608 - names of the schema's
        if after:
            marks = ", ".join(mark.format(number) for number in range(1, len(self.key) + 1))
            sql += f" WHERE ({key}) > ({marks})"
        if key:
            sql += f" ORDER BY {key}"
        return f"{sql} LIMIT {mark.format(len(self.key) + 1 if after else 1)}"


@value
class Done:
    """How much of a table has been copied.

    ``replaced`` counts the texts in which something had to be, ``after`` is the key of the last
    row, as the source has it, and ``whole`` says that there are no more.
    """

    rows: int = 0
    replaced: int = 0
    after: Key | None = None
    whole: bool = False


@value
class Progress:
    """What an unfinished copy notes of itself: of what it is, with which schema, and how far."""

    source: str
    version: int
    tables: Mapping[str, Done]


class Side(Protocol):
    """A database, open as long as the block lasts. All methods may raise ``StoreError``."""

    @property
    def name(self) -> str:
        """What it is called, without what would let anybody in."""

    async def __aenter__(self) -> Self:
        """Open it. Raises ``StoreError``, also if it can't be had alone."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of it."""

    async def tables(self) -> Sequence[Table]:
        """All tables that hold something of the program's, by name."""

    async def count(self, table: Table) -> int:
        """How many rows a table has."""

    async def page(self, table: Table, after: Key | None, size: int) -> list[Row]:
        """So many rows at most, in the order of their keys, from the first or behind a key."""


class Source(Side, Protocol):
    """What is copied. Nobody writes to it meanwhile, and all that is read is of the same moment."""

    async def count_numbers(self) -> Mapping[str, int]:
        """Up to which number it has counted, by the tables whose rows it numbers."""


class Target(Side, Protocol):
    """Where the copy is made, with the newest schema."""

    @property
    def version(self) -> int:
        """Its schema."""

    def storable(self, row: Row) -> Row:
        """A row as it can be kept here; the same object if that is as it is."""

    async def progress(self) -> Progress | None:
        """How far an unfinished copy has come; ``None`` if there is none."""

    async def check(self) -> None:
        """Refuse what holds something that somebody may miss. Raises ``StoreError``."""

    async def begin(self, source: str) -> None:
        """Empty all tables, switch off what they do by themselves, and note what is copied."""

    async def write(self, table: Table, rows: Sequence[Row], done: Done) -> None:
        """Write rows and note how far it is: both, or neither."""

    async def finish(self, numbered: Mapping[str, int]) -> None:
        """Switch on what tables do by themselves, count on from these, and be a whole database."""


BITS = 128


class Checksum:
    """The checksum of the rows that were added, and how many those were."""

    __slots__ = ("_sum", "rows")

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, rows: Iterable[Row]) -> None:
        count = 0
        total = 0
        for row in rows:
            text = repr(row)
            if "-0.0" in text:  # SQLite keeps no sign of a zero
                text = repr(tuple(item or 0.0 if isinstance(item, float) else item for item in row))
            digest = hashlib.blake2b(text.encode(), digest_size=BITS // 8).digest()
            total += int.from_bytes(digest, "big")
            count += 1
        self.rows += count
        self._sum = (self._sum + total) % 2**BITS

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Checksum) and self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __str__(self) -> str:
        return f"{self._sum:0{BITS // 4}x}"

    def _state(self) -> tuple[int, int]:
        return self.rows, self._sum


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


def begin_parameters(source: str, version: int) -> tuple[object, ...]:
    """What ``BEGIN`` is run with."""
    return version, source


def note_done(table: str, done: Done) -> tuple[object, ...]:
    return table, done.rows, done.replaced, json.dumps(done.after), int(done.whole)


def read(entries: Iterable[Row]) -> Progress | None:
    source, version, tables = "", 0, {}
    for name, rows, replaced, after, whole in entries:
        if not name:
            source, version = after, rows
            continue
        key = json.loads(after)
        tables[name] = Done(rows, replaced, None if key is None else tuple(key), bool(whole))
    return Progress(source, version, tables) if source else None


FIRST_ROWS, MAX_ROWS = 16, 4_096
"""Rows of a table's first batch, and of any."""

ROOM = 4_000_000
"""Characters and bytes that a batch should have about, so that memory is bounded."""

TOLD = 5.0
"""Seconds between two lines about how far it is."""

Say = Callable[[str], None]


@value
class Copied:
    """What came of it: rows by table, and texts in which zero characters were replaced."""

    to: str
    rows: Mapping[str, int]
    replaced: Mapping[str, int]


async def copy_all(source: Source, target: Target, say: Say) -> Copied:
    """Copy all of a database, or go on with that, and compare. Raises ``StoreError``."""
    async with source, target:
        tables = _sort_tables(await source.tables(), await target.tables(), target.name)
        progress = await target.progress()
        resumed = progress is not None and progress.version == target.version
        if progress is None:
            await target.check()
        elif progress.source != source.name:
            raise StoreError(
                f"{target.name}: holds an unfinished copy of {progress.source}. Go on with that "
                "one, or name another database to copy to."
            )
        if progress is not None and resumed:
            say(f"{target.name}: going on with the copy of {source.name}")
            done = dict(progress.tables)
        else:
            await target.begin(source.name)
            done = {}
        done = await _copy(source, target, tables, done, say)
        differing = await _differing(source, target, tables, say)
        if differing and resumed:
            say(f"{source.name} has changed since the copy was begun, so all is copied anew")
            await target.begin(source.name)
            done = await _copy(source, target, tables, {}, say)
            differing = await _differing(source, target, tables, say)
        if differing:
            raise StoreError(
                f"{target.name}: the copy differs in {', '.join(differing)}, so it was not "
                "finished. Please report it; the database itself is as it was."
            )
        await target.finish(await source.count_numbers())
    return Copied(
        target.name,
        {table.name: done[table.name].rows for table in tables},
        {name: item.replaced for name, item in done.items() if item.replaced},
    )


def _sort_tables(these: Sequence[Table], those: Sequence[Table], where: str) -> list[Table]:
    """The tables, which must be the same in both, each after those that its rows refer to."""
    ours, others = ({table.name: set(table.columns) for table in side} for side in (these, those))
    if ours != others:
        odd = sorted(name for name in ours | others if ours.get(name) != others.get(name))
        raise StoreError(
            f"{where}: other tables or columns are here than there ({', '.join(odd)}). Start this "
            "Foretell once over each database, so that both are brought up to date."
        )
    by_name = {table.name: table for table in sorted(these, key=operator.attrgetter("name"))}
    order = TopologicalSorter({name: sorted(table.needs) for name, table in by_name.items()})
    return [by_name[name] for name in order.static_order()]


async def _copy(
    source: Source, target: Target, tables: Sequence[Table], done: Mapping[str, Done], say: Say
) -> dict[str, Done]:
    """Copy what is not there yet; returns how much of each table is."""
    line, results = _Line(say, "copied"), {}
    for table in tables:
        now = done.get(table.name, Done())
        if not now.whole:
            line.of(table.name, now.rows, await source.count(table))
            now = await _copy_table(source, target, table, now, line)
        results[table.name] = now
    return results


async def _copy_table(
    source: Source, target: Target, table: Table, now: Done, line: "_Line"
) -> Done:
    sizes = _Sizes()
    while True:
        rows = await source.page(table, now.after, sizes.next)
        stored = [target.storable(row) for row in rows]
        now = Done(
            now.rows + len(rows),
            now.replaced + sum(map(_count_changed, rows, stored)),
            table.key_of(rows[-1]) if rows else now.after,
            # Without a key there is no way to ask for more.
            whole=len(rows) < sizes.next or not table.key,
        )
        await target.write(table, stored, now)
        if now.whole:
            return now
        sizes.take(rows)
        line.at(now.rows)


def _count_changed(row: Row, stored: Row) -> int:
    return 0 if row is stored else sum(map(operator.is_not, row, stored))


async def _differing(
    source: Source, target: Target, tables: Sequence[Table], say: Say
) -> list[str]:
    """The tables that are not the same on both sides, once what can't be kept is left aside."""
    texts = []
    line = _Line(say, "compared")
    for table in tables:
        line.of(table.name, 0, await source.count(table))
        here = await _checksum(source, table, target.storable, lambda _: None)
        there = await _checksum(target, table, lambda row: row, line.at)
        if here != there:
            texts.append(table.name)
    return texts


async def _checksum(
    side: Side, table: Table, stored: Callable[[Row], Row], tell: Callable[[int], None]
) -> Checksum:
    checksum, after, sizes = Checksum(), None, _Sizes()
    while True:
        rows: list[Row] = await side.page(table, after, sizes.next)
        checksum.add(map(stored, rows))
        tell(checksum.rows)
        if len(rows) < sizes.next or not table.key:
            return checksum
        after = table.key_of(rows[-1])
        sizes.take(rows)


class _Sizes:
    """How many rows are read at a time: as many as there is room for, by what they were so far."""

    def __init__(self) -> None:
        self.next = FIRST_ROWS

    def take(self, rows: Sequence[Row]) -> None:
        """Take into account how large these are."""
        if not rows:
            return
        some = rows[::8]
        large = sum(len(item) for row in some for item in row if isinstance(item, str | bytes))
        fit = ROOM * len(some) // max(large, 1)
        self.next = max(1, min(fit, 4 * self.next, MAX_ROWS))


class _Line:
    """A line now and then about how far it is."""

    def __init__(self, say: Say, what: str) -> None:
        self._say, self._what = say, what
        self._told = time.monotonic()
        self._table, self._all = "", 0

    def of(self, table: str, rows: int, of: int) -> None:
        """It is this table's turn, which has so many rows."""
        self._table, self._all = table, of
        self.at(rows)

    def at(self, rows: int) -> None:
        """So many of them are done."""
        now = time.monotonic()
        if now - self._told >= TOLD:
            self._told = now
            self._say(f"{self._table}: {rows:,} of {self._all:,} rows {self._what}")
