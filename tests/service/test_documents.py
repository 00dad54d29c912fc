"""Files that the tutor sends: where their bytes are, on each platform, and answers as a file."""

import asyncio
import csv
import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.constants import FileSizeLimit

from adapters.discord import rendering as discord_messages
from adapters.layout.plan import plan
from adapters.telegram.rendering import CAPABILITIES as TELEGRAM
from adapters.terminal.channel import CAPABILITIES as TERMINAL
from adapters.terminal.channel import TerminalChannel, save
from adapters.terminal.screen import Screen
from bot.conversation.admin.statistics.export import KIND, RESULT, ExportResult
from bot.conversation.inputs import Address, LearnerId
from bot.conversation.needs.learner import Job
from bot.conversation.outputs import Ask, Document, Say
from bot.service.delivery.channel import Later, Message
from bot.service.delivery.delivery import Delivery
from bot.service.reports import export
from bot.storage.records import AnswerRecord, Mark, StoreError
from bot.storage.sql.outbox import PIECE
from bot.storage.store import Store
from tests.rigs.discord_stage import DiscordStage
from tests.rigs.makers import ANA, NOON, attempt, left, record, write
from tests.rigs.paths import PAGES
from tests.rigs.plain_stage import PlainStage
from tests.rigs.rows import ask
from tests.rigs.stores import fresh_store
from tests.rigs.telegram_rig import Rig, Script
from tests.rigs.telegram_server import TelegramServer
from tests.rigs.telegram_server.rules import Refused

pytestmark = pytest.mark.each_store


def document(size: int = 5, text: str = "**Answers**: 3.", id: str = "d1") -> Document:
    return Document("answers.csv", "text/csv", id, size, text, "It is too large to be sent.")


CODE = """One file, in two parts. The first counts:

```py ask.py
n = 1
```

The second says it:

```py ask.py
print(n)
```

Run it:

```sh
python ask.py
```"""
"""A text with code that has a file's name."""

BRIEF = "One file, in two parts. The first counts.\n\nThe second says it.\n\nRun it:"


# Where its bytes are


