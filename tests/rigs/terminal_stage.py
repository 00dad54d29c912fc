"""A learner at a terminal: types lines, and reads what is printed."""

import io
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from adapters.app import Tutor
from adapters.terminal.chat import Chat
from adapters.terminal.screen import Screen
from bot.conversation.inputs import LearnerId
from bot.conversation.phrases import phrase
from bot.service.alarms import AlarmDispatcher
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.courses import release_of
from tests.rigs.plain_stage import BEGINNING
from tests.rigs.stores import fresh_store
from tests.rigs.transcript import Heard

SAVED = re.compile(phrase("terminal.saved", path=r"/\S*/([^/\s]+)").replace("`", ""))
LINK = re.compile(r"\]\((https?:[^)]*)\)")

CHOICE = re.compile(r"(?:\[\d+\]|›) (.*)")


class TerminalStage:
    """The tutor behind the terminal adapter, for the one learner who sits there."""

    def __init__(self, release: Release, store: Callable[[], Store] = fresh_store) -> None:
        self.clock = BEGINNING
        self._release: Release | None = release
        self._store = store()
        self._name = ""
        self._language = ""
        self._owners: list[LearnerId] = []
        self._holder = tempfile.TemporaryDirectory()
        self.folder = Path(self._holder.name)

    async def __aenter__(self) -> Self:
        self._tutor = Tutor(
            self._store, self._release, clock=lambda: self.clock, owners=self._owners
        )
        await self._tutor.__aenter__()
        self._out = io.StringIO()
        self._chat: Chat | None = None
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._tutor.__aexit__(None, None, None)

    async def _types(self, name: str, line: str) -> None:
        assert self._name in ("", name), "one person sits at a terminal"
        self._name = name
        chat = self._chat or await self._sits_down(name)
        await chat.put(chat.channel.understand(line))

    async def _sits_down(self, name: str) -> Chat:
        screen, tutor = Screen(self._out, plain=True), self._tutor
        self._chat = Chat(
            tutor.desk,
            tutor.delivery,
            screen,
            name,
            language=self._language,
            folder=self.folder,
            clock=lambda: self.clock,
        )
        tutor.add_channel(self._chat.channel, name)
        await tutor.recover()
        return self._chat

    async def types(self, name: str, text: str) -> None:
        await self._types(name, text)

    async def presses(self, name: str, label: str, back: int, owner: str) -> None:
        assert (back, owner) == (0, name), "an old line can't be pressed"
        await self._types(name, label)

    async def sends(
        self, name: str, file: str, size: int | None, text: str, content: bytes = b""
    ) -> None:
        raise AssertionError("a terminal takes no files, only their paths")

    def received(self, file: str) -> bytes:
        return (self.folder / file).read_bytes()

    async def again(self) -> None:
        raise AssertionError("what is typed in a terminal does not come twice")

    async def restart(self) -> None:
        await self.__aexit__()
        self._release = None
        await self.__aenter__()
        if self._name:
            await self._sits_down(self._name)

    async def publish(self, file: Path) -> None:
        await self._store.publish(release_of(file), self.clock)
        await self._tutor.catalogue.refresh()

    async def blocks(self, name: str, blocked: bool) -> None:
        raise AssertionError("a terminal can't be blocked")

    async def speaks(self, name: str, language: str) -> None:
        self._language = language
        if self._chat:
            self._chat.language = language

    def past(self, name: str) -> tuple[Store, LearnerId]:
        return self._store, LearnerId(f"terminal:{name}")

    async def owns(self, name: str) -> None:
        self._owners.append(self.past(name)[1])
        await self._store.set_owners(self._owners, self.clock)

    @property
    def alarms(self) -> AlarmDispatcher:
        return self._tutor.alarms

    async def settled(self) -> None:
        await self._quiet()
        await self._tutor.desk.drain()

    async def _quiet(self) -> None:
        if self._chat:  # else nothing is done yet that could be waited for
            await self._tutor.jobs.idle()
            await self._tutor.broadcaster.idle()
        await self._tutor.delivery.idle()

    async def heard(self) -> Sequence[Heard]:
        await self._quiet()
        # Where a file was saved is this stage's own: everywhere else it is the file that is seen.
        printed = SAVED.sub(r"\1", self._out.getvalue())
        self._out.seek(0)
        self._out.truncate()
        labels = tuple((label,) for label in CHOICE.findall(printed))
        return [Heard("says", CHOICE.sub("", printed), labels)]


def printed(meant: Sequence[Heard]) -> list[Heard]:
    """What is meant, as a terminal shows it: edits and asides are lines like all others.

    Where a link leads is read there.
    """
    return [
        one
        if one.how == "shows"
        else replace(one, how="says", text=LINK.sub(r"] (\1)", one.text), full="")
        for heard in meant
        for one in (replace(heard, text=heard.left, rows=(), silent=False), heard)
        if one.text and not one.silent
    ]
