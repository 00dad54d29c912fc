"""Which input is being dealt with just now, so that each line of the log can say it.

It is known in the task that deals with it, from its arrival to the last message that came of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("envelope", default="")


def current() -> str:
    """The id of the envelope that is being dealt with here; empty if it is none, or many."""
    return _current.get()


@contextmanager
def tracing(id: str) -> Iterator[None]:
    """Deal with this envelope as long as the block lasts."""
    before = _current.set(id)
    try:
        yield
    finally:
        _current.reset(before)
