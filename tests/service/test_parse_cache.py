"""Lessons that were parsed before are read from the user's cache, and never wrongly."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.cli import authoring
from adapters.cli.draft import read_draft
from bot.lessons import format as lesson_format
from bot.lessons.faults import LessonError
from bot.service.publishing import parse_cache
from tests.rigs.paths import CONTENT, KITCHEN

TEXTS = [file.read_text() for file in sorted(KITCHEN.glob("*.md"))[:3]]
SHIPPED = next(CONTENT.glob("*/evaluation.md")).read_text()


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that really were parsed."""
    texts: list[str] = []
    real = lesson_format.parse
    monkeypatch.setattr(
        lesson_format, "parse", lambda text, file: (texts.append(text), real(text, file))[1]
    )
    return texts


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "foretell" / "lessons"


@pytest.mark.parametrize("text", [*TEXTS, SHIPPED])
def test_a_lesson_is_parsed_once(text: str, parsed: list[str]) -> None:
    first = parse_cache.parse(text, "a.md")
    again = parse_cache.parse(text, "b.md")
    assert again == first
    assert again.lines == first.lines
    assert again.lesson.canonical() == first.lesson.canonical()
    assert parsed == [text]


def test_another_text_is_another_lesson(parsed: list[str]) -> None:
    changed = TEXTS[0] + "\n"
    parse_cache.parse(TEXTS[0])
    assert parse_cache.parse(changed).lines != parse_cache.parse(TEXTS[0]).lines
    assert parsed == [TEXTS[0], changed]


def _cut(entry: bytes) -> bytes:
    return entry[: len(entry) // 2]


def _other_word(entry: bytes) -> bytes:
    assert b"lesson" in entry
    return entry[::-1].replace(b"nossel", b"nossek", 1)[::-1]


def _other_form(entry: bytes) -> bytes:
    body = b'{"lesson": 1}'
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


@pytest.mark.parametrize("harm", [_cut, _other_word, _other_form, lambda entry: b""])
def test_a_damaged_entry_is_ignored_and_replaced(
    harm: Callable[[bytes], bytes], folder: Path, parsed: list[str]
) -> None:
    first = parse_cache.parse(TEXTS[0])
    (entry,) = folder.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(harm(whole))
    assert parse_cache.parse(TEXTS[0]) == first
    assert len(parsed) == 2
    assert entry.read_bytes() == whole


def test_what_another_version_parsed_is_ignored(
    monkeypatch: pytest.MonkeyPatch, parsed: list[str]
) -> None:
    parse_cache.parse(TEXTS[0])
    monkeypatch.setattr(parse_cache, "_program", lambda: b"another")
    parse_cache.parse(TEXTS[0])
    assert len(parsed) == 2


def test_the_program_is_told_apart_by_its_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "lessons"
    sources.mkdir()
    monkeypatch.setattr(parse_cache.bot.lessons, "__path__", [str(sources)])
    seen = set()
    for code in ("", "a = 1\n", "a = 2\n"):
        (sources / "parser.py").write_text(code)
        parse_cache._program.cache_clear()
        seen.add(parse_cache._program())
    (sources / "parser.py").unlink()
    parse_cache._program.cache_clear()
    without = parse_cache._program()
    parse_cache._program.cache_clear()
    assert len(seen) == 3
    assert without == b""


def test_a_folder_that_others_may_write_to_is_not_used(folder: Path, parsed: list[str]) -> None:
    parse_cache.parse(TEXTS[0])
    folder.chmod(0o777)
    parse_cache.parse(TEXTS[0])
    assert len(parsed) == 2


def test_without_a_folder_lessons_are_parsed_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parsed: list[str]
) -> None:
    (tmp_path / "file").write_text("")
    for caches in (str(tmp_path / "file"), "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", caches)
        monkeypatch.chdir(tmp_path)
        parse_cache.parse(TEXTS[0])
        parse_cache.parse(TEXTS[0])
    assert len(parsed) == 4
    assert not (tmp_path / "relative").exists()


def test_a_disk_that_is_full_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, parsed: list[str]
) -> None:
    def full(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert parse_cache.parse(TEXTS[0]).lesson.title
    assert list(folder.iterdir()) == []


def test_a_lesson_with_faults_is_not_kept(folder: Path) -> None:
    for file in ("a.md", "b.md"):
        with pytest.raises(LessonError, match=file):
            parse_cache.parse("no lesson", file)
    assert list(folder.iterdir()) == []


def test_the_oldest_entries_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_cache, "MAX_ENTRIES", 5)
    for n in range(12):
        parse_cache.parse(TEXTS[0] + "\n" * n)
    assert len(list(folder.iterdir())) <= 5


def test_a_draft_with_its_neighbours_is_parsed_once(parsed: list[str]) -> None:
    file = min(KITCHEN.glob("*.md"))
    first = read_draft(file)
    assert len(parsed) == len(set(parsed)) > 1
    parsed.clear()
    again = read_draft(file)
    assert [lesson.revision for lesson in again.release.lessons] == [
        lesson.revision for lesson in first.release.lessons
    ]
    assert parsed == []


def test_errors_alone_are_looked_for_without_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authoring, "check_lesson", pytest.fail)
    result = authoring.check([KITCHEN], beside=KITCHEN.parent, advise=False)
    assert not result.errors
    assert not [line for line in result.lines if "advice" in line]
    assert result.lines[-1].endswith("lessons: 0 errors.")
