"""Planning, beside the event loop where it may take long.

How long a text takes to plan depends on what is in it: thousands of brackets or bars cost a hundred
times what prose does, and anybody may write them. So only what is small is planned at once;
everything else is planned in a thread, and nobody waits for it but those whom it is for.

What a small batch says is planned while its commit is on its way: the loop has nothing else to do
then.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from bot.conversation.outputs import (
    Ask,
    Chart,
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
from bot.service.delivery.channel import Channel, Message
from bot.service.monitoring.tracing import tracing
from bot.storage.records import Said

LIGHT = 2_000
"""Weight that is planned at once: at the worst that takes about a hundredth of a second."""

MARKS = "*_[`|<~#>=-"
"""Characters that may begin something in Markdown, and mean that it is looked for."""

MARK = 10
"""What one of them weighs more than a character of prose."""

THREADS = 2
"""Threads that plan. They share the interpreter with the loop, so more would slow it down, and with
a single one a text of somebody's would wait for another's."""

FEW = 4
"""Turns of a batch that are planned while its commit is under way: about as many as fit in that
time. With more, those who are answered first would wait for the others' plans."""

_POOL = ThreadPoolExecutor(THREADS, thread_name_prefix="planning")


Outputs = tuple[Output, ...]


async def planned(channel: Channel, outputs: Outputs) -> tuple[Message, ...]:
    """The outputs of one turn as the messages of a channel, while the loop goes on."""
    if weight(outputs) <= LIGHT:
        return channel.plan(outputs)
    return await asyncio.get_running_loop().run_in_executor(_POOL, channel.plan, outputs)


class Plans:
    """What is said, as the messages of the channels that it goes through."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self._ahead: dict[int, tuple[Outputs, tuple[Message, ...]]] = {}
        """By the identity of what is said, which is kept with them, so that it stays theirs."""

    def ahead(self, said: Sequence[Said]) -> None:
        """Plan what a batch is about to say.

        It is not committed yet, and may never be. What was not asked for of an earlier batch is
        planned again when it is.
        """
        self._ahead = {}
        for key, platform, outputs in said if len(said) <= FEW else ():
            channel = self._channels.get(platform)
            if channel and weight(outputs) <= LIGHT:
                # What can't be planned is told when it is asked for.
                with tracing(key), suppress(Exception):
                    self._ahead[id(outputs)] = outputs, channel.plan(outputs)

    async def messages(self, platform: str, outputs: Outputs) -> tuple[Message, ...]:
        """The outputs of one turn as the messages of a platform, see ``planned``."""
        if ahead := self._ahead.pop(id(outputs), None):
            return ahead[1]
        return await planned(self._channels[platform], outputs)


def weight(outputs: Outputs) -> int:
    """How much is to be laid out: its characters, and its marks once more by their weight."""
    text = "".join([text for output in outputs for text in _texts(output)])
    return len(text) + MARK * sum(map(text.count, MARKS))


def _texts(output: Output) -> Iterator[str]:
    match output:
        case Say(text) | Retire(_, text) | Notice(text) | Doorway(text):
            yield text
        case Ask() | Revise():
            if isinstance(output, Ask) and output.instead is not None:
                yield output.instead.text
            yield output.text
            yield from (choice.label for choice in output.choices)
        case TextDiagram(drawing, alternative):
            yield from (drawing, alternative)
        case LessonImage():
            yield output.alternative
        case Chart():
            yield from (output.text, output.alternative)
        case Document():
            yield from (output.text, output.otherwise)
