"""A learner on Discord: the real discord.py in a simulated Discord, played by what is visible.

``DiscordStage`` is a stage for transcripts as well: it types, presses by label, and tells what was
heard, in direct messages or in a server.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any, Literal, Self

import discord
import simcord
import simcord.components
import simcord.env
import simcord.gateway
import simcord.results
from simcord import interactions
from simcord.backend import serializers
from simcord.components import walk_components
from simcord.enums import ComponentType, InteractionType
from simcord.http import router

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.events import Reference
from adapters.discord.rendering import Render, plain
from adapters.discord.sending import DiscordChannel
from bot.conversation import engine as conversation
from bot.conversation.admin.publishing import receive
from bot.conversation.admin.registry import AREAS
from bot.conversation.commands import ADMIN, COMMANDS
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.outputs import Output
from bot.conversation.phrases import phrase
from bot.lessons.library import Library
from bot.service.alarms import AlarmDispatcher
from bot.service.delivery.channel import Message
from bot.service.delivery.delivery import Delivery
from bot.service.turns.desk import Desk
from bot.service.tutor import Tutor
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.makers import open_door
from tests.rigs.stores import fresh_store
from tests.rigs.transcript import Heard

# How long the simulation waits for the bot's work before it looks again whether all of it is done,
# in seconds; by its own 50 ms nearly all of a test's time is that waiting. To look more often
# settles nothing sooner than it is settled. There is no setting for what a press waits for.
simcord.env.Env._settle_internal.__kwdefaults__["idle"] = 0.002

_ATOMS = (str, int, bool, float, type(None))


def copied(value: Any) -> Any:
    """The simulation's payloads copied as JSON is, which is all that they are, but for files."""
    if type(value) is dict:
        return {key: copied(one) for key, one in value.items()}
    if type(value) is list:
        return [copied(one) for one in value]
    return value if type(value) in _ATOMS else copy.deepcopy(value)


# The simulation copies all that goes through it several times, for any object, which was a sixth of
# a test's time.
for _module in (simcord.components, simcord.results):
    _module.deepcopy = copied
for _module in (simcord.gateway, router):
    _module.copy = SimpleNamespace(deepcopy=copied)

Place = Literal["dm", "server"]

WRITE, HAND_IN, SEND = phrase("ask.write"), phrase("ask.hand_in"), phrase("ask.send_file")


def writes() -> set[str]:
    """What the button that opens a form says, in all languages."""
    said = set()
    for language in LANGUAGES:
        with speaking(Manner(language)):
            said |= {phrase("ask.write"), phrase("ask.hand_in"), phrase("ask.send_file")}
    return said


WRITES = writes()

BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

A_PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8"
    b"\xff\xff?\3\0\x08\xfc\2\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82"
)


@dataclass
class Shown:
    """A message of the bot as it is on Discord now."""

    id: int
    channel: int
    texts: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    rows: list[list[tuple[str, str]]] = field(default_factory=list)
    ephemeral: bool = False
    framed: bool = False
    silent: bool = False

    @property
    def text(self) -> str:
        return "\n\n".join(self.texts)

    @property
    def buttons(self) -> dict[str, str]:
        return {label: token for row in self.rows for label, token in row}

    @classmethod
    def of(cls, stored: Any) -> "Shown":
        shown = cls(stored.id, stored.channel_id, ephemeral=stored.is_ephemeral)
        shown.silent = discord.MessageFlags._from_value(stored.flags).suppress_notifications
        for part in walk_components(stored.components):
            match part["type"]:
                case ComponentType.TEXT_DISPLAY:
                    shown.texts.append(part["content"])
                case ComponentType.MEDIA_GALLERY:
                    shown.described += [item["description"] for item in part["items"]]
                case ComponentType.FILE:
                    shown.texts.append(part["name"])
                case ComponentType.ACTION_ROW:
                    shown.rows.append(
                        [(one["label"], one["custom_id"]) for one in part["components"]]
                    )
                case ComponentType.CONTAINER:
                    shown.framed = True
        return shown


