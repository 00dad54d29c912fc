"""A learner's own work in a lesson: what they hand in, and their verdict on it."""

from dataclasses import replace

from bot.conversation import moving, schedule
from bot.conversation.asking import beat_of, render
from bot.conversation.facts import Rated, Written, met_of
from bot.conversation.flow import Rate, Write
from bot.conversation.inputs import Input, Text
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene

KEPT = 4_000
"""Characters of a learner's own text that are kept: a message of Telegram's."""


def own_words(given: Input) -> str:
    """What was written, as it is kept; nothing for a press."""
    return given.text.strip()[:KEPT] if isinstance(given, Text) else ""


def hand_in(scene: Scene) -> None:
    """Keep what was written; a tick alone is kept without words."""
    run, beat = scene.run, beat_of(scene)
    if not isinstance(beat, Write):
        raise ValueError(f"beat {beat.id} asks for no words")
    text = own_words(scene.envelope.input)
    scene.facts.append(Written(run.id, run.lesson, beat.item, text))
    scene.run = replace(run, worked=(*run.worked, beat.item))
    asked = scene.open.text if scene.open else ""
    said = phrase("said.written" if text else "said.tick")
    scene.answered(phrase("said.done", asked=asked, said=said))
    moving.go_on(scene)


def rate(scene: Scene, word: str) -> None:
    """Keep the verdict by one criterion; after the last one, the task is scheduled."""
    run, beat = scene.run, beat_of(scene)
    if not isinstance(beat, Rate):
        raise ValueError(f"beat {beat.id} asks for no rating")
    met, done = met_of(word), run.choice or 0
    scene.facts.append(Rated(run.id, run.lesson, beat.item, done, met))
    scene.answered_with(phrase(f"ask.rate.{met}"))
    verdicts = (*run.met, met)
    if done + 1 < len(beat.criteria):
        scene.run = replace(run, choice=done + 1, met=verdicts)
        render(scene)
        return
    if beat.item in scene.lesson.tasks:
        schedule.remember_task(scene, run.lesson, beat.item, verdicts)
    moving.go_on(scene)
