"""Statistics from the command line, with and without a running bot; answers as a spreadsheet."""

import contextlib
import csv
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli import stats
from adapters.cli.authoring import InputError
from adapters.control import statistics
from adapters.control.socket import ControlError, serving
from adapters.settings import Settings
from bot.conversation.admin.statistics.report import StatisticsRequest, texts
from bot.conversation.facts.learner import LessonStarted
from bot.conversation.inputs import LearnerId
from bot.learning.observations import GROUP
from bot.service.reports import export
from bot.service.reports import statistics as service
from bot.storage.records import BEGINNING, AnswerRecord, Release
from bot.storage.sqlite import SqliteStore
from bot.storage.store import Store
from tests.rigs.group import RIGHT, TEA, WRONG, answer, learner, tell
from tests.rigs.makers import NOON, attempt
from tests.rigs.program import foretell
from tests.rigs.stores import empty_database

Filled = Callable[[], AbstractAsyncContextManager[Store]]


def settings(tmp_path: Path) -> Settings:
    return Settings.model_construct(database=tmp_path / "db")


async def fill(store: Store) -> None:
    """As many learners of tea as make a group; the last one also answers about coffee."""
    await store.publish(Release(lessons=(TEA,)), NOON)
    start = LessonStarted("run", "tea", TEA.revision, "deep", 2)
    for number in range(GROUP):
        await tell(store, number, (0, start), (1, answer(WRONG)), (60, answer(RIGHT, phase="exit")))
    await tell(store, GROUP - 1, (70, attempt("bean", lesson="coffee", choice=None, right=None)))


@pytest.fixture(params=["running", "stopped"])
def bot(request: pytest.FixtureRequest, tmp_path: Path) -> Filled:
    """Whether a bot runs or not; what it has told in words is taken from its store before."""
    its = settings(tmp_path)

    @contextlib.asynccontextmanager
    async def filled() -> AsyncIterator[Store]:
        store = SqliteStore(its.database)
        await store.open()
        try:
            await fill(store)
            if request.param == "stopped":
                await store.close()
                yield store
            else:
                async with serving(its.socket, statistics.handlers(store)):
                    yield store
        finally:
            await store.close()

    return filled


async def rows(tmp_path: Path, lesson: str = "", name: str = "out.csv") -> list[dict[str, str]]:
    """What is written for this lesson, or for all, by column."""
    file = tmp_path / name
    async with contextlib.aclosing(stats.answers(settings(tmp_path), lesson)) as pages:
        number = await stats.save_csv(pages, file, force=False)
    with file.open(newline="", encoding="utf-8") as lines:
        found = list(csv.DictReader(lines))
    assert len(found) == number
    return found


# In words


