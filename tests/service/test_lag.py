"""The loop's gauge: what it measures, what it keeps, how often it warns."""

import asyncio
import logging
import time
from contextlib import suppress

import pytest

from bot.service.monitoring import EVERY, LoopLag


class Hours:
    """A clock that each sleep moves on, later than was asked by what is next in ``late``."""

    def __init__(self, *late: float) -> None:
        self.now, self.late = 1_000.0, list(late)

    async def sleep(self, seconds: float) -> None:
        if not self.late:
            raise asyncio.CancelledError
        self.now += seconds + self.late.pop(0)


async def gauge(*late: float) -> LoopLag:
    hours = Hours(*late)
    lag = LoopLag(clock=lambda: hours.now, sleep=hours.sleep)
    with suppress(asyncio.CancelledError):
        await lag.run()
    return lag


async def test_the_latest_and_the_worst_are_known() -> None:
    lag = await gauge(0.0, 0.03, 0.01)
    assert lag.latest == pytest.approx(0.01)
    assert lag.worst == pytest.approx(0.03)


async def test_the_worst_is_forgotten_after_two_minutes() -> None:
    quiet = [0.0] * int(60 / EVERY + 2)
    assert (await gauge(0.05, *quiet)).worst == pytest.approx(0.05)
    assert (await gauge(0.05, *quiet, *quiet)).worst == pytest.approx(0.0, abs=1e-6)


async def test_it_warns_once_a_minute_and_of_what_is_too_late_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    await gauge(0.09, 0.25, 0.5, 30.0, *[0.0] * 1200, 0.125)
    assert [one.message for one in caplog.records] == [
        "everybody waited: the event loop was held up for 0.25 s",
        "everybody waited: the event loop was held up for 0.12 s",
    ]


async def test_what_holds_up_the_loop_is_measured() -> None:
    lag = LoopLag()
    task = asyncio.create_task(lag.run())
    await asyncio.sleep(0)
    time.sleep(EVERY + 0.2)  # noqa: ASYNC251 - it is what holds it up
    await asyncio.sleep(2 * EVERY)
    task.cancel()
    assert lag.worst >= 0.19
