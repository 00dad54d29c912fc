"""Visual: each analogy and diagram, one at a time; where there is a gap, first a prediction.

Of each diagram there is first a question beside the drawing with a gap, then the whole drawing,
what it means, and its text alternative.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Judge, Pose, Tell, told
from bot.conversation.lesson.modes import parts
from bot.conversation.phrases import phrase
from bot.lessons.model import Lesson


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The analogy, then every diagram: its gap, its whole, what it means."""
    yield from told("visual.analogy", parts.model(lesson))
    for number, diagram in enumerate(lesson.diagrams, start=1):
        id = f"visual.{number}"
        lead = phrase("visual.lead", number=number, count=len(lesson.diagrams))
        if diagram.prediction:
            yield Pose(id, lead, diagram.prediction, puzzle=diagram.puzzle, key="ask.look")
        whole = phrase("visual.whole") if diagram.prediction else lead
        yield Tell(f"{id}.whole", whole, diagram)
        # A picture comes with its words.
        words = parts.headed("visual.words", diagram.alternative)
        yield from told(f"{id}.words", [diagram.explanation, *words])
        if diagram.prediction and diagram.prediction.open:
            yield Judge(f"{id}.judge", diagram.prediction)
