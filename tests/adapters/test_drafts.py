"""What authors do before anybody learns from it: begin a lesson, and play its draft."""

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.cli.draft import DraftError, Watched, read_draft, rereading
from bot.storage.records import Release
from tests.rigs.paths import TRANSCRIPTS
from tests.rigs.pictures import png
from tests.rigs.program import foretell


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    done = foretell(tmp_path, "new", "lesson", "SQL joins")
    assert done.returncode == 0, done.stderr
    return tmp_path / "sql-joins.md"


def test_a_new_lesson_passes_check_and_plays_and_says_what_comes_next(begun: Path) -> None:
    checked = foretell(begun.parent, "check", begun.name)
    assert checked.returncode == 0
    said = [line.partition("advice: ")[2] for line in checked.stdout.splitlines()]
    left, kept, *others = filter(None, said)
    assert left.startswith('18 texts are still what "foretell new" wrote, such as "Say in two')
    assert kept.startswith('so far it has "Overview / What is it?"')
    assert not others
    words = begun.read_text()
    begun.write_text(re.sub(r"\b(Say|true|many|first|everybody)\b", "Rows", words))
    assert "foretell new" not in foretell(begun.parent, "check", begun.name).stdout
    begun.write_text(words.replace("Say what makes it so.", "It is so."))
    assert "17 texts" in foretell(begun.parent, "check", begun.name).stdout
    begun.write_text(words)
    played = foretell(begun.parent, "chat", begun.name, lines="1\n3\n1\n")
    assert "SQL joins" in played.stdout
    assert "Say what makes it so." in played.stdout
    again = foretell(begun.parent, "new", "lesson", "SQL joins")
    assert again.returncode == 1
    assert again.stderr == "foretell: sql-joins.md: already exists; choose another name\n"
    other = foretell(begun.parent, "new", "lesson", "Left joins")
    assert "foretell chat left-joins.md" in other.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [("?!", "has no letter in it"), ("日本語", "write it in Latin letters")],
)
def test_a_name_of_which_nothing_can_be_made_is_refused(
    tmp_path: Path, name: str, said: str
) -> None:
    done = foretell(tmp_path, "new", "lesson", name)
    assert done.returncode == 1
    assert said in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_new_course_has_a_lesson_and_another_one_is_put_into_it(tmp_path: Path) -> None:
    assert foretell(tmp_path, "new", "course", 'On "joins": #1').returncode == 0
    home = tmp_path / "on-joins-1"
    done = foretell(tmp_path, "check", str(home))
    assert (done.returncode, done.stdout.count("advice: ")) == (0, 2), done.stdout
    more = foretell(home, "new", "lesson", "Left joins")
    assert 'Add "left-joins" to "lessons" in course.toml' in more.stdout
    assert foretell(tmp_path, "new", "course", 'On "joins": #1').returncode == 1
    foretell(tmp_path, "new", "course", "Databases", "--lesson", "SQL joins")
    assert 'lessons = ["sql-joins"]' in (tmp_path / "databases" / "course.toml").read_text()
    assert "title: SQL joins" in (tmp_path / "databases" / "sql-joins.md").read_text()


def test_a_draft_leaves_nothing_behind(begun: Path) -> None:
    played = foretell(begun.parent, "chat", str(begun), lines="1\n1\n/progress\n")
    assert played.returncode == 0, played.stderr
    assert [one.name for one in begun.parent.iterdir()] == ["sql-joins.md"]
    anew = foretell(begun.parent, "chat", str(begun))
    assert "your place" not in anew.stdout.lower()


def test_the_mode_to_play_may_be_named_and_one_that_is_not_there_says_what_is(begun: Path) -> None:
    def played(*options: str) -> str:
        done = foretell(begun.parent, "chat", *options)
        assert done.returncode == (2 if done.stderr else 0)
        return done.stderr or done.stdout

    assert "1 step · 2 questions" in played(begun.name, "--mode", "deep")
    for mode, said in (
        ("deeep", 'there is no mode "deeep"; did you mean "deep"?'),
        ("x", '"x"; use "learn", "why", "deep", "visual", "try", "challenge", "project", "re'),
        ("visual", "isn't offered in this mode. It has no diagram."),
    ):
        assert said in played(begun.name, "--mode", mode)
    assert "name a lesson, or a file of one" in played("--mode", "deep")


