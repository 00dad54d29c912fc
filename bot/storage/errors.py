"""What may go wrong with a store."""

from collections.abc import Iterable, Mapping


class StoreError(Exception):
    """A store that can't be used, with what, where and how to mend it."""


class UnavailableError(StoreError):
    """A store that can't be used just now, as with a full disk or a locked file: it may pass.

    Nothing has been written when it is raised, and the same may be tried again.
    """


class HeldError(StoreError):
    """A store that another process has for itself: until that ends, or for good."""


class LostError(StoreError):
    """A store whose file was deleted or replaced: what is written now would soon be gone."""


class GoneError(StoreError):
    """A database that was there and is not there any more: a new one has to be asked for."""


class RecordError(StoreError):
    """Turns that can't be written, such as text with half a surrogate pair in it.

    Nothing has been written when it is raised; ``faults`` says, by input, what is wrong with
    which turns, so that the others can be recorded without them. It quotes no learner.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        what = "; ".join(f"{id}: {fault}" for id, fault in faults.items())
        super().__init__(f"turns that can't be written: {what}")
        self.faults = faults


class ConflictError(StoreError):
    """A release that was made against what is taught no longer; nothing of it was published.

    ``names`` are those of ``Release`` that have moved since, in order.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(names))
        super().__init__(f"published by somebody else meanwhile: {', '.join(self.names)}")
