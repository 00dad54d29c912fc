"""A platform as delivery sees it: its messages, its channel, and how it fares with them.

A channel first *plans*: outputs of a turn become messages that fit the platform, always the same
for the same outputs. Then it *sends* them singly, so that delivery knows after a failure how far it
came. Files that were sent to us it *fetches*.

How long a text takes to plan depends on what is in it: thousands of brackets or bars cost a hundred
times what prose does, and anybody may write them. So only what is small is planned at once;
everything else is planned in a thread, and nobody waits for it but those whom it is for.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from typing import Protocol

from bot.conversation.inputs import Address
from bot.conversation.needs.admin import Served
from bot.conversation.outputs import (
    Ask,
    Chart,
    Choice,
    Document,
    Doorway,
    LessonImage,
    Notice,
    Output,
    Retire,
    Revise,
    Say,
    TextDiagram,
)
from bot.service.monitoring import Observer, SendingHealth
from bot.storage.codec import micros, utc_now
from bot.values import replace, value


async def _always() -> bool:
    return True


_leaving: ContextVar[Callable[[], bool] | None] = ContextVar("leaving", default=None)


@contextmanager
def while_certain(message: "Message") -> Iterator[None]:
    """Let each request of this block ask about this message as its bytes leave: see ``leaving``."""
    token = _leaving.set(message.certain)
    try:
        yield
    finally:
        _leaving.reset(token)


def leaving() -> Callable[[], bool] | None:
    """What says, as the bytes of the request at hand leave, whether they still may, if anything."""
    return _leaving.get()


@value
class Message:
    """A message that fits, still in Markdown.

    ``question`` names the question that it asks with ``rows`` of buttons; ``words`` says that free
    text is an answer to it, ``digits`` that a number is and names no choice, ``files`` that a file
    is; ``language`` is what it is asked in. ``retires`` names the question whose message it
    replaces, and then it has no buttons; ``revises`` a question whose message it replaces while it
    is open, and ``instead`` a card whose message it takes over to ask its own question there.
    ``notice`` marks an aside, and ``stays`` says that it is there until it has been read; a later
    notice ``about`` the same replaces it, and with ``leads`` it takes whoever pressed to where they
    are alone with us. A message with a ``picture`` has no other text than its caption. With a
    ``doorway`` it has its button, where the platform can make it. With a ``document`` it sends that
    file, with the text beside it; its bytes are the ``content``, which is there only while it is
    sent, unless its text held them. ``bulk``: sent to many people; ``unasked``: comes by itself,
    such as a reminder: where a platform's pace is short, both let those go first that somebody
    waits for (``yields``). A ``silent`` message makes no sound: the question after it does.
    ``said`` is when its turn was, in microseconds since 1970 (UTC); 0 where
    nobody knows. ``wanted`` is asked when its turn has come, right before the platform gets it: it
    may have been called off while it waited, and of what must not come twice that is put on record
    first. ``certain``, if there is one, is asked once more when its bytes leave, and must not wait:
    a process that was frozen since may have been overtaken.
    """

    text: str = ""
    rows: tuple[tuple[Choice, ...], ...] = ()
    question: str | None = None
    retires: str | None = None
    picture: TextDiagram | LessonImage | Chart | None = None
    notice: bool = False
    stays: bool = False
    about: str = ""
    leads: str = ""
    words: bool = False
    digits: bool = False
    language: str = "en"
    files: bool = False
    bulk: bool = False
    unasked: bool = False
    silent: bool = False
    document: Document | None = None
    doorway: Doorway | None = None
    content: bytes = field(default=b"", repr=False)
    revises: str | None = None
    instead: str | None = None
    said: int = 0
    wanted: Callable[[], Awaitable[bool]] = field(default=_always, compare=False, repr=False)
    certain: Callable[[], bool] | None = field(default=None, compare=False, repr=False)

    @property
    def replaces(self) -> str | None:
        named = (self.retires, self.revises, self.instead)
        return next((part for part in named if part is not None), None)

    @property
    def yields(self) -> bool:
        """Whether it lets others go first."""
        return self.bulk or self.unasked

    def anew(self) -> "Message":
        """The same as a message of its own, for where the card's can't be had."""
        return replace(self, instead=None)

    def without_document(self) -> "Message":
        """The same in words only, for where the file turns out to be too large after all."""
        text = self.document.otherwise if self.document else self.text
        return replace(self, text=text, document=None, content=b"")

    def without_picture(self) -> "Message":
        """The same in words only, for where the picture can't be had or shown.

        It is empty where a chart's words come next.
        """
        picture, text = self.picture, self.text
        if picture and not (isinstance(picture, Chart) and picture.text):
            text = picture.alternative
        return replace(self, text=text, picture=None)


class DeliveryError(Exception):
    """A message that did not arrive."""


class Later(DeliveryError):  # noqa: N818 - it names what follows, not a fault
    """Try again: after ``delay`` seconds, or, if that is ``None``, at the next input from there.

    ``or_input`` says that an input from there may open the way before that delay is over, and
    ``asked`` that the platform asked for it, and would ask for more if the chat got anything before
    that. ``why`` says in a few words what went wrong, without a word of anybody's.
    """

    def __init__(
        self, delay: float | None, *, or_input: bool = False, asked: bool = False, why: str = ""
    ) -> None:
        super().__init__("at the next input" if delay is None else f"in {delay:g} s")
        self.delay = delay
        self.or_input = or_input
        self.asked = asked
        self.why = why


class Gone(DeliveryError):  # noqa: N818 - it names what follows, not a fault
    """The chat can't be reached any more: blocked, deleted or closed."""