class Ear:
    """Between delivery and the real channel: remembers what went out, in order."""

    platform = "discord"

    def __init__(self, inner: DiscordChannel, look: Callable[[int, int], Shown]) -> None:
        self.inner = inner
        self._look = look
        self.sent: list[tuple[str, Shown]] = []
        self.files: dict[str, bytes] = {}
        self.documents: dict[str, bytes] = {}

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        return self.inner.plan(outputs)

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        # The simulation names an address for each attachment, and has nobody there.
        return next(one for name, one in self.files.items() if reference.endswith(f"/{name}"))

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        reference = await self.inner.send(address, message, key, target)
        how = "edits" if message.replaces else "aside" if message.notice else "says"
        if message.document:
            self.documents[message.document.name] = message.content
        how = "shows" if message.picture else "sends" if message.document else how
        if reference:
            at = Reference.read(reference)
            self.sent.append((how, self._look(at.channel, at.message)))
        return reference


class DiscordStage:
    """The tutor on a simulated Discord, with learners who act in one kind of place."""

    def __init__(
        self,
        store: Callable[[], Store] = fresh_store,
        release: Release | None = None,
        place: Place = "dm",
        *,
        engine: Any = conversation,
        library: Library | None = None,
        render: Render = lambda shown: A_PICTURE,
    ) -> None:
        self.clock = BEGINNING
        self.place = place
        self._make_store = store
        self._release = release
        self._engine = engine
        self._library = library
        self._render = render
        self._shown: dict[str, list[tuple[int, int]]] = {}
        self._order: dict[int, int] = {}
        self._labels: dict[int, dict[str, list[str]]] = {}
        self._people: dict[str, simcord.UserHandle] = {}
        self._members: dict[str, simcord.MemberActor] = {}
        self._last: tuple[str, Any] | None = None
        self._turn_of = ""
        self._locales: dict[int, str] = {}
        self._owners: list[LearnerId] = []
        self._administrators: set[str] = set()

    # Coming and going

    async def __aenter__(self) -> Self:
        self.store = self._make_store()
        self._build()
        self._run = simcord.run(self.adapter.client)
        self.env = await self._run.__aenter__()
        self._epoch = self.clock - self.env.now()
        self.guild = self.env.create_guild("A server")
        self.channel = self.guild.create_text_channel("learning")
        # Before the bot, so that it hears each interaction in the language of its learner.
        self.env.backend.subscribers.insert(0, self._observe)
        await self._start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stop()
        await self._run.__aexit__(kind, error, trace)

    def _build(self) -> None:
        self.adapter = DiscordAdapter(
            "a.token.that-is-none",
            open_door(lambda envelope: self.tutor.desk.submit(envelope)),
            lambda: self.library,
            COMMANDS,
            self._render,
            lambda: self.clock,
            areas={ADMIN.name: tuple(area.name for area in AREAS)},
            with_files={receive.NAME},
            assets=self.store.asset,
            places=self.store,
            cards=lambda words, language: self.tutor.cards.find(words, language),
        )
        self.ear = Ear(
            self.adapter.channel,
            lambda channel, message: Shown.of(self.env.backend.get_message(channel, message)),
        )

    @property
    def library(self) -> Library:
        return self._library or self.tutor.catalogue.library

    @property
    def desk(self) -> Desk:
        return self.tutor.desk

    @property
    def delivery(self) -> Delivery:
        return self.tutor.delivery

    @property
    def alarms(self) -> AlarmDispatcher:
        return self.tutor.alarms

    async def _start(self) -> None:
        # Tasks begun inside the simulation speak to it; those begun before would not.
        self.tutor = Tutor(
            self.store,
            self._release,
            clock=lambda: self.clock,
            owners=self._owners,
            engine=self._engine,
        )
        await self.tutor.__aenter__()
        if self._library is not None:
            self.tutor.catalogue.library = self._library
        self.tutor.add_channel(self.ear)
        await self.tutor.recover()

    async def _stop(self) -> None:
        await self.tutor.__aexit__(None, None, None)

    async def restart(self) -> None:
        await self._quiet()
        await self._stop()
        self._release = None
        self._build()
        await self.env.restart_bot(self.adapter.client)
        await self._start()

    async def _quiet(self) -> None:
        await self.tutor.jobs.idle()
        await self.tutor.broadcaster.idle()
        await self.delivery.idle()

    def _observe(self, event: str, payload: Any) -> None:
        from_bot = (payload.get("author") or {}).get("bot")
        if event == "INTERACTION_CREATE":
            user = payload.get("user") or payload["member"]["user"]
            payload["locale"] = self._locales.get(int(user["id"]), payload["locale"])
        if event == "INTERACTION_CREATE" or (event == "MESSAGE_CREATE" and not from_bot):
            self._last = (event, payload)

    # Who and where

    def person(self, name: str) -> simcord.UserHandle:
        """The learner of this name, who is in the server too."""
        if name not in self._people:
            self._people[name] = self.env.create_user(name)
            self._members[name] = self.guild.add_member(self._people[name])
        return self._people[name]

    def member(self, name: str) -> simcord.MemberActor:
        self.person(name)
        return self._members[name]

    async def _on_time(self) -> None:
        ahead = (self.clock - self._epoch - self.env.now()).total_seconds()
        if ahead > 0:
            await self.env.advance_time(ahead)

    async def wait(self, **time: float) -> None:
        """Let time pass."""
        self.clock += timedelta(**time)
        await self._on_time()

    # What a learner does

    async def types(self, name: str, text: str) -> Any:
        await self._on_time()
        self._turn_of = name
        command, _, argument = text.removeprefix("/").partition(" ")
        known = next((one for one in COMMANDS if one.name == command), None)
        if text.startswith("/") and known is not None and (known.argument or not argument):
            named = "question" if known.argument == "posted" else known.argument
            options = {named: argument} if argument else {}
            if self.place == "dm":
                return await self.person(name).slash(command, **options)
            return await self.member(name).slash(self.channel, command, **options)
        if command == ADMIN.name and self.place == "server" and name in self._administrators:
            area, _, rest = argument.partition(" ")
            options: dict[str, Any] = {"words": rest} if rest else {}
            return await self.member(name).slash(self.channel, f"admin {area or 'help'}", **options)
        if self.place == "server" and (write := self._takes_words(name, text)):
            return await self.submits(name, await self.presses(name, write), text)
        # In a server a mention is only told where to press.
        return await self.person(name).send_dm(text)

    async def sends(
        self, name: str, file: str, size: int | None, text: str, content: bytes = b""
    ) -> Any:
        """Attach a file to a message, or where others can read it to the form."""
        await self._on_time()
        self._turn_of = name
        given = (file, content or bytes(size or 0))
        self.ear.files[file] = content
        live = [one.buttons for one in self.visible(name) if one.buttons]
        if self.place == "server" and live and (opens := {HAND_IN, SEND} & live[-1].keys()):
            opened = await self.presses(name, *opens)
            values = {"files": [given], **({"text": text} if text else {})}
            return await self.member(name).submit_modal(opened, values)
        stored = self.env.backend.store_attachments(self.person(name).dm_channel.id, [given])
        return await self.person(name).send_dm(text, attachments=stored)

    def received(self, file: str) -> bytes:
        return self.ear.documents[file]

    def _takes_words(self, name: str, text: str) -> str:
        """The button for words of the newest live question, if it has one and this is no choice."""
        live = [one.buttons for one in self.visible(name) if one.buttons]
        if not live or text in live[-1] or text.isdecimal() or text.startswith("/"):
            return ""
        return next((label for label in live[-1] if label in WRITES and label != SEND), "")

    async def submits(
        self, name: str, opened: simcord.InteractionResult, text: str
    ) -> simcord.InteractionResult:
        """Fill in and send the form that a press has opened."""
        actor = self.person(name) if self.place == "dm" else self.member(name)
        return await actor.submit_modal(opened, {"text": text})

    async def presses(
        self, name: str, label: str, back: int = 0, owner: str = ""
    ) -> simcord.InteractionResult:
        """Press the newest button so labelled on the owner's screen, or an older one."""
        await self._on_time()
        await self.delivery.idle()
        self._turn_of = name
        owner = owner or name
        found = [
            (*at, token)
            for at in reversed(self._screen(owner))
            for token in reversed(self._labels.get(at[1], {}).get(label, []))
        ]
        assert len(found) > back, f"no button [{label}]{'^' * back} for {owner}"
        channel, message, token = found[back]
        stored = self.env.backend.get_message(channel, message)
        if name == owner and token in Shown.of(stored).buttons.values():
            actor = self.person(name) if stored.channel_id != self.channel.id else self.member(name)
            real = self._message(stored)
            return await actor.click(real, custom_id=token)
        return await self.forge(name, stored, token)

    async def forge(self, name: str, stored: Any, token: str) -> simcord.InteractionResult:
        """A press that the client would not offer: on a button that is gone, or another's."""
        record = self.emits(name, stored, token)
        await self.env.settle()
        return simcord.InteractionResult(self.env, record)

    def emits(self, name: str, stored: Any, token: str) -> Any:
        """Such a press on its way, with many others."""
        alone = {person.dm_channel.id for person in self._people.values()}
        in_server = stored.channel_id not in alone
        place = stored.channel_id if in_server else self.person(name).dm_channel.id
        record, payload = interactions.base_payload(
            self.env.backend,
            type=InteractionType.MESSAGE_COMPONENT,
            channel_id=place,
            guild_id=self.guild.id if in_server else None,
            user_id=self.person(name).id,
            data={"custom_id": token, "component_type": ComponentType.BUTTON},
        )
        payload["message"] = dict(serializers.message_payload(self.env.backend, stored))
        record.source_message_id = stored.id
        self.env.backend.emit("INTERACTION_CREATE", payload)
        return record

    async def again(self) -> None:
        """Deliver the last input once more, as after a lost connection."""
        assert self._last is not None, "nothing to deliver again"
        event, payload = self._last
        self.env.backend.emit(event, payload)
        await self.env.settle()

    async def publish(self, file: Path) -> None:
        from tests.rigs.courses import release_of

        await self.store.publish(release_of(file), self.clock)
        await self.tutor.catalogue.refresh()

    async def blocks(self, name: str, blocked: bool) -> None:
        """Close or open the learner's direct messages."""
        path = f"/channels/{self.person(name).dm_channel.id}/messages"
        faults = self.env.backend.faults
        faults[:] = [fault for fault in faults if fault["path"] != path]
        if blocked:
            self.env.inject_error("POST", path, status=403, code=50007, times=None)

    async def speaks(self, name: str, language: str) -> None:
        """Their client says this locale from now on."""
        self._locales[self.person(name).id] = language

    async def owns(self, name: str) -> None:
        """They own the bot, and are an administrator of the server too."""
        self._owners.append(self.past(name)[1])
        await self.store.set_owners(self._owners, self.clock)
        everything = discord.Permissions(administrator=True)
        role = self.guild.create_role("Administrators", permissions=everything)
        self.guild.remove_member(self.person(name))
        self._members[name] = self.guild.add_member(self.person(name), roles=[role])
        self._administrators.add(name)

    # What a learner meets

    def past(self, name: str) -> tuple[Store, LearnerId]:
        return self.store, LearnerId(f"discord:{self.person(name).id}")

    async def settled(self) -> None:
        await self._quiet()
        await self.desk.drain()

    async def heard(self) -> Sequence[Heard]:
        """What has come since the last call, as Discord shows it, and remember its buttons."""
        return [heard for heard, _ in await self.seen()]

    async def seen(self) -> list[tuple[Heard, Shown]]:
        """The same with the messages as they are."""
        await self._quiet()
        news = []
        for _, shown in self.ear.sent:
            self._order.setdefault(shown.channel, len(self._order))
        for how, shown in sorted(self.ear.sent, key=lambda one: self._order[one[1].channel]):
            if how != "edits":
                self._screen(self._whose(shown.channel)).append((shown.channel, shown.id))
            had = self._labels.setdefault(shown.id, {})
            for label, token in shown.buttons.items():
                if token not in had.setdefault(label, []):
                    had[label].append(token)
            text = "\n\n".join([*shown.texts, *shown.described])
            # The way to a form is this platform's own, and no choice of the question.
            labels = [[label for label, _ in row if label not in WRITES] for row in shown.rows]
            rows = tuple(tuple(row) for row in labels if row)
            news.append((Heard(how, text, rows), shown))
        self.ear.sent.clear()
        return news

    def visible(self, name: str, place: Place | None = None) -> list[Shown]:
        """Every message of the bot that this learner can see there, oldest first."""
        if (place or self.place) == "dm":
            stored = self.env.backend.messages.get(self.person(name).dm_channel.id, {}).values()
        else:
            stored = self.env.backend.messages.get(self.channel.id, {}).values()
        bot, me = self.env.backend.bot_user.id, self.person(name).id
        return [
            Shown.of(one)
            for one in sorted(stored, key=lambda one: one.id)
            if one.author_id == bot and one.visible_to(me)
        ]

    def _whose(self, channel: int) -> str:
        """Who sees what comes to this channel: in the server, who acted last."""
        alone = {person.dm_channel.id: name for name, person in self._people.items()}
        return alone.get(channel, self._turn_of)

    def _screen(self, name: str) -> list[tuple[int, int]]:
        return self._shown.setdefault(name, [])

    def _message(self, stored: Any) -> discord.Message:
        from simcord.results import to_discord_message

        return to_discord_message(self.env, stored)


def words(text: str) -> str:
    """What is read of a text, whatever its form."""
    return " ".join(plain(text).split())
