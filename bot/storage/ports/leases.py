"""What one process alone does where several share a database."""

from typing import Protocol


class Leases(Protocol):
    """Who of several processes does what only one of them may."""

    @property
    def shared(self) -> bool:
        """Whether other processes may write beside this one; then one of them leads."""
        ...

    async def lead(self, seconds: float) -> bool:
        """Begin to lead for so long from now, unless another process leads; whether this one does.

        What is said is in the hands of the one that leads.
        """
        ...

    async def go_on_leading(self, seconds: float) -> bool:
        """Lead for so long from now, unless another process has led since; whether this one does.

        One that was overtaken has to begin anew, even if nobody leads by now: what it has in hand
        may have been sent.
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
