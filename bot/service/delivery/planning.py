"""Planning, beside the event loop where it may take long.

How long a text takes to plan depends on what is in it: thousands of brackets or bars cost a hundred
times what prose does, and anybody may write them. So only what is small is planned at once;
everything else is planned in a thread, and nobody waits for it but those whom it is for.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

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

LIGHT = 2_000
"""Weight that is planned at once: at the worst that takes about a hundredth of a second."""

MARKS = "*_[`|<~#>=-"
"""Characters that may begin something in Markdown, and mean that it is looked for."""

MARK = 10
"""What one of them weighs more than a character of prose."""

THREADS = 2
"""Threads that plan. They share the interpreter with the loop, so more would slow it down, and with
a single one a text of somebody's would wait for another's."""

_POOL = ThreadPoolExecutor(THREADS, thread_name_prefix="planning")


async def planned(channel: Channel, outputs: tuple[Output, ...]) -> tuple[Message, ...]:
    """The outputs of one turn as the messages of a channel, while the loop goes on."""
    if weight(outputs) <= LIGHT:
        return channel.plan(outputs)
    return await asyncio.get_running_loop().run_in_executor(_POOL, channel.plan, outputs)


def weight(outputs: tuple[Output, ...]) -> int:
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
