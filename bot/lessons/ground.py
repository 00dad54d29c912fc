"""What a question of a lesson rests on: what must be seen with it, wherever it is asked.

A question follows something: its step's concept, the task that it is part of, the drawing with its
gap. Asked in its place, that stands above it; asked at the end, in a test or a week later, it has
to come along, or nobody can tell what "that model" and "the last column" are.
Nothing of it is the answer: these are what a lesson shows before it asks.
"""

from typing import NamedTuple

from bot.lessons.model import Lesson, Picture
from bot.lessons.practice import Aspect, Case


class Ground(NamedTuple):
    """What a question rests on; what it does not have is empty.

    ``concept`` (a paragraph) is its step's. ``setting`` (blocks) is what there is to do, to judge
    or to look at; ``title`` names the part that it belongs to, where nothing else does.
    ``drawing`` is what it asks about, with its gap; ``words`` say what that shows, if they don't
    answer it.
    """

    concept: str = ""
    setting: str = ""
    title: str = ""
    drawing: Picture = ""
    words: str = ""

    def beside(self, variant: bool) -> "Ground":
        """What is needed beside the question's own words, or beside a ``variant`` of them.

        A variant tells a story of its own, so the concept would only be in its way. What there is
        to do and the drawing are what it is about all the same.
        """
        return self._replace(concept="") if variant else self


def ground(lesson: Lesson, question: str) -> Ground:
    """What the question of this id rests on; nothing if it stands by itself."""
    for step in lesson.steps:
        if step.prediction and step.prediction.id == question:
            return Ground(concept=step.concept, setting=step.shown)
    for diagram in lesson.diagrams:
        if diagram.prediction and diagram.prediction.id == question:
            return Ground(drawing=diagram.puzzle)
        if diagram.turn and diagram.turn.id == question:
            words = "" if diagram.turn_drawing else diagram.alternative
            return Ground(drawing=diagram.turn_drawing or diagram.drawing, words=words)
    for task in lesson.exercises:
        if task.choice and task.choice.id == question:
            return Ground(setting=task.prompt, title="" if task.prompt else task.title)
    parts: tuple[Aspect | Case, ...] = (*lesson.performance, *lesson.what_if.cases)
    for part in parts:
        if part.prediction and part.prediction.id == question:
            return Ground(title=part.title)
    return Ground()
