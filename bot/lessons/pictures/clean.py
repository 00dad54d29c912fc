"""Pictures with nothing in them but their pixels, told by their form.

So ``reencode`` knows its own work, and leaves it as it is. Each function is asked for a file that
begins as its format does, and may raise ``ValueError`` or ``struct.error`` of a damaged one.
"""

import struct
import zlib
from collections.abc import Iterator

MOST = 4 * 2048 * 4096
"""Bytes of the pixels of a PNG that is looked at; what is larger is made anew anyway."""


def is_clean_png(data: bytes) -> bool:
    """Whether there is nothing in a PNG but its pixels, and no more of these than it says."""
    packed, head, ends = bytearray(), b"", 0
    for kind, body, ends in _chunks(data):  # noqa: B007 - the last end counts
        if kind == b"IHDR":
            head = body
        elif kind == b"IDAT":
            packed += body
        elif kind not in (b"PLTE", b"IEND"):
            return False
    if ends != len(data) or len(head) != 13:
        return False
    width, height, depth, colour, *_, interlaced = struct.unpack(">IIBBBBB", head)
    samples = {0: 1, 2: 3, 3: 1}.get(colour)
    if samples is None or depth > 8 or interlaced:
        return False
    size = height * (1 + -(-width * samples * depth // 8))
    if size > MOST:
        return False
    stream = zlib.decompressobj()
    pixels = stream.decompress(bytes(packed), size + 1)
    return len(pixels) == size and stream.eof and not stream.unused_data


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """The chunks of a PNG up to its end, each with where it ends. Raises ``ValueError``."""
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        body, end = data[at + 8 : at + 8 + length], at + 12 + length
        if end > len(data) or zlib.crc32(kind + body) != int.from_bytes(data[end - 4 : end]):
            raise ValueError("a damaged chunk")
        yield kind, body, end
        at = end


def is_clean_jpeg(data: bytes) -> bool:
    """Whether there is nothing in a JPEG but tables and one scan of pixels."""
    at = 2
    while at + 4 <= len(data):
        mark, kind, length = struct.unpack_from(">BBH", data, at)
        # JFIF's own head, tables of quantisation and of codes, a plain frame, a scan.
        if mark != 0xFF or kind not in (0xE0, 0xDB, 0xC0, 0xC4, 0xDA):
            return False
        if kind == 0xE0 and (length != 16 or data[at + 4 : at + 9] != b"JFIF\0"):
            return False
        at += 2 + length
        if kind == 0xDA:
            # In a scan a byte FF is followed by a zero; the first mark must be the picture's end.
            scan = data[at:].replace(b"\xff\x00", b"")
            return scan.endswith(b"\xff\xd9") and scan.count(b"\xff") == 1
    return False


def is_clean_webp(data: bytes) -> bool:
    """Whether there is one chunk in a WebP, of pixels without any that shine through."""
    if len(data) < 30 or int.from_bytes(data[4:8], "little") + 8 != len(data):
        return False
    kind, length = data[12:16], int.from_bytes(data[16:20], "little")
    if 20 + length + length % 2 != len(data):
        return False
    # The 29th bit of a lossless picture's head says whether it has an alpha channel.
    return kind == b"VP8 " or (kind == b"VP8L" and not data[24] & 0x10)
