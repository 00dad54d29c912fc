"""Take the picture of a conversation on Discord: ``docs/pictures/discord.png``.

A learner takes the beginning of a lesson from the real bot in a simulated Discord, up to the first
prediction and what is said to it, and Chromium shows what they see. Run it from anywhere:

    pip install 'simcord[screenshot]'
    CHROMIUM=/usr/bin/chromium python docs/pictures/discord.py

``CHROMIUM`` names an installed browser; without it, the one of ``playwright install chromium`` is
taken.
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

from adapters.pictures.images import render  # noqa: E402
from bot.storage.records import Release  # noqa: E402
from tests.rigs.courses import read_course  # noqa: E402
from tests.rigs.discord_stage import DiscordStage  # noqa: E402

LESSON = "career-paths"
PREDICTION = ("All three", "Sure")
"""Sure, and wrong: the reveal that a picture should show."""

SIZE = (760, 918)
MESSAGES_AT_MOST = 40


async def main() -> None:
    """Play, and write the picture."""
    if browser := os.environ.get("CHROMIUM"):
        BrowserType.launch = partialmethod(  # type: ignore[method-assign] # simcord offers no way in
            BrowserType.launch, executable_path=browser, args=["--no-sandbox"]
        )
    course, lessons = read_course(ROOT / "content" / "genai")
    async with DiscordStage(release=Release((course,), tuple(lessons)), render=render) as stage:
        stage.env.backend.bot_user.name = "Foretell"
        ana = stage.person("Ana")
        await stage.wait(days=60, hours=9)
        await stage.types("Ana", f"/learn {LESSON}")
        for _ in range(MESSAGES_AT_MOST):
            rows = (await stage.heard())[-1].rows
            labels = [label for row in rows for label in row]
            if PREDICTION[0] in labels:
                break
            await stage.presses("Ana", labels[0])
        for label in PREDICTION:
            await stage.presses("Ana", label)
            await stage.heard()
        async with stage.env.preview(
            ana.dm_channel, viewers=[ana], layout="channel", width=SIZE[0], height=SIZE[1]
        ) as preview:
            await preview.screenshot(HERE / "discord.png", mode="viewport", allow_incomplete=True)


if __name__ == "__main__":
    asyncio.run(main())
