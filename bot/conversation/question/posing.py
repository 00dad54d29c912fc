"""Posing a question: in which words it is asked, and what is shown with it, wherever that is.

Whoever is asked sees nothing of the lesson but what comes with the question. So what it rests on
comes along from here, as short as can be. What stands above it already is not said twice, and where
nothing of the lesson stands around it (``cold``) only what its words need comes along, see
``bot.lessons.needed``.

A ``wording`` is a number: 0 are the question's own words, and its variants follow. Asked again, the
variants take turns, and a single variant alternates with its own words: who is asked in the same
words the next day answers the sentence and not the question. A question that has no others gives
way at the end of a lesson to a question that has, and comes back by review. Only where nothing else
was missed it is asked all the same, with its options in another order; yes and no have none, so
those come back by review alone.
"""

from collections.abc import Collection

from bot.conversation.language.markup import begin_sentence
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import choices
from bot.conversation.question.choices import is_yes_or_no
from bot.conversation.turn import Scene
from bot.learning.items import Item
from bot.lessons.ground import Ground, ground
from bot.lessons.lint.readability import SENTENCE_END
from bot.lessons.model import Image, Lesson, Picture
from bot.lessons.needed import cut_ground, points_at_drawing
from bot.lessons.question import Question
from bot.values import value

SCENE = 240
"""Characters of what there is to do that are told again; of more only what is asked is."""

GAP = "???"
"""What marks a gap in a drawing of characters."""

COLUMNS = 34
"""The widest drawing that a phone shows as text."""


@value
class Posed:
    """A question as it is put: its text, and the drawing above with its ``words``, if any."""

    text: str
    drawing: Picture = ""
    words: str = ""


def pose(
    scene: Scene,
    question: Question,
    key: str,
    *,
    lead: str = "",
    wording: int = 0,
    cold: bool = False,
    turned: bool = False,
    again: bool = False,
    hints: bool = True,
) -> None:
    """Ask it; the parameters are those of ``pose_question`` and of ``choices.rows``."""
    how = choices.how(question)
    put = pose_question(
        scene.lesson, question, key, lead=lead, closing=how, wording=wording, cold=cold
    )
    if put.drawing:
        scene.show(put.drawing, put.words)
    text, more = put.text, list[Offer]()
    if put.drawing and drawing_words(scene.lesson, question):
        more = [offer(phrase("visual.in_words"), "words")]
    if again and (known := scene_of(scene.lesson, question)):
        text, more = text.replace(f"{known}\n\n", "", 1), [*more, *task_shown()]
    choices.put(scene, question, text, turned=turned, hints=hints, more=more)


def drawing_words(lesson: Lesson, question: Question) -> str:
    """What the drawing shows that a question is about, if that doesn't answer it."""
    about = ground(lesson, question.id)
    return about.drawing.shows if isinstance(about.drawing, Image) else about.words


def scene_of(lesson: Lesson, question: Question) -> str:
    """What there is to do or to judge, if that is too long to be told again; else nothing."""
    setting = ground(lesson, question.id).setting
    return setting if len(setting) > SCENE else ""


def task_shown() -> list[Offer]:
    """The way to have a task told again."""
    return [offer(phrase("ask.task"), "task")]


def pose_question(
    lesson: Lesson,
    question: Question,
    key: str,
    *,
    lead: str = "",
    closing: str = "",
    wording: int = 0,
    cold: bool = False,
    prompted: bool = True,
) -> Posed:
    """The question with what it rests on, between what stands before it and after it.

    ``key`` names the phrase that asks; without it the words stand alone. With ``prompted`` its
    options are shown below.
    """
    ground, texts = _ground(lesson, question, wording, lead, cold=cold)
    asked = words(question, wording) if prompted else ask_unprompted(question, wording)
    asked = phrase(key, question=asked) if key else asked
    text = "\n\n".join(part for part in (lead, *texts, asked, closing) if part)
    return Posed(text, ground.drawing, ground.words or _describe_drawing(ground.drawing))


