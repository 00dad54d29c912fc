"""The commands for whoever keeps a bot running, and for a person's data.

Those for the database and the logs: ``doctor``, ``health``, ``backup``, ``restore``, ``migrate``,
``trace``, ``stats``. Those for a person's data, ``export`` and ``forget``, ask the running bot if
there is any, and do the same on the database itself otherwise: see ``requests``.
"""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters import log
from adapters.cli.base import fail, load_settings, outcome
from adapters.platforms import AllSettings
from adapters.settings import Settings, SettingsError, passwords, postgres_address, variable
from bot.storage.records import Trace, TracedInput

if TYPE_CHECKING:
    from bot.storage.copying import Copied
import contextlib
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.conversation.inputs import LearnerId
from bot.conversation.privacy.export import FORMS, Form

if TYPE_CHECKING:
    from adapters.control.socket import ControlMessage, Handler
    from bot.conversation.needs.admin import LogEntry
    from bot.storage.store import Store

SHOWN = 20
"""How many of somebody's last inputs are listed."""


def doctor() -> None:
    """Check all that may be wrong: settings, tokens, lessons, database, disk, clock, the bot.

    A line each: ✓ fine, ! worth a look, ✗ wrong. The exit code is 1 if something is wrong.
    """
    from adapters.cli.doctor import diagnose

    log.set_up("CRITICAL", "text", ())
    try:
        secrets = AllSettings.load()[0].secrets
    except SettingsError:
        secrets = ()
    redact, wrong = log.Redactor(secrets), False
    for finding in diagnose():
        wrong |= finding.mark == "✗"
        typer.echo(redact(str(finding)))
    raise typer.Exit(1 if wrong else 0)


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

    settings = load_settings()
    if path is None and settings.backups and settings.file:
        try:
            backups.prepare(settings.backups)
        except FileExistsError:
            fail(f"{settings.backups}: isn't a folder; set FORETELL_BACKUPS to one")
        except OSError as error:
            fail(f"{settings.backups}: can't be created ({error.strerror}); fix its permissions")
    to = path or settings.backups or Path()
    if to.is_dir():
        to /= backups.name_backup(settings, datetime.now(UTC))
    copy = outcome(settings, back_up(settings, to, force=force))
    typer.echo(f"{to}: {copy.size:,} bytes, schema {copy.version}, checked")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
) -> None:
    """Replace the database, which is kept beside it, with a backup; stop the bot first."""
    from adapters import store

    settings = load_settings()
    kept = outcome(settings, store.restore(settings, file, datetime.now(UTC)))
    if kept:
        typer.echo(f"{kept}: the database from before")
    typer.echo(f"{settings.file}: restored from {file}; start the bot")


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
    """Show what became of an input: when it came, what it led to, when its messages arrived.

    What somebody wrote is not shown. Inputs are kept for a week.
    """
    if bool(envelope.strip()) == bool(of.strip()):
        fail("name an input, or a person with --of: see foretell trace --help", code=2)
    settings = load_settings()
    lines = _list_accounts(settings, of.strip()) if of else _way(settings, envelope.strip())
    for line in lines:
        typer.echo(line)


def _way(settings: Settings, envelope: str) -> Iterator[str]:
    from adapters import store

    trace = outcome(settings, store.trace(settings, envelope))
    if trace is None:
        form = "" if ":" in envelope else "; an id begins with its platform, as in telegram:123"
        fail(f"{envelope}: nothing is known about it; inputs are kept for a week{form}")
    return _trace_lines(trace)


def _list_accounts(settings: Settings, learner: str) -> Iterator[str]:
    from adapters import store

    traced_inputs = outcome(settings, store.latest(settings, learner, SHOWN))
    if not traced_inputs:
        says = "nothing came from them in the last week; a person's ID looks like telegram:123"
        fail(f"{learner}: {says}, and /help shows everyone theirs")
    return _input_lines(traced_inputs)


_FORM = "%Y-%m-%d %H:%M:%S.%f"


def _trace_lines(trace: Trace) -> Iterator[str]:
    """All that is known of an input, in the order in which it happened."""
    yield trace.id
    if trace.at:
        yield _line(
            "arrived",
            f"{_at(trace.at)}, from {trace.learner} in chat {trace.chat} on {trace.platform}",
        )
    else:
        yield _line("arrived", "longer than a week ago, or its learner is forgotten")
    for fact in trace.facts:
        what = ", ".join(f"{name} {value}" for name, value in fact.columns)
        yield _line("turn", f"{fact.table}: {what}" if what else fact.table)
    if not trace.facts:
        yield _line("turn", "put nothing on record")
    if parcel := trace.parcel:
        where = "this bot has it in hand" if parcel.in_hand else "the next start picks it up"
        if parcel.gone_at:
            where = f"its chat has been gone since {_at(parcel.gone_at)}"
        sent = "message has" if parcel.sent == 1 else "messages have"
        yield _line("parcel", f"{parcel.number}: {parcel.sent} {sent} arrived, not all; {where}")
    elif not trace.messages:
        yield _line("parcel", "none; nothing was said, or it arrived before this was noted")
    for message in trace.messages:
        after = f", {(message.at - trace.at).total_seconds():.3f} s after" if trace.at else ""
        name = f"message {message.number}" if message.number else "messages"
        yield _line(name, f"{message.fate} {_at(message.at)}{after}")
    if trace.messages and not trace.parcel:
        yield _line("done", "nothing is left to send")


