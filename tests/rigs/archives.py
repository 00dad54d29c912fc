"""Zip archives that mean harm or were made clumsily, built where they are used: a big file is no
part of a repository."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

LESSON = b"---\nid: tea\ntitle: Tea\nminutes: 1\n---\n\n## Takeaways\n\n- Warm the pot.\n"
COURSE = b'title = "Kitchen"\nlessons = ["tea"]\n'


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def packed_folder(folder: Path) -> bytes:
    """An archive of all that is in a folder."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return packed({file.relative_to(folder).as_posix(): file.read_bytes() for file in files})


def link() -> bytes:
    """An archive with a symbolic link to a file of the machine's."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("kitchen/tea.md")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def encrypted() -> bytes:
    """An archive whose only entry says that it is encrypted."""
    data = bytearray(packed({"tea.md": LESSON}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at] |= 1
    return bytes(data)


def to_come() -> bytes:
    """An archive that asks for a version of the format which does not exist yet."""
    data = bytearray(packed({"tea.md": LESSON}))
    data[data.index(b"PK\x01\x02") + 6] = 99
    return bytes(data)


def growing(size: int) -> bytes:
    """An archive with a file that unpacks to ``size`` bytes, and says so."""
    return packed({"kitchen/tea.md": bytes(size)})


def lying(size: int) -> bytes:
    """An archive with a file that says it has 70 bytes, and unpacks to ``size``."""
    data = bytearray(growing(size))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(mark) + offset, 70)
    return bytes(data)


def overlapping(entries: int, size: int) -> bytes:
    """An archive whose entries are all the same bytes: a zip bomb that needs no nesting."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = deflate.compress(bytes(size)) + deflate.flush()
    sum_, sizes = zlib.crc32(bytes(size)), (len(kernel), size)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, sum_, *sizes, 6, 0)
    table = b"".join(
        struct.pack(
            "<IHHHHHHIIIHHHHHII",
            *(0x02014B50, 20, 20, 0, 8, 0, 33, sum_, *sizes, 6, 0, 0, 0, 0, 0, 0),
        )
        + f"{n:03}.md".encode()
        for n in range(entries)
    )
    start = len(local) + 6 + len(kernel)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, entries, entries, len(table), start, 0)
    return local + b"000.md" + kernel + table + end


def many(entries: int) -> bytes:
    """An archive of so many small files."""
    return packed({f"kitchen/{n}.md": b"x" for n in range(entries)}, zipfile.ZIP_STORED)


HOSTILE = {
    "an entry that leads upwards": (
        lambda: packed({"../../etc/cron.d/tea.md": LESSON}),
        "leads out of the archive",
    ),
    "an absolute entry": (lambda: packed({"/etc/tea.md": LESSON}), "leads out of the archive"),
    "an entry on a drive": (lambda: packed({"C:/tea.md": LESSON}), "leads out of the archive"),
    "an entry that leads upwards in Windows' way": (
        lambda: packed({"a\\..\\..\\tea.md": LESSON}),
        "leads out of the archive",
    ),
    "a name with a zero byte": (
        lambda: packed({"teax.md": LESSON}).replace(b"teax", b"tea\0"),
        "can't be seen",
    ),
    "a name that turns the reading direction": (
        lambda: packed({"a\u202edm.exe.md": LESSON}),
        "can't be seen",
    ),
    "a name of 60,000 characters": (lambda: packed({"a" * 60_000: b""}), "longer than 200"),
    "an entry without a name": (lambda: packed({"": LESSON}), "isn't a file name"),
    "a symbolic link": (link, "is a link or a device"),
    "an encrypted entry": (encrypted, "is encrypted"),
    "a version of the format to come": (to_come, "of a kind that can't be read"),
    "another compression": (
        lambda: packed({"tea.md": LESSON}, zipfile.ZIP_LZMA),
        "compressed in an unusual way",
    ),
    "an archive within": (lambda: packed({"a.zip": packed({"tea.md": LESSON})}), "archive within"),
    "an archive within that is called a lesson": (
        lambda: packed({"tea.md": packed({"tea.md": LESSON})}),
        "archive within",
    ),
    "the same file twice": (
        lambda: packed({"Tea.md": LESSON, "tea.md": LESSON}),
        "in the archive twice",
    ),
    "a bomb that says what it is": (lambda: growing(200_000_000), "unpacks to more than"),
    "a bomb that lies": (lambda: lying(200_000_000), "damaged"),
    "a bomb of overlapping entries": (lambda: overlapping(400, 9_000_000), "damaged"),
    "a bomb of many files": (
        lambda: packed({f"{n}.md": bytes(9_000_000) for n in range(6)}),
        "more than 50,000,000 bytes together",
    ),
    "ten thousand entries": (lambda: many(10_000), "more than 500 files"),
    "a beginning without an end": (lambda: packed({"tea.md": LESSON})[:60], "damaged"),
    "a wrong sum": (
        lambda: packed({"tea.md": LESSON}, zipfile.ZIP_STORED).replace(b"Warm", b"Cold"),
        "damaged",
    ),
    "nothing in it": (lambda: packed({}), "no lesson in the archive"),
    "no lesson in it": (lambda: packed({"a.png": b"\x89PNG"}), "no lesson in the archive"),
    "a Word document": (
        lambda: packed({"[Content_Types].xml": b"<xml/>", "word/document.xml": b"<xml/>"}),
        "no lesson in the archive",
    ),
    "two courses": (
        lambda: packed({"a/course.toml": COURSE, "b/course.toml": COURSE}),
        "2 courses",
    ),
}
"""What makes each archive, and words of its refusal."""
