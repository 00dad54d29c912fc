"""What comes in: an envelope around an input of a learner.

Time comes in with the envelope; nothing in the pure rooms reads a clock.
"""

from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import NewType

from bot.values import value

LearnerId = NewType("LearnerId", str)
"""A person, by the account that they first came with, such as ``telegram:42``. They may write from
another as well, once the two are linked."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@value
class Address:
    """Where a reply goes: a chat on a platform, kept apart from the person.

    ``public`` says whether others can read the chat.
    ``handle`` is what the adapter needs to answer this very input there (a callback query,
    an interaction token); only the adapter that made it reads it. It may hold a secret, so it
    stays out of ``repr``.
    """

    platform: str
    chat: str
    public: bool = False
    handle: str = ""

    def __repr__(self) -> str:
        return f"Address({self.platform}:{self.chat}{', public' if self.public else ''})"


@value
class Text:
    """Something typed that is not a command.

    ``question`` names the question that it was written for (as ``Ask.question`` does) where a
    platform knows that; it answers no other then.
    """

    text: str
    question: str = ""


@value
class Press:
    """A button's token, see ``buttons``, and the ``words`` of the form that it opened, if any."""

    token: str
    words: str = ""


@value
class Alarm:
    """A time has come that was set before: what for, and when that was due.

    ``at`` is in microseconds since 1970 in UTC, as it was set; the envelope says when it came.
    """

    kind: str
    at: int


@value
class Upload:
    """A file that was sent, as its sender and their platform describe it; nothing of it is read.

    ``name`` (empty if it has none), ``size`` (in bytes, ``None`` if it is not told) and ``media``
    (a MIME type, or empty) are claims: any text, any number. ``reference`` is the platform's own
    handle, by which the file can be fetched; it may let anybody do so, so it stays out of ``repr``.
    ``text`` is what was written beside it, and ``question`` as with ``Text``. ``album`` is the same
    for files that were sent together, and empty for a single file.
    """

    name: str
    size: int | None
    media: str
    reference: str = field(repr=False)
    text: str = ""
    album: str = ""
    question: str = ""


@value
class Command:
    """A command by name, without the slash, the rest of its line, and a file if it takes any.

    A ``bare`` command names no bot where there may be several, so it may be another bot's.
    """

    name: str
    argument: str = ""
    file: Upload | None = None
    bare: bool = field(default=False, kw_only=True)


@value
class Flood:
    """Far more came at once than a person means: in place of an input, the last that is told."""


@value
class Added:
    """We were brought into a chat that others can read, by whoever the envelope is from."""


@value
class Opened:
    """A thread was opened for the class ``id``: the ``chat`` that it is, or empty if it may not."""

    id: str
    chat: str


Input = Text | Press | Command | Upload | Alarm | Flood | Added | Opened


@value
class Place:
    """A chat that others can read: what it is called there, and whether we may post in it.

    The name comes from outside and may be any text. ``thread`` is the handle by which an adapter
    posts in the thread of it that the input came from. ``runs`` says that whoever wrote runs the
    chat, and ``threads`` that a thread can be opened in it. ``replied`` is whom the message answers
    that came from there, and ``named`` what the platform calls whoever wrote: that is kept nowhere,
    unless they ask to be shown by it. ``writes`` says that they may write there themselves.
    """

    name: str
    open: bool = True
    thread: str = ""
    runs: bool = False
    threads: bool = False
    replied: LearnerId = LearnerId("")
    named: str = ""
    writes: bool = True


@value
class Envelope:
    """An input: who, where, when.

    ``id`` is the same on every redelivery (``telegram:8123``), which is what makes a turn count
    once. ``at`` is aware and in UTC. ``language`` is what the platform says that the learner
    speaks, such as ``de-AT``; empty if it does not say. ``home`` is the chat on the address's
    platform where the learner can be told something alone, for an input from where others can read
    it; empty if there is none or the address is that. ``place`` says what the address is called
    where it can be read by others, if that is known. ``overheard`` says that others read there what
    is answered, too; on some platforms an answer is shown to the learner alone wherever they are,
    once they press a button, so one that was only ``mentioned`` shows all nothing but that button.
    ``replying`` says that it does so by answering a message of ours without naming us: people talk
    about what we asked, so it may be meant for them. ``account`` is the id that it came from, where
    the learner goes by another; the desk puts it there, as it finds out whose the account is.
    """

    id: str
    learner: LearnerId
    address: Address
    at: datetime
    input: Input
    language: str = ""
    home: str = ""
    place: Place | None = None
    overheard: bool = False
    mentioned: bool = False
    replying: bool = False
    account: LearnerId = LearnerId("")

    @property
    def moment(self) -> int:
        """When it came, in microseconds UTC."""
        return (self.at - _EPOCH) // timedelta(microseconds=1)

    @property
    def sender(self) -> LearnerId:
        """The account that it came from."""
        return self.account or self.learner
