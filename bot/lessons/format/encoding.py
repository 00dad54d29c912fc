"""Bytes of a file become text, or an error that says where they are none.

UTF-8 is read with or without its mark, UTF-16 by its mark alone: without it, it can only be
guessed, and a wrong guess would put wrong words before learners.
"""

import codecs

from bot.lessons.faults import Fault, LessonError

_SAVE = "save the file as UTF-8, which every editor offers under “Save as” or “Encoding”"

# The mark of UTF-32 begins with that of UTF-16, so it comes first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or a sound (RIFF)"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "a Word or Excel document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
"""What files that are no text begin with, and what their sender calls them."""


def decode(data: bytes, file: str) -> str:
    """The text of a file; ``file`` is its name in faults. Raises ``LessonError``."""
    if kind := next((kind for magic, kind in _MAGIC if data.startswith(magic)), None):
        what = f"this is {kind}, not a text"
        raise LessonError([Fault(file, 1, 1, what, "send the lesson as a text file in Markdown")])
    name = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if name == "utf-32":
        raise LessonError([Fault(file, 1, 1, "this is UTF-32 text", _SAVE)])
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise LessonError([_fault(data, file, name, error)]) from None
    # Each sign of UTF-16 in Latin letters is a letter and a zero byte.
    if name == "utf-8" and text.count("\0") > len(text) // 4:
        line, column = _place(text[: text.index("\0")])
        what = "this is binary data, or UTF-16 text without its mark"
        raise LessonError([Fault(file, line, column, what, _SAVE)])
    return text


def _fault(data: bytes, file: str, name: str, error: UnicodeDecodeError) -> Fault:
    kind = "UTF-16" if name == "utf-16" else "UTF-8"
    # What stands before the fault is sound, but may end within a sign.
    line, column = _place(data[: error.start].decode(name, "ignore"))
    what = f"this is not {kind} text"
    if error.start < len(data):
        what += f" (the byte here is 0x{data[error.start]:02x})"
    return Fault(file, line, column, what, _SAVE)


def _place(before: str) -> tuple[int, int]:
    """The line and column of what follows this text."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1
