"""Pushing lessons from files and pulling them back, with and without a running bot."""

import asyncio
import contextlib
import json
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from adapters.cli import push_pull, requests
from adapters.cli.authoring import InputError
from adapters.control import lessons, socket
from adapters.control.socket import ControlError, ControlMessage, call, serving
from adapters.settings import Settings
from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import AdminNeeds
from bot.lessons.course import parse_course, write_course
from bot.lessons.model import Course, CourseWords
from bot.service.publishing.from_files import publish
from bot.service.turns.loading import CatalogueCache
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.rigs.makers import NOON, at
from tests.rigs.paths import KITCHEN
from tests.rigs.program import foretell
from tests.rigs.stores import fresh_store

OWNER = LearnerId("telegram:1")


def write_lesson(file: Path, title: str, *, right: str = "Yes", question: str = "hot") -> None:
    file.parent.mkdir(exist_ok=True)
    boxes = "\n".join(f"- [{'x' if one == right else ' '}] {one}" for one in ("Yes", "No"))
    asked = f"#### Before reading on: Is it?\n\n<!-- id: {question} -->\n\n{boxes}\n\n#### Read on"
    file.write_text(
        f"---\nid: {file.stem}\ntitle: {title}\nminutes: 5\n---\n\n# {title}\n\n## Build-up\n\n"
        f"### 1. Heat (foundation)\n\n{asked if question else ''}\n\nIt is hot.\n"
    )


def settings(tmp_path: Path) -> Settings:
    return Settings.model_construct(database=tmp_path / "db")


Running = Callable[[], AbstractAsyncContextManager[Store]]


@pytest.fixture(params=["running", "stopped"])
def bot(request: pytest.FixtureRequest, tmp_path: Path) -> Running:
    """Whether a bot runs or not: its store, to look at."""
    its = settings(tmp_path)

    @contextlib.asynccontextmanager
    async def running() -> AsyncIterator[Store]:
        store = SqliteStore(its.database)
        await store.open()
        try:
            if request.param == "stopped":
                await store.close()
                yield store
            else:
                requests = lessons.handlers(store, clock=lambda: NOON)
                async with serving(its.socket, requests):
                    yield store
        finally:
            await store.close()

    return running


async def push(
    tmp_path: Path, *paths: Path, dry_run: bool = False, sure: bool = False
) -> push_pull.PushResult:
    its = settings(tmp_path)
    found = push_pull.read(paths, await push_pull.load_taught(its))
    assert found.errors == ()
    return await push_pull.push(its, found, "terminal:ana", dry_run=dry_run, sure=sure)


async def test_what_is_pushed_is_reported_published_and_on_record(
    bot: Running, tmp_path: Path
) -> None:
    file = tmp_path / "kitchen" / "tea.md"
    write_lesson(file, "Tea")
    (tmp_path / "kitchen" / "course.toml").write_text('title = "Kitchen"\nlessons = ["tea"]\n')
    async with bot() as store:
        first = await push(tmp_path, file.parent)
        again = await push(tmp_path, file.parent)
        write_lesson(file, "Green tea")
        changed = await push(tmp_path, file)
        await store.close()
        await store.open()
        await store.set_owners([OWNER], at(9))
        log = (await store.admin(OWNER, AdminNeeds(log=0))).log
        history = await store.history("tea")
    assert first.lines == (
        "tea: new",
        "  New lesson: “Tea”, 5 min, questions: 1",
        "course:kitchen: new",
        "  New course: “Kitchen”, lessons: 1",
        "Published.",
    )
    assert again.lines == ("tea: unchanged", "course:kitchen: unchanged", "Nothing has changed.")
    assert changed.lines == ("tea: changed", "  Details: title: Tea → Green tea", "Published.")
    assert [(one.act, one.subject, one.by, one.platform) for one in log[1:]] == [
        ("push", "tea", "terminal:ana", "terminal"),
        ("push", "course:kitchen", "terminal:ana", "terminal"),
        ("push", "tea", "terminal:ana", "terminal"),
    ]
    assert [(one.by, one.how) for one in history] == [("terminal:ana", "push")] * 2
    assert history[0].revision == log[1].after
    assert history[1].revision == log[1].before


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"right": "No"}, "  ⚠️ Right answer changed (1): “Is it?”: Yes → No"),
        ({"question": ""}, "  ⚠️ Questions removed (1): “Is it?”"),
    ],
)
async def test_what_takes_something_from_learners_is_published_only_when_sure(
    bot: Running, tmp_path: Path, change: dict[str, str], line: str
) -> None:
    file, other = tmp_path / "kitchen" / "tea.md", tmp_path / "kitchen" / "toast.md"
    write_lesson(file, "Tea")
    write_lesson(other, "Toast")
    async with bot():
        await push(tmp_path, file.parent)
        write_lesson(file, "Tea", **change)
        write_lesson(other, "Better toast")
        refused = await push(tmp_path, file.parent)
        assert not refused.well
        assert line in refused.lines
        assert "--yes" in refused.lines[-1]
        # All or nothing: the harmless change waits with the other.
        assert "toast: changed" in (await push(tmp_path, other, dry_run=True)).lines
        assert (await push(tmp_path, file.parent, sure=True)).lines[-1] == "Published."


