"""Parts of a lesson as messages, the pictures among them each in its place."""

from collections.abc import Sequence

from bot.conversation.lesson.beats import Tell, told
from bot.conversation.turn import Scene


def show(scene: Scene, told: Tell) -> None:
    """Show the picture that a text comes with, below what announces it."""
    if told.lead:
        scene.say(told.lead)
    if told.diagram:
        scene.show(told.diagram.drawing, told.diagram.words)


def say(scene: Scene, parts: Sequence[str], *, keep_last: bool = False) -> str:
    """Say these, with the pictures among them; the last text is kept back if it is asked with."""
    *first, last = told("part", parts) or [Tell("part", "")]
    for beat in (*first, last):
        show(scene, beat)
        if beat.text and not (keep_last and beat is last):
            scene.say(beat.text)
    return last.text
