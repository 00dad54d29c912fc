"""Take the picture of a class on Discord: ``docs/pictures/discord-class.png``.

Five people predict in the thread of a class, talk, vote again, and see what is true; Chromium shows
what all of them read at the end, as wide as a phone. What it needs is as with ``discord.py``.
"""

import asyncio
import os
import sys
from functools import partialmethod
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# In place of this folder, where a script of the same name as the library lies: this one.
sys.path[0] = str(ROOT)

from playwright.async_api import BrowserType  # noqa: E402 - the path has to be right first
from simcord.builders import ChannelHandle  # noqa: E402

from adapters.pictures.images import render  # noqa: E402
from bot.storage.records import Release  # noqa: E402
from tests.adapters.discord.classroom import Classroom  # noqa: E402
from tests.rigs.courses import read_course  # noqa: E402
from tests.rigs.discord_stage import DiscordStage  # noqa: E402

LESSON = "career-paths"
VOTES = (
    ("Ben", 0, "sure", 2),
    ("Cleo", 0, "probable", 2),
    ("Dan", 1, "sure", 1),
    ("Eva", 2, "guess", 2),
    ("Finn", 0, "probable", 2),
)
"""Who answers what at first, how sure, and what after the discussion."""

SIZE = (400, 1120)


async def main() -> None:
    """Play, and write the picture."""
    if browser := os.environ.get("CHROMIUM"):
        BrowserType.launch = partialmethod(  # type: ignore[method-assign] # simcord offers no way in
            BrowserType.launch, executable_path=browser, args=["--no-sandbox"]
        )
    course, lessons = read_course(ROOT / "content" / "genai")
    release = Release((course,), tuple(lessons))
    async with DiscordStage(release=release, render=render, place="server") as stage:
        stage.env.backend.bot_user.name = "Foretell"
        room = Classroom(stage)
        for name, *_ in VOTES:
            stage.person(name)
        await stage.types("Ana", f"/class {LESSON}")
        await room.passes()
        await room.presses("Ana", "5 questions")
        options = list(room.shared.buttons)
        for name, first, sure, _ in VOTES:
            await room.answers(name, options[first], sure)
        await room.presses("Ana", "Discuss, votes hidden")
        await room.presses("Ana", "Vote again")
        for name, _, sure, then in VOTES:
            await room.answers(name, options[then], sure)
        await room.presses("Ana", "Reveal")
        thread = room.shared.channel
        channel = ChannelHandle(stage.env, stage.guild, stage.env.backend.get_channel(thread))
        async with stage.env.preview(
            channel, viewers=[stage.member("Ana")], layout="channel", width=SIZE[0], height=SIZE[1]
        ) as preview:
            path = HERE / "discord-class.png"
            await preview.screenshot(path, mode="viewport", allow_incomplete=True)


if __name__ == "__main__":
    asyncio.run(main())
