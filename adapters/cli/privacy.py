"""The commands for one person's data: ``export`` and ``forget``.

They ask the running bot if there is one, and do the same on the database itself otherwise, as
pushing and pulling lessons do: see ``push_pull``.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from adapters.cli.base import cli, configured, fail
from adapters.runtime import log
from bot.conversation.inputs import LearnerId
from bot.conversation.privacy.export import FORMS, Form
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.control.socket import ControlMessage
    from bot.conversation.needs.admin import LogEntry

_Found = TypeVar("_Found")

_Learner = Annotated[
    str,
    typer.Argument(
        metavar="LEARNER", help="The person, like telegram:42; /help shows them theirs."
    ),
]


@cli.command()
def export(
    learner: _Learner,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")
    ] = None,
    form: Annotated[
        str, typer.Option("--as", metavar="FORM", help=f"One of {', '.join(FORMS)}.")
    ] = "json",
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Hand over everything that is kept about a learner, as /export does for the learner.

    JSON is complete; a page is for reading; missed and anki are cards for Anki. The file is for
    its owner's eyes only, and the log says that data was handed over, not whose.
    """
    wanted = next((one for one in FORMS if one == form), None)
    if wanted is None:
        fail(f"--as: write one of {', '.join(FORMS)}", code=2)
    if output is not None and output.exists() and not force:
        fail(f"{output}: already exists; add --force to overwrite it", code=2)
    content = _asked(lambda settings: _export(settings, learner.strip(), wanted))
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        with open(output, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(content)
    except OSError as error:
        fail(f"{output}: can't be written: {error.strerror}", code=2)
    typer.echo(f"{output}: {len(content):,} bytes")


@cli.command()
def forget(
    learner: _Learner,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask if you're sure.")] = False,
) -> None:
    """Delete everything that is kept about a learner, for good, as /forget does for the learner.

    Anonymous counts stay. The log says that somebody was forgotten, not who.
    """
    name = learner.strip()
    if not yes:
        typer.confirm(f"Forget {name}? This can't be undone.", abort=True, err=True)
    _asked(lambda settings: _forget(settings, name))
    typer.echo(f"{name} is forgotten.")


def _asked(work: Callable[[Settings], Coroutine[Any, Any, _Found]]) -> _Found:
    """What comes of this; what can't be done ends the program with how to mend it."""
    from adapters.control.socket import ControlError
    from bot.storage.errors import StoreError

    settings = configured()
    log.set_up("ERROR", settings.log_format, settings.secrets)
    try:
        return asyncio.run(work(settings))
    except (ControlError, StoreError) as error:
        fail(str(error))


async def _export(settings: Settings, learner: str, form: Form) -> bytes:
    from adapters.control.privacy import EXPORT, content
    from adapters.control.socket import ControlMessage

    head = {"learner": learner, "form": form, "by": _by()}
    return content(await _request(settings, EXPORT, ControlMessage(head)))


async def _forget(settings: Settings, learner: str) -> None:
    from adapters.control.privacy import FORGET
    from adapters.control.socket import ControlMessage

    await _request(settings, FORGET, ControlMessage({"learner": learner, "by": _by()}))


async def _request(settings: Settings, do: str, message: "ControlMessage") -> "ControlMessage":
    from adapters.control.privacy import handlers
    from adapters.control.socket import NobodyThereError, call
    from adapters.store import existing_store_of
    from bot.service.clock import utc_now

    try:
        return await call(settings.socket, do, message)
    except NobodyThereError:
        store = existing_store_of(settings)

    async def gone(one: LearnerId, entry: "LogEntry") -> bool:
        return await store.forget(one, utc_now(), entry) and await store.scrub()

    await store.open()
    try:
        return await handlers(store, gone)[do](message)
    finally:
        await store.close()


def _by() -> str:
    """Who is at this terminal, for the log."""
    from adapters.terminal import login_name

    return login_name()