async def test_a_terminal_is_told_what_admins_are_told(
    bot: Filled, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    its, later = settings(tmp_path), NOON + timedelta(weeks=3)
    monkeypatch.setattr(statistics, "utc_now", lambda: later)
    await fill(store)
    library = await store.library()

    async def chat(lesson: str, *, each: bool) -> str:
        found = await service.collect(store, library, StatisticsRequest(lesson), later)
        told = "\n\n".join(texts(found, library, each=each))
        return told.replace("/admin stats", "foretell stats")

    async with bot():
        told = await stats.tell(its, "", each=False)
        assert told == await chat("", each=False)
        assert "- from Mon, Nov 23: 5 → 5 → fewer than 5 →" in told
        assert await stats.tell(its, "TEA", each=False) == await chat("tea", each=False)
        told = await stats.tell(its, "tea", each=True)
    assert told == await chat("tea", each=True)
    assert "At first (5):\n- So: 100%, 95% sure" in told


async def test_a_lesson_that_is_not_taught_is_refused(bot: Filled, tmp_path: Path) -> None:
    async with bot():
        with pytest.raises(ControlError, match="cocoa: no such lesson"):
            await stats.tell(settings(tmp_path), "cocoa", each=False)
        with pytest.raises(ControlError, match="cocoa: no such lesson"):
            await rows(tmp_path, "cocoa")
    assert not (tmp_path / "out.csv").exists()


# As a spreadsheet


async def test_each_attempt_is_a_row_however_many_pages_it_takes(
    bot: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bot():
        whole = await rows(tmp_path)
        monkeypatch.setattr(statistics, "PAGE", 2)
        paged = await rows(tmp_path, name="paged.csv")
        tea = await rows(tmp_path, "tea", name="tea.csv")
    without = [{**one, "learner": ""} for one in whole]
    assert [{**one, "learner": ""} for one in paged] == without
    assert len(whole) == 2 * GROUP + 1
    assert [one["lesson"] for one in tea] == ["tea"] * 2 * GROUP
    assert without[0] == {
        "learner": "",
        "at": "2026-11-24T12:00:01+00:00",
        "lesson": "tea",
        "revision": TEA.revision,
        "question": "q",
        "phase": "first",
        "choice": "1",
        "confidence": "sure",
        "right": "no",
        "score": "0.5",
        "took_ms": "900",
        "void": "",
        "range": "",
        "overruled": "",
    }
    assert (without[-1]["choice"], without[-1]["right"]) == ("", "")


async def test_a_learner_has_a_name_that_is_another_in_the_next_file(
    bot: Filled, tmp_path: Path
) -> None:
    async with bot():
        first, second = await rows(tmp_path), await rows(tmp_path, name="next.csv")
    names = [{one["learner"] for one in found} for found in (first, second)]
    assert [len(found) for found in names] == [GROUP, GROUP]
    assert names[0].isdisjoint(names[1])
    written = (tmp_path / "out.csv").read_text()
    assert not any(learner(number) in written for number in range(GROUP))
    assert "telegram" not in written, "nor the id of an input"


@given(st.one_of(st.text(), st.builds(str.__add__, st.sampled_from("=+-@\t\r'"), st.text())))
def test_no_text_begins_a_formula_and_each_can_be_read_back(text: str) -> None:
    written = export.cell(text)
    assert not written or written[0] not in "=+-@\t\r"
    assert written in (text, f"'{text}")
    assert (written == text) == (text[:1] not in tuple("=+-@\t\r"))


async def one_page(*answers: AnswerRecord) -> AsyncIterator[list[AnswerRecord]]:
    yield list(answers)


async def test_no_column_of_text_can_hold_a_formula(tmp_path: Path) -> None:
    place = (LearnerId("=L()"), 0, "=I()", "=Q()", "@phase")
    evil = AnswerRecord(place, "=HYPERLINK(1)", "+1", 0, "-sure", True, -1.5, 9, True, "-5–3", True)  # type: ignore[arg-type]  # what a hostile file may have brought in
    await stats.save_csv(one_page(evil), tmp_path / "out.csv", force=False)
    with (tmp_path / "out.csv").open(newline="") as lines:
        _, (name, _, *cells) = csv.reader(lines)
    assert name[0] == "L"
    assert cells[:4] == ["'=HYPERLINK(1)", "'+1", "'=Q()", "'@phase"]
    assert cells[4:10] == ["1", "'-sure", "yes", "-1.5", "9", "yes"], "a number stays one"
    assert cells[10:] == ["'-5–3", "yes"]


async def test_a_file_is_its_owner_s_alone_and_overwritten_by_force_only(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert await stats.save_csv(one_page(), file, force=False) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("mine")
    with pytest.raises(InputError, match="add --force"):
        await stats.save_csv(one_page(), file, force=False)
    assert file.read_text() == "mine"
    await stats.save_csv(one_page(), file, force=True)
    assert file.read_text().strip() == ",".join(export.COLUMNS)
    with pytest.raises(InputError, match="can't be written"):
        await stats.save_csv(one_page(), tmp_path / "none" / "out.csv", force=False)


async def test_a_file_that_did_not_get_whole_is_not_left(tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[list[AnswerRecord]]:
        yield []
        raise ControlError("gone")

    with pytest.raises(ControlError, match="gone"):
        await stats.save_csv(broken(), tmp_path / "out.csv", force=False)
    assert not (tmp_path / "out.csv").exists()


async def test_a_bot_that_ends_between_two_pages_leaves_the_rest_to_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "PAGE", 2)
    its = settings(tmp_path)
    store = SqliteStore(its.database)
    await store.open()
    await fill(store)
    async with contextlib.aclosing(stats.answers(its, "")) as pages:
        async with serving(its.socket, statistics.handlers(store)):
            found = await anext(pages)
        await store.close()
        async for page in pages:
            found += page
    await store.open()
    try:
        assert found == await store.answers(BEGINNING, 100)
    finally:
        await store.close()


# The program


def test_the_program_tells_and_exports_and_refuses(tmp_path: Path) -> None:
    (tmp_path / "foretell.db").write_bytes(empty_database())
    told = foretell(tmp_path, "stats")
    assert (told.returncode, told.stderr) == (0, "")
    assert "Nobody has started a lesson yet." in told.stdout
    unknown = foretell(tmp_path, "stats", "cocoa")
    assert unknown.returncode == 1
    assert unknown.stderr.startswith("foretell: cocoa: no such lesson")
    done = foretell(tmp_path, "stats", "--csv", "out.csv")
    assert (done.returncode, done.stdout) == (0, "out.csv: 0 attempts\n")
    again = foretell(tmp_path, "stats", "--csv", "out.csv")
    assert (again.returncode, again.stdout) == (2, "")
    assert "out.csv: already exists; add --force" in again.stderr
    wrong = foretell(tmp_path, "stats", "--each")
    assert (wrong.returncode, wrong.stdout) == (2, "")
