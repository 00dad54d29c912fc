"""A conversation in a terminal, by a person at the prompt or a script through a pipe."""

import asyncio
import codecs
import getpass
import os
import re
import threading
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.input import Input as Keys
from prompt_toolkit.output import Output as Display

from adapters.terminal.channel import PLATFORM, Gallery, TerminalChannel
from adapters.terminal.screen import Screen
from bot.conversation.commands import COMMANDS
from bot.conversation.inputs import Address, Command, Envelope, Input, LearnerId, Press
from bot.conversation.language.locale import Manner, nearest, speaking
from bot.conversation.phrases import phrase
from bot.lessons.library import Library
from bot.service.delivery.delivery import Delivery
from bot.service.turns.desk import Desk
from bot.storage.codec import utc_now

_CHUNK = 65536


async def read_script(file: int) -> AsyncIterator[str]:
    """The lines of a file descriptor, without their ends; bad UTF-8 is replaced."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    rest = ""
    while chunk := await _read(file):
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in lines:
            yield line
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest


async def _read(file: int) -> bytes:
    """The next bytes, read in a daemon thread of its own.

    The loop can watch a pipe but not a regular file, and a thread of a pool would hold up the
    end of the program for as long as nobody types.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bytes] = loop.create_future()

    def settle(chunk: bytes, error: OSError | None) -> None:
        if done.cancelled():
            return
        if error:
            done.set_exception(error)
        else:
            done.set_result(chunk)

    def read() -> None:
        chunk, failure = b"", None
        try:
            chunk = os.read(file, _CHUNK)
        except OSError as error:
            failure = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, chunk, failure)

    threading.Thread(target=read, name="stdin", daemon=True).start()
    return await done


async def read_prompt(
    completer: Completer, *, keys: Keys | None = None, display: Display | None = None
) -> AsyncIterator[str]:
    """Lines typed at a prompt, until Ctrl-D or Ctrl-C."""
    prompt: PromptSession[str] = PromptSession(
        "› ",
        completer=completer,
        complete_while_typing=True,
        reserve_space_for_menu=5,
        input=keys,
        output=display,
    )
    while True:
        try:
            yield await prompt.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return


class Suggestions(Completer):
    """What could be typed now: choices by label or number, commands, lessons after a command."""

    def __init__(self, channel: TerminalChannel, library: Callable[[], Library]) -> None:
        self._channel = channel
        self._library = library

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        """What the text before the cursor could become."""
        typed = document.text_before_cursor.lstrip()
        if typed.startswith("/"):
            yield from self._commands(typed)
        else:
            yield from self._choices(typed)

    def _choices(self, typed: str) -> Iterator[Completion]:
        wanted = typed.casefold()
        for number, choice in enumerate(self._channel.choices, start=1):
            by_number = self._channel.numbered and str(number).startswith(wanted)
            if choice.label.casefold().startswith(wanted) or by_number:
                mark = f"[{number}]" if self._channel.numbered else "›"
                yield Completion(choice.label, -len(typed), display=f"{mark} {choice.label}")

    def _commands(self, typed: str) -> Iterator[Completion]:
        name, space, argument = typed[1:].partition(" ")
        if not space:
            for command in COMMANDS:
                if command.name.startswith(name.lower()):
                    after = " " if command.argument else ""
                    with speaking(Manner(self._channel.language)):
                        summary = command.summary
                    yield Completion(
                        f"/{command.name}{after}",
                        -len(typed),
                        display=f"/{command.name}",
                        display_meta=summary,
                    )
        elif any(
            chat_command.name == name.lower() and chat_command.argument == "lesson"
            for chat_command in COMMANDS
        ):
            wanted = argument.strip().casefold()
            library = self._library().in_language(self._channel.language)
            for card in library.in_order():
                if card.id.startswith(wanted) or wanted in card.title.casefold():
                    yield Completion(card.id, -len(argument), display_meta=card.title)


NAME_LIMIT = 64
"""Characters of a learner's name."""

