"""A drawing becomes a picture in which every character has its place."""

from io import BytesIO

import pytest
from PIL import Image

from adapters.pictures import fonts, images
from adapters.pictures.images import PictureError, png

BOX = "┌────────┐      ┌────────┐\n│ Tea    │─────▶│ Leaves │\n└────────┘      └────────┘"


def opened(drawing: str) -> Image.Image:
    return Image.open(BytesIO(png(drawing))).convert("L")


def ink(image: Image.Image) -> list[tuple[int, int]]:
    width, height = image.size
    pixels = image.load()
    assert pixels is not None
    return [(x, y) for x in range(width) for y in range(height) if pixels[x, y] < 128]


def test_the_font_holds_what_diagrams_are_drawn_with() -> None:
    font = fonts.font("DejaVuSansMono", 28)
    missing = bytes(font.getmask("\U000fffff"))
    for char in "─│┌┐└┘├┤┬┴┼═║╔╗╚╝░▒▓█←↑→↓↔⇒▶◀▲▼►◄●○■□✓✔✗•…éßжαπ≤≥≠×∞":
        assert bytes(font.getmask(char)) != missing, f"{char} has no glyph"


@pytest.mark.parametrize("line", ["│\n" * 5, "─" * 9, "║\n" * 5, "═" * 9])
def test_lines_are_drawn_without_gaps(line: str) -> None:
    image = opened(line)
    marks = ink(image)
    axis = 1 if "\n" in line else 0
    covered = sorted({mark[axis] for mark in marks})
    assert covered == list(range(covered[0], covered[-1] + 1))


def test_characters_stand_in_columns_whatever_their_width() -> None:
    def right_edge(drawing: str) -> int:
        return max(x for x, _ in ink(opened(drawing)))

    assert right_edge("abcdefgh│") == right_edge("│││││  .│")
    assert right_edge("漢字漢字│") == right_edge("abcdefgh│"), "a wide character takes two columns"
    assert right_edge("e\u0301e\u0301│") == right_edge("ee│"), "a combining accent takes none"


def test_a_larger_drawing_makes_a_larger_picture_with_a_margin() -> None:
    small, large = opened("x"), opened(BOX)
    assert large.size > small.size
    xs, ys = zip(*ink(large), strict=True)
    assert min(xs) > 10
    assert min(ys) > 10
    assert max(xs) < large.width - 10
    assert max(ys) < large.height - 10


def test_telegrams_limits_hold_for_the_largest_drawing() -> None:
    wide, high = opened("─" * images.MAX_WIDTH), opened("│\n" * images.MAX_HEIGHT)
    for image in (wide, high, opened("│\n" * (images.MAX_HEIGHT - 1) + "─" * images.MAX_WIDTH)):
        assert image.width + image.height <= 10_000
        assert max(image.size) <= 20 * min(image.size)


def test_a_drawing_too_large_for_a_picture_is_refused_with_the_reason() -> None:
    with pytest.raises(PictureError, match="1000 columns and 1 lines is too large"):
        png("─" * 1000)
