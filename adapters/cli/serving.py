"""The commands that hold conversations: ``chat`` and ``run``."""

import asyncio
import contextlib
import faulthandler
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from adapters import log
from adapters.cli.base import fail, load_settings
from adapters.settings import Settings

_log = logging.getLogger(__name__)

New = Annotated[
    bool, typer.Option("--new", help="Begin a new database where the one that was there is gone.")
]


def chat(
    lesson: Annotated[
        str, typer.Argument(help="A lesson's id or title, to begin with it; or a draft, FILE.md.")
    ] = "",
    name: Annotated[str, typer.Option("--as", metavar="NAME", help="Who is learning.")] = "",
    mode: Annotated[
        str, typer.Option("--mode", metavar="MODE", help="The way to begin it in, such as deep.")
    ] = "",
    new: New = False,
) -> None:
    """Take a lesson here in the terminal; the next start goes on where you were.

    A draft is played from its file, as it is, and nothing is put on record; once the file has
    changed, Enter begins it anew. When the input is not a terminal, it reads an input from each
    line and writes plain text.
    """
    from adapters.app import converse
    from adapters.cli.draft import is_draft
    from adapters.store import store_of
    from adapters.terminal.chat import NAME_LIMIT, login_name

    mode = _mode(mode, lesson)
    if sys.stdin is None or sys.stdout is None:  # as after `foretell chat <&-`
        fail("a conversation needs an input and an output; one of them is closed", code=2)
    learner = name.strip() or login_name()
    if len(learner) > NAME_LIMIT or not learner.isprintable():
        fail(f"--as: write a name of at most {NAME_LIMIT} ordinary characters", code=2)
    settings = load_settings()
    # A conversation is no place for news of the machinery, unless they are asked for.
    level = settings.log_level if "log_level" in settings.model_fields_set else "ERROR"
    log.set_up(level, settings.log_format, settings.secrets)
    if is_draft(lesson.strip()):
        _play(Path(lesson.strip()), mode, learner, settings)
        return
    store = store_of(settings, new=_new(settings, new))
    _go(lambda: converse(settings, store, f"{lesson.strip()} {mode}".strip(), learner), settings)


def _mode(written: str, lesson: str) -> str:
    """The mode that was asked for, if any was; the program ends if there is none of that name."""
    from bot.conversation.lesson.modes import MODES
    from bot.lessons.faults import choose

    mode = written.strip().lower()
    if mode and mode not in MODES:
        fail(f'--mode: there is no mode "{mode}"; {choose(mode, [*MODES])}', code=2)
    if mode and not lesson.strip():
        fail(f"--mode {mode}: name a lesson, or a file of one, to begin it in this mode", code=2)
    return mode


def _play(file: Path, mode: str, learner: str, settings: Settings) -> None:
    """Play a draft over a database that vanishes at the end.

    The pictures that it shows stay, since who reads a script's output looks at them later.
    """
    from adapters.app import converse
    from adapters.cli.authoring import InputError
    from adapters.cli.draft import DraftError, Watched, lacking, read_draft, rereading
    from adapters.store import store_of

    watched = Watched(file)
    try:
        draft = read_draft(file)
    except DraftError as error:
        # As `foretell check` says it, so that an editor finds the place.
        for line in str(error).splitlines():
            typer.echo(line, err=True)
        raise typer.Exit(1) from None
    except InputError as error:
        fail(str(error), code=2)
    if mode and (lacks := lacking(draft, mode)):
        fail(f"--mode {mode}: {file} isn't offered in this mode. {lacks}", code=2)
    pictures = Path(tempfile.mkdtemp(prefix="foretell-pictures-"))
    with tempfile.TemporaryDirectory(prefix="foretell-draft-") as folder:
        apart = settings.model_copy(
            update={"database": Path(folder) / "draft.db", "admins": (), "backups": None}
        )
        reread = partial(rereading, file=file, watched=watched, mode=mode)
        work = partial(
            converse,
            apart,
            store_of(apart),
            f"{draft.id} {mode}".strip(),
            learner,
            draft=draft.release,
            reread=lambda lines, publish, say: reread(lines, publish=publish, say=say),
            pictures=pictures,
        )
        try:
            _go(work, settings)
        finally:
            with contextlib.suppress(OSError):  # there are some
                pictures.rmdir()


def run(new: New = False) -> None:
    """Serve the platforms that are configured, until told to stop (SIGTERM, Ctrl-C)."""
    from adapters.app import serve
    from adapters.store import store_of
    from adapters.version import version
    from bot.service.publishing.sandbox_kernel import hide_memory

    # Before the tokens are read: what reads files from outside is of the same user.
    hide_memory()
    with contextlib.suppress(ValueError, RuntimeError):  # where the log is no file, or closed
        # Where each thread is, if a watchdog ends the program with SIGABRT; no value is told.
        faulthandler.enable()
    settings = load_settings()
    log.set_up(settings.log_level, settings.log_format, settings.secrets)
    _log.info("foretell %s", version())
    _go(lambda: serve(settings, store_of(settings, new=_new(settings, new))), settings)


def _new(settings: Settings, wanted: bool) -> bool:
    """Whether a database that is gone is to be begun anew; the program ends if it can't be."""
    if wanted and settings.file is None:
        fail("--new is for a SQLite file, and the settings name another database", code=2)
    return wanted


def _go(work: Callable[[], Coroutine[Any, Any, None]], settings: Settings) -> None:
    """Run to the end; an error that its words explain is said without a traceback."""
    from adapters.app import EXPECTED
    from adapters.platforms import NothingToServeError
    from adapters.runtime.claims import ClaimedError
    from bot.storage.records import GoneError

    def ends(error: Exception, code: int) -> NoReturn:
        if settings.log_format == "json":
            _log.critical("%s", error)
            raise typer.Exit(code) from None
        fail(redact(str(error)), code=code)

    redact = log.Redactor(settings.secrets)
    try:
        asyncio.run(work())
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except (ClaimedError, GoneError, NothingToServeError) as error:
        # Whoever looks after the program must not start it again: it would be the same.
        ends(error, 2)
    except EXPECTED as error:
        ends(error, 1)
    except BrokenPipeError:
        # Whoever read our output has gone, such as `head`; Python would try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except Exception:
        _log.critical("a bug ended the program; please report it", exc_info=True)
        raise typer.Exit(1) from None
