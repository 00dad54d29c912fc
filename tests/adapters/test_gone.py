"""A database that was there and is gone is not begun anew, unless somebody says so."""

from pathlib import Path

import pytest

from tests.rigs.paths import LESSONS, ROOT
from tests.rigs.program import Done, foretell

UNITS = [ROOT / "docs" / "deploy" / name for name in ("foretell.service", "foretell@.service")]


def chat(folder: Path, *more: str) -> Done:
    return foretell(folder, "chat", *more, env={"FORETELL_CONTENT": str(LESSONS)})


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """One that was begun."""
    assert chat(tmp_path).returncode == 0
    return tmp_path / "foretell.db"


def lose(database: Path) -> None:
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)


def test_it_is_refused_with_an_exit_code_that_no_unit_starts_again_after(database: Path) -> None:
    lose(database)
    served = {"FORETELL_CONTENT": str(LESSONS), "FORETELL_TELEGRAM_TOKEN": "1:" + 35 * "a"}
    for done in (chat(database.parent), foretell(database.parent, "run", env=served)):
        assert done.returncode == 2
        assert "the database that was here is gone" in done.stderr
        assert "foretell run --new" in done.stderr
    assert not database.exists(), "nothing was begun"
    for unit in UNITS:
        assert "RestartPreventExitStatus=2\n" in unit.read_text()


def test_doctor_says_so(database: Path) -> None:
    lose(database)
    done = foretell(database.parent, "doctor", env={"FORETELL_CONTENT": str(LESSONS)})
    [line] = [line for line in done.stdout.splitlines() if "database" in line and "gone" in line]
    assert line.startswith("✗")
    assert "foretell run --new" in line
    assert done.returncode == 1


def test_one_that_is_empty_is_gone_as_well(database: Path) -> None:
    lose(database)
    database.touch()
    assert chat(database.parent).returncode == 2
    assert database.stat().st_size == 0


def test_a_new_one_is_begun_when_it_is_asked_for_and_never_over_another(database: Path) -> None:
    lose(database)
    assert chat(database.parent, "--new").returncode == 0
    again = chat(database.parent, "--new")
    assert again.returncode == 2
    assert "leave --new out" in again.stderr
    assert chat(database.parent).returncode == 0


def test_a_backup_is_put_in_its_place(database: Path) -> None:
    assert foretell(database.parent, "backup", "copy.db").returncode == 0
    lose(database)
    assert foretell(database.parent, "restore", "copy.db").returncode == 0
    assert chat(database.parent).returncode == 0


def test_one_of_an_earlier_version_is_noted_at_the_next_start(database: Path) -> None:
    marker = database.with_name("foretell.db.marker")
    marker.unlink()
    assert chat(database.parent).returncode == 0
    assert marker.stat().st_mode & 0o777 == 0o600
    lose(database)
    assert chat(database.parent).returncode == 2


def test_what_is_restored_or_copied_is_noted_before_the_first_start(
    database: Path, tmp_path: Path
) -> None:
    assert foretell(tmp_path, "backup", "copy.db").returncode == 0
    elsewhere = tmp_path / "elsewhere.db"
    there = {"FORETELL_DATABASE": str(elsewhere)}
    assert foretell(tmp_path, "restore", "copy.db", env=there).returncode == 0
    assert elsewhere.with_name("elsewhere.db.marker").exists()
