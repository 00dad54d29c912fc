"""The composition root: a tutor in the terminal, or on the platforms that are configured."""

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.control import lessons, privacy, statistics
from adapters.control.health import HEALTH, Health, handler
from adapters.control.socket import (
    ControlError,
    ControlMessage,
    Handler,
    NobodyThereError,
    serving,
)
from adapters.platforms import alone, build_platforms, check, find_wanted
from adapters.runtime.backups import Backups, DiskWatch
from adapters.runtime.process import give_back_memory, keep_informed, patiently
from adapters.runtime.supervision import Supervisor
from adapters.runtime.watching import Watch
from adapters.settings import Settings
from bot.lessons.faults import LessonError
from bot.service.monitoring import Trouble
from bot.service.privacy.forgetting import Retention
from bot.service.tasks import end
from bot.service.tutor import Tutor
from bot.storage.codec import utc_now
from bot.storage.records import Release, StoreError
from bot.storage.store import Store

__all__ = ["EXPECTED", "Tutor", "converse", "health", "serve"]

DAY = timedelta(days=1)

STARTING = Health(False, "Not well: it is starting.")
"""How it is before there is more to tell."""

STOPPING = Health(False, "Not well: it is stopping.")
"""How it is once it has been told to end."""

_log = logging.getLogger(__name__)


EXPECTED = (StoreError, LessonError)
"""What may end a conversation or the service, and whose words say how to mend it."""


Publish = Callable[[Release], Awaitable[None]]

Reread = Callable[[AsyncIterator[str], Publish, Callable[[str], None]], AsyncIterator[str]]
"""Looks at a draft between two lines: given those, how to publish it and how to tell of it."""


async def converse(
    settings: Settings,
    store: Store,
    lesson: str,
    name: str,
    *,
    draft: Release | None = None,
    reread: Reread | None = None,
    pictures: Path | None = None,
) -> None:
    """A conversation in this terminal, or with the script at the other end of standard input.

    With a ``draft`` it is taught in place of the settings' content. What a terminal can't show is
    written to the folder ``pictures``, or else beside the database.
    """
    from adapters.terminal.channel import Gallery
    from adapters.terminal.chat import Chat, Suggestions, login_language, read_prompt, read_script
    from adapters.terminal.screen import Screen

    plain = not (sys.stdin.isatty() and sys.stdout.isatty())
    retention = retention_of(settings)
    content = draft or settings.content
    async with Tutor(store, content, owners=settings.admins, retention=retention) as tutor:
        screen, language = Screen(sys.stdout, plain=plain), login_language()
        gallery = Gallery(pictures or settings.gallery, store.asset)
        chat = Chat(
            tutor.desk,
            tutor.delivery,
            screen,
            name,
            language=language,
            gallery=gallery,
            settled=tutor.settle,
            kept=draft is None,
        )
        tutor.add_channel(chat.channel, name)
        if not await tutor.leadership.take():
            raise StoreError(
                "another process uses this database: a conversation here needs one of its own. "
                "Stop that process, or name another database."
            )
        await tutor.recover()
        lines = (
            read_script(sys.stdin.fileno())
            if plain
            else read_prompt(Suggestions(chat.channel, lambda: tutor.catalogue.library))
        )
        if reread:

            async def publish(release: Release) -> None:
                await store.publish(release, utc_now())
                await tutor.catalogue.refresh()

            lines = reread(lines, publish, lambda line: print(line, file=sys.stderr))  # noqa: T201
        await tutor.keep_up(chat.run(lines, lesson))


