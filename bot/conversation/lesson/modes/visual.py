"""Visual: each analogy and diagram, one at a time; where there is a gap, first a prediction.

Of each diagram there is first a question beside the drawing with a gap, then the whole drawing,
what it means, and its text alternative.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Judge, Pose, Tell, told
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, reading
from bot.conversation.phrases import phrase
from bot.lessons.model import Image, Lesson


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """The analogy, then every diagram: its gap, its whole, what it means."""
    yield from told("visual.analogy", parts.model(lesson))
    for number, diagram in enumerate(lesson.diagrams, start=1):
        id = f"visual.{number}"
        lead = phrase("visual.lead", number=number, count=len(lesson.diagrams))
        if diagram.prediction:
            yield Pose(id, lead, diagram.prediction, key="ask.look")
        whole = phrase("visual.whole") if diagram.prediction else lead
        yield Tell(f"{id}.whole", whole, diagram)
        # A picture comes with its words.
        words = parts.headed("visual.words", diagram.alternative)
        yield from told(f"{id}.words", [diagram.explanation, *words])
        if diagram.prediction and diagram.prediction.open:
            yield Judge(f"{id}.judge", diagram.prediction)


def _missing(lesson: Lesson) -> str:
    return absent({"diagram": lesson.diagrams})


def _seconds(lesson: Lesson) -> float:
    texts = [lesson.mental_model.core_idea, lesson.mental_model.analogy]
    texts += [f"{one.words} {one.explanation}" for one in lesson.diagrams]
    return reading(texts, 2 * len(lesson.diagrams))


def _drawings(lesson: Lesson) -> list[str]:
    """What stands for a diagram's title: it has none."""
    drawings = [one.drawing for one in lesson.diagrams]
    return [one.file if isinstance(one, Image) else one for one in drawings]


VISUAL = Mode("visual", beats, _missing, _seconds, numbered={"visual": _drawings})
