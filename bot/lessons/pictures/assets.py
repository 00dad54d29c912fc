"""A lesson's pictures as they are kept, and what may be a picture.

How they are made of what their authors have is in ``reencode``, which needs an imaging library;
this module needs none, so that who shows no pictures loads none.

A lesson's texts and diagrams hold the Markdown image as its author wrote it, and
``Lesson.pictures`` says which asset each file is. So a text is read, written and translated without
any picture at hand, another picture makes another revision, and a file that is pulled is called
what its author called it. A lesson without pictures has the revision that it always had.

Assets are added and never changed, each in a transaction of its own, before the revisions that name
them. They are in no lesson, catalogue or outbox: a ``LessonImage`` has the hash, and a channel
loads the bytes when it sends. A picture that can't be had is told in words.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property

LARGEST_SOURCE = 10_000_000
"""Bytes of a picture's file: what a phone's camera writes."""

PNG, JPEG, WEBP = "image/png", "image/jpeg", "image/webp"

ENDINGS = {".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".webp": WEBP}
"""How the name of a picture's file ends, and what is in it then."""


class AssetError(Exception):
    """A picture that can't be taken: what is wrong with it, and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}; {mend}")
        self.what = what
        self.mend = mend


@dataclass(frozen=True)
class Asset:
    """A picture as it is kept: PNG, JPEG or WebP, with no more in it than its pixels."""

    media: str
    data: bytes

    @cached_property
    def name(self) -> str:
        """What it is called everywhere: the SHA-256 of its bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def media_of(data: bytes) -> str:
    """The media type of these bytes by their beginning; empty if it is none that is kept."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    return WEBP if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else ""


Assets = Callable[[str], Awaitable[Asset | None]]
"""Finds a picture by its name: a store does."""


async def no_assets(name: str) -> Asset | None:
    return None
