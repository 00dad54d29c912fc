"""Where a conversation's lines come from: a person at the prompt, or a script through a pipe."""

import asyncio
import codecs
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.input import Input as Keys
from prompt_toolkit.output import Output as Display

from adapters.terminal.channel import TerminalChannel
from bot.conversation.commands import COMMANDS
from bot.conversation.language.locale import Manner, speaking
from bot.lessons.library import Library

_CHUNK = 65536


async def scripted(file: int) -> AsyncIterator[str]:
    """The lines of a file descriptor, without their ends, up to the end of input.

    Bytes that are not UTF-8 are replaced: a script's typing error must not end a conversation.
    """
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


async def prompted(
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
