"""Flood control: 30 messages a second over all, one a second in a chat, 20 a minute in a group.

A chat may have a short burst. Who sends too fast is told to wait, and who sends during the wait
waits longer. An edit counts over all only.

Nobody knows whether Telegram counts over all what answers a person, so there are two worlds: in
one it counts like anything else, in the other (``counts_answers`` is false) it does not.

A busy machine delivers in jerks, so ``GRACE`` real seconds are overlooked; what is
sent too fast for longer is not.
"""

import time
from collections import deque

from tests.rigs.telegram_server.rules import Refused

OVERALL = 30
BURST = 5
GROUP_MINUTE = 20
WAIT = 3.0
PROLONGED = 5.0
GRACE = 0.05
ANSWERED = 30.0
"""Real seconds after somebody's input in which what comes there is an answer."""


class Flood:
    """Judges each message. Its seconds are ``speed`` times as short as real ones."""

    def __init__(self, speed: float, *, counts_answers: bool = True) -> None:
        self.counts_answers = counts_answers
        self.speed = speed
        self.waits = 0
        self.prolonged = 0
        self._overall: deque[float] = deque()
        self._due: dict[int, float] = {}
        self._minute: dict[int, deque[float]] = {}
        self._until: dict[int, float] = {}
        self._spoke: dict[int, float] = {}

    def heard(self, chat: int) -> None:
        """Somebody has done something in this chat."""
        self._spoke[chat] = time.monotonic()

    def edit(self, chat: int) -> None:
        """An edit in this chat; raises ``Refused`` with how many seconds to wait."""
        now = time.monotonic() * self.speed
        grace = GRACE * self.speed
        second = max(1.0, 4 * grace)
        while self._overall and self._overall[0] <= now - second:
            self._overall.popleft()
        if self._counts(chat):
            if len(self._overall) >= OVERALL * second:
                self.wait(chat, WAIT)
                raise self._refusal(WAIT)
            self._overall.append(now)

    def _counts(self, chat: int) -> bool:
        """Whether what goes to this chat now counts over all."""
        answers = time.monotonic() - self._spoke.get(chat, -ANSWERED) < ANSWERED
        return self.counts_answers or not answers

    def message(self, chat: int) -> None:
        """A message to this chat; raises ``Refused`` with how many seconds to wait."""
        now = time.monotonic() * self.speed
        if self._until.get(chat, 0.0) > now:
            self.prolonged += 1
            self._until[chat] += PROLONGED
            raise self._refusal(self._until[chat] - now)
        grace = GRACE * self.speed
        second, whole_minute = max(1.0, 4 * grace), 60.0 - grace
        minute = self._minute.setdefault(chat, deque())
        for times, span in ((self._overall, second), (minute, whole_minute)):
            while times and times[0] <= now - span:
                times.popleft()
        due = max(self._due.get(chat, now), now)
        if (
            due - now > BURST - 1 + grace
            or (self._counts(chat) and len(self._overall) >= OVERALL * second)
            or (chat < 0 and len(minute) >= GROUP_MINUTE)
        ):
            self.wait(chat, WAIT)
            raise self._refusal(WAIT)
        self._due[chat] = due + 1.0
        if self._counts(chat):
            self._overall.append(now)
        minute.append(now)

    def wait(self, chat: int, seconds: float) -> None:
        """From now on, take nothing for this chat for so long, whatever its pace was."""
        self.waits += 1
        self._until[chat] = time.monotonic() * self.speed + seconds

    def _refusal(self, seconds: float) -> Refused:
        # The real server gives whole seconds; ours last only a part of one.
        real = max(seconds / self.speed, 0.001)
        return Refused(
            429, f"Too Many Requests: retry after {real:g}", {"retry_after": round(real + 0.001, 3)}
        )
