"""Take the picture of a class on Discord: ``docs/pictures/discord-class.png``.

Five people predict in the thread of a class, talk, vote again, and see what is true; Chromium shows
what all of them read at the end, as wide as a phone. What it needs is as with ``discord.py``.
"""

import asyncio
import os
import sys
from datetime import timedelta
from functools import partialmethod
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# In place of this folder, where a script of the same name as the library lies: this one.
sys.path[0] = str(ROOT)

from playwright.async_api import BrowserType  # noqa: E402 - the path has to be right first
from simcord.builders import ChannelHandle  # noqa: E402

from adapters.pictures.images import render  # noqa: E402
from bot.conversation.buttons import parse  # noqa: E402
from bot.storage.records import Release  # noqa: E402
from tests.rigs.courses import read_course  # noqa: E402
from tests.rigs.discord_stage import DiscordStage, Shown  # noqa: E402
from tests.rigs.transcript import let_pass  # noqa: E402

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


class Class:
    """A class, and what is pressed in it."""

    def __init__(self, stage: DiscordStage) -> None:
        self.stage = stage

    def shared(self) -> Shown:
        """The message that all see and that has buttons."""
        stored = [m for there in self.stage.env.backend.messages.values() for m in there.values()]
        bot = self.stage.env.backend.bot_user.id
        shown = [Shown.of(m) for m in sorted(stored, key=lambda m: m.id) if m.author_id == bot]
        return [one for one in shown if not one.ephemeral and one.buttons][-1]

    async def passes(self) -> None:
        """Let what is due come."""
        await self.stage.settled()
        await let_pass(self.stage, timedelta(seconds=4))
        await self.stage.settled()

    async def presses(self, name: str, label: str) -> None:
        """Press the button of this label."""
        await self._click(name, self.shared().buttons[label])
        await self.passes()

    async def answers(self, name: str, choice: int, sure: str) -> None:
        """Press an answer, and send the form that it opens."""
        tokens = [parse(one) for one in self.shared().buttons.values()]
        token = next(one for one in tokens if one and one.choice == choice)
        opened = await self._click(name, str(token))
        form = {"answer": str(choice), "sure": sure}
        await self.stage.member(name).submit_modal(opened, form)
        await self.passes()

    async def _click(self, name: str, token: str) -> object:
        shown = self.shared()
        await self.stage._on_time()
        real = self.stage._message(self.stage.env.backend.get_message(shown.channel, shown.id))
        return await self.stage.member(name).click(real, custom_id=token)


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
        room = Class(stage)
        for name, *_ in VOTES:
            stage.person(name)
        await stage.types("Ana", f"/class {LESSON}")
        await room.passes()
        await room.presses("Ana", "5 questions")
        for name, first, sure, _ in VOTES:
            await room.answers(name, first, sure)
        await room.presses("Ana", "Discuss")
        await room.presses("Ana", "Vote again")
        for name, _, sure, then in VOTES:
            await room.answers(name, then, sure)
        await room.presses("Ana", "Reveal")
        thread = room.shared().channel
        channel = ChannelHandle(stage.env, stage.guild, stage.env.backend.get_channel(thread))
        async with stage.env.preview(
            channel, viewers=[stage.member("Ana")], layout="channel", width=SIZE[0], height=SIZE[1]
        ) as preview:
            path = HERE / "discord-class.png"
            await preview.screenshot(path, mode="viewport", allow_incomplete=True)


if __name__ == "__main__":
    asyncio.run(main())
