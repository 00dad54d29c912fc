"""A learner's own data."""

from datetime import datetime
from typing import Any, Protocol

from bot.conversation.inputs import LearnerId
from bot.conversation.needs.admin import LogEntry


class Privacy(Protocol):
    """What is kept of one person: having it, and forgetting it."""

    async def personal(self, learner: LearnerId) -> dict[str, list[dict[str, Any]]]:
        """Every row about this learner, by table; empty for somebody who is not known."""
        ...

    async def forget(self, learner: LearnerId, at: datetime, by: LogEntry | None = None) -> bool:
        """Forget a learner, with this line on the log; whether they were known.

        What they answered stays counted, and names nobody. Without a line of its own the log says
        that somebody was forgotten after a long silence.
        """
        ...

    async def log(self, entry: LogEntry) -> None:
        """Add a line to the log of admins."""
        ...

    async def silent(self, before: datetime, warned: datetime, limit: int) -> list[LearnerId]:
        """Up to ``limit`` who were last heard before then, and hold no role.

        Each was told by ``warned``, or there is no way to tell them.
        """
        ...

    async def warn_silent(self, before: datetime, kind: str, at: datetime, limit: int) -> int:
        """Let an alarm of this kind ring for up to ``limit`` who were last heard before then.

        Each is told once, where they are alone with the tutor, until they are heard again. Returns
        how many that were.
        """
        ...

    async def forget_texts(self, before: datetime) -> int:
        """Delete what learners typed or handed in before then; that they did so stays."""
        ...

    async def scrub(self) -> bool:
        """Leave no copy of what was deleted anywhere; whether that could be done just now."""
        ...
