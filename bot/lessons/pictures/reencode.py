"""A lesson's pictures, made anew from whatever their authors have.

What comes from outside is decoded within bounds and written again, as nothing but its pixels: so
no place where a photo was taken, no words of a camera, and nothing that is hidden behind a picture
ever reaches a learner. What this module wrote, it leaves as it is, so files that were pulled and
are pushed again are the same pictures. It knows its own work by its form and not by a mark: a file
that holds only what carries pixels, is within the bounds, and decodes to its end.

Formats are PNG (the W3C's recommendation, third edition), JPEG (ITU-T T.81) and WebP (RFC 9649).
Pillow decodes them, here and nowhere else.

A JPEG changes when it is written again, and a PNG may with another version of a library. So what
has the form of this module's own work is left as it is, to its last byte; of a JPEG that includes
our tables of quantisation. Whoever forges that form gains nothing by it: what passes has nothing
else in it.

What shines through becomes white. WebP is kept as it is and sent as PNG or JPEG, which every
platform takes. GIF and SVG are refused with how to save them: the former mostly moves, the latter
is a program.

Pillow is a pure library, and what it makes of bytes belongs to what a lesson is, so this is done in
a pure room. An import contract keeps it out of the rest of ``bot``.

Pictures with nothing in them but their pixels, told by their form.

So ``reencode`` knows its own work, and leaves it as it is. Each function is asked for a file that
begins as its format does, and may raise ``ValueError`` or ``struct.error`` of a damaged file.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from bot.lessons.pictures.assets import (
    ENDINGS,
    JPEG,
    LARGEST_SOURCE,
    PNG,
    WEBP,
    Asset,
    AssetError,
    media_of,
)

MAX_PIXEL_BYTES = 4 * 2048 * 4096
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
    if size > MAX_PIXEL_BYTES:
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
    """Whether there is nothing in a JPEG but tables and a single scan of pixels."""
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
    """Whether there is a single chunk in a WebP, of opaque pixels."""
    if len(data) < 30 or int.from_bytes(data[4:8], "little") + 8 != len(data):
        return False
    kind, length = data[12:16], int.from_bytes(data[16:20], "little")
    if 20 + length + length % 2 != len(data):
        return False
    # The 29th bit of a lossless picture's head says whether it has an alpha channel.
    return kind == b"VP8 " or (kind == b"VP8L" and not data[24] & 0x10)


_PLUGINS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Imported so that Pillow looks for no others: each further decoder could be attacked."""

MOST_PIXELS = 26_000_000
"""Pixels that are decoded: a photo of 24 megapixels, about 100 MB in memory."""

LONGEST_SIDE = 12_000
"""Pixels of a side that are decoded."""

MAX_WIDTH, MAX_HEIGHT = 2048, 4096
"""Pixels of what is kept: a phone shows some 1,200 across, and lets its owner zoom in. Together
they stay below the 10,000 of both sides that Telegram takes (Bot API, ``sendPhoto``)."""

MAX_PICTURE_BYTES = 4_000_000
"""Bytes of what is kept: less than half of the 10 MB that Telegram takes of a photo, and of the
10 MB that Discord takes of a file."""

SLIMMEST = 19
"""How much longer a side may be than the other; Telegram takes 20."""

_QUALITY = 85
_PAPER = (255, 255, 255)
_SMALLER = 0.75
_ORIENTATION = 0x0112  # the tag of EXIF that says how a camera was held

_FORMATS = {"PNG": PNG, "JPEG": JPEG, "MPO": JPEG, "WEBP": WEBP}

_AS = {PNG: "a PNG", JPEG: "a JPEG", WEBP: "a WebP"}
_EXPORT = "save it as PNG, JPEG or WebP"