async def test_a_push_with_another_key_says_how_scores_by_the_old_one_are_taken_back(
    bot: Running, tmp_path: Path
) -> None:
    file, hint = tmp_path / "tea.md", "/admin lessons correct tea hot"
    write_lesson(file, "Tea")
    async with bot():
        assert hint not in "".join((await push(tmp_path, file)).lines)
        write_lesson(file, "Tea", right="No")
        assert hint not in "".join((await push(tmp_path, file)).lines), "nothing was published"
        assert hint in "".join((await push(tmp_path, file, sure=True)).lines)
        file.write_text(file.read_text().replace("[x] ", "").replace("[ ] ", ""))
        told = "".join((await push(tmp_path, file, sure=True)).lines)
        assert "Published." in told
        assert hint not in told, "it has no key any more"


async def test_a_dry_run_publishes_nothing(bot: Running, tmp_path: Path) -> None:
    write_lesson(tmp_path / "kitchen" / "tea.md", "Tea")
    async with bot():
        for _ in range(2):
            said = await push(tmp_path, tmp_path / "kitchen", dry_run=True)
            assert said.lines[0] == "tea: new"
            assert "dry run" in said.lines[-1]


async def test_what_is_pulled_and_pushed_again_changes_nothing(
    bot: Running, tmp_path: Path
) -> None:
    its = settings(tmp_path)
    loose = tmp_path / "loose" / "cold-water.md"
    write_lesson(loose, "Cold water")
    async with bot():
        await push(tmp_path, KITCHEN, loose)
        before = await push_pull.pull(its)
        written, left_out = push_pull.write_files(tmp_path / "pulled", *before, force=False)
        assert left_out == ()
        assert tmp_path / "pulled" / "kitchen" / "tea.de.md" in written
        assert tmp_path / "pulled" / "cold-water.md" in written
        again = await push(tmp_path, tmp_path / "pulled")
        assert again.lines[-1] == "Nothing has changed."
        told = [file for file in written if file.suffix in (".md", ".toml")]
        assert len(again.lines) == len(told) + 1
        assert await push_pull.pull(its) == before
    assert push_pull.write_files(tmp_path / "pulled", *before, force=False) == ((), ())


