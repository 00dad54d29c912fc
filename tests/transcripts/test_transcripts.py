"""Every transcript, plainly and behind an adapter; every adapter, with all that there is to do."""

import difflib
import os
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import pytest

from bot.conversation import engine
from bot.conversation.interpretation import Meant
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.needs.learner import Known
from bot.conversation.phrases import phrase
from bot.conversation.turn import Turn
from tests.rigs.comparison import differences
from tests.rigs.courses import read_release
from tests.rigs.cover import kinds, shared
from tests.rigs.discord_stage import DiscordStage
from tests.rigs.paths import CONTENT, KITCHEN, TRANSCRIPTS
from tests.rigs.plain_stage import PlainStage
from tests.rigs.talk import check_step
from tests.rigs.telegram_server.methods import BOT
from tests.rigs.telegram_stage import TelegramStage
from tests.rigs.terminal_stage import TerminalStage, printed
from tests.rigs.transcript import Cue, Heard, Stage, play, render
from tests.rigs.two_platforms import TwoPlatforms

BOTH = "telegram and discord"
ADAPTERS = ("terminal", "telegram", "discord dm", "discord server", BOTH)
TRANSCRIPTS = sorted([*CONTENT.glob("*/*.chat"), *(TRANSCRIPTS).glob("*.chat")])

Scenes = list[tuple[Cue, list[Heard]]]


def lessons_of(transcript: Path) -> Path:
    """A transcript beside lessons is about those; the others are set in the kitchen."""
    return transcript.parent if (transcript.parent / "course.toml").exists() else KITCHEN


def cannot_happen(transcript: Path, kind: str) -> bool:
    """Some scenes have no counterpart on a platform.

    A bot can't be blocked from answering an interaction on Discord, and in a server there it asks
    before it reminds, posts what is to be predicted for all, and writes to nobody unasked; a
    terminal has one learner, who can neither
    press an old line, nor deliver one twice, nor attach a file. Who writes from two platforms has a
    stage of their own.
    """
    text = transcript.read_text(encoding="utf-8")
    if "(in a group)" in text:
        return kind != "telegram"
    if re.search(r"^\(\w+ writes from ", text, re.MULTILINE):
        return kind != BOTH
    if kind == BOTH:
        return True
    blocked = "blocks the bot)" in text
    crowded = re.search(r"^Ben: |\]\^|\]@|^\(again\)|: \(sends ", text, re.MULTILINE)
    reminded = re.search(r": \[(Remind(ers| me)|Tomorrow at this time)\]", text)
    alone = kind == "discord server" and reminded
    if kind == "discord server" and re.search(
        r"/admin (announce|inbox)|/predict|\[Correct the scores\]", text
    ):
        return True
    return {"terminal": bool(crowded or blocked), "telegram": False}.get(
        kind, blocked or bool(alone)
    )


def plays() -> dict[Path, list[str]]:
    """The adapters that each conversation goes through: by the rule of ``cover``, or all."""
    able = {one: [kind for kind in ADAPTERS if not cannot_happen(one, kind)] for one in TRANSCRIPTS}
    return able if os.environ.get("FORETELL_TEST_ADAPTERS") == "every" else shared(able)


def played(transcript: Path, kind: str = "", slow: bool = False) -> object:
    """A transcript as a parameter; one process gets all that play it, and keeps what is plain."""
    id = f"{transcript.stem}-{kind}" if kind else transcript.stem
    values = (transcript, kind) if kind else (transcript,)
    marks = [pytest.mark.xdist_group(transcript.stem), *([pytest.mark.slow] if slow else [])]
    return pytest.param(*values, id=id, marks=marks)


def behind_adapters() -> list[object]:
    """Each transcript with each adapter that it goes through; all but one of these are slow."""
    return [
        played(transcript, kind, slow=n != crc32(transcript.stem.encode()) % len(adapters))
        for transcript, adapters in plays().items()
        for n, kind in enumerate(adapters)
    ]


@contextmanager
def watched(turns: list[tuple[Meant, Known, Turn]]) -> Iterator[None]:
    """Keep what the engine makes of each input meanwhile."""
    advance = engine.advance

    def kept(meant: Meant, known: Known) -> Turn:
        turns.append((meant, known, turn := advance(meant, known)))
        return turn

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "advance", kept)
        yield


