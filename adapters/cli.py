"""The command ``foretell``.

Exit codes: 0 all went well; 1 it did not; 2 it was called, or is set up, in a way that can't work.
What is wrong is said in a line for each thing on standard error, with how to mend it.
"""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from adapters import log
from bot import settings as settings_
from bot.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

cli = typer.Typer(
    name="foretell",
    help="A chat tutor that asks before it tells: on Telegram, on Discord and in the terminal.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """The entrance of the console script."""
    cli()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"foretell {metadata.version('foretell')}")
        raise typer.Exit


@cli.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    """A chat tutor that asks before it tells: on Telegram, on Discord and in the terminal."""


@cli.command()
def chat(
    lesson: Annotated[str, typer.Argument(help="A lesson's id or title, to begin with it.")] = "",
    name: Annotated[str, typer.Option("--as", metavar="NAME", help="Who is learning.")] = "",
) -> None:
    """Take a lesson here in the terminal; the next start goes on where you were.

    When the input is not a terminal, it reads one input from each line and writes plain text.
    """
    from adapters.app import converse
    from adapters.terminal import NAME_LIMIT, login_name
    from bot.storage.sqlite import SqliteStore

    if sys.stdin is None or sys.stdout is None:  # as after `foretell chat <&-`
        _fail("a conversation needs an input and an output; one of them is closed", code=2)
    learner = name.strip() or login_name()
    if len(learner) > NAME_LIMIT or not learner.isprintable():
        _fail(f"--as: write a name of at most {NAME_LIMIT} ordinary characters", code=2)
    settings = _settings()
    # A conversation is no place for news of the machinery, unless they are asked for.
    level = settings.log_level if "log_level" in settings.model_fields_set else "ERROR"
    log.set_up(level, settings.log_format, settings.secrets)
    store = SqliteStore(settings.database)
    _go(lambda: converse(settings, store, lesson.strip(), learner), settings)


@cli.command()
def run() -> None:
    """Serve Telegram, Discord or both, as configured, until told to stop (SIGTERM, Ctrl-C)."""
    from adapters.app import serve
    from bot.storage.sqlite import SqliteStore

    settings = _settings()
    log.set_up(settings.log_level, settings.log_format, settings.secrets)
    _go(lambda: serve(settings, SqliteStore(settings.database)), settings)


@cli.command()
def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Lesson files, or folders with lessons.")
    ],
) -> None:
    """Say what is wrong with lessons, and what would make them better.

    Errors come first, then advice, each as file:line:column: what; how to mend it.
    """
    from adapters import authoring

    try:
        verdict = authoring.check(paths, beside=_settings().content)
    except authoring.InputError as error:
        _fail(str(error), code=2)
    for line in verdict.lines:
        typer.echo(line)
    raise typer.Exit(1 if verdict.errors else 0)


@cli.command("import")
def import_(
    page: Annotated[str, typer.Argument(help="The page's text in a file, or - for the input.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Make a lesson file of a lesson web page, copied or saved from a browser.

    What could not be placed is listed with its line, and the exit code is then 1.
    """
    from adapters.authoring import InputError, PageError, convert, save

    try:
        converted = convert(page)
        if output is None:
            typer.echo(converted.text, nl=False)
        else:
            save(converted.text, output, force=force)
    except InputError as error:
        _fail(str(error), code=2)
    except PageError as error:
        _fail(str(error))
    for line in converted.remarks:
        typer.echo(line, err=True)
    raise typer.Exit(0 if converted.complete else 1)


@cli.command()
def push(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Lesson files, folders with lessons, zip archives."),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and publish nothing.")
    ] = False,
    yes: Annotated[
        bool,
        typer.Option("--yes", help="Publish even if questions go or other answers are right."),
    ] = False,
) -> None:
    """Publish lessons and courses at once, all of them or, on an error, none.

    Says of each whether it is new, unchanged, or what has changed. Where a question would go, or
    another answer be right, learners lose something, so nothing is published without --yes.
    A running bot publishes it itself, and teaches it from then on.
    """
    from adapters import editing, local
    from adapters.authoring import InputError
    from adapters.control import ControlError
    from adapters.terminal import login_name
    from bot.storage.records import StoreError

    settings, by = _settings(), f"terminal:{login_name()}"
    log.set_up("ERROR", settings.log_format, settings.secrets)

    async def work() -> editing.Pushed:
        found = local.read(paths, await editing.known(settings))
        if found.errors:
            return editing.Pushed((*found.errors, "Nothing was published."), False)
        return await editing.push(settings, found, by, dry_run=dry_run, sure=yes)

    try:
        pushed = asyncio.run(work())
    except InputError as error:
        _fail(str(error), code=2)
    except (ControlError, StoreError) as error:
        _fail(str(error))
    for line in pushed.lines:
        typer.echo(line)
    raise typer.Exit(0 if pushed.well else 1)