async def test_what_is_pushed_as_it_is_taught_stays_a_file_s(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    write_lesson(content / "kitchen" / "tea.md", "Tea")
    (content / "kitchen" / "course.toml").write_text('title = "K"\nlessons = ["tea"]\n')
    store = SqliteStore(settings(tmp_path).database)
    await store.open()
    await publish(store, content, NOON)
    sources = await store.sources()
    await store.close()
    assert (await push(tmp_path, content)).lines[-1] == "Nothing has changed."
    await store.open()
    assert await store.sources() == sources
    await store.close()


async def test_a_translation_that_stays_behind_is_named_and_not_pulled(
    bot: Running, tmp_path: Path
) -> None:
    folder = tmp_path / "kitchen"
    folder.mkdir()
    for name in ("tea.md", "tea.de.md"):
        (folder / name).write_text((KITCHEN / name).read_text())
    async with bot():
        await push(tmp_path, folder)
        text = (folder / "tea.md").read_text()
        (folder / "tea.md").write_text(text.replace("minutes: ", "minutes: 1"))
        said = await push(tmp_path, folder / "tea.md")
        assert "tea.de: is a translation of what tea was before; push it too" in said.lines
        pulled = await push_pull.pull(settings(tmp_path))
        _, left_out = push_pull.write_files(tmp_path / "pulled", *pulled, force=False)
        assert left_out == ("tea.de: left out: it translates an earlier tea",)
        # A translation brings what it translates along.
        assert "tea.de: changed" in (await push(tmp_path, folder / "tea.de.md")).lines


async def test_a_running_bot_teaches_at_once_what_was_pushed(store: Store, tmp_path: Path) -> None:
    catalogue = CatalogueCache(store)
    write_lesson(tmp_path / "kitchen" / "tea.md", "Tea")
    its = settings(tmp_path)
    async with serving(its.socket, lessons.handlers(store, catalogue.refresh)):
        await push(tmp_path, tmp_path / "kitchen")
    assert [card.title for card in catalogue.library.cards.values()] == ["Tea"]
    assert not its.database.exists()


def test_an_archive_is_read_as_the_folder_in_it(tmp_path: Path) -> None:
    archive = tmp_path / "course.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for file in KITCHEN.glob("*.*"):
            made.write(file, f"kitchen/{file.name}")
    packed, plain = push_pull.read([archive], {}), push_pull.read([KITCHEN], {})
    assert packed.errors == ()
    assert {one.revision for one in packed.lessons} == {one.revision for one in plain.lessons}
    assert packed.courses == plain.courses


def test_what_is_wrong_with_files_is_said_with_its_place(tmp_path: Path) -> None:
    write_lesson(tmp_path / "tea.md", "Tea")
    bad = tmp_path / "toast.md"
    bad.write_bytes(b"---\nid: \xff\n---\n")
    (tmp_path / "big.md").write_bytes(b"x" * (push_pull.LARGEST_TEXT + 1))
    found = push_pull.read([tmp_path], {})
    assert any(one.startswith(f"{bad}:2:") for one in found.errors)
    assert any("big.md:1:1: is too large" in one for one in found.errors)
    for path, why in ((tmp_path / "none.md", "no such file"), (Path(__file__), "isn't a lesson")):
        with pytest.raises(InputError, match=why):
            push_pull.read([path], {})


def test_a_file_that_holds_something_else_is_overwritten_by_force_only(tmp_path: Path) -> None:
    course = Course(id="kitchen", title="Kitchen", lessons=("tea",))
    file = tmp_path / "kitchen" / "course.toml"
    file.parent.mkdir()
    file.write_text("mine")
    with pytest.raises(InputError, match="--force"):
        push_pull.write_files(tmp_path, [course], [], force=False)
    assert file.read_text() == "mine"
    assert push_pull.write_files(tmp_path, [course], [], force=True) == ((file,), ())


def test_a_course_is_read_as_it_was_written() -> None:
    course = Course(
        id="kitchen",
        title='"Quoted" \\ title',
        about="Two\nlines, a tab\tand “quotes”.",
        lessons=("tea", "toast"),
        translations=(CourseWords(language="de", title="Küche", about="Über"),),
    )
    assert parse_course(write_course(course), "course.toml", "kitchen") == course


# The socket


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (b"hello\n", "makes no sense"),
        (b"[]\n", "makes no sense"),
        (b'{"version": 2, "do": "known", "lines": 0}\n', "another version"),
        (b'{"version": 1, "do": "explode", "lines": 0}\n', "can't do that"),
        (
            b'{"version": 1, "do": "push", "lines": 1}\n{"id": "Tea"}\n',
            "another format for lessons",
        ),
        (b'{"version": 1, "do": "push", "lines": 2}\nx\n', "makes no sense"),
        (
            b'{"version": 1, "do": "push", "lines": 9999999}\n' + b"x\n" * 99,
            "larger than 150 bytes",
        ),
        (b"x" * 5_000, "too long"),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused_and_the_next_is_answered(
    store: Store, tmp_path: Path, line: bytes, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "MOST_BYTES", 150)
    monkeypatch.setattr(socket, "LONGEST_LINE", 2_000)
    path = tmp_path / "s"
    async with serving(path, lessons.handlers(store)):
        reader, writer = await asyncio.open_unix_connection(path)
        writer.write(line)
        writer.write_eof()
        assert answer in json.loads(await reader.readline())["error"]
        writer.close()
        assert (await call(path, lessons.KNOWN, ControlMessage({}))).head["known"] == {}


async def test_json_that_is_nested_without_end_is_refused_at_both_ends(tmp_path: Path) -> None:
    deep, path = b"[" * 200_000 + b"\n", tmp_path / "s"
    async with serving(path, {}):
        reader, writer = await asyncio.open_unix_connection(path)
        writer.write(deep)
        assert "makes no sense" in json.loads(await reader.readline())["error"]
        writer.close()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(deep)
        writer.close()

    other = await asyncio.start_unix_server(answer, tmp_path / "other")
    with pytest.raises(ControlError, match="isn't Foretell"):
        await call(tmp_path / "other", "known", ControlMessage({}))
    other.close()


async def test_a_request_that_is_too_large_is_not_even_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "MOST_BYTES", 10)
    with pytest.raises(ControlError, match="more than 10 bytes"):
        await call(tmp_path / "s", lessons.PUSH, ControlMessage({}, ["x" * 10]))


