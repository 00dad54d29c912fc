"""What one process alone does where several share a database."""

from typing import Protocol


class Leases(Protocol):
    """Who of several processes does what only one of them may."""

    @property
    def shared(self) -> bool:
        """Whether other processes may write beside this one; then one of them leads."""
        ...

    async def lead(self, seconds: float) -> bool:
        """Be the process that leads for so long from now; whether that is this one.

        What is said is in the hands of the one that leads. Asked again in time, it goes on leading.
        """
        ...

    async def resign(self) -> None:
        """Lead no longer, so that another may at once."""
        ...

    async def lease(self, name: str, seconds: float) -> bool:
        """Hold something for so long from now that nobody else holds; whether that is so.

        It is let go of by itself.
        """
        ...
