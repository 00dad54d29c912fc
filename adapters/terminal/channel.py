"""The terminal as a channel: what is sent appears at once, and nothing can be taken back.

An asked message can't be edited here, so what its edit would add is printed below it instead. So it
is with a question that is a step of the last: what that asked is not printed again. Of a question
that is revised its words are printed again only if they are others, and what it offers only if that
is something else. A file that a learner names by its path is read, and what the tutor sends is
saved.
"""

import asyncio
import contextlib
import itertools
import logging
import os
import re
import shlex
import stat
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from prompt_toolkit.application import run_in_terminal

from adapters.layout.plan import Capabilities, plan
from adapters.terminal.screen import Screen
from bot.conversation.inputs import Address, Command, Input, Press, Text, Upload
from bot.conversation.language.locale import SOURCE, Manner, speaking
from bot.conversation.language.markup import escape_markdown
from bot.conversation.language.paging import blocks
from bot.conversation.outputs import Choice, LessonImage, Output
from bot.conversation.phrases import phrase
from bot.lessons.pictures.assets import ENDINGS, Asset, Assets
from bot.service.delivery.channel import (
    FetchError,
    Later,
    Message,
    Unwanted,
    no_longer_there,
    too_large,
)
from bot.values import replace

_log = logging.getLogger(__name__)


def read(path: str, limit: int) -> bytes:
    """The content of a file. Not for the event loop. Raises ``FetchError``."""
    try:
        file = Path(unquote(urlsplit(path).path) if path.startswith("file://") else path)
        file = file.expanduser()
        # What is no plain file, such as a pipe or a device, may have no end, or never begin.
        if not stat.S_ISREG(file.stat().st_mode):
            raise FetchError("this is a folder or a device", "name a file")
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise no_longer_there() from None
    except OSError as error:
        what = f"the file can't be read ({error.strerror})"
        raise FetchError(what, "let Foretell's user read it") from None
    except (ValueError, RuntimeError):
        raise FetchError("this is no path of a file", "write its path") from None
    if len(data) > limit:
        raise too_large(limit)
    return data


