"""Posing a question: what is shown with it, and how its words begin, wherever it is asked.

A lesson, the asking once more at its end, a test, a review and a reminder all put a question to
somebody who sees nothing of the lesson but what comes with it. So none of them shows a question's
words by itself: they say what stands before it, and what it rests on comes along from here, as
short as can be. What stands above it already is not said twice.
"""

from dataclasses import dataclass

from bot.conversation.language.markup import begun
from bot.conversation.phrases import phrase
from bot.conversation.question import choices, pitfalls
from bot.conversation.turn import Scene
from bot.lessons.ground import Ground, ground
from bot.lessons.model import Lesson, Picture
from bot.lessons.question import Question

GAP = "???"
"""What marks a gap in a drawing of characters."""


@dataclass(frozen=True, slots=True)
class Posed:
    """A question as it is put: the text that asks, and the drawing above it, if it has one.

    ``words`` say what the drawing shows.
    """

    text: str
    drawing: Picture = ""
    words: str = ""


def pose(
    scene: Scene,
    question: Question,
    key: str,
    *,
    lead: str = "",
    closing: str = "",
    answers: int = 0,
    turned: bool = False,
) -> None:
    """Ask it; the parameters are those of ``posed`` and of ``choices.rows``."""
    parts = (choices.how(question), choices.meaning_beside(scene, question), closing)
    below = "\n\n".join(part for part in parts if part)
    put = posed(scene.lesson, question, key, lead=lead, closing=below, answers=answers)
    if put.drawing:
        scene.show(put.drawing, put.words)
    choices.put(scene, question, put.text, turned=turned)


def posed(
    lesson: Lesson,
    question: Question,
    key: str,
    *,
    lead: str = "",
    closing: str = "",
    answers: int = 0,
) -> Posed:
    """The question with what it rests on, between what stands before it and after it.

    ``key`` names the phrase that asks; without one the words stand alone. After some ``answers``
    it is asked in other words.
    """
    found, texts = _ground(lesson, question, answers, lead)
    asked = words(question, answers)
    asked = phrase(key, question=asked) if key else asked
    text = "\n\n".join(part for part in (lead, *texts, asked, closing) if part)
    return Posed(text, found.drawing, found.words or _seen(found.drawing))


def words(question: Question, answers: int = 0) -> str:
    """The words that ask, as a sentence of their own; after some ``answers`` each variant in turn.

    The lesson's own words were met before its reveal, and who knows them again may know only
    them. So a question that has variants is asked again by these alone.

    It begins with a capital, whatever mark or heading it stands behind: in a lesson's file the
    words may go on after "Before reading on:".
    """
    variants = question.variants
    return begun(variants[(answers - 1) % len(variants)] if answers and variants else question.text)


def resting_on(lesson: Lesson, question: Question, answers: int = 0) -> list[str]:
    """What it rests on as text, a drawing of characters with it; a picture is left out."""
    found, texts = _ground(lesson, question, answers, "")
    drawing = found.drawing
    return [*texts, f"```text\n{drawing}\n```"] if isinstance(drawing, str) and drawing else texts


def _ground(
    lesson: Lesson, question: Question, answers: int, above: str
) -> tuple[Ground, list[str]]:
    found = ground(lesson, question.id).beside(variant=bool(answers and question.variants))
    # A title that the question's own words begin with, or hold, would be said twice.
    named = found.title and found.title in f"{above}\n{words(question, answers)}"
    title = "" if named or not found.title else phrase("ask.about", title=found.title)
    texts = [
        text
        for text in (found.concept, found.setting, pitfalls.approaches(lesson, question.id))
        if text not in above
    ]
    return found, [part for part in (title, *texts) if part]


def _seen(drawing: Picture) -> str:
    """What is said of a drawing whose words would answer the question; a picture has its own."""
    gap = isinstance(drawing, str) and GAP in drawing
    return phrase("ask.gap" if gap else "ask.drawing") if drawing else ""
