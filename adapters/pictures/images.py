"""Diagrams, charts and a lesson's pictures as images, for every platform that shows them."""

import asyncio
import hashlib
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

from adapters.pictures import answers, charts, diagrams, surveys
from bot.conversation.charts import ClassAnswers, ProgressChart, Survey
from bot.conversation.outputs import Chart, LessonImage, TextDiagram
from bot.lessons.pictures.assets import ENDINGS, Assets, media_of
from bot.lessons.pictures.reencode import as_portable

DRAWING = ThreadPoolExecutor(1, thread_name_prefix="drawing")
"""One at a time: a picture takes some 20 MB while it is drawn, and the interpreter is shared, so
several at once would be done no sooner. Of two that are equal, the second is there already."""

Drawable = TextDiagram | Chart
Visual = Drawable | LessonImage


def render(shown: Drawable) -> bytes:
    """A PNG of it. Drawing takes up to a tenth of a second: not on an event loop.

    Raises ``diagrams.PictureError``.
    """
    if isinstance(shown, Chart):
        match shown.drawn:
            case Survey() as survey:
                return surveys.png(survey)
            case ClassAnswers() as given:
                return answers.png(given)
            case ProgressChart() as progress:
                return charts.png(progress)
    return diagrams.png(shown.drawing)


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
    """What is to be seen: equal for two that look the same, so that one image serves for both.

    It is short: a chart's figures take some 20 kB, of which a thousand were kept for their names.
    """
    if isinstance(shown, LessonImage):
        return shown.asset
    seen = repr(shown.drawn) if isinstance(shown, Chart) else shown.drawing
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).digest()
