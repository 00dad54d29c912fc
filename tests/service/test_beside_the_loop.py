"""What takes long is done beside the event loop: by whom, and that it is noticed where it is not.

The store has a test like these of its own.
"""

import asyncio
import threading
import time
from types import ModuleType

import pytest

from adapters.pictures import images
from bot.conversation.needs.learner import Job
from bot.conversation.outputs import LessonImage, TextDiagram
from bot.lessons.pictures.assets import PNG, Asset
from bot.lessons.revisions import diff
from bot.service import monitoring
from bot.service.privacy import export as own_data
from bot.service.publishing import from_files
from bot.service.publishing.intake import Intake
from bot.service.reports import export as answers
from bot.service.turns.loading import CatalogueCache
from bot.service.tutor import Tutor
from bot.storage.store import Store
from tests.rigs.courses import read_release
from tests.rigs.makers import ANA, NOON, attempt, home, record, write
from tests.rigs.paths import KITCHEN
from tests.rigs.stores import fresh_store


class Watch:
    """Notes in which thread what it watches is done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._loops = threading.current_thread()
        self.done: list[str] = []
        self.on_the_loop: list[str] = []

    def over(self, owner: ModuleType | type, name: str) -> None:
        real = getattr(owner, name)

        def watched(*arguments: object, **named: object) -> object:
            self.done.append(name)
            if threading.current_thread() is self._loops:
                self.on_the_loop.append(name)
            return real(*arguments, **named)

        self._monkeypatch.setattr(owner, name, watched)


@pytest.fixture
async def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(monkeypatch)


async def test_pictures_are_drawn_and_made_fit_for_a_platform(watch: Watch) -> None:
    async def kept(name: str) -> Asset:
        return Asset(PNG, b"a picture")

    watch.over(images, "render")
    watch.over(images, "as_portable")
    await images.image_of(TextDiagram("+--+", "A box."), images.render, kept)
    await images.image_of(LessonImage("0" * 64, "A pot."), images.render, kept)
    assert watch.done == ["render", "as_portable"]
    assert watch.on_the_loop == []


async def test_lessons_are_read_from_files_and_compared(store: Store, watch: Watch) -> None:
    watch.over(from_files, "_read")
    watch.over(diff, "of_lessons")
    await from_files.publish(store, KITCHEN.parent, NOON)
    intake = Intake(store, CatalogueCache(store), {})
    await intake._piece(read_release(KITCHEN).lessons[0], await store.library())
    assert watch.done == ["_read", "of_lessons"]
    assert watch.on_the_loop == []


async def test_files_are_written(store: Store, watch: Watch) -> None:
    for name in ("_json", "_page", "_cards"):
        watch.over(own_data, name)
    watch.over(answers.ZippedCsv, "add")
    watch.over(answers.ZippedCsv, "close")
    await write(store, record(facts=(attempt(),)))
    for form in ("json", "page", "anki"):
        await own_data.build_file(store, ANA, form, NOON)
    job = Job("job", "csv", "", ANA, home(ANA))
    await answers._write(store, job, {"tea"}, "answers", NOON)
    assert watch.done == ["_json", "_page", "_cards", "add", "close"]
    assert watch.on_the_loop == []


async def test_a_tutor_measures_its_loop() -> None:
    async with Tutor(fresh_store()) as tutor:
        await tutor.recover()
        await asyncio.sleep(2 * monitoring.EVERY)
        time.sleep(2 * monitoring.TOLERATED)  # noqa: ASYNC251 - it is what holds it up
        await asyncio.sleep(2 * monitoring.EVERY)
        assert tutor.lag.worst >= monitoring.TOLERATED
