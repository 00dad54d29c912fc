"""Make terminal.svg: a real conversation in the terminal, as rich draws it.

    .venv/bin/python docs/pictures/terminal.py

It takes the lesson on careers up to its first reveal, and shows from that question on.
"""

import asyncio
import io
import os
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

# Before the terminal's modules look at it: colours although nobody is watching.
os.environ |= {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "COLUMNS": "84"}

from adapters.terminal.chat import Chat
from adapters.terminal.screen import Screen
from bot.service.tutor import Tutor
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store

HERE = Path(__file__).parent
CONTENT = HERE.parent.parent / "content"
QUESTION = "All three"
ANSWERS = ("all three", "sure")


async def converse() -> str:
    """What the screen shows of it."""
    shown = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "db")
        await _converse(store, shown)
    return shown.getvalue()


async def _converse(store: Store, shown: io.StringIO) -> None:
    async with Tutor(store, CONTENT) as tutor:
        chat = Chat(tutor.desk, tutor.delivery, Screen(shown, plain=False), "ana")
        tutor.add_channel(chat.channel)
        await chat.run(_nothing(), "career-paths")
        while all(choice.label != QUESTION for choice in chat.channel.choices):
            shown.seek(0)
            shown.truncate()
            await chat.put(chat.channel.understand("1"))
        for line in ANSWERS:
            shown.write(f"\x1b[1m› {line}\x1b[0m\n\n")
            await chat.put(chat.channel.understand(line))


async def _nothing() -> AsyncIterator[str]:
    for line in ():
        yield line


def main() -> None:
    """Write the picture beside this file."""
    screen = Console(record=True, width=88, file=io.StringIO())
    screen.print(Text.from_ansi(asyncio.run(converse())))
    picture = screen.export_svg(title="make chat")
    # A picture asks nobody for fonts: the viewer's own monospaced one will do.
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    (HERE / "terminal.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
