"""Saves databases in the middle of conversations, with what is on the learners' screens.

This runs with the code of the version whose databases are wanted, so it is one file that uses
nothing of this folder; see ``README.md`` for how. Each *cut* is a moment of a transcript after
which a later version can go on: ``tea:30``, when all is quiet after the cue in line 30, or
``tea:30.1``, when what that cue leads to is on record and the first message of it is about to be
sent. Of further messages there are only cuts before what is more than words.

    python save.py FOLDER [WORD ...]        each cut of each transcript whose name has one of these
    python save.py FILE --chosen LIST       the cuts that a list names, in one file
    python save.py FOLDER --sessions        each session that was ever stored, and its acts

A file of cuts is JSON lines, compressed (xz). A line is one cut. Its ``database`` is the text of a
dump in pieces: a statement, or ``[first, last]``, so many of the statements that came in this file
before, counted from 0.
"""

import argparse
import asyncio
import base64
import json
import lzma
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.service.channel import Message

import tests
from bot.conversation.inputs import Address
from bot.storage.sqlite import SqliteStore
from tests.chat import Cue, Heard, cues, play, render
from tests.stages import PlainChannel, PlainStage

HERE = Path(tests.__file__).parent
KITCHEN = HERE / "lessons" / "kitchen"
TRANSCRIPTS = sorted(
    [*(HERE.parent / "content").glob("*/*.chat"), *(HERE / "transcripts").glob("*.chat")]
)
MEMORY = Path("/dev/shm")

Cut = dict[str, Any]
Keep = Callable[[Cut], None]


def dumped(database: Path) -> list[str]:
    """The statements that make this database anew."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        [(version,)] = connection.execute("PRAGMA user_version")
        return [*connection.iterdump(), f"PRAGMA user_version = {version};"]


class Pieces:
    """Dumps in pieces, so that what many of them share is there once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, statements: Sequence[str]) -> list[str | list[int]]:
        """This dump, by what came before."""
        pieces: list[str | list[int]] = []
        for statement in statements:
            number = self._numbers.get(statement)
            if number is None:
                self._numbers[statement] = len(self._numbers)
                pieces.append(statement)
            elif pieces and isinstance(last := pieces[-1], list) and last[1] + 1 == number:
                last[1] = number
            else:
                pieces.append([number, number])
        return pieces


class _Channel(PlainChannel):
    """Tells that something is about to be sent."""

    def __init__(self, sending: Callable[[Message], Awaitable[None]]) -> None:
        super().__init__()
        self._sending = sending

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        if address.chat not in self.blocked:
            await self._sending(message)
        return await super().send(address, message, key, target)


class SavingStage(PlainStage):
    """A stage that keeps a cut before and after each cue."""

    def __init__(self, transcript: Path, database: Path, keep: Keep) -> None:
        super().__init__(lambda: SqliteStore(database), lessons_of(transcript))
        self.channel = _Channel(self._sending)
        self._database = database
        self._keep = keep
        self._transcript = transcript
        self._cues = list(cues(transcript.read_text(encoding="utf-8")))
        self._played = 0
        self._sent = 0
        self._quietly: Cut = {}

    async def heard(self) -> Sequence[Heard]:
        """What came, after which all is quiet."""
        heard = await super().heard()
        await self.settled()
        self._sent = 0
        self._played += 1
        self._quietly = self._cut()
        if self._played < len(self._cues) and not self._comment(self._cues[self._played - 1]):
            self._keep(self._quietly | {"database": dumped(self._database)})
        return heard

    async def _sending(self, message: Message) -> None:
        """On record, and not sent: the cue is played once more, and its input does not count."""
        self._sent += 1
        richer = message.document or message.picture or message.revises or message.notice
        # Before the first cue there is nothing to go on with.
        if not self._quietly or (self._sent > 1 and not richer):
            return
        # What was sent before is on record a moment later otherwise, and would be sent twice.
        await self._tutor.desk.drain()
        played = self._cues[self._played]
        before = {name: self._quietly[name] for name in ("after", "clock", "inputs", "last")}
        where = {"unsent": self._sent, "cue": played.line, "line": played.number}
        self._keep(self._cut() | before | where | {"database": dumped(self._database)})

    @staticmethod
    def _comment(cue: Cue) -> bool:
        return cue.line.startswith("#")

    def _cut(self) -> Cut:
        """Where we are, and all that is kept outside of the database."""
        cue = self._cues[self._played - 1] if self._played else Cue("", 0)
        channel, last = self.channel, self._last
        return {
            "transcript": self._transcript.stem,
            "line": cue.number,
            "cue": cue.line,
            "after": cue.number,
            "unsent": 0,
            "clock": self.clock.isoformat(),
            "inputs": self._inputs,
            "languages": dict(self._languages),
            "owners": list(self._owners),
            "last": last
            and {
                "id": last.id,
                "learner": last.learner,
                "chat": last.address.chat,
                "at": last.at.isoformat(),
                "language": last.language,
                "input": [type(last.input).__name__, asdict(last.input)],
            },
            "screens": {
                name: [asdict(one) for one in screen.messages]
                for name, screen in channel.screens.items()
            },
            "keys": list(channel.keys),
            "news": [[name, asdict(one)] for name, one in channel.news],
            "blocked": sorted(channel.blocked),
            "ever_blocked": sorted(channel.ever_blocked),
            "files": _text(channel.files),
            "documents": _text(channel.documents),
        }


