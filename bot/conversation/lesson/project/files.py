"""Files that learners send: what of their description is kept, and how it is told.

What is said of a file comes from outside and may be anything at all: paths, control characters,
letters that turn the reading direction, mentions, ten thousand characters, impossible sizes. What
is kept of it here is safe to show and to store; the file itself is never read.

A name is shown as code, so nothing in it is a link, a mention or markup. The platform's handle, by
which the file can be fetched, is kept with the fact and shown and logged nowhere.

Only a question that wants files (``Ask.files``) takes one. Anywhere else a file gets a friendly
word and changes nothing, not even by its caption. Files that were sent together come one by one,
under one album's name: the first is handed in and leads on, and the others are added to the same
(see ``session.Album``).
"""

import re
import unicodedata

from bot.conversation.facts.learner import File
from bot.conversation.inputs import Upload
from bot.conversation.phrases import phrase

NAME = 80
"""Characters of a name that are kept: more does not stand on one line of a phone."""


REFERENCE = 2_000
"""Characters of a reference that are kept. Telegram's ids have about 100, Discord's addresses
about 250."""


LARGEST = 2**50
"""A size in bytes above which it is not believed: no platform takes files of a petabyte."""


_LOOKED_AT = 1_000


_ENDING = 12


_MEDIA = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")


_KINDS = ("image", "audio", "video")


_UNITS = (("gb", 1_000_000_000), ("mb", 1_000_000))


def kept(upload: Upload) -> File:
    """What is kept of a file's description."""
    size = upload.size
    # A bool is an int to Python, and no size.
    believed = type(size) is int and 0 <= size <= LARGEST
    media = upload.media.lower()
    reference = upload.reference
    usable = len(reference) <= REFERENCE and reference.isprintable()
    return File(
        _name(upload.name),
        size if believed else None,
        media if _MEDIA.fullmatch(media) else "",
        reference if usable else "",
    )


def described(file: File) -> str:
    """A file in words, as Markdown: its name as it is written, and its size."""
    kind = file.media.partition("/")[0]
    name = f"`{file.name}`" if file.name else phrase(f"file.{kind if kind in _KINDS else 'any'}")
    return phrase("file.sized", name=name, size=sized(file.size)) if file.size else name


def _name(name: str) -> str:
    """The last part of a path in characters that can be seen, short enough for a line."""
    whole = unicodedata.normalize("NFC", name[-_LOOKED_AT:]).replace("\\", "/")
    parts = (" ".join(part.split()) for part in "".join(map(_shown, whole)).split("/"))
    named = [part for part in parts if part not in ("", ".", "..")]
    # Names are shown as code, where a tick would end it.
    line = named[-1].replace("`", "'") if named else ""
    if len(line) <= NAME:
        return line
    stem, dot, ending = line.rpartition(".")
    if not dot or len(ending) > _ENDING:
        return f"{line[: NAME - 1]}…"
    return f"{stem[: NAME - len(ending) - 2]}….{ending}"


def _shown(mark: str) -> str:
    """A character as it is shown: blanks and ends of lines as a space, what can't be seen not.

    Unicode's categories C… can't be: controls, halves, what is unassigned, what turns the reading
    direction.
    """
    if mark.isspace():
        return " "
    return "" if unicodedata.category(mark)[0] == "C" else mark


def sized(size: int) -> str:
    """A number of bytes in words."""
    for key, unit in _UNITS:
        if size >= unit:
            return phrase(f"file.size.{key}", count=round(size / unit, 1))
    return phrase("file.size.kb", count=max(1, round(size / 1_000)))