class Shut(Gone):
    """The topic of a chat that it was for is closed; elsewhere in that chat all goes on."""


class Unclear(DeliveryError):  # noqa: N818 - it names what is known, not a fault
    """It may have arrived or not: no answer came. Raised only of what is sent in bulk."""

    why = "no answer in time"


class Unwanted(DeliveryError):  # noqa: N818 - it names what happened, not a fault
    """It was called off before the platform got it."""


class Uneditable(DeliveryError):  # noqa: N818 - it names what is known, not a fault
    """The card whose message it was to take over can't be edited: it goes as its own message."""


class FetchError(Exception):
    """A file that can't be had from a platform: what is wrong, and how its sender mends it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}; {mend}")
        self.what = what
        self.mend = mend


def too_large(limit: int) -> FetchError:
    return FetchError(f"the file is larger than {limit:,} bytes", "send less at once")


def no_longer_there() -> FetchError:
    """The error of a file that was deleted, or whose reference has run out."""
    return FetchError("the file is no longer there", "send it again")


class Channel(Protocol):
    """A platform's way out.

    Any error of ``send`` other than those above is a bug: logged, and passed over.
    """

    @property
    def platform(self) -> str: ...

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]: ...

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send a message and return the platform's reference to it.

        ``key`` is the same on every attempt at this message. ``target`` is the reference of the
        message to edit when ``message.replaces`` is set; a message that can no longer be edited
        counts as edited, but for a message that was to be taken over (``message.instead``): then it
        raises ``Uneditable``. Raises ``Unwanted`` if ``message.wanted`` or ``message.certain`` says
        so, and ``Unclear`` where a message in bulk, if it were tried again, might come twice.
        """

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """The content of a file that was sent here, by the reference that its ``Upload`` had.

        No more than ``limit`` bytes are ever taken in. Raises ``FetchError``, or ``Later`` for
        what may pass.
        """


LIGHT = 2_000
"""Weight that is planned at once: at the worst that takes about a hundredth of a second."""

MARKS = "*_[`|<~#>=-"
"""Characters that may begin something in Markdown, and mean that it is looked for."""

MARK = 10
"""What each of them weighs more than a character of prose."""

THREADS = 2
"""Threads that plan. They share the interpreter with the loop, so more would slow it down, and with
a single thread a text of somebody's would wait for another's."""

_POOL = ThreadPoolExecutor(THREADS, thread_name_prefix="planning")


