"""A learner on Telegram: the real python-telegram-bot against the strict server on loopback."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from adapters.app import Tutor
from adapters.telegram.adapter import Options, Services, TelegramAdapter
from adapters.telegram.failures import Patience
from bot.conversation.commands import ADMIN, COMMANDS
from bot.conversation.inputs import LearnerId
from bot.service.alarms import AlarmDispatcher
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.courses import release_of
from tests.rigs.makers import open_door
from tests.rigs.plain_stage import BEGINNING
from tests.rigs.stores import fresh_store
from tests.rigs.tasks import running
from tests.rigs.telegram_server import Chat, Group, Person, Sent, TelegramServer
from tests.rigs.transcript import Heard


class TelegramStage:
    """The tutor behind the Telegram adapter, with learners in their private chats."""

    def __init__(
        self,
        release: Release,
        store: Callable[[], Store] = fresh_store,
        *,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.clock = BEGINNING
        self._now = clock or (lambda: self.clock)
        self._release: Release | None = release
        self._store = store()
        self._server = TelegramServer(speed=500)
        self._people: dict[str, Person] = {}
        self._last: dict[str, Any] | None = None
        self._seen: dict[int, int] = {}
        self._changes: dict[Sent, int] = {}
        self._asides: dict[str, int] = {}
        self._owners: list[LearnerId] = []
        self._sent = 0
        self._group: Group | None = None
        self._together = False
        self._killed = False

    async def __aenter__(self) -> Self:
        await self._server.__aenter__()
        await self._begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()
        await self._server.__aexit__()

    async def _begin(self) -> None:
        self._tutor = Tutor(self._store, self._release, clock=self._now, owners=self._owners)
        await self._tutor.__aenter__()
        await self._attach()

    async def _attach(self) -> None:
        """Let the tutor be on Telegram."""
        self._adapter = TelegramAdapter(
            self._server.token,
            open_door(self._tutor.desk.submit),
            COMMANDS,
            Options(
                self._server.url,
                introduces=False,  # a dozen calls at each start, of which only their own tests tell
                pace=self._server.pace(),
                patience=Patience().faster(100),
                clock=self._now,
            ),
            Services(
                admins=self._store.admins,
                admin_commands=(ADMIN,),
                assets=self._store.asset,
                moves=self._store,
                cards=self._tutor.cards.find,
            ),
        )
        self._tutor.edits.on_roles(self._adapter.role_changed)
        self._tutor.add_channel(self._adapter.channel, link=lambda: self._adapter.link)
        await self._tutor.recover()
        self._tasks = running(self._adapter.run())
        await self._tasks.__aenter__()

    async def _detach(self) -> None:
        await self._tasks.__aexit__(None, None, None)
        await self._adapter.close()

    async def _end(self) -> None:
        await self._detach()
        await self._tutor.__aexit__(None, None, None)

    def _person(self, name: str) -> Person:
        return self._people.setdefault(name, self._server.person(name))

    async def types(self, name: str, text: str) -> None:
        self._last = self._person(name).types(text, group=self._where())

    async def presses(self, name: str, label: str, back: int, owner: str) -> None:
        person = self._person(name)
        if owner == name:
            group = self._where()
            self._last = person.presses(label, back=back, stale=True, group=group)
        else:
            found = [one for one in self._person(owner).messages if label in one.had]
            self._last = person.presses_data(found[-1 - back], found[-1 - back].had[label])

    async def sends(
        self, name: str, file: str, size: int | None, text: str, content: bytes = b""
    ) -> None:
        self._sent += 1
        id = f"F{self._sent}"
        self._server.keep(id, content)
        document = {"file_id": id, "file_unique_id": id, "file_name": file}
        sized = {} if size is None else {"file_size": size}
        caption = {"caption": text} if text else {}
        self._last = self._person(name).posts(document=document | sized, **caption)

    def received(self, file: str) -> bytes:
        sent = [one.document for person in self._people.values() for one in person.messages]
        return next(one[1] for one in reversed(sent) if one and one[0] == file)

    async def meets(self, together: bool) -> None:
        self._together = together

    async def leads(self, name: str) -> None:
        self.group.admins.add(self._person(name).id)

    def _where(self) -> Group | None:
        """The group, if people are there just now."""
        return self.group if self._together else None

    async def again(self) -> None:
        assert self._last is not None, "nothing to deliver again"
        self._server.again(self._last)

    async def restart(self) -> None:
        await self._settled()
        await self._end()
        self._release = None
        await self._begin()

    async def kill(self) -> None:
        """End at once, wherever it is, and begin again."""
        self._killed = True
        await self._tasks.__aexit__(None, None, None)
        await self._tutor.delivery.close()
        await self._adapter.close()
        await self._tutor.__aexit__(None, None, None)
        self._release = None
        await self._begin()

    @property
    def server(self) -> TelegramServer:
        return self._server

    @property
    def store(self) -> Store:
        return self._store

    @property
    def group(self) -> Group:
        """The group in which people are together."""
        self._group = self._group or self._server.group("Class")
        return self._group

    def enters(self, group: Group) -> None:
        """Let people be together in this group from now on."""
        self._group = group

    async def arrived(self) -> None:
        """Wait until all that was said has arrived or failed to, whatever was refused."""
        await self._tutor.delivery.idle()
        await self._tutor.desk.drain()

    async def publish(self, file: Path) -> None:
        await self._store.publish(release_of(file), self.clock)
        await self._tutor.catalogue.refresh()

    async def blocks(self, name: str, blocked: bool) -> None:
        person = self._person(name)
        person.blocks() if blocked else person.unblocks()

    async def speaks(self, name: str, language: str) -> None:
        self._person(name).language = language

    def past(self, name: str) -> tuple[Store, LearnerId]:
        return self._store, LearnerId(f"telegram:{self._person(name).id}")

    async def owns(self, name: str) -> None:
        self._owners.append(self.past(name)[1])
        await self._store.set_owners(self._owners, self.clock)

    @property
    def alarms(self) -> AlarmDispatcher:
        return self._tutor.alarms

    async def settled(self) -> None:
        await self._settled()
        await self._tutor.desk.drain()

    async def heard(self) -> Sequence[Heard]:
        await self._settled()
        private = [news for name in self._people for news in self._news(name)]
        return [*private, *(self._changed(self._group) if self._group else [])]

    async def _settled(self) -> None:
        await self._server.until(lambda: not (self._server.unconfirmed or self._server.unanswered))
        await self._tutor.jobs.idle()
        await self._tutor.broadcaster.idle()
        await self._tutor.delivery.idle()
        expected = ["403", "too old"]
        if self._killed:
            # What was sent and not marked as sent yet is sent again, and has changed nothing.
            expected.append("not modified")
        refused = [
            one for one in self._server.refusals if not any(word in one for word in expected)
        ]
        assert not refused, refused

    def _news(self, name: str) -> list[Heard]:
        person = self._people[name]
        news = self._changed(person.chat)
        news += [
            Heard("aside", text) for text in person.asides[self._asides.get(name, 0) :] if text
        ]
        self._asides[name] = len(person.asides)
        return news

    def _changed(self, chat: Chat) -> list[Heard]:
        """What is new in a chat."""
        news: list[Heard] = []
        for message in chat.messages:
            for text, rows in message.changes[self._changes.get(message, 0) :]:
                news.append(Heard("edits", text, rows))
            self._changes[message] = len(message.changes)
        for message in chat.messages[self._seen.get(chat.id, 0) :]:
            text, rows = message.born
            how = "shows" if message.photo else "sends" if message.document else "says"
            text = text or message.caption
            if message.document:
                text = f"{message.document[0]}\n{text}"
            news.append(Heard(how, text, rows))
        self._seen[chat.id] = len(chat.messages)
        return news