@pytest.mark.parametrize("size", [0, 1, PIECE, 3 * PIECE + 7])
async def test_bytes_are_kept_and_kept_anew(store: Store, size: int) -> None:
    assert await store.document("d1") is None
    content = bytes(range(256)) * (size // 256 + 1)
    await store.keep_document("d1", content[: 2 * PIECE])
    await store.keep_document("d2", b"another")
    await store.keep_document("d1", content[:size])
    assert await store.document("d1") == content[:size]
    assert await store.document("d2") == b"another"


@pytest.mark.parametrize("gone", [True, False])
async def test_bytes_go_with_the_parcel_that_sends_them(store: Store, gone: bool) -> None:
    for id in ("d1", "d2", "d3"):
        await store.keep_document(id, b"12345")
    said = (Say('["document","d3"]'), document(), document(id="d2"))
    [first, other] = await write(store, record(ANA, *said), record(ANA, Say("more")))
    await write(store, marks=[Mark(first.id, NOON, 1, done=False), Mark(other.id, NOON, 1, True)])
    assert await store.document("d1") == b"12345", "it may still have to be sent"
    await write(store, marks=[Mark(first.id, NOON, 2, done=True, gone=gone)])
    assert [await store.document(id) for id in ("d1", "d2", "d3")] == [None, None, b"12345"]


async def test_an_unreadable_parcel_with_a_document_is_dropped(store: Store) -> None:
    await write(store, record(ANA, document()))
    ask(store, "UPDATE outbox SET outputs = '[[\"document\",'")
    assert await left(store) == []


# On its way


class Platform:
    """Keeps what is sent to it."""

    platform = "telegram"

    def __init__(self) -> None:
        self.sent: list[Message] = []

    def plan(self, outputs: tuple[object, ...]) -> tuple[Message, ...]:
        return tuple(
            Message(one.text, document=one) if isinstance(one, Document) else Message(one.text)  # type: ignore[attr-defined]  # a Say
            for one in outputs
        )

    async def send(self, address: Address, message: Message, key: str, target: str | None) -> str:
        self.sent.append(message)
        return key

    async def fetch(self, address: Address, reference: str, limit: int) -> bytes:
        raise AssertionError("nothing is fetched here")


async def delivered(store: Store, *outputs: Say | Document) -> tuple[Platform, list[float]]:
    platform, slept = Platform(), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    delivery = Delivery(store, {"telegram": platform}, lambda mark: None, sleep=sleep)
    delivery.deliver(await write(store, record(ANA, *outputs)))
    await delivery.idle()
    await delivery.close()
    return platform, slept


async def test_a_file_comes_with_its_bytes(store: Store) -> None:
    await store.keep_document("d1", b"12345")
    platform, _ = await delivered(store, Say("before"), document(), Say("after"))
    assert [one.text for one in platform.sent] == ["before", "**Answers**: 3.", "after"]
    assert [one.content for one in platform.sent] == [b"", b"12345", b""]


async def test_a_file_without_bytes_holds_nothing_up(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    platform, _ = await delivered(store, document(), Say("after"))
    assert [one.text for one in platform.sent] == ["after"]
    assert "passed over" in caplog.text


async def test_a_store_that_fails_for_a_moment_is_asked_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.keep_document("d1", b"12345")
    asked, read = [], store.document

    async def fails_once(id: str) -> bytes | None:
        asked.append(id)
        if len(asked) == 1:
            raise StoreError("the disk is away")
        return await read(id)

    monkeypatch.setattr(store, "document", fails_once)
    platform, slept = await delivered(store, document())
    assert [one.content for one in platform.sent] == [b"12345"]
    assert len(slept) == 1


@pytest.mark.parametrize("can", [TELEGRAM, discord_messages.CAPABILITIES])
def test_a_file_that_is_too_large_for_a_platform_is_told_in_words(can: object) -> None:
    largest = can.largest  # type: ignore[attr-defined]  # capabilities
    [fits] = plan((document(largest),), can)  # type: ignore[arg-type]
    assert fits.document is not None
    [words] = plan((document(largest + 1),), can)  # type: ignore[arg-type]
    assert (words.document, words.text) == (None, "It is too large to be sent.")


def test_words_that_do_not_fit_beside_a_file_come_before_it() -> None:
    long = "A word more. " * 100
    *before, last = plan((document(text=long),), TELEGRAM)
    assert "".join(one.text for one in before).strip() == long.strip()
    assert (last.text, last.document is not None) == ("", True)


# Telegram


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as one:
        yield one


async def test_telegram_gets_a_document_with_a_caption(server: TelegramServer) -> None:
    store, ana = fresh_store(), server.person("Ana")
    engine = Script(lambda envelope: (document(),))
    async with Rig(server, engine=engine, store=store) as rig:
        await store.keep_document("d1", b"a,b\r\n")
        ana.types("/start")
        await rig.settled()
    [message] = ana.messages
    assert message.document == ("answers.csv", b"a,b\r\n")
    assert (message.caption, message.styled("bold")) == ("Answers: 3.", ["Answers"])


async def test_telegram_gets_code_that_has_a_name_as_a_file_above_the_text(
    server: TelegramServer,
) -> None:
    ana = server.person("Ana")
    async with Rig(
        server, engine=Script(lambda envelope: (Say(CODE),)), store=fresh_store()
    ) as rig:
        ana.types("/start")
        await rig.settled()
    file, text = ana.messages
    assert file.document == ("ask.py", b"n = 1\n\nprint(n)\n")
    assert (text.text or "").startswith(BRIEF)
    assert text.styled("pre") == ["python ask.py"]


def test_code_is_not_sent_again_with_a_question_that_is_shown_anew() -> None:
    asked = Ask("n.1", CODE, ())
    first, again = plan((asked,), TELEGRAM), plan((replace(asked, anew=True),), TELEGRAM)
    assert [one.document.name if one.document else one.text[:8] for one in first] == [
        "ask.py",
        "One file",
    ]
    assert again == first[1:]


async def test_a_file_that_telegram_refuses_as_too_large_is_told_in_words(
    server: TelegramServer,
) -> None:
    store, ana = fresh_store(), server.person("Ana")
    server.fail("sendDocument", Refused(413, "Request Entity Too Large"))
    async with Rig(server, engine=Script(lambda envelope: (document(),)), store=store) as rig:
        await store.keep_document("d1", b"12345")
        ana.types("/start")
        await rig.settled()
    assert ana.said == ["It is too large to be sent."]
    assert int(FileSizeLimit.FILESIZE_UPLOAD) == TELEGRAM.largest


# Discord


@pytest.mark.parametrize("place", ["dm", "server"])
async def test_discord_shows_a_file_above_its_words(place: str) -> None:
    stage = DiscordStage(place=place, engine=Script(lambda envelope: (document(),)))  # type: ignore[arg-type]
    async with stage:
        await stage.store.keep_document("d1", b"a,b\r\n")
        await stage.types("Ana", "/start")
        [(heard, shown)] = await stage.seen()
        assert (heard.how, shown.texts) == ("sends", ["answers.csv", "**Answers**: 3."])
        assert shown.ephemeral is (place == "server")
        [attached] = stage.env.backend.get_message(shown.channel, shown.id).attachments
        assert (attached["filename"], attached["size"]) == ("answers.csv", 5)


async def test_discord_shows_code_that_has_a_name_as_a_file_above_the_text() -> None:
    async with DiscordStage(engine=Script(lambda envelope: (Say(CODE),))) as stage:
        await stage.types("Ana", "/start")
        [(_, file), (_, text)] = await stage.seen()
        assert file.texts == ["ask.py"]
        assert text.texts[0].startswith(BRIEF)
        [attached] = stage.env.backend.get_message(file.channel, file.id).attachments
        assert (attached["filename"], attached["size"]) == ("ask.py", 16)


async def test_a_file_that_discord_refuses_as_too_large_is_told_in_words() -> None:
    stage = DiscordStage(engine=Script(lambda envelope: (document(),)))
    async with stage:
        await stage.store.keep_document("d1", b"12345")
        path = f"/channels/{stage.person('Ana').dm_channel.id}/messages"
        stage.env.inject_error("POST", path, status=413, code=40005, times=1)
        await stage.person("Ana").send_dm("go")
        [(_, shown)] = await stage.seen()
        assert shown.texts == ["It is too large to be sent."]


# A terminal


def test_a_terminal_shows_code_that_has_a_name_in_its_place() -> None:
    assert [one.text for one in plan((Say(CODE),), TERMINAL)] == [CODE]


def test_a_file_is_saved_beside_what_is_there_and_once_if_it_is_the_same(tmp_path: Path) -> None:
    first = save(tmp_path, "answers.csv", b"one")
    assert (first.name, first.read_bytes(), first.stat().st_mode & 0o777) == (
        "answers.csv",
        b"one",
        0o600,
    )
    assert save(tmp_path, "answers.csv", b"one") == first, "as after a crash"
    assert save(tmp_path, "answers.csv", b"two").name == "answers-2.csv"
    assert save(tmp_path, "answers.csv", b"six").name == "answers-3.csv"
    assert save(tmp_path, "answers.csv", b"two").name == "answers-2.csv"
    assert first.read_bytes() == b"one"


def test_a_folder_or_a_dangling_link_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").mkdir()
    (tmp_path / "answers-2.csv").symlink_to(tmp_path / "elsewhere")
    assert save(tmp_path, "answers.csv", b"one").name == "answers-3.csv"
    assert not (tmp_path / "elsewhere").exists()


async def test_a_terminal_says_where_a_file_is_or_why_it_is_nowhere(tmp_path: Path) -> None:
    for folder, told in (
        (tmp_path, f"Saved: {tmp_path}/answers.csv\n\nAnswers: 3."),
        (tmp_path / "none", "answers.csv can't be saved"),
    ):
        out = io.StringIO()
        channel = TerminalChannel(Screen(out, plain=True), folder=folder)
        message = Message("**Answers**: 3.", document=document(), content=b"12345")
        await channel.send(Address("terminal", "ana"), message, "k/0", None)
        assert told in out.getvalue()


# Answers as a file


def job(lesson: str = "") -> Job:
    body = f'{{"lesson": "{lesson}"}}'
    return Job("e1", KIND, body, ANA, Address("telegram", "1"))


async def answered(store: Store, learners: int, lesson: str = "tea", each: int = 1) -> None:
    for number in range(learners):
        facts = tuple(
            attempt(f"q{n}", lesson=lesson, run=f"{lesson}{n}", score=-1.5) for n in range(each)
        )
        who = LearnerId(f"telegram:{1000 + number}")
        await write(store, record(who, facts=facts, when=NOON + timedelta(minutes=number)))


async def exported(store: Store, lesson: str = "") -> tuple[ExportResult, bytes]:
    written = RESULT.validate_json(await export.do(store, await store.library(), job(lesson), NOON))
    return written, await store.document(written.id) or b"" if written.id else b""


async def test_the_file_holds_every_answer_and_no_learner(store: Store) -> None:
    await answered(store, 6, each=2)
    await answered(store, 4, lesson="soup")
    written, content = await exported(store)
    assert (written.answers, written.small, written.name) == (12, 1, "answers-all.csv")
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert len({row["learner"] for row in rows}) == 6
    assert {row["lesson"] for row in rows} == {"tea"}
    assert {row["score"] for row in rows} == {"-1.5"}
    assert b"telegram" not in content
    again, other = await exported(store)
    assert (again, len(other)) == (written, len(content)), "done twice, it comes to the same"
    assert other != content, "names are others in each file"
    one, _ = await exported(store, "tea")
    assert (one.name, one.answers, one.small) == ("answers-tea.csv", 12, 0)
    few, _ = await exported(store, "soup")
    assert few == ExportResult(small=1)
    assert (await exported(store, "coffee"))[0] == ExportResult()


async def test_pages_are_joined_without_a_seam(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answered(store, 6, each=2)
    whole, _ = await exported(store)
    for page in (1, 4, 12):
        monkeypatch.setattr(export, "PAGE", page)
        paged, content = await exported(store)
        assert paged.answers == whole.answers
        assert len(content.splitlines()) == 13


async def test_a_large_file_is_packed_and_one_that_nobody_takes_is_not_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answered(store, 6, each=2)
    monkeypatch.setattr(export, "PLAIN", 100)
    packed, content = await exported(store)
    assert (packed.name, packed.media) == ("answers-all.zip", "application/zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [name] = archive.namelist()
        assert name == "answers-all.csv"
        assert len(archive.read(name).splitlines()) == 13
    # Names differ in each file, and so does what they pack to, by a few bytes.
    monkeypatch.setattr(export, "MAX_EXPORT_BYTES", packed.size + 50)
    assert (await exported(store))[0].id
    monkeypatch.setattr(export, "MAX_EXPORT_BYTES", packed.size - 50)
    large, _ = await exported(store)
    assert (large.answers, large.id) == (12, "")
    assert large.size > packed.size - 50


def test_what_a_spreadsheet_would_run_is_disarmed() -> None:
    place = (LearnerId("=1"), 0, "i", "+q", "first")
    answer = AnswerRecord(place, "@tea", "-r", None, "sure", None, -1.0, 5)
    packed = export.ZippedCsv("a.csv", NOON, 10_000)
    packed.add([answer])
    archive = packed.close()
    assert archive is not None
    _, row = csv.reader(io.StringIO(export.unzip(archive).decode()))
    assert row[2:6] == ["'@tea", "'-r", "'+q", "first"]
    assert row[0].startswith("L")
    assert export.unzipped_size(archive) == len(export.unzip(archive))


# Over an end of the program


async def test_a_file_that_was_not_sent_comes_after_the_next_start(stage: PlainStage) -> None:
    await answered(stage.past("Ana")[0], 5)
    sends, tried = stage.channel.send, asyncio.Event()

    async def away(address: Address, message: Message, key: str, target: str | None) -> str:
        if message.document:
            tried.set()
            raise Later(3600)
        return await sends(address, message, key, target)

    stage.channel.send = away  # type: ignore[method-assign]  # a platform that is away
    await stage.types("Ana", "/admin stats tea csv")
    await tried.wait()
    stage.channel.send = sends  # type: ignore[method-assign]
    await stage.restart(abruptly=True)
    told = await stage.heard()
    assert [one.how for one in told].count("sends") == 1
    assert len(stage.channel.documents["answers-tea.csv"].splitlines()) == 6
    await stage.settled()
    assert await stage.past("Ana")[0].document("plain:1/1") is None, "what arrived is not kept"


async def test_two_taps_are_one_file_and_strangers_get_none(stage: PlainStage) -> None:
    await answered(stage.past("Ana")[0], 5)
    await stage.types("Ana", "/admin stats")
    await stage.heard()
    await stage.presses("Ana", "Answers as CSV", 0, "Ana")
    await stage.presses("Ana", "Answers as CSV", 0, "Ana")
    await stage.again()
    assert [one.how for one in await stage.heard()].count("sends") == 1
    await stage.presses("Ben", "Answers as CSV", 0, "Ana")
    await stage.types("Ben", "/admin stats tea csv")
    assert [one.how for one in await stage.heard()].count("sends") == 0


# Pages


async def test_a_page_comes_back_as_a_file_that_can_be_sent_at_once(stage: PlainStage) -> None:
    page = (PAGES / "p-values.txt").read_bytes()
    await stage.sends("Ana", "my page?.txt", len(page), "", page)
    told = await stage.heard()
    [sent] = [one for one in told if one.how == "sends"]
    assert sent.text.startswith("p-values.md\n")
    file = stage.received("p-values.md")
    assert file.startswith(b"---\nid: p-values\n")
    await stage.sends("Ana", "p-values.md", len(file), "", file)
    assert "Draft: p-values" in "\n".join(one.text for one in await stage.heard())


async def test_what_must_be_mended_in_a_page_is_told_apart(stage: PlainStage) -> None:
    long = "\n\n".join(["word " * 1_000] * 60)
    page = (PAGES / "p-values.txt").read_text().replace("It measures", f"{long}\n\nIt measures")
    await stage.sends("Ana", "page.txt", None, "", page.encode())
    told = "\n".join(one.text for one in await stage.heard())
    assert "**In the file:** one thing to fix" in told
    assert "p-values.md:" in told


async def test_a_page_is_not_for_everybody(stage: PlainStage) -> None:
    page = (PAGES / "p-values.txt").read_bytes()
    await stage.sends("Ben", "page.txt", len(page), "", page)
    assert not [one for one in await stage.heard() if one.how == "sends"]