async def test_what_the_database_refuses_is_told_at_the_other_end(tmp_path: Path) -> None:
    async with serving(tmp_path / "s", lessons.handlers(fresh_store())):
        with pytest.raises(ControlError, match="the store is not open"):
            await call(tmp_path / "s", lessons.PULL, ControlMessage({}))


# The program


def test_the_program_pushes_pulls_and_refuses(tmp_path: Path) -> None:
    write_lesson(tmp_path / "kitchen" / "tea.md", "Tea")
    pushed = foretell(tmp_path, "push", "kitchen")
    assert (pushed.returncode, pushed.stderr) == (0, "")
    assert pushed.stdout.splitlines()[-1] == "Published."
    pulled = foretell(tmp_path, "pull", "out")
    assert (pulled.returncode, pulled.stdout) == (0, "out/tea.md\n")
    (tmp_path / "kitchen" / "tea.md").write_text("---\nid: tea\n")
    refused = foretell(tmp_path, "push", "kitchen")
    assert refused.returncode == 1
    assert "kitchen/tea.md:1:1:" in refused.stdout
    assert "Nothing was published." in refused.stdout


@pytest.mark.parametrize("published", [True, False])
async def test_a_push_whose_bot_ends_before_it_answers_says_what_is_so(
    tmp_path: Path, published: bool
) -> None:
    its, file = settings(tmp_path), tmp_path / "tea.md"
    write_lesson(file, "Tea")
    found = push_pull.read([file], await push_pull.load_taught(its))
    store = SqliteStore(its.database)
    await store.open()

    async def dying(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await socket._receive(reader)
        if published:
            await lessons.handlers(store)[lessons.PUSH](request)
        await store.close()
        its.socket.unlink()
        writer.close()

    async with await asyncio.start_unix_server(dying, its.socket):
        said = await push_pull.push(its, found, "terminal:ana", dry_run=False, sure=False)
    assert said.well == published
    assert said.lines[-1] == (
        "All of it is published. The bot ended before it said so."
        if published
        else "Nothing was published: the bot ended before that. Push again to publish it."
    )


async def test_a_push_waits_for_a_bot_that_is_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(requests, "AGAIN", 0.01)
    its, file = settings(tmp_path), tmp_path / "tea.md"
    write_lesson(file, "Tea")
    store = SqliteStore(its.database)
    await store.open()
    try:
        pushing = asyncio.create_task(push(tmp_path, file))
        await asyncio.sleep(0.1)
        assert not pushing.done(), "it has the database, and does not answer yet"
        async with serving(its.socket, lessons.handlers(store)):
            assert (await pushing).lines[-1] == "Published."
    finally:
        await store.close()
    assert capsys.readouterr().err.count("Waiting for the bot") == 1


async def test_what_was_being_read_when_the_bot_ended_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "AGAIN", 0.01)
    its, file = settings(tmp_path), tmp_path / "tea.md"
    write_lesson(file, "Tea")
    await push(tmp_path, file)

    async def dying(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        its.socket.unlink()
        writer.close()

    async with await asyncio.start_unix_server(dying, its.socket):
        _, taught, _ = await push_pull.pull(its)
    assert [lesson.title for lesson in taught] == ["Tea"]
