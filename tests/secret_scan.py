"""Searches all that is in the repository for secrets: ``python -m tests.secret_scan [FOLDER]``.

It knows what our platforms' tokens look like (as the ``platform.py`` of each does), private keys,
and the tokens of the services that a repository has to do with. It asks nobody, so ``make check``
runs it.
What is a token in the tests is in ``tests/rigs/logged.py`` or among the few words below.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.rigs.logged import TOKENS
from tests.rigs.paths import ROOT

SHAPES = {
    "a Telegram token": r"(?<![\w.])\d{6,12}:[\w-]{30,}",
    "a Discord token": r"(?<![\w.-])[MNO][\w-]{22,27}\.[\w-]{6,7}\.[\w-]{27,}",
    "a Discord interaction's token": r"aW50ZXJhY3Rpb246[\w+/=-]{20,}",
    "a webhook's address": r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d{15,}/[\w-]{30,}",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})",
    "a PyPI token": r"\bpypi-AgE[\w-]{40,}",
    "an AWS key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a password in an address": r"\b[a-z]{2,10}://[^\s/:@\"'<>{}]+:[^\s/@\"'<>{}]{3,}@[\w.-]+",
}

_ANY = re.compile("|".join(f"(?P<n{n}>{one})" for n, one in enumerate(SHAPES.values())), re.ASCII)

KNOWN = (
    *TOKENS,
    "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OnNvbWVyYW5kb21jaGFyYWN0ZXJz",
    "1000000000:stubbed-network-has-no-secrets-at-all",
    "https://me:open-sesame@localhost",
)
"""What looks like a secret and opens nothing."""

_NEVER = re.compile(
    r"(^|/)(\.env|id_(rsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|db|db-wal|sqlite3?))$"
)
"""Names of files that are secret, whatever they hold."""


def tracked(folder: Path) -> list[str]:
    """The files that git keeps here; where there is no git, all files but hidden folders'."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        found = subprocess.run(listing, cwd=folder, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        files = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
        return [str(file) for file in files if not any(p.startswith(".") for p in file.parts[:-1])]
    return [name for name in found.stdout.decode().split("\0") if name]


def secrets(text: str) -> Iterator[tuple[int, str]]:
    """Each secret in a text: its line, and what it looks like. The secret itself is not told."""
    for match in _ANY.finditer(text):
        if match[0] not in KNOWN:
            kind = list(SHAPES)[int((match.lastgroup or "n0")[1:])]
            yield text.count("\n", 0, match.start()) + 1, kind


def scan(folder: Path) -> list[str]:
    """A line for each secret in the files that git keeps in this folder."""
    found = []
    for name in tracked(folder):
        file = folder / name
        if _NEVER.search(name):
            found.append(f"{name}: no such file belongs here; remove it, and have it forgotten")
        if file.is_file() and not file.is_symlink():
            text = file.read_bytes().decode("utf-8", errors="replace")
            found += [
                f"{name}:{line}: {kind}; take it back where it was given, then remove it"
                for line, kind in secrets(text)
            ]
    return found


if __name__ == "__main__":
    told = scan(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    sys.exit("\n".join(told) if told else 0)
