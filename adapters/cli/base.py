"""What all commands share: the program itself, its settings, and how it fails."""

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from adapters import log
from adapters.platforms import KINDS, AllSettings
from adapters.settings import Settings, SettingsError
from bot.storage.records import StoreError

_Outcome = TypeVar("_Outcome")

_WHERE = f"on {', on '.join(kind.name for kind in KINDS)} and in the terminal"

cli = typer.Typer(
    name="foretell",
    help=f"A chat tutor that asks before it tells: {_WHERE}.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from adapters.version import version

        typer.echo(f"foretell {version()}")
        raise typer.Exit


@cli.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """The program's own options."""


def load_settings() -> Settings:
    """The settings, with their warnings said; if they are wrong, the program ends."""
    try:
        result, warnings = AllSettings.load()
    except SettingsError as error:
        fail(str(error), code=2)
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)
    return result


def outcome(settings: Settings, work: Coroutine[Any, Any, _Outcome]) -> _Outcome:
    """What comes of this work; where it can't be done, the program ends with how to mend it."""
    from adapters.control.socket import ControlError

    log.set_up("ERROR", settings.log_format, settings.secrets)
    try:
        return asyncio.run(work)
    except (ControlError, StoreError) as error:
        fail(str(error))


def fail(message: str, code: int = 1) -> NoReturn:
    """End the program with this exit code, and say why in a line for each thing."""
    for line in message.splitlines():
        typer.echo(f"foretell: {line}", err=True)
    raise typer.Exit(code)
