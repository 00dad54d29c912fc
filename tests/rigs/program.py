"""The command ``foretell``: in this process, where its words count, or in one of its own.

A process takes a second to begin. So only what is about a process starts one: its end, its signals,
what it loads, its terminal. All else calls the very same entrance here, with the folder, the
environment, the arguments and the streams that a process of its own would have.
"""

import contextlib
import io
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

from adapters.cli import main
from tests.rigs.logged import LOGGED
from tests.rigs.paths import ROOT

FORETELL = [sys.executable, "-c", "from adapters.cli import main; main()"]
LONG = 30
"""Seconds after which a program that does not end is taken to hang."""

Done = subprocess.CompletedProcess[str]


def environment(**more: str) -> dict[str, str]:
    """The environment of the tests without settings and language of whoever runs them."""
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith("FORETELL_")}
    # LANGUAGE and LC_ALL win over LANG, and whoever runs the tests may have set any of them.
    spoken = {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "C.UTF-8"}
    return {**kept, "PYTHONPATH": str(ROOT), **spoken, **more}


def foretell(
    folder: Path, *arguments: str, lines: str | bytes = "", env: Mapping[str, str] | None = None
) -> Done:
    """Call the program in this process, from that folder, with these lines as its input.

    Not from a running loop: the program begins one of its own.
    """
    with (
        tempfile.TemporaryFile() as given,
        contextlib.chdir(folder),
        patch.dict(os.environ, environment(**(env or {})), clear=True),
        patch.object(sys, "argv", ["foretell", *arguments]),
        _logging_as_it_was(),
    ):
        given.write(lines.encode() if isinstance(lines, str) else lines)
        given.seek(0)
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
        out, errors = streams
        with (
            patch.object(sys, "stdin", io.TextIOWrapper(given, encoding="utf-8")),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(errors),
        ):
            try:
                main()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
    said = []
    for stream in streams:
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        said.append(stream.buffer.getvalue().decode())
    LOGGED.look(said[1])
    return Done(list(arguments), code, *said)


@contextlib.contextmanager
def _logging_as_it_was() -> Iterator[None]:
    """The program sets the log of its process up; the tests have one of their own."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = handlers
        root.setLevel(level)


def foretell_apart(
    folder: Path, *arguments: str, lines: str | bytes = "", env: Mapping[str, str] | None = None
) -> Done:
    """The same in a process of its own."""
    done = subprocess.run(
        [*FORETELL, *arguments],
        cwd=folder,
        input=lines.encode() if isinstance(lines, str) else lines,
        capture_output=True,
        env=environment(**(env or {})),
        timeout=LONG,
        check=False,
    )
    LOGGED.look(errors := done.stderr.decode())
    return Done(done.args, done.returncode, done.stdout.decode(), errors)


def started(folder: Path, *arguments: str, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A process of its own that goes on; whoever starts it ends it."""
    return subprocess.Popen(
        [*FORETELL, *arguments],
        cwd=folder,
        env=environment(**env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
