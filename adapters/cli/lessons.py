"""The commands for lessons: ``new``, ``check``, ``import``, ``push`` and ``pull``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.base import fail, load_settings, outcome

if TYPE_CHECKING:
    from adapters.cli.authoring import Start


new = typer.Typer(no_args_is_help=True, help="Begin a lesson or a course.")

Folder = Annotated[
    Path, typer.Option("--in", metavar="DIR", help="The folder to write it in; else this one.")
]


@new.command("lesson")
def new_lesson(
    name: Annotated[str, typer.Argument(metavar="NAME", help='Its title, as in "SQL joins".')],
    folder: Folder = Path(),
) -> None:
    """Write a small lesson that passes check and plays, to put your own words into."""
    from adapters.cli import authoring

    _begin(lambda: authoring.new_lesson(name, folder))


@new.command("course")
def new_course(
    name: Annotated[str, typer.Argument(metavar="NAME", help='Its title, as in "Databases".')],
    lesson: Annotated[
        str, typer.Option("--lesson", metavar="NAME", help="The title of its first lesson.")
    ] = "",
    folder: Folder = Path(),
) -> None:
    from adapters.cli import authoring

    _begin(lambda: authoring.new_course(name, folder, lesson))


def _begin(write: Callable[[], "Start"]) -> None:
    from adapters.cli.authoring import InputError

    try:
        begun = write()
    except InputError as error:
        fail(str(error))
    for file in begun.files:
        typer.echo(f"Written: {file}")
    typer.echo("Next:")
    for line in begun.next:
        typer.echo(f"  {line}")


def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Lesson files, or folders with lessons.")
    ],
    ways: Annotated[
        bool,
        typer.Option("--ways", help="Play Learn and Deep, too, and say how often one presses."),
    ] = False,
) -> None:
    """Say what's wrong with lessons, and what would make them better.

    Errors come first, then advice, each as file:line:column: what; how to fix it.
    """
    from adapters.cli import authoring

    try:
        result = authoring.check(paths, beside=load_settings().content, ways=ways)
    except authoring.InputError as error:
        fail(str(error), code=2)
    for line in result.lines:
        typer.echo(line)
    raise typer.Exit(1 if result.errors else 0)


def import_(
    page: Annotated[str, typer.Argument(help="The page's text in a file, or - for the input.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Make a lesson file from a lesson's web page, copied or saved from a browser.

    What couldn't be placed is listed with its line, and the exit code is then 1.
    """
    from adapters.cli.authoring import InputError, PageError, convert, save

    try:
        converted = convert(page)
        if output is None:
            typer.echo(converted.text, nl=False)
        else:
            save(converted.text, output, force=force)
    except InputError as error:
        fail(str(error), code=2)
    except PageError as error:
        fail(str(error))
    for line in converted.remarks:
        typer.echo(line, err=True)
    raise typer.Exit(0 if converted.complete else 1)


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
        typer.Option("--yes", help="Publish even if questions go or right answers change."),
    ] = False,
) -> None:
    """Publish lessons and courses at once, all of them or, on an error, none.

    Says for each whether it is new or unchanged, or what has changed. If a question would go, or
    the right answer change, learners lose something, so nothing is published without --yes.
    If a bot is running, it does the publishing, and teaches it from then on.
    """
    from adapters.cli import push_pull
    from adapters.cli.authoring import InputError
    from adapters.terminal.chat import login_name

    settings, by = load_settings(), f"terminal:{login_name()}"

    async def work() -> push_pull.PushResult:
        files = push_pull.read(paths, await push_pull.load_taught(settings))
        if files.errors:
            return push_pull.PushResult((*files.errors, "Nothing was published."), False)
        return await push_pull.push(settings, files, by, dry_run=dry_run, sure=yes)

    try:
        pushed = outcome(settings, work())
    except InputError as error:
        fail(str(error), code=2)
    for line in pushed.lines:
        typer.echo(line)
    raise typer.Exit(0 if pushed.well else 1)


def pull(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that differ.")] = False,
) -> None:
    """Write everything that is published to files: a folder for each course, with its lessons.

    Pushed again as they are, they change nothing.
    """
    from adapters.cli import push_pull
    from adapters.cli.authoring import InputError

    settings = load_settings()
    try:
        courses, lessons, assets = outcome(settings, push_pull.pull(settings))
        written, left_out = push_pull.write_files(folder, courses, lessons, assets, force=force)
    except InputError as error:
        fail(str(error), code=2)
    for file in written:
        typer.echo(str(file))
    for line in left_out:
        typer.echo(line, err=True)
