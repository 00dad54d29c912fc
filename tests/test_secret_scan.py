"""The repository holds no secret, what is installed is what was tested, and a scan would see it."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.rigs.paths import ROOT
from tests.secret_scan import SHAPES, scan, secrets

# Put together here, so that this file holds none of them.
PLANTED = {
    "a Telegram token": "8000000001" + ":" + "AAH" + "q9" * 16,
    "a Discord token": "MTA5" + "x" * 22 + "." + "GabcdE" + "." + "z" * 30,
    "a Discord interaction's token": "aW50ZXJh" + "Y3Rpb246" + "q" * 30,
    "a webhook's address": "https://discord.com/api/" + "webhooks/123456789012345678/" + "a" * 60,
    "a private key": "-----BEGIN " + "OPENSSH PRIVATE KEY-----",
    "a GitHub token": "ghp" + "_" + "a1" * 18,
    "a PyPI token": "pypi" + "-AgE" + "b" * 50,
    "an AWS key": "AKIA" + "Q" * 16,
    "a password in an address": "https://ana:" + "sesame@example.org",
}


def test_the_repository_holds_no_secret() -> None:
    assert scan(ROOT) == []


@pytest.mark.parametrize("kind", SHAPES)
def test_a_secret_is_told_by_its_place_and_not_repeated(kind: str, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(f"# Notes\n\nuse {PLANTED[kind]} for now\n")
    [told] = scan(tmp_path)
    assert told.startswith(f"notes.md:3: {kind}; ")
    assert PLANTED[kind] not in told


@pytest.mark.parametrize("name", [".env", "foretell.db", "id_ed25519", "backup/a.db-wal"])
def test_a_file_that_is_secret_by_its_name_is_found(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("")
    assert [told.partition(":")[0] for told in scan(tmp_path)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "--hash=sha256:" + "a" * 64,
        "telegram:123456789",
        "https://api.telegram.org/bot<token>/getMe",
        "postgres://user:{password}@host",
        "2026-11-24T14:00:00",
        "FORETELL_TELEGRAM_TOKEN=",
    ],
)
def test_what_only_looks_so_is_left_alone(text: str) -> None:
    assert not list(secrets(text))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_by_version_and_hash_and_from_no_place_of_its_own(
    lock: str,
) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    text = re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", "")
    for line in filter(None, map(str.strip, text.splitlines())):
        assert re.match(r"[A-Za-z0-9._-]+==[\w.!+]+ ", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line
        assert "://" not in line
        assert not line.startswith("-")


def test_every_package_that_the_program_names_is_in_both_locks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[^\w.-]", one)[0] for one in project["dependencies"]}
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        there = set(re.findall(r"^([A-Za-z0-9._-]+)==", text, flags=re.MULTILINE))
        plain = {re.sub(r"[._-]+", "-", name).lower() for name in there}
        assert {re.sub(r"[._-]+", "-", name).lower() for name in wanted} <= plain
