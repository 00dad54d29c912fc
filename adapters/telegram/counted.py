"""Requests that count towards a limit, each from when it goes out until a while after its answer.

An even pace alone proves nothing, since a request may be held up on its way and arrive together
with later ones. Telegram takes it in between its going out and its answer, so:

    Say that 31 arrive within less than a second, the first of them at time t. Take the one that
    went out last: it went out before t + 1. Each of the other 30 went out before it, and was
    answered at t or later, so it counted until t + 1 or later. So 30 counted when the 31st went
    out, which is not allowed.

However a network or a busy machine delays what, no second holds more than 30, wherever it begins.
Answers that take up to 34 ms cost nothing (30 / 1.034 is 29); at 100 ms it is 27 a second.

An answer that has not come after a second counts as come, so that a chat whose sends hang holds no
place of the others. All of the above holds for whatever is on its way to Telegram for no longer.
"""

from bisect import bisect_right, insort
from collections.abc import Callable

from adapters.telegram.pace import Pace


class Counted:
    """The requests of one kind that count just now."""

    def __init__(self, pace: Pace, clock: Callable[[], float], patience: float) -> None:
        self._pace = pace
        self._patience = patience
        self._clock = clock
        self._unanswered: dict[object, float] = {}
        """When each request went out whose answer is waited for, the first one first."""
        self._until: list[float] = []
        """Until when each of the others counts, sorted."""

    def __len__(self) -> int:
        self._look()
        return len(self._unanswered) + len(self._until)

    @property
    def on_their_way(self) -> int:
        """How many have no answer yet."""
        self._look()
        return len(self._unanswered)

    @property
    def first_over(self) -> float | None:
        """When the first of those that are answered counts no more."""
        return self._until[0] if self._until else None

    @property
    def first_late(self) -> float | None:
        """When the first answer that is waited for is late."""
        sent = next(iter(self._unanswered.values()), None)
        return None if sent is None else sent + self._patience

    def spend(self) -> None:
        """Count as many as are allowed, as if they had just gone out evenly."""
        step = self._pace.span / self._pace.most
        self._until = [self._clock() + n * step for n in range(1, self._pace.most + 1)]

    def began(self) -> object:
        """Count a request that goes out now."""
        request = object()
        self._unanswered[request] = self._clock()
        return request

    def ended(self, request: object) -> None:
        """Note that its answer has come, or won't."""
        if self._unanswered.pop(request, None) is not None:
            insort(self._until, self._clock() + self._pace.span)

    def _look(self) -> None:
        """Wait no more for answers that are late, and forget what counts no more."""
        now = self._clock()
        late = now - self._patience
        while self._unanswered and next(iter(self._unanswered.values())) <= late:
            sent = self._unanswered.pop(next(iter(self._unanswered)))
            insort(self._until, sent + self._patience + self._pace.span)
        del self._until[: bisect_right(self._until, now)]