def save(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into a folder, for its owner alone, and return its path.

    What is there is never overwritten: under a name that is taken another number is added, unless
    the very same bytes are there already, as after a crash. Not for the event loop. Raises
    ``OSError``.
    """
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in itertools.count(1):
        path = folder / (name if number == 1 else f"{stem}-{number}{suffix}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if _holds(path, content):
                return path
            continue
        _write(descriptor, path, content)
        return path
    raise AssertionError("there is always another number")


def _write(descriptor: int, path: Path, content: bytes) -> None:
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
    except OSError:
        # Half a file is none.
        path.unlink(missing_ok=True)
        raise


def _holds(path: Path, content: bytes) -> bool:
    try:
        # The size first: what is there may be anything.
        return (
            path.stat().st_size == len(content) and path.is_file() and path.read_bytes() == content
        )
    except OSError:
        return False


class Gallery:
    """A lesson's pictures as files in a folder, since a terminal can't show them."""

    def __init__(self, folder: Path, assets: Assets) -> None:
        self._folder = folder.absolute()
        self._assets = assets

    async def show(self, name: str) -> Path | None:
        """The file of this picture; ``None``, with a line in the log, if there can't be any."""
        try:
            asset = await self._assets(name)
            if asset is None:
                _log.error("the picture %s is not kept", name[:16])
                return None
            return await asyncio.to_thread(self._write, asset)
        except OSError as error:
            _log.error("a picture can't be written to %s: %s", self._folder, error.strerror)
            return None

    def _write(self, asset: Asset) -> Path:
        ending = next(text for text, media in ENDINGS.items() if media == asset.media)
        file = self._folder / f"{asset.name[:16]}{ending}"
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_size == len(asset.data):
                return file
        self._folder.mkdir(parents=True, exist_ok=True)
        # Whole or not at all, if the program ends meanwhile or two write it at once.
        half = file.with_suffix(f".{os.getpid()}.part")
        half.write_bytes(asset.data)
        return half.replace(file)


PLATFORM = "terminal"

_ENDLESS = 1_000_000

_PATH = re.compile(r"""['"]?(?:file://|~?/[^\s/]+/|~/|\.{1,2}/)""")
"""How a path begins that is no command: those have a single slash."""

_NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_SIGN = re.compile(r"^\W+ ")
"""A sign before a label's words, as in "❌ 5"."""

CAPABILITIES = Capabilities(
    fits=lambda text: True,
    beside_fits=lambda text: True,
    buttons=_ENDLESS,
    row_buttons=_ENDLESS,
    label_limit=_ENDLESS,
    row_width=_ENDLESS,
    rows=_ENDLESS,
    diagram_columns=None,
    notices=True,
    edits=False,
)
"""A terminal has no limits: everything is text, and choices are numbered lines."""


class TerminalChannel:
    """Shows messages on a screen and knows the choices that are open on it.

    ``language`` is that of the last question: what is said beside the conversation is in it. Files
    are saved in ``folder``; by default where the program was started. A lesson's pictures are told
    in words, and can be looked at in the ``gallery``.
    """

    platform = PLATFORM

    def __init__(
        self,
        screen: Screen,
        language: str = SOURCE,
        folder: Path | None = None,
        gallery: Gallery | None = None,
    ) -> None:
        self._screen = screen
        self._folder = folder or Path.cwd()
        self._gallery = gallery
        self.language = language
        self._question = ""
        self._asked = ""
        self._left = ""
        self.choices: tuple[Choice, ...] = ()
        self.numbered = True
        """Whether choices have numbers to choose them by."""
        self.lost: OSError | None = None

    def plan(self, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
        return plan(outputs, CAPABILITIES)

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        """Show a message; its reference is its key, which nothing else needs here.

        Where nothing can be shown any more, ``lost`` says why; the message waits for next time.
        """
        if not await message.wanted():
            raise Unwanted
        if message.document is not None:
            message = replace(message, text=await self._save_file(message))
        seen: Path | None = None
        if self._gallery and isinstance(message.picture, LessonImage):
            seen = await self._gallery.show(message.picture.asset)
        try:
            # A reminder may come while somebody types: what they have typed stays, below it.
            await run_in_terminal(partial(self._show, message, seen))
        except OSError as error:
            self.lost = error
            raise Later(None) from error
        if message.question is not None:
            self._question, self._asked = message.question, message.text
            self.language = message.language
            self.choices = _choices(message)
            self.numbered = not message.digits
        return key

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        """The content of a file on this machine."""
        return await asyncio.to_thread(read, reference, limit)

    async def _save_file(self, message: Message) -> str:
        """Save the message's file; returns where it is, or why it is nowhere, and its words."""
        name = message.document.name if message.document else ""
        try:
            path = await asyncio.to_thread(save, self._folder, name, message.content)
        except OSError as error:
            with speaking(Manner(self.language)):
                return phrase(
                    "terminal.unsaved", name=name, folder=self._folder, reason=error.strerror
                )
        with speaking(Manner(self.language)):
            saved = phrase("terminal.saved", path=path)
        return f"{saved}\n\n{message.text}".rstrip()

    def _show(self, message: Message, seen: Path | None) -> None:
        left, self._left = self._left, ""
        if message.retires is not None:
            self._retire(message.retires, message.text)
        elif message.revises is not None:
            self._revise(message)
        elif message.notice:
            self._screen.aside(message.text)
        elif message.question and left and message.text.startswith(f"{left}\n\n"):
            rest = message.text.removeprefix(left).strip()
            self._screen.say(rest, message.rows, numbered=not message.digits)
        else:
            self._screen.say(message.text, message.rows, numbered=not message.digits)
        if seen:
            with speaking(Manner(self.language)):
                self._screen.aside(phrase("terminal.picture", file=escape_markdown(str(seen))))

    def understand(self, line: str) -> Input:
        """What a typed line means: a file, a command, a choice by its label or number, or text."""
        typed = line.strip()
        if path := _path(typed):
            # Nothing is read: a path is all that a terminal says of a file.
            return Upload(path, None, "", path)
        if typed.startswith("/") and (words := typed[1:].split(maxsplit=1)):
            return Command(words[0].lower(), words[1] if len(words) > 1 else "")
        for choice in self.choices:
            if _same(typed, choice.label):
                return Press(choice.token)
        return self._find_numbered(typed) or Text(typed)

    def _find_numbered(self, typed: str) -> Press | None:
        """The choice that has this number before it, unless a choice is called so behind a sign."""
        at = int(typed) if self.numbered and _NUMBER.fullmatch(typed) else 0
        called = any(_SIGN.sub("", choice.label) == typed for choice in self.choices)
        return (
            None
            if called or not 1 <= at <= len(self.choices)
            else Press(self.choices[at - 1].token)
        )

    def _revise(self, message: Message) -> None:
        """Know what the question says now; print what is new if it offers something else."""
        if message.revises != self._question:
            return
        before, self.choices = self.choices, _choices(message)
        text = "" if message.text == self._asked else message.text
        self._asked = message.text
        if not self.choices:
            self._question, self._asked = "", ""
        elif [choice.label for choice in before] != [choice.label for choice in self.choices]:
            self._screen.say(text, message.rows, numbered=self.numbered)

    def _retire(self, question: str, text: str) -> None:
        # A question from before this start is closed by a command, which says nothing new of it.
        if question != self._question:
            return
        asked = self._asked
        self._question, self._asked, self.choices = "", "", ()
        self._left = text if text == asked else ""
        if added := _added_words(asked, text):
            self._screen.aside(added)


def _choices(message: Message) -> tuple[Choice, ...]:
    return tuple(choice for row in message.rows for choice in row)


def _added_words(asked: str, text: str) -> str:
    """What a question says now beyond what it asked, of which it may have kept the beginning."""
    before, now = blocks(asked), blocks(text)
    while before and now and before[0] == now[0]:
        del before[0], now[0]
    return "\n\n".join(now)


def _same(text: str, other: str) -> bool:
    return " ".join(text.casefold().split()) == " ".join(other.casefold().split())


def _path(typed: str) -> str:
    """The file that a line names by its path (perhaps quoted) and nothing else, or empty."""
    if not _PATH.match(typed):
        return ""
    try:
        words = shlex.split(typed)
    except ValueError:
        return ""
    return words[0] if len(words) == 1 else ""
