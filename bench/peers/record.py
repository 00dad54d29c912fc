"""What Foretell says to one learner, recorded as the lesson of the peers."""

import asyncio
import json
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.peers import foretell
from bench.peers.program import Asked
from bench.peers.world import CALLS, World

TURNS = 160


class Recording(World):
    """One learner, and what each turn asked of Telegram, by the number of its update."""

    def __init__(self) -> None:
        super().__init__(1, 1, TURNS)
        self.told: list[tuple[str, Mapping[str, str]]] = []

    async def call(self, method: str, fields: Mapping[str, str]) -> bytes:
        """The answer to a call."""
        if method != "getUpdates":
            self.told.append((method, fields))
        return await super().call(method, fields)


def record(path: Path) -> None:
    """Write the lesson to this file."""
    path.write_text(json.dumps(asyncio.run(_record())), "utf-8")


async def _record() -> list[dict[str, Any]]:
    world = Recording()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        async with foretell.serving(Asked(1, 1, TURNS, ""), world, database):
            await world.done.wait()
        with closing(sqlite3.connect(database)) as db:
            attempts = {key for (key,) in db.execute("SELECT input FROM attempt")}
    steps, turn = [], list[tuple[str, Mapping[str, str]]]()
    # A turn's calls begin with the answer to its press, whose number is its update's.
    for method, fields in [*world.told, (CALLS[0], {"callback_query_id": ""})]:
        if method == CALLS[0]:
            if sorted(name for name, _ in turn) == sorted(CALLS):
                steps.append(_step(dict(turn), attempts))
            turn = []
        turn.append((method, fields))
    return [one for one in steps if one["said"]["rows"] and not one["edited"]["rows"]]


def _step(calls: dict[str, Mapping[str, str]], attempts: set[str]) -> dict[str, Any]:
    answer, edited, said = (calls[name] for name in CALLS)
    return {
        "edited": _shown(edited),
        "said": _shown(said),
        "attempt": f"telegram:{answer['callback_query_id']}" in attempts,
    }


def _shown(fields: Mapping[str, str]) -> dict[str, Any]:
    rows = json.loads(fields.get("reply_markup") or "{}").get("inline_keyboard", ())
    return {
        "text": fields["text"],
        "entities": json.loads(fields.get("entities") or "[]"),
        "rows": [[button["text"] for button in row] for row in rows],
    }
