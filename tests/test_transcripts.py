"""Every transcript, over every store and behind every adapter."""

import difflib
from pathlib import Path

import pytest
from bot.storage.sqlite import SqliteStore

from bot.storage.memory import MemoryStore
from bot.storage.store import Store
from tests.chat import play, render
from tests.stages import PlainStage

ROOT = Path(__file__).parent.parent
KITCHEN = Path(__file__).parent / "lessons" / "kitchen"
TRANSCRIPTS = sorted(
    [*(ROOT / "content").glob("*/*.chat"), *(Path(__file__).parent / "transcripts").glob("*.chat")]
)


def lessons_of(transcript: Path) -> Path:
    """A transcript beside lessons is about those; the others are set in the kitchen."""
    return transcript.parent if (transcript.parent / "course.toml").exists() else KITCHEN


def store_makers(tmp_path: Path, kind: str) -> Store:
    return MemoryStore() if kind == "memory" else SqliteStore(tmp_path / "learners.db")


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_a_conversation_goes_as_its_transcript_says(
    transcript: Path, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    stage = PlainStage(lambda: store_makers(tmp_path, kind), lessons_of(transcript))
    async with stage:
        said = render(await play(transcript, stage))
    expected = transcript.read_text(encoding="utf-8")
    if request.config.getoption("--bless") and kind == "memory":
        transcript.write_text(said, encoding="utf-8")
        return
    assert said == expected, "\n" + "".join(
        difflib.unified_diff(
            expected.splitlines(keepends=True),
            said.splitlines(keepends=True),
            f"{transcript.name}, as written",
            f"{transcript.name}, as said over {kind}",
        )
    )


def test_there_is_a_transcript_for_every_lesson() -> None:
    for lesson in (ROOT / "content").glob("*/*.md"):
        assert lesson.with_suffix(".chat").exists(), f"{lesson.name} has no transcript"
