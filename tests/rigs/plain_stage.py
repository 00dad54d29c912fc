"""The tutor over a store, with nothing between it and the learners: what is said, as it is."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Self

from bot.conversation.buttons import parse
from bot.conversation.inputs import (
    Address,
    Command,
    Envelope,
    Input,
    LearnerId,
    Place,
    Press,
    Text,
    Upload,
)
from bot.conversation.language.paging import blocks
from bot.conversation.outputs import (
    Ask,
    Chart,
    Document,
    Doorway,
    Gather,
    LessonImage,
    Notice,
    Output,
    Retire,
    Revise,
    Say,
    TextDiagram,
)
from bot.lessons.pictures.assets import Assets, no_assets
from bot.service.alarms import AlarmDispatcher
from bot.service.delivery.channel import Gone, Message, Unwanted
from bot.service.publishing.modes import ModeUpdater
from bot.service.tutor import Tutor
from bot.storage.records import Release
from bot.storage.store import Store
from tests.rigs.courses import read_release, release_of
from tests.rigs.stores import fresh_store
from tests.rigs.transcript import MOMENT, Heard, let_pass


async def _look_when_set(alarms: AlarmDispatcher, soon: asyncio.Event) -> None:
    """As the dispatcher does for what is set in this process, and by itself never."""
    while True:
        await soon.wait()
        soon.clear()
        await alarms.sweep()


GROUP = "the group"
"""The chat that all read."""

BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def labels(message: Message) -> tuple[tuple[str, ...], ...]:
    """What its buttons say."""
    return tuple(tuple(choice.label for choice in row) for row in message.rows)


def of_a_class(token: str) -> bool:
    parsed = parse(token)
    return parsed is not None and parsed.shared


def tokens(message: Message) -> dict[str, str]:
    """What its buttons carry, by what they say."""
    return {choice.label: choice.token for row in message.rows for choice in row}


def _added(old: str, new: str) -> str:
    """The blocks of the new text that are none of the old one's."""
    return "\n\n".join(block for block in blocks(new) if block not in blocks(old))


@dataclass
class Shown:
    """A message on a screen, with the buttons that it has or once had."""

    reference: str
    text: str
    buttons: dict[str, str]
    live: bool = True
    tokens: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._note(self.buttons)

    def _note(self, buttons: dict[str, str]) -> None:
        """Remember these among the buttons that it had, each label's in order."""
        self.buttons |= buttons
        for label, token in buttons.items():
            if token not in self.tokens.setdefault(label, []):
                self.tokens[label].append(token)

    def edit(self, text: str) -> Heard:
        """The message now says this, and has no buttons."""
        self.live = False
        old, self.text = self.text, text
        if text == old:
            return Heard("edits", "", full=text)
        if text.startswith(old):
            return Heard("edits", f"… {text[len(old) :].strip()}", full=text)
        return Heard("edits", text, full=text, silent=True, left=_added(old, text))

    def give_way(self, message: Message, left: str) -> Heard:
        """Another question takes this one's place; ``left`` is what this would say below it."""
        old, before = self.text, _added(self.text, left)
        text = message.text
        if left == old and text.startswith(f"{old}\n\n"):
            text = f"… {text[len(old) :].strip()}"
        return replace(self.revise(message), text=text, left=before, silent=False)

    def revise(self, message: Message) -> Heard:
        """The message now says this, and has these buttons, if any.

        Where it says what it did, the buttons are all there is to tell, and everywhere.
        """
        same = message.text == self.text and bool(message.rows)
        heard = replace(self.edit(message.text), rows=labels(message), left="", silent=not same)
        heard = replace(heard, text="…") if same else heard
        self._note(tokens(message))
        self.live = bool(message.rows)
        return heard


@dataclass
class Screen:
    """What one learner sees."""

    messages: list[Shown] = field(default_factory=list)

    def find(self, label: str, back: int) -> str:
        """What the newest button so labelled carries, there still or not, or one before it."""
        found = [
            token
            for one in reversed(self.messages)
            for token in reversed(one.tokens.get(label, []))
        ]
        if len(found) <= back:
            seen = [list(one.buttons) for one in self.messages[-3:]]
            raise LookupError(f"no button [{label}]{'^' * back}; the last ones: {seen}")
        return found[back]