PATIENCE = 90.0
"""Seconds for which a script waits for what takes a while, such as a file: nothing that can be
asked for here takes longer, as reading what was sent is bounded by a minute."""


def login_name() -> str:
    """The name that this person is logged in with, or ``learner`` if the system can't tell."""
    try:
        name = getpass.getuser().strip()
    except (KeyError, OSError, ImportError):
        name = ""
    return name[:NAME_LIMIT] if name.isprintable() and name else "learner"


def login_language() -> str:
    """What this person speaks, such as ``de_AT``, by the environment; empty if it does not say.

    The variables are gettext's, in its order. Babel's own look at them also takes ``LC_CTYPE``
    for a language, which Python sets by itself where a locale is not installed.
    """
    variables = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((value for name in variables if (value := os.environ.get(name))), "")
    spoken = re.split("[:.@]", said)[0]
    return "" if spoken in ("C", "POSIX") else spoken


async def _at_once() -> None:
    """Nothing takes longer than its turn."""


def _new_id() -> str:
    # Not a counter: it would begin anew at each start, and what is known already is ignored.
    return f"{PLATFORM}:{uuid.uuid4().hex}"


class Chat:
    """A learner at a terminal.

    For a person there are hints, and the Enter key alone takes the open choice if there is a single
    choice, so that they can read on with it. For a script (``plain``) an empty line is no input.
    ``language`` is what they speak by their terminal; what they have chosen wins over it. Files are
    saved in ``folder``, by default where the program was started. ``settled`` waits until what was
    asked for has been done and told, which a script does after each line: it ends with its last
    line, and nobody would be there for what comes later. Of a draft nothing is ``kept``, which a
    person is told.
    """

    def __init__(
        self,
        desk: Desk,
        delivery: Delivery,
        screen: Screen,
        name: str,
        *,
        language: str = "",
        folder: Path | None = None,
        gallery: Gallery | None = None,
        settled: Callable[[], Awaitable[None]] = _at_once,
        kept: bool = True,
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = _new_id,
    ) -> None:
        self.channel = TerminalChannel(screen, nearest(language), folder, gallery)
        self._desk = desk
        self._delivery = delivery
        self._screen = screen
        self._learner = LearnerId(f"{PLATFORM}:{name}")
        self._address = Address(PLATFORM, name)
        self.language = language
        self._settled = settled
        self._kept = kept
        self._patient = screen.plain
        self._clock = clock
        self._new_id = new_id

    async def run(self, lines: AsyncIterator[str], lesson: str = "") -> None:
        """Begin with this lesson, or with a greeting, and answer lines until there are no more."""
        await self.put(Command("learn", lesson) if lesson else Command("start"))
        await self._wait_answered()
        self._hint("terminal.hint" if self._kept else "terminal.draft")
        async for line in lines:
            if not self._screen.plain:
                self._screen.gap()
            if line.strip():
                await self.put(self.channel.understand(line))
                await self._wait_answered()
            elif not self._screen.plain and len(self.channel.choices) == 1:
                await self.put(Press(self.channel.choices[0].token))
        self._hint("terminal.farewell" if self._kept else "terminal.draft_left")

    async def put(self, content: Input) -> None:
        """Submit an input, and come back when its answer is shown. Raises ``OSError``."""
        id, at = self._new_id(), self._clock()
        envelope = Envelope(id, self._learner, self._address, at, content, self.language)
        await self._desk.submit(envelope)
        await self._delivery.idle()
        if self.channel.lost:
            raise self.channel.lost

    async def _wait_answered(self) -> None:
        """For a script, wait until nothing of what it asked for is still being made."""
        if not self._patient:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._settled()
        except TimeoutError:
            self._patient = False
            with speaking(Manner(self.channel.language)):
                self._screen.aside(phrase("terminal.late"))
        if self.channel.lost:
            raise self.channel.lost

    def _hint(self, key: str) -> None:
        """Say something beside the conversation, to a person."""
        if not self._screen.plain:
            with speaking(Manner(self.channel.language)):
                self._screen.aside(phrase(key))
