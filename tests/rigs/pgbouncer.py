"""The PgBouncer of the sample configuration, before this process's PostgreSQL."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.rigs.paths import ROOT
from tests.rigs.postgres import NOBODY
from tests.rigs.stores import quick_folder

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")
NEEDS_PGBOUNCER = pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed")

SAMPLE = ROOT / "docs" / "deploy" / "pgbouncer.ini"


@contextmanager
def pgbouncer(url: str, **otherwise: str) -> Iterator[str]:
    """It runs before the database at this address, which names a folder with a socket; its own.

    What is given ``otherwise`` than in the sample may be a setting, or ``connect_query``.
    """
    parts = urlsplit(url)
    server, database = parts.query.removeprefix("host="), parts.path.lstrip("/")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sample = SAMPLE.read_text()
    changes = {
        r"(?m)^foretell = host=\S+ port=5432 dbname=foretell": (
            f"{database} = host={server} port=5432 user=foretell"
        ),
        r"listen_port = \d+": f"listen_port = {port}\nunix_socket_dir =",
        r"auth_type = \S+": "auth_type = any",
        r"auth_file = \S+\n": "",
    }
    for name, value in otherwise.items():
        pattern = r"connect_query='.*'" if name == "connect_query" else rf"(?m)^{name} = .*$"
        changes[pattern] = f"connect_query='{value}'" if "query" in name else f"{name} = {value}"
    for old, new in changes.items():
        sample, times = re.subn(old, new, sample)
        assert times == 1, old
    folder = quick_folder()
    folder.chmod(0o755)
    (folder / "pgbouncer.ini").write_text(sample)
    log = folder / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [str(PGBOUNCER), str(folder / "pgbouncer.ini")],
            user=NOBODY if os.geteuid() == 0 else None,
            stdout=said,
            stderr=said,
        )
    try:
        _wait(process, port, log)
        yield f"postgresql://foretell@127.0.0.1:{port}/{database}?sslmode=disable"
    finally:
        # At once: a soft end waits for its clients.
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + 10
    while True:
        assert process.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.02)
        else:
            return
