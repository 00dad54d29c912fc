"""The nginx of the sample configuration, before ports of a test."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.rigs.paths import ROOT

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
NEEDS_NGINX = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")

SAMPLE = ROOT / "docs" / "deploy" / "nginx.conf"
PATH = "/telegram/choose-your-own"
"""Where the sample takes what Telegram brings."""


@asynccontextmanager
async def nginx(folder: Path, port: int, upstreams: Sequence[int]) -> AsyncIterator[str]:
    """It runs at ``port``, with two ports behind it; the address at which updates are taken.

    What it says is in ``nginx.log`` of the ``folder``. Skips the test where there is no openssl.
    """
    certificate, key = _certificate(folder)
    first, second = upstreams
    sample = SAMPLE.read_text()
    changes = {
        r"(?<!# )server 127\.0\.0\.1:8080": f"server 127.0.0.1:{first}",
        r"# server 127\.0\.0\.1:8081": f"server 127.0.0.1:{second}",
        r"listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        r"ssl_certificate /\S+;": f"ssl_certificate {certificate};",
        r"ssl_certificate_key /\S+;": f"ssl_certificate_key {key};",
    }
    for old, new in changes.items():
        sample, times = re.subn(old, new, sample)
        assert times == 1, old
    (folder / "sample.conf").write_text(sample)
    kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    temporary = "".join(f"{one}_temp_path {folder}/{one};\n" for one in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
        f"http {{ access_log off;\n{temporary}include {folder}/sample.conf; }}\n"
    )
    with (folder / "nginx.log").open("ab") as log:
        proxy = await asyncio.create_subprocess_exec(
            str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), stderr=log
        )
    try:
        async with asyncio.timeout(10):
            while not await _listens(port):
                assert proxy.returncode is None, (folder / "nginx.log").read_text()
                await asyncio.sleep(0.02)
        yield f"https://127.0.0.1:{port}{PATH}"
    finally:
        if proxy.returncode is None:
            proxy.terminate()
        await proxy.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _certificate(folder: Path) -> tuple[Path, Path]:
    found, key = folder / "cert.pem", folder / "key.pem"
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, which makes the certificate")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
    where = ["-keyout", str(key), "-out", str(found)]
    subprocess.run([*command.split(), *where], check=True, capture_output=True)
    return found, key