async def plan_messages(channel: Channel, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
    """The outputs of a turn as the messages of a channel, while the loop goes on."""
    if weight(outputs) <= LIGHT:
        return channel.plan(outputs)
    return await asyncio.get_running_loop().run_in_executor(_POOL, channel.plan, outputs)


def weight(outputs: tuple[Output, ...]) -> int:
    """How much is to be laid out: its characters, and its marks once more by their weight."""
    text = "".join([text for output in outputs for text in _texts(output)])
    return len(text) + MARK * sum(map(text.count, MARKS))


def _texts(output: Output) -> Sequence[str]:
    match output:
        case Say(text) | Retire(_, text) | Notice(text) | Doorway(text):
            return (text,)
        case Ask() | Revise():
            card = [output.instead.text] if isinstance(output, Ask) and output.instead else []
            return [*card, output.text, *[choice.label for choice in output.choices]]
        case TextDiagram(drawing, alternative):
            return (drawing, alternative)
        case LessonImage():
            return (output.alternative,)
        case Chart():
            return (output.text, output.alternative)
        case Document():
            return (output.text, output.otherwise)
        case _:
            return ()


FIRST = "/0"
"""How the key of a parcel's first message ends."""

_RESULTS: dict[type[Exception], str] = {Later: "later", Gone: "gone", Unwanted: "unwanted"}


class ObservedChannel:
    """A channel of which it is told what becomes of each message.

    It wraps a channel: as a hook of ``Sender``, who counts and each platform's health would have to
    be handed through delivery to the two places that send.
    """

    def __init__(self, channel: Channel, observer: Observer) -> None:
        self._channel = channel
        self._observer = observer
        self.health = SendingHealth(channel.platform)
        """Whether what is said gets out."""

    @property
    def platform(self) -> str:
        return self._channel.platform

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        return self._channel.plan(outputs)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        wanted, with_file = message.wanted, message.document is not None

        async def note_offered() -> bool:
            if not await wanted():
                return False
            self.health.offered(key, with_file=with_file)
            return True

        asked = replace(message, wanted=note_offered)
        try:
            reference = await self._channel.send(address, asked, key, target)
        except asyncio.CancelledError:
            self.health.given_up(key)
            raise
        except Exception as error:
            self._note(key, error)
            known = (name for kind, name in _RESULTS.items() if isinstance(error, kind))
            self._observer.count_sending(self.platform, next(known, "failed"))
            raise
        self.health.settled(key)
        self._observer.count_sending(self.platform, "sent")
        if message.said and not (message.unasked or message.bulk) and key.endswith(FIRST):
            seconds = (micros(utc_now()) - message.said) / 1e6
            self._observer.replied(self.platform, max(0.0, seconds))
        return reference

    def _note(self, key: str, error: Exception) -> None:
        match error:
            case Later(asked=True, delay=float() | int() as seconds):
                self.health.paused(key, seconds)
            case Later(delay=float() | int(), or_input=False):
                self.health.failed(key, error.why)
            case Unclear():
                self.health.failed(key, error.why)
                self.health.given_up(key)
            case Unwanted():
                self.health.given_up(key)
            case _:
                self.health.settled(key)

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """The content of a file that was sent here."""
        return await self._channel.fetch(address, reference, limit)


class WaysOut:
    """The ways out of a tutor, by platform; what others hold of it changes with it."""

    def __init__(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.platforms: dict[str, str | None] = {}
        """The chat of each platform where alarms ring; ``None`` for all of them."""
        self.ringing: dict[str, str | None] = {}
        """Those of them where alarms ring now."""
        self._links: dict[str, Callable[[], str]] = {}

    def add(self, channel: Channel, chat: str | None, link: Callable[[], str]) -> None:
        """A platform more; ``link`` says how the links begin that lead to its bot."""
        self.channels[channel.platform] = channel
        self.platforms[channel.platform] = self.ringing[channel.platform] = chat
        self._links[channel.platform] = link

    def hold(self, platform: str, held: bool) -> None:
        """Let no alarm ring on this platform while it is held."""
        if held:
            self.ringing.pop(platform, None)
        elif platform in self.platforms:
            self.ringing[platform] = self.platforms[platform]

    def sum_up(self) -> Served:
        """What an admin is told of them."""
        links = {platform: link() for platform, link in self._links.items()}
        return Served(links, frozenset(links.keys() - self.ringing.keys()))
