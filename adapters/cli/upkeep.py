"""The commands for whoever keeps a bot running: ``doctor``, ``backup``, ``restore``, ``trace``."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.base import cli, configured, fail
from adapters.runtime import log
from bot.settings import Settings

SHOWN = 20
"""How many of somebody's last inputs are listed."""


@cli.command()
def doctor() -> None:
    """Check all that may be wrong: settings, tokens, lessons, database, disk, clock, the bot.

    One line each: ✓ fine, ! worth a look, ✗ wrong. The exit code is 1 if something is wrong.
    """
    from adapters.cli.doctor import diagnose
    from bot import settings

    log.set_up("CRITICAL", "text", ())
    try:
        secrets = settings.load()[0].secrets
    except settings.SettingsError:
        secrets = ()
    redact, wrong = log.Redactor(secrets), False
    for finding in diagnose():
        wrong |= finding.mark == "✗"
        typer.echo(redact(str(finding)))
    raise typer.Exit(1 if wrong else 0)


@cli.command()
def backup(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH", help="A file or a folder; by default FORETELL_BACKUPS, or this folder."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Copy the database while the bot runs; the copy is read through before it gets its name."""
    from adapters.runtime import backups
    from adapters.store import back_up
    from bot.storage.errors import StoreError

    settings = configured()
    log.set_up("ERROR", settings.log_format, settings.secrets)
    if path is None and settings.backups and settings.file:
        try:
            backups.prepare(settings.backups)
        except FileExistsError:
            fail(f"{settings.backups}: isn't a folder; set FORETELL_BACKUPS to one")
        except OSError as error:
            fail(f"{settings.backups}: can't be created ({error.strerror}); fix its permissions")
    to = path or settings.backups or Path()
    if to.is_dir():
        to /= backups.named(settings, datetime.now(UTC))
    try:
        made = asyncio.run(back_up(settings, to, force=force))
    except StoreError as error:
        fail(str(error))
    typer.echo(f"{to}: {made.size:,} bytes, schema {made.version}, checked")


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
) -> None:
    """Replace the database, which is kept beside it, with a backup; stop the bot first."""
    from adapters import store
    from bot.storage.errors import StoreError

    settings = configured()
    log.set_up("ERROR", settings.log_format, settings.secrets)
    try:
        kept = asyncio.run(store.restore(settings, file, datetime.now(UTC)))
    except StoreError as error:
        fail(str(error))
    if kept:
        typer.echo(f"{kept}: the database from before")
    typer.echo(f"{settings.file}: restored from {file}; start the bot")


@cli.command()
def trace(
    envelope: Annotated[
        str,
        typer.Argument(metavar="ENVELOPE", help="An input's ID, as in the log, like telegram:123."),
    ] = "",
    of: Annotated[
        str,
        typer.Option(
            "--of", metavar="LEARNER", help="List the last inputs of this person instead."
        ),
    ] = "",
) -> None:
    """Show what became of one input: when it came, what it led to, when its messages arrived.

    What somebody wrote is not shown. Inputs are kept for a week.
    """
    if bool(envelope.strip()) == bool(of.strip()):
        fail("name an input, or a person with --of: see foretell trace --help", code=2)
    settings = configured()
    log.set_up("ERROR", settings.log_format, settings.secrets)
    lines = _listed(settings, of.strip()) if of else _way(settings, envelope.strip())
    for line in lines:
        typer.echo(line)


def _way(settings: Settings, envelope: str) -> Iterator[str]:
    from adapters import store
    from adapters.cli.trace import told
    from bot.storage.errors import StoreError

    try:
        found = asyncio.run(store.trace(settings, envelope))
    except StoreError as error:
        fail(str(error))
    if found is None:
        form = "" if ":" in envelope else "; an id begins with its platform, as in telegram:123"
        fail(f"{envelope}: nothing is known about it; inputs are kept for a week{form}")
    return told(found)


def _listed(settings: Settings, learner: str) -> Iterator[str]:
    from adapters import store
    from adapters.cli.trace import listed
    from bot.storage.errors import StoreError

    try:
        found = asyncio.run(store.latest(settings, learner, SHOWN))
    except StoreError as error:
        fail(str(error))
    if not found:
        says = "nothing came from them in the last week; a person's ID looks like telegram:123"
        fail(f"{learner}: {says}, and /help shows everyone theirs")
    return listed(found)
