"""What the benchmarks play is still there to be played: each flow once, with tiny numbers.

A benchmark is run by hand, and seldom. A button that has another name by now, a question that is
edited into the message before it, or one without options would leave it without figures.
"""

import asyncio
import shutil
from pathlib import Path

import pytest

from bench import (
    announcement,
    classes,
    cluster,
    learners,
    network,
    processes,
    progress,
    scaling,
    statistics,
)
from bench.network import Network, served
from tests.rigs.courses import read_lesson
from tests.rigs.paths import KITCHEN, LESSONS


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the kitchen, with few people."""
    kitchen = shutil.copytree(KITCHEN, tmp_path / "courses" / "kitchen")
    for module in (announcement, network, learners):
        monkeypatch.setattr(module, "CONTENT", kitchen)
    monkeypatch.setattr(classes, "LESSON", "tea")
    monkeypatch.setattr(classes, "MEMBERS", 2)
    tiny = {"CHATS": 2, "LEARNERS": 1, "ALONE": 0.3, "THINKING": (0.01, 0.02), "SPEED": 100.0}
    for name, value in tiny.items():
        monkeypatch.setattr(announcement, name, value)


@pytest.mark.slow
async def test_learners_press_on_from_question_to_question() -> None:
    crowd = Network(2, 20)
    async with asyncio.timeout(20), served(crowd):
        await crowd.done.wait()
    assert len(crowd.took) >= 40


@pytest.mark.slow
async def test_a_class_is_asked_with_everybody_on_the_board() -> None:
    room = classes.Classroom()
    async with asyncio.timeout(20), served(room):
        assert await classes._opened(room, board=True)


@pytest.mark.slow
def test_an_announcement_goes_out_while_learners_are_answered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    announcement.main()
    said = capsys.readouterr().out
    assert "replies that never came: 0" in said
    assert "recipients lost, or told twice: 0 of 2" in said


@pytest.mark.slow
def test_processes_share_learners_and_one_outlives_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "WARM", 1)
    monkeypatch.setattr(processes, "BEFORE_KILL", 0.2)
    monkeypatch.setattr(processes, "LEARNERS", 4)
    with cluster.running() as server:
        for store, of in processes.WAYS.values():
            found = processes.measured(server, store, of, learners=4, turns=3)
            assert len(found.took) == 4 * 3 - 4
        assert max(processes._killed(server), default=0.0) < 4


def test_what_many_learners_need_begins_with_what_is_too_little_first() -> None:
    parts = scaling.Parts(2e-3, 1e-3, 3e-4, 4e-4, 1e-4, 100, 200, 500, 400, 100_000_000)
    small, large = (" ".join(scaling.needed(parts, size)) for size in (1_000, 1_000_000))
    assert "one process on SQLite" in small
    assert "PostgreSQL" in large
    assert scaling.busiest(1_000) == pytest.approx(1_000 * 20 * 0.15 / 3600)


def test_answers_that_are_made_up_pass_over_estimates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "LEARNERS", 3)
    lessons = [read_lesson(LESSONS / "rain.md")]
    assert not all(one.options for one in lessons[0].questions)
    assert len(list(progress._facts(lessons, 10))) == 1 + 10
    assert len(list(statistics._attempts(lessons))) == 3 * statistics.EACH
