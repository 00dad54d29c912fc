"""The commands that tell how things are: ``stats`` and ``health``."""

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.base import cli, configured, fail
from adapters.runtime import log


@cli.command()
def stats(
    lesson: Annotated[
        str, typer.Argument(help="A lesson's ID or title; by default all lessons.")
    ] = "",
    each: Annotated[
        bool, typer.Option("--each", help="Go through the lesson question by question.")
    ] = False,
    file: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="FILE", help="Write a row for each attempt to this file instead."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Show where learners stop, what they believe and what fails, as /admin stats does.

    A CSV file has what each learner answered, even where they are too few for the figures. Its
    learners have random names, new ones in each file, but times and answers can still give somebody
    away: it is for those who may read the database anyway.
    """
    from adapters.cli import stats as statistics
    from adapters.cli.check_import import InputError
    from adapters.control.socket import ControlError
    from adapters.terminal.screen import Screen
    from bot.storage.errors import StoreError

    if each and (file or not lesson.strip()):
        fail("--each: goes with a lesson, and not with --csv", code=2)
    settings, lesson = configured(), lesson.strip()
    log.set_up("ERROR", settings.log_format, settings.secrets)

    async def export(to: Path) -> int:
        async with contextlib.aclosing(statistics.answers(settings, lesson)) as pages:
            return await statistics.save_csv(pages, to, force=force)

    try:
        if file is None:
            told = asyncio.run(statistics.tell(settings, lesson, each=each))
            Screen(sys.stdout, plain=not sys.stdout.isatty()).say(told)
        else:
            number = asyncio.run(export(file))
            typer.echo(f"{file}: {number:,} {'attempt' if number == 1 else 'attempts'}")
    except InputError as error:
        fail(str(error), code=2)
    except (ControlError, StoreError) as error:
        fail(str(error))


@cli.command()
def health(
    alive: Annotated[
        bool, typer.Option("--alive", help="Exit with 0 also if it is alive but not well.")
    ] = False,
) -> None:
    """Ask the running bot how it is; the exit code is 0 if all is well."""
    from adapters.control.health import ask
    from adapters.control.socket import ControlError

    try:
        report = asyncio.run(ask(configured().socket))
    except ControlError as error:
        fail(str(error))
    typer.echo(report.says)
    raise typer.Exit(0 if report.well or (alive and report.alive) else 1)
