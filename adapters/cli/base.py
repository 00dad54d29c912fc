"""What all commands share: the program itself, its settings, and how it fails."""

from typing import Annotated, NoReturn

import typer

from adapters.platforms import KINDS, AllSettings
from adapters.settings import Settings, SettingsError

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


def configured() -> Settings:
    """The settings, with their warnings said; if they are wrong, the program ends."""
    try:
        result, warnings = AllSettings.load()
    except SettingsError as error:
        fail(str(error), code=2)
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)
    return result


def fail(message: str, code: int = 1) -> NoReturn:
    """End the program with this exit code, and say why in a line for each thing."""
    for line in message.splitlines():
        typer.echo(f"foretell: {line}", err=True)
    raise typer.Exit(code)
