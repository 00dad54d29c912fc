"""The review under way: what it is about, and how what the lesson says to it is shown."""

from collections.abc import Sequence

from bot.conversation.asking import Rows
from bot.conversation.lesson.render import say
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import context, pitfalls, wording
from bot.conversation.question import task as tasks
from bot.conversation.question.task import Task
from bot.conversation.session import Review
from bot.conversation.turn import LessonMissingError, Scene
from bot.lessons.question import Question


def under_way(scene: Scene) -> Review:
    """The review under way; raises ``ValueError`` if there is none."""
    if scene.session.review is None:
        raise ValueError("no review is under way")
    return scene.session.review


def heading(scene: Scene) -> str:
    """That this is a review, of which lesson, and which one, unless it is the only one."""
    review, title = under_way(scene), scene.lesson.title
    if review.size == 1:
        return phrase("review.head.one", title=title)
    return phrase("review.head", number=review.number, count=review.size, title=title)


def task(scene: Scene) -> Task | None:
    """The task under way, if it is one."""
    return tasks.task(scene.lesson, under_way(scene).item.question)


def question(scene: Scene) -> Question:
    """The question under way; raises ``LessonMissingError`` if the lesson has it no more."""
    id = under_way(scene).item.question
    found = pitfalls.question(scene.lesson, id)
    if found is None:
        raise LessonMissingError(f"the lesson has no question {id}")
    return pitfalls.as_asked(scene.lesson, found, worded(scene, found))


def worded(scene: Scene, asked: Question) -> int:
    """Its wording: another than the last time; what was told and never asked has another, too.

    What a card led to is asked in the words of the card.
    """
    review = under_way(scene)
    if review.posted:
        return 0
    return wording.following(asked, wording.latest(asked, review.item) or 0)


def part_left(scene: Scene) -> list[str]:
    """What the lesson says around what was answered, without what was shown with that."""
    item = under_way(scene).item
    if task(scene):
        return context.part(scene.lesson, item.question)
    return context.more(scene.lesson, question(scene), item.wording or 0)


def back_to_lesson(scene: Scene) -> list[list[Offer]]:
    """The way back to the lesson that was left for this, if one was."""
    left = next(iter(scene.session.shelf), None)
    card = scene.library.cards.get(left.lesson) if left else None
    if left is None or card is None:
        return []
    label = phrase("review.back", title=card.title)
    return [[offer(label, "resume", left.lesson, left.mode)]]


def tell(scene: Scene, parts: Sequence[str], *, part: bool, more: Rows = ()) -> None:
    """Say these, and let the learner go on; with ``part``, what the lesson says is offered.

    So is ``more``, below the way on. With what else may stand beside them these are three rows: of
    two labels a phone shows sixteen letters each.
    """
    last = say(scene, parts, keep_last=True)
    review = under_way(scene)
    if review.posted:
        # Whoever a card led here goes on as they like.
        title = phrase("predict.lesson", title=scene.lesson.title)
        rows = [[offer(title, "learn", review.item.lesson)]]
        if part and part_left(scene):
            rows.append([offer(phrase("review.part"), "part")])
        scene.ask(last, [*back_to_lesson(scene), *rows, *more])
        return
    onward = [offer(phrase("ask.continue"), "go")]
    if part and part_left(scene):
        onward.append(offer(phrase("review.part"), "part"))
    scene.ask(last, [onward, *more, [offer(phrase("review.suspend"), "suspend")]])