@cli.command()
def pull(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write.")] = Path(),
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that hold something else.")
    ] = False,
) -> None:
    """Write all that is published as files: a folder for each course, with its lessons.

    Pushed again as they are, they change nothing.
    """
    from adapters import editing, local
    from adapters.authoring import InputError
    from adapters.control import ControlError
    from bot.storage.records import StoreError

    settings = _settings()
    log.set_up("ERROR", settings.log_format, settings.secrets)
    try:
        courses, lessons, assets = asyncio.run(editing.pull(settings))
        written, left_out = local.write_files(folder, courses, lessons, assets, force=force)
    except InputError as error:
        _fail(str(error), code=2)
    except (ControlError, StoreError) as error:
        _fail(str(error))
    for file in written:
        typer.echo(str(file))
    for line in left_out:
        typer.echo(line, err=True)


@cli.command()
def stats(
    lesson: Annotated[str, typer.Argument(help="A lesson's id or title; else all lessons.")] = "",
    each: Annotated[
        bool, typer.Option("--each", help="Tell of the lesson question by question.")
    ] = False,
    file: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write a row for each attempt there instead."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Tell where learners stop, what they believe and what fails, as /admin stats does.

    A CSV file has what each learner answered, also where they are too few for the figures. Its
    learners have random names, others in each file, but times and answers can still give somebody
    away: it is for those who may read the database anyway.
    """
    from adapters import spreadsheet, statistics
    from adapters.authoring import InputError
    from adapters.control import ControlError
    from adapters.terminal.screen import Screen
    from bot.storage.records import StoreError

    if each and (file or not lesson.strip()):
        _fail("--each: goes with a lesson, and not with --csv", code=2)
    settings, lesson = _settings(), lesson.strip()
    log.set_up("ERROR", settings.log_format, settings.secrets)

    async def export(to: Path) -> int:
        async with contextlib.aclosing(statistics.answers(settings, lesson)) as pages:
            return await spreadsheet.save(pages, to, force=force)

    try:
        if file is None:
            told = asyncio.run(statistics.tell(settings, lesson, each=each))
            Screen(sys.stdout, plain=not sys.stdout.isatty()).say(told)
        else:
            number = asyncio.run(export(file))
            typer.echo(f"{file}: {number:,} {'attempt' if number == 1 else 'attempts'}")
    except InputError as error:
        _fail(str(error), code=2)
    except (ControlError, StoreError) as error:
        _fail(str(error))


@cli.command()
def health() -> None:
    """Ask the running bot how it is; the exit code is 0 if all is well."""
    from adapters.control import ControlError
    from adapters.health import ask

    try:
        report = asyncio.run(ask(_settings().socket))
    except ControlError as error:
        _fail(str(error))
    typer.echo(report.says)
    raise typer.Exit(0 if report.well else 1)


def _settings() -> Settings:
    try:
        settings, warnings = settings_.load()
    except SettingsError as error:
        _fail(str(error), code=2)
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)
    return settings


def _go(work: Callable[[], Coroutine[Any, Any, None]], settings: Settings) -> None:
    """Run to the end; an error that its words explain is said without a traceback."""
    from adapters.app import EXPECTED
    from adapters.platforms import NothingToServeError

    redact = log.Redactor(settings.secrets)
    try:
        asyncio.run(work())
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except NothingToServeError as error:
        _fail(str(error), code=2)
    except EXPECTED as error:
        if settings.log_format == "json":
            _log.critical("%s", error)
            raise typer.Exit(1) from None
        _fail(redact(str(error)))
    except BrokenPipeError:
        # Whoever read our output has gone, such as `head`; Python would try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except Exception:
        _log.critical("a bug ended the program; please report it", exc_info=True)
        raise typer.Exit(1) from None


def _fail(message: str, code: int = 1) -> NoReturn:
    for line in message.splitlines():
        typer.echo(f"foretell: {line}", err=True)
    raise typer.Exit(code)