_OTHERS = (
    (b"GIF8", "a GIF"),
    (b"BM", "a BMP"),
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive"),
    (b"8BPS", "a Photoshop document"),
    (b"\0\0\1\0", "an icon"),
)
_BOXES = {b"heic": "a HEIC photo", b"heix": "a HEIC photo", b"mif1": "a HEIC photo"}
_BOXES |= {b"avif": "an AVIF picture", b"avis": "an AVIF picture"}


def asset(name: str, data: bytes) -> Asset:
    """The picture in a file of this name, made anew. Raises ``AssetError``."""
    media = media_of(data)
    if not data:
        raise AssetError("the picture's file is empty", "save the picture again")
    if len(data) > LARGEST_SOURCE:
        what = f"the picture's file is larger than {LARGEST_SOURCE:,} bytes"
        raise AssetError(what, "save it in a smaller size")
    if not media:
        raise AssetError(f"the file is {_kind(data)}, which can't be shown", _EXPORT)
    ending = name[name.rfind(".") :].lower()
    if ENDINGS.get(ending) != media:
        right = next(text for text, kind in ENDINGS.items() if kind == media)
        what = f"the file is {_AS[media]} by what is in it, and not by its name"
        raise AssetError(what, f"let its name end in {right}, in the lesson as well")
    try:
        with warnings.catch_warnings():
            # Such as of text in it that is not read: what counts is told by what is raised.
            warnings.simplefilter("ignore")
            return Asset(media, _reencode(media, data))
    except AssetError:
        raise
    except MemoryError:
        raise _too_large() from None
    except Image.DecompressionBombError:
        raise _too_many() from None
    except Exception:
        # Decoders raise what they please of damaged files: OSError, SyntaxError, struct.error …
        # Some raise the same where they get no memory.
        if not _holds_largest():
            raise _too_large() from None
        what = "the picture is damaged, or ends too early"
        raise AssetError(what, "save it again in a program that shows it well") from None


def _holds_largest() -> bool:
    """Whether the process still gets memory for the most pixels there may be."""
    try:
        # Asked for and not touched, so it costs nothing where it is to be had.
        bytes(MOST_PIXELS * 4)
    except MemoryError:
        return False
    return True


def _too_large() -> AssetError:
    return AssetError("the picture takes too much memory", "save it in a smaller size")


def ending(data: bytes) -> str:
    """What a file of these bytes should be called, where its name says nothing."""
    return next((text for text, kind in ENDINGS.items() if kind == media_of(data)), "")


def as_portable(asset: Asset) -> Asset:
    """The picture in a format that every platform takes: a WebP becomes a PNG or a JPEG."""
    if asset.media != WEBP:
        return asset
    image = _flat(Image.open(BytesIO(asset.data), formats=("WEBP",)))
    media = PNG if asset.data[12:16] == b"VP8L" else JPEG
    return Asset(media, _write_image(media, image))


def _kind(data: bytes) -> str:
    """What a file is that is no picture of ours, as its author calls it."""
    if kind := next((kind for magic, kind in _OTHERS if data.startswith(magic)), None):
        return kind
    if data[4:8] == b"ftyp" and data[8:12] in _BOXES:
        return _BOXES[data[8:12]]
    opening = data[:2_000].lower()
    if b"<svg" in opening:
        return "an SVG drawing"
    return "a web page" if b"<html" in opening else "an unknown kind of file"


def _too_many() -> AssetError:
    what = f"the picture has more than {MOST_PIXELS // 1_000_000} million pixels"
    return AssetError(what, f"save it in a smaller size, such as {MAX_WIDTH} pixels across")