async def serve(settings: Settings, store: Store) -> None:
    """Run the tutor on all configured platforms until SIGTERM or SIGINT.

    A database server that is not there yet is waited for. Raises what ends the tutor, or
    ``NothingToServeError``, or ``ClaimedError``.
    """
    check(settings)
    give_back_memory()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with contextlib.AsyncExitStack() as stack:
        if not store.shared:
            stack.enter_context(alone(settings))
        backups = Backups(settings)
        disk = DiskWatch(settings.file, backups.latest)
        watch = Watch(settings, disk, [kind.id for kind, _ in find_wanted(settings)])
        tutor = Tutor(
            store,
            settings.content,
            owners=settings.admins,
            retention=retention_of(settings),
            observer=watch.observer,
        )

        served = build_platforms(settings, tutor)
        for platform in served:
            tutor.add_channel(platform.adapter.channel, link=platform.link)
        leading = tutor.leadership.wait if store.shared else None
        supervisor = Supervisor(served, tutor.hold, leading=leading, sending=tutor.sending)
        waiting = Trouble()
        phase: Health | None = STARTING

        def report() -> Health:
            if phase is STARTING and waiting.since:
                since = f"{waiting.since:%Y-%m-%d %H:%M:%S} UTC"
                return Health(
                    False, f"Not well: it waits for its database, since {since}: {waiting.why}"
                )
            return phase or health(tutor, supervisor, (*backups.ailments(), *disk.ailments()))

        def in_service(handler: Handler) -> Handler:
            async def answer(request: ControlMessage) -> ControlMessage:
                if phase:
                    raise NobodyThereError(report().says)
                return await handler(request)

            return answer

        async def begin() -> None:
            await stack.enter_async_context(tutor)

        def stopping() -> None:
            nonlocal phase
            phase = STOPPING

        edits = lessons.handlers(store, tutor.catalogue.refresh)
        own = privacy.handlers(store, tutor.forgetting.forget)
        others = {**edits, **statistics.handlers(store), **own}
        requests = {HEALTH: handler(report)} | {do: in_service(item) for do, item in others.items()}
        stack.enter_context(disk.watching())
        await stack.enter_async_context(_beside(keep_informed(report)))
        await stack.enter_async_context(watch.pages(tutor, report))
        if store.shared:
            await _answer_commands(stack, settings.socket, requests)
        start = patiently(begin, waiting) if store.shared else begin()
        if not await _in_time(start, stop):
            _log.info("told to stop before the start was over")
            return
        phase = None
        stack.callback(stopping)
        if not store.shared:
            # Not before the database is held: another process may answer there, which has it.
            await _answer_commands(stack, settings.socket, requests)
        if not store.shared:
            await tutor.recover()
        watch.ready = True
        # What is here now stays. The garbage collector, which stops everything while it looks
        # through all objects, need not look through these each time.
        gc.collect()
        gc.freeze()
        await stack.enter_async_context(_beside(backups.keep()))
        await tutor.keep_up(_serve(tutor, supervisor, stop))


async def _answer_commands(
    stack: contextlib.AsyncExitStack, path: Path, requests: Mapping[str, Handler]
) -> None:
    """Answer what commands ask at this socket until the stack is left."""
    try:
        await stack.enter_async_context(serving(path, requests))
    except ControlError as error:
        _log.warning("`foretell health`, push, pull and stats can't be answered: %s", error)


@contextlib.asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let some work go on as long as the block lasts, whatever comes of it."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        await end([task])


def retention_of(settings: Settings) -> Retention:
    """For how long these settings want things to be kept."""

    def days(number: int | None) -> timedelta | None:
        return None if number is None else timedelta(days=number)

    return Retention(
        days(settings.forget_after),
        days(settings.forget_texts_after),
        undelivered=timedelta(days=settings.keep_undelivered),
        drafts=timedelta(days=settings.keep_drafts),
    )


async def _in_time(work: Coroutine[Any, Any, object], stop: asyncio.Event) -> bool:
    """Whether this was done before the stop; it is broken off by it. Raises what it raises."""
    task, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        return not stop.is_set()
    finally:
        await end([task, stopped])


def health(tutor: Tutor, supervisor: Supervisor, beside: Sequence[str] = ()) -> Health:
    ailments = [*tutor.ailments(), *supervisor.ailments(), *beside]
    if ailments:
        return Health(False, f"Not well: {'; '.join(ailments)}.", alive=tutor.alive)
    last = tutor.last_commit
    standing = "" if tutor.leadership.leads else "; another process leads, this one stands by"
    turns = f"the last turn was at {last:%Y-%m-%d %H:%M:%S} UTC" if last else "no turn yet"
    return Health(True, f"All is well on {' and '.join(supervisor.describe())}; {turns}{standing}.")


async def _serve(tutor: Tutor, supervisor: Supervisor, stop: asyncio.Event) -> None:
    tasks = [
        asyncio.create_task(supervisor.run(), name="platforms"),
        asyncio.create_task(_lead(tutor), name="lead"),
        asyncio.create_task(stop.wait(), name="stop"),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        _log.info("stopping")
    finally:
        await end(tasks)


async def _lead(tutor: Tutor) -> None:
    """Do what only the leading process does, once this process leads."""
    if tutor.store.shared:
        await tutor.recover()
    while True:
        try:
            await tutor.forgetting.prune()
        except StoreError as error:
            _log.warning("what is old could not be forgotten today: %s", error)
        await asyncio.sleep(DAY.total_seconds())