def _input_lines(inputs: Iterable[TracedInput]) -> Iterator[str]:
    for traced in inputs:
        arrived = f"{traced.arrived} message{'' if traced.arrived == 1 else 's'} arrived"
        more = ", not all" if traced.waiting else ""
        yield f"{_at(traced.at)}  {traced.id}  {arrived}{more}"


def _line(what: str, says: str) -> str:
    return f"  {what:<11} {says}"


def _at(at: datetime) -> str:
    return f"{at:{_FORM}}"[:-3] + " UTC"


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
    from bot.storage.records import StoreError

    settings = load_settings()
    try:
        where = _where(to.strip(), settings)
    except ValueError as error:
        fail(f"--to: {error}", code=2)
    redact = log.Redactor((*settings.secrets, *passwords(to)))
    log.set_up("ERROR", settings.log_format, (*settings.secrets, *passwords(to)))
    try:
        copied = asyncio.run(
            store.migrate(settings, where, lambda line: typer.echo(redact(line), err=True))
        )
    except StoreError as error:
        fail(redact(str(error)))
    except KeyboardInterrupt:
        fail("broken off; the same command goes on from here", code=130)
    for line in _copied_lines(copied):
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


def _copied_lines(copied: "Copied") -> Iterator[str]:
    """How many rows of each table are on the other side, and what to do now."""
    width = max(map(len, copied.rows))
    for name, count in sorted(copied.rows.items()):
        if count:
            yield f"{name:<{width}} {count:>13,}"
    empty = sum(not count for count in copied.rows.values())
    yield f"{'in all':<{width}} {sum(copied.rows.values()):>13,}  ({empty} tables are empty)"
    if copied.replaced:
        count = sum(copied.replaced.values())
        where = ", ".join(sorted(copied.replaced))
        yield (
            f"zero characters, which PostgreSQL can't hold, became � in {count:,} "
            f"{'text' if count == 1 else 'texts'} ({where})"
        )
    yield f"{copied.to}: every row is the same on both sides"
    yield (
        f"now set {variable('database')} to it and start the bot; keep the old database until the "
        "new one has proved itself"
    )


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
    from adapters.cli.authoring import InputError
    from adapters.terminal.screen import Screen

    if each and (file or not lesson.strip()):
        fail("--each: goes with a lesson, and not with --csv", code=2)
    settings, lesson = load_settings(), lesson.strip()

    async def export(to: Path) -> int:
        async with contextlib.aclosing(statistics.answers(settings, lesson)) as pages:
            return await statistics.save_csv(pages, to, force=force)

    try:
        if file is None:
            text = outcome(settings, statistics.tell(settings, lesson, each=each))
            Screen(sys.stdout, plain=not sys.stdout.isatty()).say(text)
        else:
            number = outcome(settings, export(file))
            typer.echo(f"{file}: {number:,} {'attempt' if number == 1 else 'attempts'}")
    except InputError as error:
        fail(str(error), code=2)


def health(
    alive: Annotated[
        bool, typer.Option("--alive", help="Exit with 0 also if it is alive but not well.")
    ] = False,
) -> None:
    """Ask the running bot how it is; the exit code is 0 if all is well."""
    from adapters.control.health import ask
    from adapters.control.socket import ControlError

    try:
        report = asyncio.run(ask(load_settings().socket))
    except ControlError as error:
        fail(str(error))
    typer.echo(report.says)
    raise typer.Exit(0 if report.well or (alive and report.alive) else 1)


_Learner = Annotated[
    str,
    typer.Argument(
        metavar="LEARNER", help="The person, like telegram:42; /help shows them theirs."
    ),
]


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
    wanted = next((known for known in FORMS if known == form), None)
    if wanted is None:
        fail(f"--as: write one of {', '.join(FORMS)}", code=2)
    if output is not None and output.exists() and not force:
        fail(f"{output}: already exists; add --force to overwrite it", code=2)
    settings = load_settings()
    content = outcome(settings, _export(settings, learner.strip(), wanted))
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        with open(output, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(content)
    except OSError as error:
        fail(f"{output}: can't be written: {error.strerror}", code=2)
    typer.echo(f"{output}: {len(content):,} bytes")


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
    settings = load_settings()
    outcome(settings, _forget(settings, name))
    typer.echo(f"{name} is forgotten.")


async def _export(settings: Settings, learner: str, form: Form) -> bytes:
    from adapters.control.privacy import EXPORT, content
    from adapters.control.socket import ControlMessage

    head = {"learner": learner, "form": form, "by": _by()}
    return content(await _request(settings, EXPORT, ControlMessage(head)))


async def _forget(settings: Settings, learner: str) -> None:
    from adapters.control.privacy import FORGET
    from adapters.control.socket import ControlError, ControlMessage, EndedError

    message = ControlMessage({"learner": learner, "by": _by()})
    try:
        await _request(settings, FORGET, message, changes=True)
    except EndedError as error:
        raise ControlError(
            f"{error} {learner} may be forgotten or not: ask again. If nothing is kept then, it "
            "is done."
        ) from error


async def _request(
    settings: Settings, do: str, message: "ControlMessage", *, changes: bool = False
) -> "ControlMessage":
    from adapters.cli.requests import request
    from adapters.control.privacy import handlers
    from bot.storage.codec import utc_now

    def own(store: "Store") -> "Mapping[str, Handler]":
        async def was_deleted(learner: LearnerId, entry: "LogEntry") -> bool:
            return await store.forget(learner, utc_now(), entry) and await store.scrub()

        return handlers(store, was_deleted)

    return await request(settings, do, message, own, changes=changes)


def _by() -> str:
    """Who is at this terminal, for the log."""
    from adapters.terminal.chat import login_name

    return login_name()