@pytest.fixture(scope="session")
def plainly() -> Callable[[Path], Awaitable[Scenes]]:
    """What is said in a transcript with nothing between the tutor and the learner; played once."""
    found: dict[Path, Scenes] = {}

    async def scenes(transcript: Path) -> Scenes:
        if transcript not in found:
            turns: list[tuple[Meant, Known, Turn]] = []
            with watched(turns):
                async with PlainStage(lessons_of(transcript)) as stage:
                    found[transcript] = await play(transcript, stage)
            for turn in turns:
                check_step(*turn)
        return found[transcript]

    return scenes


@pytest.mark.parametrize("transcript", [played(one) for one in TRANSCRIPTS])
async def test_a_conversation_goes_as_its_transcript_says(
    transcript: Path,
    plainly: Callable[[Path], Awaitable[Scenes]],
    request: pytest.FixtureRequest,
) -> None:
    scenes = await plainly(transcript)
    said = render(scenes)
    expected = transcript.read_text(encoding="utf-8")
    if lessons_of(transcript) != KITCHEN:
        # A lesson that changed would else be blessed with presses that no longer meet a question.
        stray = [cue.line for cue, heard in scenes if any(one.how == "aside" for one in heard)]
        assert not stray, f"{transcript.name}: these meet no open question any more"
    if request.config.getoption("--bless"):
        transcript.write_text(said, encoding="utf-8")
        return
    assert said == expected, "\n" + "".join(
        difflib.unified_diff(
            expected.splitlines(keepends=True),
            said.splitlines(keepends=True),
            f"{transcript.name}, as written",
            f"{transcript.name}, as said",
        )
    )


