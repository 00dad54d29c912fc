"""Diagrams, charts and a lesson's pictures as images, for every platform that shows them."""

import asyncio
import hashlib
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from wcwidth import iter_graphemes

from adapters.layout.plan import columns as columns_of
from adapters.pictures import answers, charts, surveys
from adapters.pictures.fonts import font as font_of
from bot.conversation.charts import ClassAnswers, ProgressChart, Survey
from bot.conversation.outputs import Chart, LessonImage, TextDiagram
from bot.lessons.pictures.assets import ENDINGS, Assets, media_of
from bot.lessons.pictures.reencode import as_portable

_SIZE = 28
_MARGIN = 32
_PAPER, _INK = 250, 36  # of 255: soft on the eyes, by night as well

MAX_WIDTH, MAX_HEIGHT = 200, 100
"""Columns and lines of the largest drawing: beyond it nobody can read the picture. Its sides stay
below the 10,000 pixels together that Telegram takes (Bot API, ``sendPhoto``)."""

_RATIO = 19
"""How much longer a side may be than the other; Telegram takes 20."""


class PictureError(Exception):
    """A drawing that can't be made a picture, with what is wrong and how to mend it."""


@lru_cache(maxsize=64)
def png(drawing: str) -> bytes:
    """The drawing as a PNG image. Raises ``PictureError``."""
    lines = drawing.expandtabs(4).rstrip().split("\n")
    columns = max(columns_of(line) for line in lines)
    if columns > MAX_WIDTH or len(lines) > MAX_HEIGHT:
        raise PictureError(
            f"a drawing of {columns} columns and {len(lines)} lines is too large for a picture; "
            f"keep it within {MAX_WIDTH} columns and {MAX_HEIGHT} lines"
        )
    font = font_of("DejaVuSansMono", _SIZE)
    cell, line_height = _cell(font)
    width = _MARGIN * 2 + cell * columns
    height = _MARGIN * 2 + line_height * len(lines)
    size_in_pixels = max(width, -(-height // _RATIO)), max(height, -(-width // _RATIO))
    image = Image.new("L", size_in_pixels, _PAPER)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        column = 0
        for grapheme in iter_graphemes(line):
            # Each on its own place in the grid: a glyph of another width can't shift the rest.
            place = (_MARGIN + cell * column, _MARGIN + line_height * row)
            draw.text(place, grapheme, font=font, fill=_INK)
            column += columns_of(grapheme)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _cell(font: ImageFont.FreeTypeFont) -> tuple[int, int]:
    """A character's width and a line's height, such that box drawing joins without gaps."""
    _, top, _, bottom = font.getbbox("│")
    return int(font.getlength("─")), int(bottom - top) - 2


DRAWING = ThreadPoolExecutor(1, thread_name_prefix="drawing")
"""A single thread: a picture takes some 20 MB while it is drawn, and the interpreter is shared, so
several at once would be done no sooner. Of two that are equal, the second is there already."""

Drawable = TextDiagram | Chart
Visual = Drawable | LessonImage


def render(shown: Drawable) -> bytes:
    """A PNG of it; takes up to 0.1 s, so not on an event loop. Raises ``PictureError``."""
    if isinstance(shown, Chart):
        match shown.drawn:
            case Survey() as survey:
                return surveys.png(survey)
            case ClassAnswers() as class_answers:
                return answers.png(class_answers)
            case ProgressChart() as progress:
                return charts.png(progress)
    return png(shown.drawing)


async def image_of(shown: Visual, draw: Callable[[Drawable], bytes], assets: Assets) -> bytes:
    """A PNG or JPEG of it: drawn, or loaded now that it is sent.

    Raises what ``draw`` and ``assets`` do, and ``LookupError`` if the picture is not kept.
    """
    loop = asyncio.get_running_loop()
    if not isinstance(shown, LessonImage):
        # Drawing takes milliseconds in which other learners are served.
        return await loop.run_in_executor(DRAWING, draw, shown)
    asset = await assets(shown.asset)
    if asset is None:
        raise LookupError(f"the picture {shown.asset[:16]} is not kept")
    return (await loop.run_in_executor(DRAWING, as_portable, asset)).data


def file_name(image: bytes) -> str:
    """What an image is called where it is a file: ``picture.png``, or as its format ends."""
    endings = (ending for ending, media in ENDINGS.items() if media == media_of(image))
    return f"picture{next(endings, '.png')}"


def cache_key(shown: Visual) -> Hashable:
    """What is to be seen: equal for two that look the same, so that an image serves for both.

    It is short: a chart's figures take some 20 kB, of which a thousand were kept for their names.
    """
    if isinstance(shown, LessonImage):
        return shown.asset
    seen = repr(shown.drawn) if isinstance(shown, Chart) else shown.drawing
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).digest()
