"""Trying again: pauses grow to their bound and no further, however long an outage lasts."""

from adapters.runtime import backoff


def test_a_pause_grows_to_its_bound() -> None:
    for failures, whole in ((1, 1.0), (2, 2.0), (5, 16.0), (7, 60.0)):
        assert whole / 2 <= backoff.pause(failures, 1.0, 60.0) <= whole


def test_an_outage_of_days_has_pauses_still() -> None:
    assert 30.0 <= backoff.pause(100_000, 1.0, 60.0) <= 60.0


def test_fewer_and_fewer_of_many_failures_are_told() -> None:
    assert [number for number in range(1, 20) if backoff.is_told(number)] == [1, 2, 4, 8, 16]