def _text(files: dict[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(content).decode() for name, content in files.items()}


def lessons_of(transcript: Path) -> Path:
    """A transcript beside lessons is about those; the others are set in the kitchen."""
    return transcript.parent if (transcript.parent / "course.toml").exists() else KITCHEN


def cuts(transcript: Path) -> list[Cut]:
    """All cuts of a transcript, which must go as it is written."""
    found: list[Cut] = []

    async def saved(database: Path) -> str:
        async with SavingStage(transcript, database, found.append) as stage:
            return render(await play(transcript, stage))

    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.exists() else None) as folder:
        said = asyncio.run(saved(Path(folder, "learners.db")))
    if said != transcript.read_text(encoding="utf-8"):
        raise SystemExit(f"{transcript.name} does not go as it is written")
    return found


def write(file: Path, found: Sequence[Cut]) -> None:
    """A file of cuts."""
    pieces = Pieces()
    with lzma.open(file, "wt", encoding="utf-8", preset=6) as out:
        for cut in found:
            cut = cut | {"database": pieces.of(cut["database"])}
            out.write(json.dumps(cut, ensure_ascii=False) + "\n")


def name(cut: Cut) -> str:
    """What a cut is called."""
    unsent = f".{cut['unsent']}" if cut["unsent"] else ""
    return f"{cut['transcript']}:{cut['line']}{unsent}"


def chosen(listed: str) -> Iterator[tuple[str, str]]:
    """What a list names: a cut in each line, and after it what is covered by it."""
    for line in listed.splitlines():
        if line.strip() and not line.startswith("#"):
            place, _, what = line.partition(" ")
            yield place, what.strip()


def sessions(transcript: Path) -> list[str]:
    """The sessions that were stored while a transcript was played, as they were written."""

    async def seen(database: Path) -> list[str]:
        async with PlainStage(lambda: SqliteStore(database), lessons_of(transcript)) as stage:
            with closing(sqlite3.connect(database)) as connection:
                connection.executescript(
                    "CREATE TABLE seen (body TEXT);"
                    + "".join(
                        f"CREATE TRIGGER seen_{how} AFTER {how} ON session BEGIN"
                        " INSERT INTO seen VALUES (new.body); END;"
                        for how in ("INSERT", "UPDATE")
                    )
                )
            await play(transcript, stage)
            with closing(sqlite3.connect(database)) as connection:
                return [body for (body,) in connection.execute("SELECT body FROM seen")]

    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.exists() else None) as folder:
        return asyncio.run(seen(Path(folder, "learners.db")))


def acts(session: str) -> Iterator[str]:
    """What the choices and the words of its open question stand for."""
    asked = json.loads(session).get("open", {})
    yield from (offer["act"] for row in asked.get("rows", ()) for offer in row)
    if asked.get("words"):
        yield asked["words"]


def main() -> None:
    """Save what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--chosen", type=Path)
    parser.add_argument("--sessions", action="store_true")
    given = parser.parse_args()
    named = [one for one in TRANSCRIPTS if any(word in one.stem for word in given.words or [""])]
    if given.chosen:
        picked = []
        known: dict[str, Cut] = {}
        for place, what in chosen(given.chosen.read_text(encoding="utf-8")):
            if place not in known:
                stem = place.partition(":")[0]
                [transcript] = [one for one in TRANSCRIPTS if one.stem == stem]
                known |= {name(one): one for one in cuts(transcript)}
            if place not in known:
                raise SystemExit(f"there is no such cut: {place}")
            picked.append(known[place] | {"covers": what})
        write(given.out, picked)
        return
    given.out.mkdir(parents=True, exist_ok=True)
    stored: set[str] = set()
    for transcript in named:
        if given.sessions:
            stored |= {f"{transcript.stem}\t{body}" for body in sessions(transcript)}
        else:
            found = cuts(transcript)
            write(given.out / f"{transcript.stem}.cuts.xz", found)
            print(f"{transcript.stem}: {len(found)} cuts", flush=True)
    if given.sessions:
        bodies = sorted(stored)
        every = {act for one in bodies for act in acts(one.partition("\t")[2])}
        (given.out / "sessions.txt").write_text("\n".join(bodies) + "\n", encoding="utf-8")
        (given.out / "acts.txt").write_text("\n".join(sorted(every)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