OVER_POSTGRESQL = (
    *("admin-announce", "admin-cohort", "admin-inbox", "class", "class-board", "cohort", "forget"),
    *("link-undo", "mode-challenge", "mode-learn", "mode-perf", "mode-project", "mode-recall"),
    *("mode-try", "mode-visual", "mode-why", "predict", "reminders", "review", "tea"),
)
"""Each mode, an admin's doings, a class, a board, a group, linking and forgetting; all transcripts
would take minutes (see ``tests/rigs/README.md``)."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
@pytest.mark.parametrize("name", OVER_POSTGRESQL)
async def test_a_conversation_goes_the_same_way_over_postgresql(name: str, kind: str) -> None:
    transcript = KITCHEN.parents[1] / f"{name}.chat"
    async with PlainStage(KITCHEN) as stage:
        scenes = await play(transcript, stage)
    assert render(scenes) == transcript.read_text(encoding="utf-8")


def adapter_stage(kind: str, folder: Path) -> Stage:
    release = read_release(folder)
    if kind == "terminal":
        return TerminalStage(release)
    if kind == "telegram":
        return TelegramStage(release)
    if kind == BOTH:
        return TwoPlatforms(release)
    return DiscordStage(release=release, place="dm" if kind == "discord dm" else "server")


INVITED = re.compile(r"anyone who sends `/join (\w+)` to this bot joins\.")


def with_links(heard: Sequence[Heard]) -> list[Heard]:
    """The same where an invitation has a link as well, which names the bot."""
    link = f"https://t.me/{BOT['username']}?start=join-"

    def linked(text: str) -> str:
        said = rf"\g<0> On Telegram a link does the same: `{link}\1`."
        return INVITED.sub(said, text)

    return [replace(one, text=linked(one.text), full=linked(one.full)) for one in heard]


CODE = re.compile(r"Send me `/link (\w+)-(\w+)` on the other platform.*?like\.", re.DOTALL)


def with_code_links(heard: Sequence[Heard], platform: str) -> list[Heard]:
    """The same where a code that is made on Discord comes with a link to the bot on Telegram."""
    link = f"https://t.me/{BOT['username']}?start=link-"

    def linked(text: str) -> str:
        said = rf"\g<0>\n\nOn Telegram this link does the same: {link}\1\2"
        return CODE.sub(said, text) if platform == "Discord" else text

    return [replace(one, text=linked(one.text), full=linked(one.full)) for one in heard]


def on(heard: Sequence[Heard], platform: str) -> list[Heard]:
    """What was heard on one of two platforms."""
    ending = f" on {platform}"
    return [
        replace(one, how=one.how.removesuffix(ending)) for one in heard if one.how.endswith(ending)
    ]


def without_name(heard: Sequence[Heard], cue: Cue) -> list[Heard]:
    """The same without the name of whoever a card belongs to, as stands above it in a group."""
    name = cue.line.partition(":")[0]

    def bare(text: str) -> str:
        return re.sub(rf"\A(\*\*)?{re.escape(name)}(\*\*)?\n\n", "", text)

    return [replace(one, text=bare(one.text), full=bare(one.full)) for one in heard]


def without_promise(heard: Sequence[Heard]) -> list[Heard]:
    """The same without that something comes as a direct message, as is said of it in a server."""
    promises = []
    for language in LANGUAGES:
        with speaking(Manner(language)):
            promises.append(f" {phrase('admin.job.direct')}")
            promises.append(f"\n\n{phrase('remind.alone')}")

    def kept(text: str) -> str:
        for promise in promises:
            text = text.replace(promise, "")
        return text

    return [replace(one, text=kept(one.text), full=kept(one.full)) for one in heard]


@pytest.mark.parametrize(("transcript", "kind"), behind_adapters())
async def test_a_conversation_goes_the_same_way_through_an_adapter(
    transcript: Path, kind: str, plainly: Callable[[Path], Awaitable[Scenes]]
) -> None:
    """Each goes through at least one, and with slow tests through as many as hold every kind of it.

    Those are found by ``cover``, which says what a kind is; all go through all of them with
    ``FORETELL_TEST_ADAPTERS=every``.
    """
    meant = await plainly(transcript)
    async with adapter_stage(kind, lessons_of(transcript)) as stage:
        seen = await play(transcript, stage)
    for (cue, wanted), (_, found) in zip(meant, seen, strict=True):
        if kind == "terminal":
            faults = differences(printed(wanted), found, edits=False)
        elif kind == BOTH:
            faults = [
                f"on {platform}: {fault}"
                for platform in ("Telegram", "Discord")
                for fault in differences(
                    with_code_links(on(wanted, platform), platform),
                    on(found, platform),
                    edits=True,
                )
            ]
        else:
            if kind == "telegram":
                wanted, found = with_links(wanted), without_name(found, cue)
            found = without_promise(found) if kind == "discord server" else found
            faults = differences(wanted, found, edits=True)
        assert not faults, f"{transcript.name}:{cue.number}: {cue.line}\n" + "\n".join(faults)


def test_there_is_a_transcript_for_every_lesson() -> None:
    for lesson in CONTENT.glob("*/*.md"):
        assert lesson.with_suffix(".chat").exists(), f"{lesson.name} has no transcript"


def test_no_transcript_is_left_out_and_no_adapter_lacks_a_kind_that_it_can_have() -> None:
    texts = {one: one.read_text(encoding="utf-8") for one in TRANSCRIPTS}
    played_by = plays()
    assert all(played_by[one] for one in TRANSCRIPTS)
    for kind in ADAPTERS:
        able = [kinds(texts[one]) for one in TRANSCRIPTS if not cannot_happen(one, kind)]
        shown = [kinds(texts[one]) for one in TRANSCRIPTS if kind in played_by[one]]
        assert frozenset().union(*shown) == frozenset().union(*able), kind


def test_the_kinds_of_a_transcript_are_what_is_done_and_how_it_is_shown() -> None:
    text = """(Ana is an owner)

Ana: /admin lessons

Tutor: **Lessons** are here:
    - one
    [A] [B]
    [C]

Ana: [A]^

Ana: (sends tea.md) here

Tutor, aside: Gone.
"""
    assert kinds(text) == {
        *("(… is an owner)", "/admin lessons", "Tutor", "bold", "list", "2 rows"),
        *("2 buttons in a row", "press ^", "sends", "Tutor, aside"),
    }