def _reencode(media: str, data: bytes) -> bytes:
    # Pillow reads the head only; how large it is decides whether it reads on.
    image: Image.Image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
    if _FORMATS.get(image.format or "") != media:
        raise ValueError("another format")
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many()
    if max(width, height) > LONGEST_SIDE:
        what = (
            f"the picture has a side of {max(width, height):,} pixels; {LONGEST_SIDE:,} is the most"
        )
        raise AssetError(what, f"save it in a smaller size, such as {MAX_WIDTH} pixels across")
    if max(width, height) > SLIMMEST * min(width, height):
        what = f"one side of the picture is more than {SLIMMEST} times as long as the other"
        raise AssetError(what, "cut it, or give it a margin")
    own = _BARE[media](data)
    tables = getattr(image, "quantization", None)
    image.load()  # all of it, so that what ends too early is found
    fits = len(data) <= MAX_PICTURE_BYTES and width <= MAX_WIDTH and height <= MAX_HEIGHT
    if own and fits and (media != JPEG or _ours(tables)):
        return data
    if image.getexif().get(_ORIENTATION, 1) != 1:
        image = ImageOps.exif_transpose(image)
    return _write_image(media, _flat(image))


def _flat(image: Image.Image) -> Image.Image:
    """The first picture in grey or colours, on white paper, no larger than is kept."""
    if image.mode.startswith(("I", "F")):
        # 16 bits of grey, of which 8 can be seen.
        image = image.point(lambda value: value / 256).convert("L")
    clear = image.has_transparency_data
    mode = "RGBA" if clear else "L" if image.mode in ("1", "L") else "RGB"
    if image.mode != mode:
        image = image.convert(mode)
    # Made smaller first: what comes after takes the less memory.
    image = _within(image, min(1.0, MAX_WIDTH / image.width, MAX_HEIGHT / image.height))
    if not clear:
        return image
    paper = Image.new("RGBA", image.size, (*_PAPER, 255))
    paper.alpha_composite(image)
    return paper.convert("RGB")


def _within(image: Image.Image, scale: float) -> Image.Image:
    if scale >= 1:
        return image
    size = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def _write_image(media: str, image: Image.Image) -> bytes:
    """The picture in its format, made smaller until it is small enough."""
    lossless = media != JPEG
    while True:
        data = _encode_image(media, image, lossless=lossless)
        if len(data) <= MAX_PICTURE_BYTES:
            return data
        if media == WEBP and lossless:
            lossless = False
            continue
        image = _within(image, _SMALLER)


def _encode_image(media: str, image: Image.Image, *, lossless: bool) -> bytes:
    out = BytesIO()
    # A copy of the pixels alone: what Pillow found beside them (EXIF, profiles) stays behind.
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    options: dict[str, Any]
    match media:
        case "image/png":
            if bare.mode == "RGB" and (colors := bare.getcolors(256)):
                # A drawing of a few colours is a third of its size with a palette.
                bare = _index_colors(bare, [color for _, color in sorted(colors, key=repr)])
            options = {"format": "PNG", "optimize": bare.width * bare.height <= 2_000_000}
        case "image/jpeg":
            options = {"format": "JPEG", "quality": _QUALITY, "optimize": True}
        case _:
            options = {"format": "WEBP", "lossless": lossless, "quality": _QUALITY, "method": 4}
    bare.save(out, **options)
    return out.getvalue()


def _index_colors(image: Image.Image, colors: list[Any]) -> Image.Image:
    """The same with a palette of exactly these colours."""
    palette = Image.new("P", (1, 1))
    flat = [value for color in colors for value in color]
    palette.putpalette(flat + flat[:3] * (256 - len(colors)))
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


_BARE = {PNG: is_clean_png, JPEG: is_clean_jpeg, WEBP: is_clean_webp}


def _ours(tables: Any) -> bool:
    """Whether a JPEG has the tables of quantisation that ours have."""
    entries = {tuple(table) for table in tables.values()} if isinstance(tables, dict) else set()
    return bool(entries) and entries <= _tables()


@cache
def _tables() -> frozenset[tuple[int, ...]]:
    grey = Image.open(BytesIO(_encode_image(JPEG, Image.new("RGB", (8, 8)), lossless=False)))
    entries: dict[int, list[int]] = getattr(grey, "quantization", {})
    return frozenset(tuple(table) for table in entries.values())
