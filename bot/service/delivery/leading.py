"""Whether this process may send: of several that share a store, one does."""

from typing import Protocol


class Leading(Protocol):
    """Whether it is certain that no other process sends."""

    @property
    def shared(self) -> bool:
        """Whether there may be other processes at all."""
        ...

    @property
    def certain(self) -> bool:
        """Whether that is so just now; to be asked at the last moment before each sending."""
        ...

    async def wait_certain(self) -> None:
        """Wait until it is."""
        ...


class _Always:
    """There is no other process."""

    shared = False
    certain = True

    async def wait_certain(self) -> None:
        """Wait for nothing."""


ALWAYS: Leading = _Always()