class PlainChannel:
    """A channel that shows outputs as they are, one message each."""

    platform = "plain"

    def __init__(self) -> None:
        self.screens: dict[str, Screen] = {}
        self.news: list[tuple[str, Heard]] = []
        self.keys: list[str] = []
        self.blocked: set[str] = set()
        # Who blocks the bot misses edits as well, so an old keyboard may stay on their screen.
        self.ever_blocked: set[str] = set()
        self.faults: list[str] = []
        self.files: dict[str, bytes] = {}
        self.documents: dict[str, bytes] = {}
        self.assets: Assets = no_assets
        # What cards would say that give way, by their questions.
        self._left: dict[str, str] = {}

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        return self.files[reference]

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        for output in outputs:
            if isinstance(output, Ask) and output.instead:
                self._left[output.instead.question] = output.instead.text
        return tuple(_message(output) for output in outputs)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        if address.chat in self.blocked:
            raise Gone("blocked")
        if not await message.wanted():
            raise Unwanted
        self.keys.append(key)
        screen = self.screens.setdefault(address.chat, Screen())
        if message.replaces:
            shown = next(one for one in screen.messages if one.reference == target)
            if message.instead:
                heard = shown.give_way(message, self._left.pop(message.instead))
            elif message.retires:
                heard = shown.edit(message.text)
            else:
                heard = shown.revise(message)
            self.news.append((address.chat, heard))
            return shown.reference
        if isinstance(message.picture, TextDiagram):
            picture = message.picture
            shows = Heard("shows", picture.alternative, full=picture.drawing)
            self.news.append((address.chat, shows))
        elif isinstance(message.picture, LessonImage):
            assert await self.assets(message.picture.asset), "a picture must be there to be seen"
            self.news.append((address.chat, Heard("shows", message.picture.alternative)))
        elif message.picture:
            # What a chart shows is said beside it, so its alternative may be left out.
            self.news.append((address.chat, Heard("says", message.text)))
            self.news.append((address.chat, Heard("shows", message.picture.alternative)))
        elif message.document:
            assert len(message.content) == message.document.size
            self.documents[message.document.name] = message.content
            sent = f"{message.document.name}\n{message.text}"
            self.news.append((address.chat, Heard("sends", sent)))
        elif message.notice:
            self.news.append((address.chat, Heard("aside", message.text)))
        else:
            rows = ((message.doorway.label,),) if message.doorway else labels(message)
            self.news.append((address.chat, Heard("says", message.text, rows)))
        buttons = tokens(message)
        live = bool(buttons)
        if message.doorway and message.doorway.token:
            # It stays, whatever else is asked.
            buttons = {message.doorway.label: message.doorway.token}
        screen.messages.append(Shown(key, message.text, buttons, live=live))
        # Several things may stand in a group, each in its own name; so do a class's controls.
        own = [one for one in screen.messages if not any(map(of_a_class, one.buttons.values()))]
        live = [one for one in own if one.buttons and one.live]
        if len(live) > 1 and address.chat not in {GROUP, *self.ever_blocked}:
            self.faults.append(f"{len(live)} live keyboards on {address.chat}'s screen at {key}")
        return key


class PlainElsewhere:
    """The same screens, reached by a platform of another name."""

    def __init__(self, platform: str, channel: PlainChannel) -> None:
        self.platform = platform
        self.fetch, self.plan, self.send = channel.fetch, channel.plan, channel.send


def _message(output: Output) -> Message:
    match output:
        case Say(text):
            return Message(text)
        case Ask(question, text, rows):
            card = output.instead.question if output.instead else None
            return Message(text, rows, question=question, instead=card)
        case Retire(question, text):
            return Message(text, retires=question)
        case Revise(question, text, rows):
            return Message(text, rows, revises=question)
        case Notice(text):
            return Message(text, notice=True)
        case TextDiagram() | LessonImage():
            return Message(picture=output)
        case Chart():
            return Message(output.text, picture=output)
        case Document():
            return Message(output.text, document=output)
        case Doorway(text):
            return Message(text, doorway=output)
        case Gather():
            return Message(notice=True)


