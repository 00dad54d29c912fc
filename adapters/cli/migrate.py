"""The command ``migrate``: from a SQLite file to PostgreSQL, and back."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.base import cli, configured, fail
from adapters.runtime import log
from bot.setting_values import passwords, postgres_address
from bot.settings import Settings, variable

if TYPE_CHECKING:
    from bot.storage.copying import Copied


@cli.command()
def migrate(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="URL|FILE",
            help="postgresql://user@host/name for a SQLite file, a new file for PostgreSQL.",
        ),
    ],
) -> None:
    """Copy the database from SQLite to PostgreSQL, or back, and compare both; stop the bot first.

    FORETELL_DATABASE says what is copied, and stays as it is. The copy holds everything: learners
    go on in the midst of a lesson. Broken off, it goes on where it was when it's called again.
    Nothing starts with a copy before each row of it was compared.
    """
    from adapters import store
    from bot.storage.errors import StoreError

    settings = configured()
    try:
        where = _where(to.strip(), settings)
    except ValueError as error:
        fail(f"--to: {error}", code=2)
    redact = log.Redactor((*settings.secrets, *passwords(to)))
    log.set_up("ERROR", settings.log_format, (*settings.secrets, *passwords(to)))
    try:
        made = asyncio.run(
            store.migrate(settings, where, lambda line: typer.echo(redact(line), err=True))
        )
    except StoreError as error:
        fail(redact(str(error)))
    except KeyboardInterrupt:
        fail("broken off; the same command goes on from here", code=130)
    for line in _told(made):
        typer.echo(redact(line))


def _where(to: str, settings: Settings) -> str | Path:
    """The address or the file that is meant. Raises ``ValueError``, which shows no password."""
    if settings.file:
        if "://" not in to:
            raise ValueError(
                f"is no address, but {variable('database')} is a SQLite file; write one such as "
                "postgresql://foretell@127.0.0.1/foretell"
            )
        return postgres_address(to)
    if "://" in to or not to:
        raise ValueError(
            f"is no file, but {variable('database')} is PostgreSQL's, which is copied into a new "
            "file; write its path"
        )
    return Path(to).expanduser()


def _told(made: "Copied") -> Iterator[str]:
    """How many rows of each table are on the other side, and what to do now."""
    width = max(map(len, made.rows))
    for name, count in sorted(made.rows.items()):
        if count:
            yield f"{name:<{width}} {count:>13,}"
    empty = sum(not count for count in made.rows.values())
    yield f"{'in all':<{width}} {sum(made.rows.values()):>13,}  ({empty} tables are empty)"
    if made.replaced:
        count = sum(made.replaced.values())
        where = ", ".join(sorted(made.replaced))
        yield (
            f"zero characters, which PostgreSQL can't hold, became � in {count:,} "
            f"{'text' if count == 1 else 'texts'} ({where})"
        )
    yield f"{made.to}: every row is the same on both sides"
    yield (
        f"now set {variable('database')} to it and start the bot; keep the old database until the "
        "new one has proved itself"
    )
