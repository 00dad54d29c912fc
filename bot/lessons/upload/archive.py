"""What is in a zip archive, read in memory: nothing is ever written to a disk.

What an archive says of itself is not believed: bytes are counted as they come out. The caps are
far above any course and far below what would hurt (PKWARE's APPNOTE describes the format; the
attacks are "zip bomb", small archives that grow without end, and "zip slip", names that lead out
of the folder).
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from bot.lessons.faults import Fault, LessonError, shorten

MAX_BYTES = 20_000_000
"""Bytes of an archive: what Telegram hands to a bot, and more than Discord takes."""

MAX_FILES = 500
"""Files in an archive: a course of a hundred lessons, with translations and pictures."""

LARGEST_FILE = 10_000_000
"""Bytes of a file that comes out of an archive, which a picture may have."""

LARGEST_WHOLE = 50_000_000
"""Bytes of all files that come out of an archive, together."""

LONGEST_NAME = 200
"""Characters of a name within an archive."""

_ENTRY = b"PK\x01\x02"
_PIECE = 64 * 1024
_DRIVE = re.compile(r"[A-Za-z]:")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NESTED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
_AGAIN = "make the archive again from the course's folder, with your system's own “compress”"


def is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpack(data: bytes, file: str) -> dict[str, bytes]:
    """The files of an archive by their names, with ``/`` between folders.

    What systems add of their own (``__MACOSX``, names that begin with a dot, ``Thumbs.db``) is
    left out. Raises ``LessonError``; ``file`` is the archive's name in it.
    """
    if len(data) > MAX_BYTES:
        raise _refuse_file(
            file, f"the archive is larger than {MAX_BYTES:,} bytes", "send less at once"
        )
    # Each entry of the table at an archive's end begins so: counted before it is read into memory.
    if data.count(_ENTRY) > MAX_FILES:
        raise _refuse_file(
            file, f"the archive holds more than {MAX_FILES} files", "send less at once"
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return dict(_files(archive, file))
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError) as error:
        what = f"the archive is damaged ({shorten(str(error)) or 'it ends too early'})"
        raise _refuse_file(file, what, _AGAIN) from None
    except (NotImplementedError, OverflowError, UnicodeError):
        # Of a version of the format, or with names, that no usual archive has.
        raise _refuse_file(file, "the archive is of a kind that can't be read", _AGAIN) from None


def _files(archive: zipfile.ZipFile, file: str) -> Iterator[tuple[str, bytes]]:
    seen: set[str] = set()
    left = LARGEST_WHOLE
    for entry in archive.infolist():
        name = _name(entry, file)
        if name is None:
            continue
        # Two names that differ in case alone are the same file on many systems.
        if name.casefold() in seen:
            raise _refuse_file(
                file, f'"{shorten(name)}" is in the archive twice', "keep one of them"
            )
        seen.add(name.casefold())
        data = _bytes(archive, entry, name, file, left)
        left -= len(data)
        yield name, data


def _name(entry: zipfile.ZipInfo, file: str) -> str | None:
    """An entry's name once it is safe; ``None`` for folders and what is no part of a course."""
    # What follows a zero byte has been cut from its name already.
    written = entry.orig_filename
    name = written.replace("\\", "/")
    parts = name.rstrip("/").split("/")
    shown = shorten("".join(char if char.isprintable() else "?" for char in written))
    if len(name) > LONGEST_NAME:
        what = f'the name "{shown}" is longer than {LONGEST_NAME} characters'
        raise _refuse_file(file, what, "give the file a shorter name")
    if not name.isprintable():
        what = f'the name "{shown}" holds a character that can\'t be seen'
        raise _refuse_file(file, what, "rename the file")
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        raise _refuse_file(file, f'"{shown}" leads out of the archive', _AGAIN)
    if not all(part and part != "." for part in parts):
        raise _refuse_file(file, f'"{shown}" isn\'t a file name', _AGAIN)
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        what = f'"{shown}" is a link or a device, not a file'
        raise _refuse_file(file, what, "put the file itself into the archive")
    if name.endswith("/") or stat.S_ISDIR(mode):
        return None
    if any(part == "__MACOSX" or part.startswith(".") for part in parts) or parts[-1] in (
        "Thumbs.db",
        "desktop.ini",
    ):
        return None
    if entry.flag_bits & 1:
        raise _refuse_file(file, f'"{shown}" is encrypted', "make the archive without a password")
    if entry.compress_type not in _METHODS:
        raise _refuse_file(file, f'"{shown}" is compressed in an unusual way', _AGAIN)
    if name.lower().endswith(_NESTED):
        what = f'"{shown}" is an archive within the archive'
        raise _refuse_file(file, what, "put its files beside the others, or send it on its own")
    return name


def _bytes(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, file: str, left: int
) -> bytes:
    """What comes out of an entry, counted while it comes."""
    shown, content = shorten(name), bytearray()
    most = min(LARGEST_FILE, left)
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            content += piece
            if len(content) > most:
                what = f'"{shown}" unpacks to more than {LARGEST_FILE:,} bytes'
                if most < LARGEST_FILE:
                    what = f"the files unpack to more than {LARGEST_WHOLE:,} bytes together"
                raise _refuse_file(file, what, "send less at once, and make pictures smaller")
    if is_zip(bytes(content[:4])):
        what = f'"{shown}" is an archive within the archive'
        raise _refuse_file(file, what, "put its files beside the others, or send it on its own")
    return bytes(content)


def _refuse_file(file: str, what: str, mend: str) -> LessonError:
    return LessonError([Fault(file, 1, 1, what, mend)])