class PlainStage:
    """The tutor over a store, with nothing between it and the learner."""

    def __init__(self, folder: Path, store: Callable[[], Store] = fresh_store) -> None:
        self.clock = BEGINNING
        self.channel = PlainChannel()
        self._make_store = store
        self._folder = folder
        self._inputs = 0
        self._languages: dict[str, str] = {}
        self._platforms: dict[str, str] = {}
        self.elsewhere: dict[str, PlainElsewhere] = {}
        self._owners: list[LearnerId] = []
        self._last: Envelope | None = None
        self.together = False
        self._admins: set[str] = set()

    async def __aenter__(self) -> Self:
        self._store = self._make_store()
        await self._begin(read_release(self._folder))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()

    async def _begin(self, release: Release | None = None) -> None:
        self.channel.assets = self._store.asset
        self._tutor = Tutor(self._store, release, clock=lambda: self.clock, owners=self._owners)
        # What is due rings when the test lets time pass, however slow this machine is: a look that
        # comes late, or that another process might have given cause for, would find it before.
        soon = asyncio.Event()
        self._tutor.desk._stirred = soon.set
        self._tutor.alarms.run = partial(_look_when_set, self._tutor.alarms, soon)
        await self._tutor.__aenter__()
        self._tutor.add_channel(self.channel)
        for channel in self.elsewhere.values():
            self._tutor.add_channel(channel)
        await self._tutor.recover()

    async def _end(self) -> None:
        await self._quiet()
        await self._tutor.__aexit__(None, None, None)

    async def arrived(self) -> None:
        """Wait for what turns have said, and not for what goes on behind them."""
        await self._tutor.delivery.idle()

    async def _quiet(self) -> None:
        await self._tutor.jobs.idle()
        await self._tutor.broadcaster.idle()
        await self._tutor.delivery.idle()

    @property
    def alarms(self) -> AlarmDispatcher:
        return self._tutor.alarms

    @property
    def modes(self) -> ModeUpdater:
        return self._tutor.modes

    async def types(self, name: str, text: str) -> None:
        given: Input = Text(text)
        if text.startswith("/"):
            command, _, argument = text[1:].partition(" ")
            given = Command(command, argument)
        await self._send(name, given)

    async def presses(self, name: str, label: str, back: int, owner: str) -> None:
        where = GROUP if self.together else owner
        screen = self.channel.screens.setdefault(where, Screen())
        await self._send(name, Press(screen.find(label, back)))

    async def meets(self, together: bool) -> None:
        self.together = together

    async def leads(self, name: str) -> None:
        self._admins.add(name)

    async def sends(
        self, name: str, file: str, size: int | None, text: str, content: bytes = b""
    ) -> None:
        self.channel.files[f"plain:{file}"] = content
        await self._send(name, Upload(file, size, "", f"plain:{file}", text))

    def received(self, file: str) -> bytes:
        return self.channel.documents[file]

    async def again(self) -> None:
        assert self._last is not None, "nothing to deliver again"
        await self._deliver(self._last)

    async def restart(self, *, abruptly: bool = False) -> None:
        """End and begin again; ``abruptly`` with whatever job is being done."""
        if abruptly:
            await self._tutor.__aexit__(None, None, None)
        else:
            await self._end()
        await self._begin()

    async def publish(self, file: Path) -> None:
        await self._store.publish(release_of(file), self.clock)
        await self._tutor.catalogue.refresh()

    async def blocks(self, name: str, blocked: bool) -> None:
        self.channel.ever_blocked.add(name)
        (self.channel.blocked.add if blocked else self.channel.blocked.discard)(name)

    async def speaks(self, name: str, language: str) -> None:
        self._languages[name] = language

    def past(self, name: str) -> tuple[Store, LearnerId]:
        return self._store, LearnerId(f"{self._platforms.get(name, 'plain')}:{name}")

    async def writes_from(self, name: str, platform: str) -> None:
        self._platforms[name] = platform
        if platform not in self.elsewhere:
            self.elsewhere[platform] = PlainElsewhere(platform, self.channel)
            self._tutor.add_channel(self.elsewhere[platform])

    async def owns(self, name: str) -> None:
        self._owners.append(self.past(name)[1])
        await self._store.set_owners(self._owners, self.clock)

    async def goes_on(self, *steps: tuple[str, str]) -> None:
        """Commands and presses in the group, each by somebody, after what came before is shown."""
        for name, step in steps:
            self.clock += 4 * MOMENT
            if step.startswith("/"):
                await self.types(name, step)
            else:
                await self.presses(name, step, 0, name)
            await self.settled()
            await let_pass(self, MOMENT)

    async def settled(self) -> None:
        await self._quiet()
        await self._tutor.desk.drain()

    async def heard(self) -> Sequence[Heard]:
        await self._quiet()
        # What comes to several at once has no order; each of them sees their own.
        people = list(self.channel.screens)
        news = sorted(self.channel.news, key=lambda one: people.index(one[0]))
        heard = [
            replace(one, how=f"{one.how} on {self._platforms[name].title()}")
            if name in self._platforms
            else replace(one, to=name)
            if self.together and name != GROUP
            else one
            for name, one in news
        ]
        self.channel.news = []
        assert not self.channel.faults, self.channel.faults
        assert len(set(self.channel.keys)) == len(self.channel.keys), "nothing is sent twice"
        return heard

    async def _send(self, name: str, given: Input) -> None:
        self._inputs += 1
        learner = self.past(name)[1]
        address = Address(self._platforms.get(name, "plain"), name)
        id, language = f"plain:{self._inputs}", self._languages.get(name, "")
        self._last = Envelope(id, learner, address, self.clock, given, language)
        if self.together:
            self._last = replace(
                self._last,
                address=Address("plain", GROUP, public=True),
                home=name,
                place=Place("Class", runs=name in self._admins, named=name),
                overheard=True,
            )
        await self._deliver(self._last)

    async def _deliver(self, envelope: Envelope) -> None:
        said = await self._tutor.desk.submit(envelope)
        leads = next((one.leads for one in said if isinstance(one, Notice) and one.leads), "")
        if leads:
            # Where a platform has links, whoever pressed is led to their own chat.
            name = envelope.home
            alone = Address(envelope.address.platform, name)
            start = Command("start", leads)
            await self._tutor.desk.submit(
                Envelope(f"{envelope.id}.led", envelope.learner, alone, self.clock, start)
            )
