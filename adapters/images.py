"""Diagrams and charts as images, for every platform that shows them."""

from collections.abc import Hashable

from adapters import charts, pictures, surveys
from bot.conversation.outputs import Chart, Picture
from bot.conversation.survey import Survey

Shown = Picture | Chart


def image(shown: Shown) -> bytes:
    """A PNG of it. Drawing takes up to a tenth of a second: not on an event loop.

    Raises ``pictures.PictureError`` or ``canvas.CanvasError``.
    """
    if isinstance(shown, Chart):
        drawn = shown.drawn
        return surveys.png(drawn) if isinstance(drawn, Survey) else charts.png(drawn)
    return pictures.png(shown.drawing)


def key(shown: Shown) -> Hashable:
    """What is drawn: equal for two that look the same, so that one image serves for both."""
    return shown.drawn if isinstance(shown, Chart) else shown.drawing
