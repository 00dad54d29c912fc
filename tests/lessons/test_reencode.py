"""Pictures from outside: made anew as nothing but their pixels, or refused with what to mend."""

import hashlib
import random
import re
import time
from collections.abc import Callable

import pytest
from PIL import Image

from bot.lessons.pictures import reencode
from bot.lessons.pictures.assets import AssetError
from bot.lessons.pictures.reencode import as_portable, asset
from bot.service.publishing.sandbox import Sandbox
from tests.rigs.archives import packed
from tests.rigs.pictures import (
    SECRET,
    chunked,
    drawing,
    encoded,
    hostile,
    opened,
    photo,
    png,
    tagged,
)

HOSTILE = hostile()

ODD: dict[str, Callable[[], bytes]] = {
    "clear.png": lambda: png(),
    "palette.png": lambda: encoded(drawing().convert("P"), "PNG"),
    "grey-16.png": lambda: encoded(Image.new("I;16", (90, 80), 40_000), "PNG"),
    "grey-clear.png": lambda: encoded(Image.new("LA", (90, 80), (10, 0)), "PNG"),
    "one-bit.png": lambda: encoded(Image.new("1", (90, 80), 1), "PNG"),
    "moving.png": lambda: encoded(
        drawing(), "PNG", save_all=True, append_images=[drawing(colour="#a05010")]
    ),
    "many-colours.png": lambda: encoded(photo(400, 300), "PNG"),
    "usual.jpg": lambda: encoded(photo(), "JPEG", quality=95),
    "grey.jpeg": lambda: encoded(photo().convert("L"), "JPEG"),
    "print.jpg": lambda: encoded(photo().convert("CMYK"), "JPEG"),
    "progressive.jpg": lambda: encoded(photo(), "JPEG", progressive=True),
    "camera.jpg": lambda: encoded(photo(4032, 3024), "JPEG"),
    "usual.webp": lambda: encoded(photo(), "WEBP"),
    "lossless.webp": lambda: encoded(photo(), "WEBP", lossless=True),
    "clear.webp": lambda: encoded(drawing(), "WEBP", lossless=True),
    "moving.webp": lambda: encoded(
        drawing(), "WEBP", save_all=True, append_images=[drawing(colour="#a05010")]
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_was_made_is_left_as_it_is(name: str) -> None:
    made = asset(name, ODD[name]())
    assert asset(name, made.data) == made
    image = opened(made.data)
    assert image.mode in ("L", "RGB", "P", "1")
    assert not image.has_transparency_data
    assert getattr(image, "n_frames", 1) == 1
    assert image.width <= reencode.MAX_WIDTH
    assert image.height <= reencode.MAX_HEIGHT
    assert made.name == hashlib.sha256(made.data).hexdigest()
    sent = as_portable(made)
    assert sent.media in ("image/png", "image/jpeg")
    assert opened(sent.data).size == image.size


@pytest.mark.parametrize("name", tagged())
def test_what_is_no_pixel_stays_behind(name: str) -> None:
    data = tagged()[name]
    made = asset(name, data)
    assert SECRET in data or name == "text.png"
    assert SECRET not in made.data
    assert {"exif", "icc_profile", "comment"}.isdisjoint(opened(made.data).info)
    assert asset(name, made.data) == made


def test_a_photo_stands_upright_and_is_as_large_as_a_phone_needs() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    made = asset("a.jpg", encoded(photo(4000, 3000), "JPEG", exif=exif))
    assert opened(made.data).size == (2048, 2730)


def test_what_shines_through_is_white_paper() -> None:
    made = opened(asset("a.png", png()).data).convert("RGB")
    assert made.getpixel((0, 0)) == (255, 255, 255)
    assert made.getpixel((30, 40)) == (0x20, 0x50, 0xA0)


def test_the_same_pixels_are_the_same_picture_however_they_were_saved() -> None:
    one = encoded(drawing(), "PNG", compress_level=1)
    other = tagged()["text.png"]
    assert one != other
    assert asset("a.png", one) == asset("b.png", other)


def test_a_large_drawing_is_made_small_enough() -> None:
    noise = Image.frombytes("RGB", (1400, 1400), random.Random(2).randbytes(1400 * 1400 * 3))
    made = asset("a.png", encoded(noise, "PNG"))
    assert len(made.data) <= reencode.MAX_PICTURE_BYTES
    assert asset("a.png", made.data) == made


@pytest.mark.parametrize("name", HOSTILE)
def test_what_can_not_be_taken_says_why_and_how_to_mend_it(name: str) -> None:
    data, said = HOSTILE[name]
    began = time.monotonic()
    with pytest.raises(AssetError) as caught:
        asset(name, data)
    assert re.search(said, str(caught.value)), caught.value
    assert caught.value.mend
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("name", ["usual.jpg", "clear.png", "usual.webp", "lossless.webp"])
def test_no_damage_raises_anything_else(name: str) -> None:
    sound, chance = ODD[name](), random.Random(name)
    for _ in range(150):
        data = bytearray(sound)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        try:
            made = asset(name, bytes(data))
        except AssetError:
            continue
        assert asset(name, made.data) == made


def test_what_hides_in_a_form_like_ours_is_found() -> None:
    jpeg, webp, drawn = (
        asset(f"a.{kind.lower()}", encoded(photo(), kind)).data for kind in ("JPEG", "WEBP", "PNG")
    )
    grown = webp + b"EXIF" + len(SECRET).to_bytes(4, "little") + SECRET
    grown = grown[:4] + (len(grown) - 8).to_bytes(4, "little") + grown[8:]
    for name, data in {
        "a.jpeg": jpeg[:2] + b"\xff\xfe\x00\x12" + SECRET + jpeg[2:],
        "b.jpeg": jpeg[:-2] + SECRET + jpeg[-2:],
        "a.webp": grown,
        "a.png": chunked(drawn, b"IDAT", lambda body: body + SECRET),
    }.items():
        assert SECRET in data
        assert SECRET not in asset(name, data).data or name == "b.jpeg"


def test_a_picture_of_another_program_is_made_anew_though_it_holds_pixels_alone() -> None:
    theirs = encoded(photo(), "JPEG", quality=95)
    assert asset("a.jpg", theirs).data != theirs


def test_what_has_our_form_and_is_cut_inside_is_damaged() -> None:
    whole = asset("a.webp", encoded(photo(600, 400), "WEBP")).data
    cut = whole[: len(whole) // 4 * 2]
    for at, behind in ((4, 8), (16, 20)):
        cut = cut[:at] + (len(cut) - behind).to_bytes(4, "little") + cut[at + 4 :]
    with pytest.raises(AssetError, match="damaged"):
        asset("a.webp", cut)


@pytest.mark.slow
@pytest.mark.apart
async def test_the_process_that_reads_has_room_for_the_largest_photo() -> None:
    large = encoded(photo(5000, 5000), "JPEG", quality=80)
    lesson = (
        b"---\nid: pot\ntitle: Pot\nminutes: 1\n---\n\n## Overview\n\n### What is it?\n\n"
        b"![A pot.](pot.jpg)\n\nIt is.\n"
    )
    found = await Sandbox().read("pot.zip", packed({"pot.md": lesson, "pot.jpg": large}), {})
    assert found.sound, found.faults
    (made,) = found.assets
    assert made.media == "image/jpeg"
    assert found.lessons[0].asset("pot.jpg") == made.name


@pytest.mark.apart
async def test_hostile_pictures_are_told_with_their_places() -> None:
    lines = "\n\n".join(f"![A picture.]({name})" for name in HOSTILE)
    lesson = f"---\nid: a\ntitle: A\nminutes: 1\n---\n\n## Overview\n\n### What is it?\n\n{lines}\n"
    files = {"a.md": lesson.encode(), **{name: data for name, (data, _) in HOSTILE.items()}}
    del files["large.png"]  # more than an archive's file may have
    del files["archive.png"]  # an archive within the archive
    found = await Sandbox().read("a.zip", packed(files), {})
    assert not found.sound
    told = [str(fault) for fault in found.faults]
    for line, (name, (_, said)) in enumerate(HOSTILE.items()):
        at = f"a.md:{11 + 2 * line}:1: "
        (fault,) = (one for one in told if one.startswith(at))
        if name in files:
            assert re.search(said, fault), fault
            assert f'"{name}"' in fault
