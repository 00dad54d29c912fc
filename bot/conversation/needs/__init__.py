"""What must be loaded before a turn, and what was: a learner's, and an admin's."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

Answer = TypeVar("Answer", covariant=True)


class Query(Generic[Answer]):
    """Something on record that a turn needs to know of its learner; ``Known`` has the answer.

    ``port`` names the method of the store that answers it: for many learners at once, or, where
    few ask, for each ``alone``. ``absent`` is the answer where nothing is on record.
    """

    __slots__ = ()
    port: ClassVar[str]
    alone: ClassVar[bool] = False
    absent: ClassVar[Any] = None

    def key(self, at: datetime) -> object:
        """What the port is told beside the learner, in a turn at this time; often nothing."""
        return None

    @staticmethod
    def lessons(answer: Any) -> Iterable[tuple[str, str]]:
        return ()