def words(question: Question, wording: int = 0) -> str:
    """The words that ask, as a sentence of their own.

    It begins with a capital, whatever mark or heading it stands behind: in a lesson's file the
    words may go on after "Before reading on:".
    """
    texts = (question.text, *question.variants)
    return begin_sentence(texts[wording % len(texts)])


def ask_unprompted(question: Question, wording: int = 0) -> str:
    """The words that ask where no options are shown: the same scene, and what suits that."""
    asked = words(question, wording)
    if not question.unprompted:
        return asked
    *scene, _ = SENTENCE_END.split(asked)
    return " ".join([*scene, question.asked_unprompted])


def grounds(lesson: Lesson, question: Question, wording: int) -> Ground:
    """What of its ground is shown with these words where nothing of the lesson stands around."""
    return _ground(lesson, question, wording, "", cold=True)[0]


def _ground(
    lesson: Lesson, question: Question, wording: int, above: str, *, cold: bool
) -> tuple[Ground, list[str]]:
    variant = bool(wording % (1 + len(question.variants)))
    above_it = ground(lesson, question.id).beside(variant)
    if cold:
        above_it = cut_ground(above_it, words(question, wording), variant=variant)
    # A title that the question's own words begin with, or hold, would be said twice.
    named = above_it.title and above_it.title in f"{above}\n{words(question, wording)}"
    title = "" if named or not above_it.title else phrase("ask.about", title=above_it.title)
    texts = [text for text in (above_it.concept, above_it.setting) if text not in above]
    return above_it, [part for part in (title, *texts) if part]


def _describe_drawing(drawing: Picture) -> str:
    """What is said of a drawing whose words would answer the question; a picture has its own."""
    gap = isinstance(drawing, str) and GAP in drawing
    return phrase("ask.gap" if gap else "ask.drawing") if drawing else ""


def draw_as_text(drawing: Picture) -> str | None:
    """A drawing as text, empty if there is none; ``None`` if a phone does not show it as text."""
    if not isinstance(drawing, str) or max(map(len, drawing.split("\n"))) > COLUMNS:
        return None
    return f"```text\n{drawing}\n```" if drawing else ""


def latest(question: Question, item: Item | None) -> int | None:
    """The wording in which it was answered last; ``None`` if it never was."""
    if item is None or not item.number:
        return None
    if item.wording is not None:
        return item.wording % _count(question)
    # Earlier versions asked the first time in its own words, and then by its variants in turn.
    variants = len(question.variants)
    return (item.number - 2) % variants + 1 if variants and item.number > 1 else 0


def following(question: Question, last: int | None) -> int:
    """The wording after the ``last``; of a question that was never answered, its first."""
    return 0 if last is None else _in_turn(question, last)[0]


def by_itself(lesson: Lesson, question: Question, last: int | None) -> int:
    """The same where nothing of the lesson stands around it: a variant that needs nothing of it."""
    rests = ground(lesson, question.id)
    if last is None and (rests.concept or rests.drawing):
        variants = enumerate(question.variants, start=1)
        alone = (n for n, text in variants if not (rests.drawing and points_at_drawing(text)))
        return next(alone, 0)
    return following(question, last)


def worth_asking(question: Question, seen: Collection[int]) -> bool:
    """Whether it asks anything within minutes after these wordings."""
    return another(question, seen) is not None or not is_yes_or_no(question)


def another(question: Question, seen: Collection[int]) -> int | None:
    """The next wording that is not among those ``seen``; ``None`` if all are."""
    last = max(seen, default=0)
    return next((number for number in _in_turn(question, last) if number not in seen), None)


def _count(question: Question) -> int:
    return 1 + len(question.variants)


def _in_turn(question: Question, last: int) -> list[int]:
    """All wordings, beginning after the ``last``; its own words come after the variants."""
    variants = range(1, _count(question))
    after = [
        *(variant for variant in variants if variant > last),
        *(variant for variant in variants if variant < last),
    ]
    own = [0] if last else []
    return [*after, *own, last]