def test_the_pictures_of_a_draft_are_there_when_it_has_ended(
    begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formula = "#### Read on\n\n$$\\frac{a}{b}$$\n\n"
    begun.write_text(begun.read_text().replace("#### Read on\n\n", formula))
    room = begun.parent / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    for mode, kept in (("recall", 0), ("deep", 1)):
        played = foretell(
            begun.parent, "chat", begun.name, "--mode", mode, lines="2\n1\ncontinue\n"
        )
        assert played.returncode == 0, played.stderr
        pictures = [str(one) for one in room.rglob("*.png")]
        assert len(pictures) == kept == len([*room.iterdir()])
    assert f"The picture is in the file {pictures[0]}" in played.stdout


def test_faults_of_a_draft_are_said_as_check_says_them(begun: Path) -> None:
    begun.write_text(begun.read_text().replace("(foundation)", "(easy)").replace("[x]", "[ ]"))
    checked = foretell(begun.parent, "check", begun.name).stdout.splitlines()
    played = foretell(begun.parent, "chat", begun.name)
    assert played.returncode == 1
    faults = [line for line in checked if "sql-joins.md:" in line and ": advice:" not in line]
    assert len(faults) >= 2
    assert played.stderr.splitlines() == faults
    nowhere = foretell(begun.parent, "chat", "nowhere.md")
    assert nowhere.returncode == 2
    assert "nowhere.md" in nowhere.stderr


def test_a_draft_is_played_in_its_course_with_its_translation_and_pictures(tmp_path: Path) -> None:
    foretell(tmp_path, "new", "course", "Joins")
    home = tmp_path / "joins"
    foretell(home, "new", "lesson", "Left joins")
    course, draft = home / "course.toml", home / "left-joins.md"
    course.write_text(
        course.read_text().replace('first-lesson"]', 'first-lesson", "left-joins", "to-come"]')
    )
    told = "#### Read on\n\n![Two tables side by side.](two.png)\n"
    draft.write_text(draft.read_text().replace("#### Read on\n", told))
    (home / "two.png").write_bytes(png())
    german = draft.read_text().replace("minutes: 2\n", "minutes: 2\nlanguage: de\n")
    (home / "left-joins.de.md").write_text(german.replace("What many believe", "Was viele glauben"))
    (home / "broken.md").write_text("---\nid: broken\n---\n")
    found = read_draft(draft)
    assert [one.lessons for one in found.release.courses] == [
        ("joins-a-first-lesson", "left-joins")
    ]
    assert [one.language for one in found.release.lessons] == ["", "", "de"]
    assert len(found.release.assets) == 1
    spoken = foretell(home, "chat", "left-joins.md", lines="1\n", env={"LANG": "de_DE.UTF-8"})
    assert "Was viele glauben" in spoken.stdout
    (home / "two.png").unlink()
    with pytest.raises(DraftError, match=r"left-joins\.md:.*two\.png"):
        read_draft(draft)


def test_who_builds_on_a_lesson_that_stays_out_is_played_and_spoils_no_other_draft(
    tmp_path: Path,
) -> None:
    for name in ("Left joins", "Right joins", "Unions"):
        foretell(tmp_path, "new", "lesson", name)
    left, right, other = (tmp_path / f"{one}.md" for one in ("left-joins", "right-joins", "unions"))
    # Its picture is its own trouble, so it doesn't come along with the others.
    left.write_text(
        left.read_text().replace("#### Read on\n", "#### Read on\n\n![Two.](two.png)\n")
    )
    milestone = (
        "\n## Project\n\n### 1. Join them\n\nDo it.\n\n**Builds on:** left-joins/first-try\n"
    )
    right.write_text(right.read_text() + milestone)
    for draft in (right, other):
        found = read_draft(draft)
        assert found.id == draft.stem
        assert found.id in [one.id for one in found.release.lessons]


def test_tables_and_formulas_are_pushed_pulled_and_pushed_again(tmp_path: Path) -> None:
    joins = TRANSCRIPTS / "lessons" / "sql-joins.md"
    assert foretell(tmp_path, "push", str(joins)).stdout.endswith("Published.\n")
    foretell(tmp_path, "pull", "out")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["sql-joins.md"]
    pulled = (tmp_path / "out" / "sql-joins.md").read_text(encoding="utf-8")
    assert "| Ana | 1 | lamp |" in pulled
    assert "$$|L \\bowtie R| = " in pulled
    assert "sql-joins: unchanged" in foretell(tmp_path, "push", "out").stdout


async def test_a_draft_is_read_again_once_it_has_changed(begun: Path) -> None:
    watched, published, told = Watched(begun), list[Release](), list[str]()

    async def typed() -> AsyncIterator[str]:
        yield "1"
        begun.write_text(begun.read_text().replace("What many believe", "Another belief"))
        yield ""
        yield "2"
        begun.write_text("no lesson")
        os.utime(begun, (1, 1))
        yield "3"

    async def publish(release: Release) -> None:
        published.append(release)
        await asyncio.sleep(0)

    read = rereading(typed(), begun, watched, "deep", publish, told.append)
    assert [one async for one in read] == ["1", "/learn sql-joins deep", "2", "3"]
    (release,) = published
    assert "Another belief" in release.lessons[0].canonical()
    assert len(told) == 1
    assert "front matter is missing" in told[0]
