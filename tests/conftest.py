"""What all tests share."""

import functools
import gc
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from shutil import rmtree
from tempfile import mkdtemp

import aiosqlite
import pytest
from hypothesis import settings

from bot.conversation.lesson.modes import definition, offered_modes
from bot.lessons.card import Modes
from bot.lessons.model import Lesson
from bot.service.publishing import modes
from bot.service.publishing.sandbox import Sandbox
from bot.storage.sql import catalogue
from bot.storage.store import Store
from tests.rigs import properties, stores
from tests.rigs.logged import nothing_leaks_into_the_log, watch
from tests.rigs.paths import KITCHEN
from tests.rigs.plain_stage import PlainStage
from tests.rigs.reading import told_here
from tests.rigs.stores import STORES, next_store, opened

__all__ = ["nothing_leaks_into_the_log"]

# The same examples in every run, so that a change is judged by itself, and so no more of them than
# find what is broken; --hypothesis-profile=search looks for others. How long an example takes says
# most about what else the machine does.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=30)
settings.register_profile("search", print_blob=True, deadline=None, max_examples=200)
settings.load_profile("steady")


@functools.lru_cache(maxsize=256)
def _offered(lesson: Lesson, _modes: str) -> Modes:
    return offered_modes(lesson)


# What a lesson is offered in takes 15 ms to work out, and the same few are published hundreds of
# times; in some tests there are other modes.
catalogue.offered_modes = modes.offered_modes = lambda lesson: _offered(lesson, definition())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--bless", action="store_true", help="rewrite the transcripts to what the tutor says now"
    )


def pytest_configure(config: pytest.Config) -> None:
    properties.HURRIED = config.option.markexpr == "not slow"
    # Where an environment says that no bytecode is to be kept, as many containers do, each of the
    # hundreds of processes that the tests start would compile all that it loads anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    # Nor is a developer's own cache read or written; the processes of a run share one.
    if not hasattr(config, "workerinput"):
        os.environ["XDG_CACHE_HOME"] = mkdtemp(prefix="foretell-tests-")
    watch()
    # What is imported and collected stays, so looking through it for garbage finds none.
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave all that was imported out of the search for garbage, and search less often.

    A tenth of the suite's time went into looking through the same modules, tests and lessons.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 10, 10)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let the process end: a failed test may have left a store open, whose threads keep it up."""
    for one in gc.get_objects():
        if type(one) is aiosqlite.Connection:
            one.stop()
    if not hasattr(session.config, "workerinput"):
        rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked ``each_store`` over each kind of store; what is not SQLite is slow.

    That is a test, however it gets a store, or those tests of a module that take ``store``.
    """
    test = metafunc.definition
    itself = any(mark.name == "each_store" for mark in test.own_markers)
    if itself or ("store" in metafunc.fixturenames and test.get_closest_marker("each_store")):
        kinds = [
            pytest.param(kind, marks=[] if kind == "sqlite" else pytest.mark.slow)
            for kind in STORES
        ]
        metafunc.parametrize("kind", kinds, indirect=True)


@pytest.fixture(autouse=True)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The kind of store that a test has, that a stage has, and that ``fresh_store`` makes."""
    asked: str = getattr(request, "param", stores.DEFAULT)
    monkeypatch.setattr(stores, "DEFAULT", asked)
    if asked != "postgres":
        yield asked
        return
    from tests.rigs import emptied

    # What lasts longer than a test was made before this.
    before = emptied.lent()
    yield asked
    emptied.give_back(before)


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent is read by this process, unless a test is marked ``apart``."""
    if not request.node.get_closest_marker("apart"):
        monkeypatch.setattr(Sandbox, "_run_process", told_here)


@pytest.fixture
async def store(kind: str) -> AsyncIterator[Store]:
    """A store, open and empty."""
    async with opened(STORES[kind]()) as made:
        yield made


@pytest.fixture
async def restart(store: Store) -> AsyncIterator[Callable[[], Awaitable[Store]]]:
    """Ends the process that has the store, as it were, and gives the store of the next one."""
    current = store

    async def again() -> Store:
        nonlocal current
        await current.close()
        current = next_store(store)
        await current.open()
        return current

    yield again
    await current.close()


@pytest.fixture
def postgres_url() -> str:
    """The address of a PostgreSQL database with nothing in it."""
    from tests.rigs.postgres import fresh_database

    return fresh_database("template0")


@pytest.fixture
async def stage() -> AsyncIterator[PlainStage]:
    """The tutor with the lessons of the kitchen, and Ana, who owns it."""
    async with PlainStage(KITCHEN) as stage:
        await stage.owns("Ana")
        yield stage
