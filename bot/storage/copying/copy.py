"""Copying table by table, in the order of keys, and comparing what came of it.

How far a table has come is noted with each of its rows' batches, in the same transaction. So a copy
that was broken off, however that was, goes on where it was. Only what has been compared row by row
is made a database that a bot can be started with.

Where an unfinished copy differs in the end, its source has changed since it was begun: then all is
copied anew, once.
"""

import operator
import time
from collections.abc import Callable, Mapping, Sequence
from graphlib import TopologicalSorter

from bot.storage.copying.checksum import Checksum
from bot.storage.copying.sides import Done, Row, Side, Source, Table, Target
from bot.storage.errors import StoreError
from bot.values import value

FIRST, MOST = 16, 4_096
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


async def copied(source: Source, target: Target, say: Say) -> Copied:
    """Copy all of a database, or go on with that, and compare. Raises ``StoreError``."""
    async with source, target:
        tables = _ordered(await source.tables(), await target.tables(), target.name)
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
        await target.finish(await source.numbered())
    return Copied(
        target.name,
        {table.name: done[table.name].rows for table in tables},
        {name: one.replaced for name, one in done.items() if one.replaced},
    )


def _ordered(these: Sequence[Table], those: Sequence[Table], where: str) -> list[Table]:
    """The tables, which must be the same in both, each after those that its rows refer to."""
    ours, theirs = ({one.name: set(one.columns) for one in side} for side in (these, those))
    if ours != theirs:
        odd = sorted(name for name in ours | theirs if ours.get(name) != theirs.get(name))
        raise StoreError(
            f"{where}: other tables or columns are here than there ({', '.join(odd)}). Start this "
            "Foretell once over each database, so that both are brought up to date."
        )
    by_name = {one.name: one for one in sorted(these, key=lambda one: one.name)}
    order = TopologicalSorter({name: sorted(one.needs) for name, one in by_name.items()})
    return [by_name[name] for name in order.static_order()]


async def _copy(
    source: Source, target: Target, tables: Sequence[Table], done: Mapping[str, Done], say: Say
) -> dict[str, Done]:
    """Copy what is not there yet; returns how much of each table is."""
    line, found = _Line(say, "copied"), {}
    for table in tables:
        now = done.get(table.name, Done())
        if not now.whole:
            line.of(table.name, now.rows, await source.count(table))
            now = await _copy_table(source, target, table, now, line)
        found[table.name] = now
    return found


async def _copy_table(
    source: Source, target: Target, table: Table, now: Done, line: "_Line"
) -> Done:
    """Copy the rest of a table."""
    sizes = _Sizes()
    while True:
        rows = await source.page(table, now.after, sizes.next)
        stored = [target.storable(row) for row in rows]
        now = Done(
            now.rows + len(rows),
            now.replaced + sum(map(_changed, rows, stored)),
            table.key_of(rows[-1]) if rows else now.after,
            # Without a key there is no way to ask for more.
            whole=len(rows) < sizes.next or not table.key,
        )
        await target.write(table, stored, now)
        if now.whole:
            return now
        sizes.seen(rows)
        line.at(now.rows)


def _changed(row: Row, stored: Row) -> int:
    """How many values of a row had to be changed."""
    return 0 if row is stored else sum(map(operator.is_not, row, stored))


async def _differing(
    source: Source, target: Target, tables: Sequence[Table], say: Say
) -> list[str]:
    """The tables that are not the same on both sides, once what can't be kept is left aside."""
    found = []
    line = _Line(say, "compared")
    for table in tables:
        line.of(table.name, 0, await source.count(table))
        here = await _checksum(source, table, target.storable, lambda _: None)
        there = await _checksum(target, table, lambda row: row, line.at)
        if here != there:
            found.append(table.name)
    return found


async def _checksum(
    side: Side, table: Table, stored: Callable[[Row], Row], tell: Callable[[int], None]
) -> Checksum:
    found, after, sizes = Checksum(), None, _Sizes()
    while True:
        rows: list[Row] = await side.page(table, after, sizes.next)
        found.add(map(stored, rows))
        tell(found.rows)
        if len(rows) < sizes.next or not table.key:
            return found
        after = table.key_of(rows[-1])
        sizes.seen(rows)


class _Sizes:
    """How many rows are read at a time: as many as there is room for, by what they were so far."""

    def __init__(self) -> None:
        self.next = FIRST

    def seen(self, rows: Sequence[Row]) -> None:
        """Take into account how large these are."""
        if not rows:
            return
        some = rows[::8]
        large = sum(len(one) for row in some for one in row if isinstance(one, str | bytes))
        fit = ROOM * len(some) // max(large, 1)
        self.next = max(1, min(fit, 4 * self.next, MOST))


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
