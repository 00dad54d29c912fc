"""Pictures for tests, as cameras, drawing programs and those who mean harm make them."""

import io
import random
import struct
import zlib

from PIL import Image, ImageDraw, PngImagePlugin

SECRET = b"52.52 N, 13.40 E"


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """An image as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """A file as an image, decoded to its end."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def drawing(width: int = 120, height: int = 80, colour: str = "#2050a0") -> Image.Image:
    """A drawing on a ground that shines through."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, width // 2, height - 10), fill=colour)
    return image


def photo(width: int = 160, height: int = 120) -> Image.Image:
    """Colours as of a photo."""
    noise = random.Random(1).randbytes(32 * 24 * 3)
    return Image.frombytes("RGB", (32, 24), noise).resize((width, height), Image.Resampling.BICUBIC)


def png(colour: str = "#2050a0") -> bytes:
    """A drawing as a file."""
    return encoded(drawing(colour=colour), "PNG")


def tagged() -> dict[str, bytes]:
    """Files that tell more than their pixels: where they were made, by whom, and what follows."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    text.add_text("Packed", SECRET.decode(), zip=True)
    plain = encoded(photo(), "JPEG")
    return {
        "exif.jpg": encoded(photo(), "JPEG", exif=exif),
        "comment.jpg": encoded(photo(), "JPEG", comment=SECRET),
        "profile.jpg": encoded(photo(), "JPEG", icc_profile=SECRET),
        "behind.jpg": plain + b"PK\x03\x04" + SECRET,
        "text.png": encoded(drawing(), "PNG", pnginfo=text),
        "exif.png": encoded(photo(), "PNG", exif=exif),
        "behind.png": png() + SECRET,
        "in-the-stream.png": chunked(png(), b"IDAT", lambda body: body + SECRET),
        "exif.webp": encoded(photo(), "WEBP", exif=exif),
        "behind.webp": encoded(photo(), "WEBP") + SECRET,
    }


def chunked(data: bytes, kind: bytes, change) -> bytes:  # type: ignore[no-untyped-def]  # bytes to bytes
    """A PNG with another body in its first chunk of a kind, and a sound sum over it."""
    at = data.index(kind)
    (length,) = struct.unpack(">I", data[at - 4 : at])
    body = change(data[at + 4 : at + 4 + length])
    rest = data[at + 8 + length :]
    sum_ = struct.pack(">I", zlib.crc32(kind + body))
    return data[: at - 4] + struct.pack(">I", len(body)) + kind + body + sum_ + rest


def sized(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and is a few bytes."""

    def head(body: bytes) -> bytes:
        return struct.pack(">II", width, height) + body[8:]

    return chunked(png(), b"IHDR", head)


def hostile() -> dict[str, tuple[bytes, str]]:
    """Files that are refused, with a part of what is said."""
    jpeg, webp = encoded(photo(), "JPEG"), encoded(photo(), "WEBP")
    bomb = zlib.compress(bytes(60_000_000), 9)
    return {
        "empty.png": (b"", "is empty"),
        "huge.png": (sized(40_000, 40_000), "more than 26 million pixels"),
        "long.png": (sized(13_000, 1_000), "a side of 13,000 pixels; 12,000 is the most"),
        "endless.png": (sized(2**31 - 1, 2**31 - 1), "damaged|more than 26 million"),
        "nothing.png": (sized(0, 0), "damaged"),
        "thin.png": (encoded(Image.new("L", (2_000, 20)), "PNG"), "19 times as long"),
        "lying.png": (sized(5_000, 5_000), "damaged, or ends too early"),
        "text-bomb.png": (
            png().replace(b"IDAT", b"IDAT")[:33]
            + struct.pack(">I", len(bomb) + 6)
            + b"zTXta\0\0"
            + bomb,
            "damaged",
        ),
        "cut.png": (png()[:-30], "damaged, or ends too early"),
        "cut.jpg": (jpeg[: len(jpeg) // 2], "damaged, or ends too early"),
        "cut.webp": (webp[: len(webp) // 2], "damaged, or ends too early"),
        "head.jpg": (b"\xff\xd8\xff\xe0", "damaged, or ends too early"),
        "pot.jpg": (png(), "a PNG by what is in it.*end in .png"),
        "pot.png": (jpeg, "a JPEG by what is in it.*end in .jpg"),
        "pot.webp": (jpeg, "a JPEG by what is in it"),
        "moving.png": (encoded(photo(), "GIF"), "a GIF, which can't be shown; save it as PNG"),
        "scan.png": (encoded(photo(), "TIFF"), "a TIFF"),
        "old.png": (encoded(photo(), "BMP"), "a BMP"),
        "heic.jpg": (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC photo"),
        "drawn.png": (b"<?xml version='1.0'?><svg xmlns='a'><script/></svg>", "an SVG drawing"),
        "page.png": (b"<!doctype html><html><body>", "a web page"),
        "text.png": (b"a picture of a pot", "an unknown kind of file"),
        "archive.png": (b"PK\x03\x04aaaa", "a zip archive"),
        "large.png": (png() + bytes(10_000_000), "larger than 10,000,000 bytes"),
    }
