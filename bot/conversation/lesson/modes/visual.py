"""Visual: pictures first, each with its gap, then whole; then the words; at last, something to do.

Of each diagram there is first a question beside the drawing with a gap, then the whole drawing with
what it means. The core idea and its analogy come after all of them, so that no gap can be filled
from words that were just read. At the end comes what there is to do with the drawings.

What a drawing shows in words says once more what the reveal and the drawing have just said, so it
is there for who asks: those who can't see it, and those who want it told.
"""

from collections.abc import Iterator

from bot.conversation.lesson.beats import Beat, Judge, Pose, Tell, tells
from bot.conversation.lesson.modes import parts
from bot.conversation.lesson.modes.base import Mode, absent, measure_seconds
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.lessons.model import Diagram, Image, Lesson
from bot.values import replace


def beats(lesson: Lesson, seed: str) -> Iterator[Beat]:
    """Every diagram: its gap, its whole; then the core idea, and the drawings' turns."""
    for number, diagram in enumerate(lesson.diagrams, start=1):
        id = f"visual.{number}"
        lead = phrase("visual.lead", number=number, count=len(lesson.diagrams))
        if number == 1:
            # A gap needs to be known of what; the title alone fills none.
            lead = "\n\n".join([phrase("visual.opening", title=lesson.title), lead])
        if diagram.prediction:
            yield Pose(id, lead, diagram.prediction, key="ask.look")
        whole = phrase("visual.whole") if diagram.prediction else lead
        yield from _whole(f"{id}.whole", whole, diagram)
        if diagram.prediction and diagram.prediction.open:
            yield Judge(f"{id}.judge", diagram.prediction)
    yield from tells("visual.model", parts.model(lesson))
    for number, diagram in enumerate(lesson.diagrams, start=1):
        if diagram.turn:
            lead = phrase("visual.turn")
            yield Pose(f"visual.{number}.turn", lead, diagram.turn, key="ask.plain")
            if diagram.turn.open:
                yield Judge(f"visual.{number}.turn.judge", diagram.turn)


def _whole(id: str, lead: str, diagram: Diagram) -> list[Tell]:
    """The whole drawing, with what it means; its words are there for who asks.

    A picture has them beside it, and what was not asked about says them at once.
    """
    words = parts.put_heading("visual.words", diagram.alternative)
    beside: tuple[Offer, ...] = ()
    if words and diagram.prediction and diagram.explanation:
        words, beside = [], (offer(phrase("visual.in_words"), "words"),)
    first, *rest = tells(id, [lead, diagram.explanation, *words])
    if first.diagram:
        # The explanation begins with a picture of its own.
        drawing = Tell(f"{id}.drawing", lead, diagram, beside=beside)
        return [drawing, *tells(id, [diagram.explanation, *words])]
    return [replace(first, diagram=diagram, beside=beside), *rest]


def _missing(lesson: Lesson) -> str:
    return absent({"diagram": lesson.diagrams})


def _seconds(lesson: Lesson) -> float:
    return measure_seconds(beats(lesson, ""), lesson)


def _drawings(lesson: Lesson) -> list[str]:
    """What stands for a diagram's title: it has none."""
    drawings = [diagram.drawing for diagram in lesson.diagrams]
    return [drawing.file if isinstance(drawing, Image) else drawing for drawing in drawings]


VISUAL = Mode(
    "visual", beats, _missing, _seconds, version=5, adds=4, numbered={"visual": _drawings}
)
