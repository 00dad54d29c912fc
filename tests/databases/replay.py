"""Going on with a conversation that an earlier version began, from its database."""

import base64
import difflib
import itertools
import json
import lzma
import os
import re
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from bot.conversation import inputs
from bot.conversation.inputs import Address, Envelope, LearnerId
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.rigs import past
from tests.rigs.paths import KITCHEN, ROOT
from tests.rigs.plain_stage import PlainStage, Screen, Shown
from tests.rigs.transcript import LOT, Cue, Heard, cues, play, render

MEMORY = Path("/dev/shm")
PLACES = {
    file.stem: file
    for pattern in ("content/*/*.chat", "tests/transcripts/*.chat")
    for file in ROOT.glob(pattern)
}
"""Transcripts by name."""

NEXT = 12
"""Cues with which a transcript of its own goes on from a cut that is kept."""


@dataclass(frozen=True)
class Cut:
    """A moment of a transcript, see ``save.py``: the database's statements, and what else is so."""

    statements: Sequence[str]
    state: Mapping[str, Any]

    def __str__(self) -> str:
        state = self.state
        unsent = f".{state['unsent']}" if state["unsent"] else ""
        return f"{state['transcript']}:{state['line']}{unsent}"

    @property
    def transcript(self) -> Path:
        """The conversation that it lies in."""
        return PLACES[self.state["transcript"]]

    def make(self, database: Path) -> None:
        """Write the database into a new file."""
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript("\n".join(self.statements))


def read(file: Path) -> Iterator[Cut]:
    """The cuts in a file."""
    known: list[str] = []
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            state = json.loads(line)
            statements: list[str] = []
            new: list[str] = []
            for piece in state.pop("database"):
                if isinstance(piece, str):
                    statements.append(piece)
                    new.append(piece)
                else:
                    statements += known[piece[0] : piece[1] + 1]
            known += new
            yield Cut(statements, state)


class ResumedStage(PlainStage):
    """The tutor over a database of before, with what learners had on their screens."""

    def __init__(self, cut: Cut, make_store: Callable[[], Store]) -> None:
        # What is taught is in the database, so these lessons are not.
        super().__init__(KITCHEN, make_store)
        state, channel = cut.state, self.channel
        self.clock = datetime.fromisoformat(state["clock"])
        self._inputs = state["inputs"]
        self._languages = dict(state["languages"])
        self._owners = [LearnerId(one) for one in state["owners"]]
        self._last = _envelope(state["last"]) if state["last"] else None
        channel.screens = {
            name: Screen([Shown(**message) for message in messages])
            for name, messages in state["screens"].items()
        }
        channel.keys = list(state["keys"])
        channel.news = [(name, _heard(one)) for name, one in state["news"]]
        channel.blocked = set(state["blocked"])
        channel.ever_blocked = set(state["ever_blocked"])
        channel.files = _bytes(state["files"])
        channel.documents = _bytes(state["documents"])

    async def __aenter__(self) -> Self:
        # What is taught is in the database, as after a restart: nothing is published anew.
        self._store = self._make_store()
        await self._begin()
        return self


def _heard(one: Mapping[str, Any]) -> Heard:
    return Heard(**{**one, "rows": tuple(tuple(row) for row in one["rows"])})


def _envelope(last: Mapping[str, Any]) -> Envelope:
    kind, fields = last["input"]
    if fields.get("file"):
        fields = fields | {"file": inputs.Upload(**fields["file"])}
    given = getattr(inputs, kind)(**fields)
    address, at = Address("plain", last["chat"]), datetime.fromisoformat(last["at"])
    return Envelope(last["id"], LearnerId(last["learner"]), address, at, given, last["language"])


def _bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(content) for name, content in files.items()}


async def difference(cut: Cut) -> str:
    """How the rest of its transcript goes otherwise than is written there, or nothing."""
    text = cut.transcript.read_text(encoding="utf-8")
    lines = text.splitlines()
    # The files that transcripts send lay elsewhere when 0.1.0 was the latest.
    cue = cut.state["cue"].replace(" ../lessons/", " lessons/")
    cue = cue.replace(" ../pages/", " ../lessons/pages/")
    if cut.state["line"] and lines[cut.state["line"] - 1] != cue:
        return f"the transcript has changed: it had {cut.state['cue']!r} here\n"
    begins = min(cue.number for cue in cues(text) if cue.number > cut.state["after"])
    expected = "\n".join(lines[begins - 1 :]) + "\n"
    said = await resumed(cut, cut.transcript, cut.state["after"])
    return differences(expected, said, f"{cut.transcript.name}, from line {begins},")


async def _as_it_is(database: Path) -> Store:
    return SqliteStore(database)


async def resumed(
    cut: Cut,
    transcript: Path,
    after: int = 0,
    moved: Callable[[Path], Awaitable[Store]] = _as_it_is,
) -> str:
    """What is said over the database of a cut, by the cues of a transcript after this line.

    With ``moved`` the database is taken somewhere else first.
    """
    # What is put on record by hand from now on must not be taken for what was there before.
    past._numbers = itertools.count(1_000_000)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.exists() else None) as folder:
        database = Path(folder, "learners.db")
        cut.make(database)
        store = await moved(database)
        async with ResumedStage(cut, lambda: store) as stage:
            # How long a mode takes may have been worked out otherwise then.
            await stage.modes.idle()
            return render(await play(transcript, stage, after))


def differences(expected: str, said: str, name: str) -> str:
    """What is said otherwise than is written, as a diff of two chat logs."""
    return "".join(
        difflib.unified_diff(
            expected.splitlines(keepends=True),
            said.splitlines(keepends=True),
            f"{name} as written",
            f"{name} as said over the database of before",
        )
    )


def continuation(cut: Cut, folder: Path) -> str:
    """The cues of a transcript of its own in this folder: how its conversation goes on next."""
    origin = os.path.relpath(cut.transcript.parent, folder)
    before = [cue for cue in _cues(cut) if cue.number <= cut.state["after"]]
    after = [cue for cue in _cues(cut) if cue.number > cut.state["after"]]
    lots = [cue for cue in before if cue.line.startswith(LOT)]
    lines = [f"# {cut.state['covers']}", *(cue.line for cue in lots + after[:NEXT])]
    moved = (re.sub(r"(\(sends |\(publish )(?=[\w.-]*/)", rf"\1{origin}/", one) for one in lines)
    return "\n\n".join(moved) + "\n"


def _cues(cut: Cut) -> list[Cue]:
    text = cut.transcript.read_text(encoding="utf-8")
    return [cue for cue in cues(text) if not cue.line.startswith("#")]
