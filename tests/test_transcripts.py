"""Every transcript, over every store and behind every adapter."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.storage.memory import MemoryStore
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.chat import Heard, Stage, play, render
from tests.discord_stage import DiscordStage
from tests.stages import PlainStage, read_edition
from tests.telegram_server.methods import BOT
from tests.telegram_stage import TelegramStage
from tests.terminal_stage import TerminalStage, printed
from tests.through import differences

ADAPTERS = ("terminal", "telegram", "discord dm", "discord server")
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


def cannot_happen(transcript: Path, kind: str) -> bool:
    """Some scenes have no counterpart on a platform.

    A bot can't be blocked from answering an interaction on Discord, and in a server there it asks
    before it reminds, and writes to nobody unasked; a terminal has one learner, who can neither
    press an old line, nor deliver one twice, nor attach a file.
    """
    text = transcript.read_text(encoding="utf-8")
    blocked = "blocks the bot)" in text
    crowded = re.search(r"^Ben: |\]\^|\]@|^\(again\)|: \(sends ", text, re.MULTILINE)
    alone = kind == "discord server" and re.search(r": \[Remind(ers| me)\]", text)
    if kind == "discord server" and re.search(r"/admin announce|\[Correct the scores\]", text):
        return True
    return {"terminal": bool(crowded or blocked), "telegram": False}.get(
        kind, blocked or bool(alone)
    )


def adapter_stage(kind: str, folder: Path) -> Stage:
    edition = read_edition(folder)
    if kind == "terminal":
        return TerminalStage(edition)
    if kind == "telegram":
        return TelegramStage(edition)
    return DiscordStage(edition=edition, place="dm" if kind == "discord dm" else "server")


INVITED = re.compile(r"whoever writes `/join (\w+)` to this bot belongs to it\.")


def with_links(heard: Sequence[Heard]) -> list[Heard]:
    """The same where an invitation has a link as well, which names the bot."""
    link = f"https://t.me/{BOT['username']}?start=join-"

    def linked(text: str) -> str:
        said = rf"\g<0> On Telegram a link does the same: `{link}\1`."
        return INVITED.sub(said, text)

    return [replace(one, text=linked(one.text), full=linked(one.full)) for one in heard]


@pytest.mark.parametrize(
    ("transcript", "kind"),
    [
        (transcript, kind)
        for transcript in TRANSCRIPTS
        for kind in ADAPTERS
        if not cannot_happen(transcript, kind)
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else value,
)
async def test_a_conversation_goes_the_same_way_through_an_adapter(
    transcript: Path, kind: str
) -> None:
    store = MemoryStore()
    async with PlainStage(lambda: store, lessons_of(transcript)) as stage:
        meant = await play(transcript, stage)
    async with adapter_stage(kind, lessons_of(transcript)) as stage:
        seen = await play(transcript, stage)
    for (cue, wanted), (_, found) in zip(meant, seen, strict=True):
        if kind == "terminal":
            faults = differences(printed(wanted), found, edits=False)
        else:
            wanted = with_links(wanted) if kind == "telegram" else wanted
            faults = differences(wanted, found, edits=True)
        assert not faults, f"{transcript.name}:{cue.number}: {cue.line}\n" + "\n".join(faults)


def test_there_is_a_transcript_for_every_lesson() -> None:
    for lesson in (ROOT / "content").glob("*/*.md"):
        assert lesson.with_suffix(".chat").exists(), f"{lesson.name} has no transcript"
