"""What delivery asks of a platform.

A channel first *plans*: outputs of one turn become messages that fit the platform, always the
same for the same outputs. Then it *sends* them one by one, so that delivery knows after a
failure how far it came. Files that were sent to us it *fetches*.
"""

from collections.abc import Awaitable, Callable
from dataclasses import field
from typing import Protocol

from bot.conversation.inputs import Address
from bot.conversation.outputs import (
    Chart,
    Choice,
    Document,
    Doorway,
    LessonImage,
    Output,
    TextDiagram,
)
from bot.values import replace, value


async def _always() -> bool:
    return True


def _certain() -> bool:
    return True


@value
class Message:
    """One message that fits, still in Markdown.

    ``question`` names the question that it asks with ``rows`` of buttons; ``words`` says that free
    text is an answer to it, ``digits`` that a number is and names no choice, ``files`` that a file
    is; ``language`` is the one it is asked in.
    ``retires`` names the question whose message it replaces, and then it has no buttons;
    ``revises`` one whose message it replaces while it is open, and ``instead`` a card whose message
    it takes over to ask its own question there.
    ``notice`` marks an aside, and ``stays`` one that is there until it has been read; one that is
    ``about`` something takes the place of the last one about that, and one that ``leads`` takes
    whoever pressed to where they are alone with us.
    A message with a ``picture`` has no other text than its caption.
    One with a ``doorway`` has its button, where the platform can make it.
    One with a ``document`` sends that file, with the text beside it; its bytes are the ``content``,
    which is there only while it is sent, unless its text held them.
    One in ``bulk`` is one of many, and ``unasked`` one that comes by itself, such as a reminder:
    where a platform's pace is short, both let those go first that somebody waits for (``yields``).
    ``said`` is when its turn was, in microseconds since 1970 (UTC); 0 where nobody knows.
    ``wanted`` is asked when its turn has come, right before the platform gets it: it may have been
    called off while it waited, and of what must not come twice that is put on record first.
    ``certain`` is asked once more when its bytes leave, and must not wait: a process that was
    frozen since may have been overtaken.
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
    document: Document | None = None
    doorway: Doorway | None = None
    content: bytes = field(default=b"", repr=False)
    revises: str | None = None
    instead: str | None = None
    said: int = 0
    wanted: Callable[[], Awaitable[bool]] = field(default=_always, compare=False, repr=False)
    certain: Callable[[], bool] = field(default=_certain, compare=False, repr=False)

    @property
    def replaces(self) -> str | None:
        """The question whose message this one replaces, if it does."""
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
    """The card whose message it was to take over can't be edited: it goes as one of its own."""


class FetchError(Exception):
    """A file that can't be had from a platform: what is wrong, and how its sender mends it.

    No word of it holds a token or the file's address.
    """

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}; {mend}")
        self.what = what
        self.mend = mend


def too_large(limit: int) -> FetchError:
    """The error of a file that is larger than ``limit`` bytes."""
    return FetchError(f"the file is larger than {limit:,} bytes", "send less at once")


def no_longer_there() -> FetchError:
    """The error of a file that was deleted, or whose reference has run out."""
    return FetchError("the file is no longer there", "send it again")


class Channel(Protocol):
    """A platform's way out.

    Any error of ``send`` other than those above is a bug: logged, and passed over.
    """

    @property
    def platform(self) -> str:
        """The name in addresses that this channel serves."""
        ...

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        """The outputs of one turn as messages that fit."""
        ...

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Send one message and return the platform's reference to it.

        ``key`` is the same on every attempt at this message. ``target`` is the reference of the
        message to edit when ``message.replaces`` is set; a message that can no longer be edited
        counts as edited, but for one that was to be taken over (``message.instead``): then it
        raises ``Uneditable``. Raises ``Unwanted`` if ``message.wanted`` or ``message.certain`` says
        so, and ``Unclear`` where a message in bulk, if it were tried again, might come twice.
        """
        ...

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """The content of a file that was sent here, by the reference that its ``Upload`` had.

        No more than ``limit`` bytes are ever taken in. Raises ``FetchError``, or ``Later`` for
        what may pass.
        """
        ...
