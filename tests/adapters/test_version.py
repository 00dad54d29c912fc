"""Which version a build has: it grows by itself, and the commit is told wherever one is known."""

import subprocess
from pathlib import Path

import pytest
from packaging.version import Version

from adapters import version as its
from adapters.control.metrics import Metrics
from adapters.version import BASE, GIVEN, commit, source_version
from tests.rigs.paths import ROOT


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(GIVEN, raising=False)


def git(folder: Path, *arguments: str, date: str = "") -> str:
    env = {"GIT_COMMITTER_DATE": date, "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder)}
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def committed(folder: Path, date: str) -> Version:
    git(folder, "commit", "--allow-empty", "-m", "x", date=date)
    return Version(source_version(folder))


def test_it_grows_with_each_commit_and_needs_no_history(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    first = committed(tmp_path, "2026-03-02T23:59:00+00:00")
    second = committed(tmp_path, "2026-03-03T02:00:00+02:00")
    assert Version("0.1.0") < first < second < Version(BASE)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", "shallow")
    name = git(tmp_path, "rev-parse", "HEAD")[:9]
    assert (
        source_version(tmp_path / "shallow") == str(second) == f"{BASE}.dev20260303000000+g{name}"
    )
    assert commit(str(second)) == name
    git(tmp_path, "tag", f"v{BASE}")
    git(tmp_path, "tag", "v0.0.9")
    assert source_version(tmp_path) == BASE


def test_without_git_the_record_of_the_source_package_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert source_version(tmp_path) == f"{BASE}.dev0"
    git(tmp_path, "init", "-q")
    assert source_version(tmp_path) == f"{BASE}.dev0", "nothing is committed yet"
    (tmp_path / "PKG-INFO").write_text(
        "Metadata-Version: 2.4\nName: foretell\nVersion: 9.8.dev7+gabc\n"
    )
    assert source_version(tmp_path) == "9.8.dev7+gabc"
    monkeypatch.setenv(GIVEN, "9.9.dev1+gdef")
    assert source_version(tmp_path) == "9.9.dev1+gdef", "as in the build of an image"


def test_a_copy_within_another_repository_is_not_called_by_its_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    committed(tmp_path, "2026-03-02T23:59:00+00:00")
    (tmp_path / "vendored").mkdir()
    assert source_version(tmp_path / "vendored") == f"{BASE}.dev0"


def test_what_runs_is_told_in_the_metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.control.metrics.version", lambda: "1.2.dev3+gabc")
    _, page = Metrics().page()
    assert b'foretell_build_info{commit="abc",version="1.2.dev3+gabc"} 1.0' in page


def test_the_changelog_begins_with_what_is_worked_on() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    assert next(line for line in lines if line.startswith("## ")).split()[1] == BASE


def test_it_is_what_is_installed_where_there_is_no_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(its, "ROOT", tmp_path)
    monkeypatch.setattr(its.metadata, "version", lambda name: "7.0")
    assert its.version.__wrapped__() == "7.0"
