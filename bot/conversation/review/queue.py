"""What is due, what comes next of it, and the review that is under way with it.

What comes next is looked for anew each time, in what is due by then: a set that was left for days
goes on with what matters by then. A question that a later revision has dropped is passed over;
what was answered stays on record.

Of what is due all is read, and not a first few: which of it belongs to another lesson, what a later
revision has dropped, and how much is left decide what is said, and sixty rows cost 0.2 ms. Only who
asks for an overview looks a week ahead (``DueItems.ahead``). The item under way is in the session,
so a commitment needs no look-up.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.conversation.facts.learner import Suspended
from bot.conversation.inputs import Alarm
from bot.conversation.lesson import onward
from bot.conversation.lesson.render import say
from bot.conversation.needs.learner import DueItems, EarlierText, Needs, OwnHistory
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.phrases.dates import when
from bot.conversation.question import choices, context, memory, pitfalls, posing, reveal
from bot.conversation.question import criteria as tasks
from bot.conversation.question.criteria import Task
from bot.conversation.question.memory import live
from bot.conversation.session import Outcome, Review, Session
from bot.conversation.turn import LessonMissingError, Rows, Scene
from bot.learning import review_order, reviews
from bot.learning.items import Answer, Item
from bot.learning.local_time import local
from bot.lessons.library import Library
from bot.lessons.model import INTENTION
from bot.lessons.question import Question

SET = 5
"""Questions in a set: what fits between two stops of a bus."""

SILENCE = 14
"""Days without an answer after which somebody comes back, rather than goes on."""


def needs_next(library: Library, session: Session | None) -> Needs:
    """What must be loaded to ask the next question."""
    review = session.review if session else None

    def lesson_of(due: tuple[Item, ...], at: int) -> tuple[str, str] | None:
        if item := following(library, due, at, review):
            return item.lesson, library.cards[item.lesson].revision
        # A reminder goes on with what was left open.
        return (review.item.lesson, review.revision) if review and review.revision else None

    return Needs((DueItems(),), lesson_of=lesson_of)


def needs(library: Library, session: Session, *arguments: object) -> Needs:
    """What must be loaded to go on with the question under way."""
    review = session.review
    if review is None:
        return needs_next(library, session)
    return Needs(lesson=(review.item.lesson, review.revision))


def needs_comparing(library: Library, session: Session) -> Needs:
    """The same, and of a task what was written the last time."""
    result, review = needs(library, session), session.review
    card = library.cards.get(review.item.lesson) if review else None
    if review is None or card is None or review.item.question not in card.tasks:
        return result
    return result.asking(EarlierText(review.item.lesson, review.item.question))


def needs_after(library: Library, session: Session) -> Needs:
    """What must be loaded to ask the question after this, or to end the set."""
    needs, review = needs_next(library, session), session.review
    if review is None or review.number < review.size:
        return needs
    earlier = [EarlierText(review.intention, INTENTION)] if review.intention else []
    return needs.asking(OwnHistory(), *earlier)


def needs_resume(library: Library, session: Session | None, argument: str = "") -> Needs:
    """What must be loaded to go on with the review under way, or to begin it."""
    review = session.review if session else None
    if review is None or review.stage == "revealed":
        return needs_next(library, session)
    return Needs(lesson=(review.item.lesson, review.revision))


def following(
    library: Library, items: Iterable[Item], at: int, review: Review | None
) -> Item | None:
    """What is asked next: of another lesson than the question before it, where that can be."""
    asked = review.asked if review else ()
    left = [item for item in live(library, items) if (item.lesson, item.question) not in asked]
    return review_order.next_item(left, at, last=review.item.lesson if review else "")


def another(scene: Scene, review: Review) -> bool:
    """Whether something else is due than what was asked in this set."""
    return following(scene.library, scene.known[DueItems], scene.now, review) is not None


def due_of(library: Library, items: Iterable[Item], at: int) -> list[Item]:
    """What can be asked by now, most surprising first."""
    return review_order.due(live(library, items), at)


def change(question: Question, item: Item, now: Answer) -> str:
    """What was said last time, and what that says of now; ``item`` is as it was before."""
    if not item.number:
        return phrase("review.last.void" if item.forgotten else "review.last.none")
    before = item.answer
    if before.own and not before.right:
        return phrase("review.last.own_right" if now.right else "review.last.own_wrong")
    if question.is_pitfall and before.said is not None and not before.right:
        # Yes to either approach is no to the other: neither can be quoted.
        return phrase("review.last.missed_right" if now.right else "review.last.missed_wrong")
    moved = ("right" if before.right else "wrong") + ("_right" if now.right else "_wrong")
    same = "same" if before.said == now.said and not now.right else moved
    return phrase(
        f"review.last.{same}", said=choices.said_as(question, before.said, before.confidence)
    )


def coming(scene: Scene) -> list[Item]:
    """What was loaded of what is due or next, without what this turn has suspended."""
    gone = {fact.item for fact in scene.facts if isinstance(fact, Suspended)}
    return [item for item in scene.known.get(DueItems) if item not in gone]


def waiting(scene: Scene) -> int:
    """How many questions are due by now, of those that were loaded."""
    return len(due_of(scene.library, coming(scene), scene.now))


def returning(scene: Scene) -> bool:
    """Whether the learner comes back after long silence, to more than two sets."""
    book, day = scene.learner.logbook, local(scene.learner.preferences, scene.now).date()
    if book is None or not book.day or (day - date.fromisoformat(book.day)).days < SILENCE:
        return False
    return waiting(scene) > 2 * SET


def due_words(scene: Scene) -> str:
    """How much is due, in a sentence; nothing if nothing is, and no number after long silence."""
    if returning(scene):
        return phrase("return.waiting")
    number = waiting(scene)
    return count("review.due", number) if number else ""


def returns(scene: Scene, before: Item, after: Item) -> str:
    """When an item is back, in a sentence, and in a clause why if that looks too soon."""
    back, date_ = when(after.due, scene.now), memory.until(scene, after.lesson)
    if date_ and reviews.was_pulled(after, date_):
        return phrase("review.returns.date", when=back)
    if cause := reviews.too_soon(before, after):
        return phrase(f"review.returns.{cause}", when=back)
    if after.answer.right and after.checks:
        return phrase("review.returns.check", when=back)
    return phrase("review.returns", when=back)


def outlook(scene: Scene) -> str:
    """What is due, in a sentence; nothing if there is nothing to come."""
    if said := due_words(scene):
        return said
    later = live(scene.library, coming(scene))
    if not later:
        return ""
    return phrase("review.next", when=when(min(item.due for item in later), scene.now))


def under_way(scene: Scene) -> Review:
    """The review under way; raises ``ValueError`` if there is none."""
    if scene.session.review is None:
        raise ValueError("no review is under way")
    return scene.session.review


def heading(scene: Scene) -> str:
    """That this is a review, of which lesson, and its number unless it is the only question.

    Nothing in a reminder, which begins with the question: that is what a phone shows of it.
    """
    review, title = under_way(scene), scene.lesson.title
    if isinstance(scene.envelope.input, Alarm):
        return ""
    if review.size == 1:
        return phrase("review.head.one", title=title)
    return phrase("review.head", number=review.number, count=review.size, title=title)


def task_under_way(scene: Scene) -> Task | None:
    return tasks.task(scene.lesson, under_way(scene).item.question)


def question_under_way(scene: Scene) -> Question:
    """The question under way; raises ``LessonMissingError`` if the lesson has it no more."""
    id = under_way(scene).item.question
    question = pitfalls.question(scene.lesson, id)
    if question is None:
        raise LessonMissingError(f"the lesson has no question {id}")
    return pitfalls.as_asked(scene.lesson, question, choose_wording(scene, question))


def choose_wording(scene: Scene, asked: Question) -> int:
    """Its wording: another than the last time, or that of the card that led to it."""
    review = under_way(scene)
    if review.posted:
        return 0
    return posing.following(asked, posing.latest(asked, review.item) or 0)


def reveal_in_brief(scene: Scene, asked: Question, outcome: Outcome) -> tuple[list[str], list[str]]:
    """The reveal, and what of it waits until it's asked for."""
    if asked.open:
        return context.reveal_parts(scene.lesson, asked, outcome), []
    return reveal.in_brief(asked, outcome, context.myth(scene.lesson, asked.id))


def part_left(scene: Scene) -> list[str]:
    """What the lesson says around what was answered, without what was shown with that."""
    item = under_way(scene).item
    if task_under_way(scene):
        return context.part(scene.lesson, item.question)
    around = context.more(scene.lesson, question_under_way(scene), item.wording or 0)
    return [*_reason_left(scene), *around]


def _reason_left(scene: Scene) -> list[str]:
    made = under_way(scene).made
    if made is None or task_under_way(scene):
        return []
    return reveal_in_brief(scene, question_under_way(scene), made)[1]


def back_to_lesson(scene: Scene) -> list[list[Offer]]:
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
    label = "ask.why" if part and _reason_left(scene) else "review.part"
    beside = [offer(phrase(label), "part")] if part and part_left(scene) else []
    if review.posted:
        # Whoever a card led here goes on as they like.
        title = phrase("predict.lesson", title=scene.lesson.title)
        rows = [[offer(title, "learn", review.item.lesson)]]
        if beside:
            rows.append(beside)
        scene.ask(last, [*back_to_lesson(scene), *rows, *more])
        return
    onward = [offer(phrase("ask.continue"), "go"), *beside]
    scene.ask(last, [onward, *more, [offer(phrase("review.suspend"), "suspend")]])


def ways_on(scene: Scene) -> list[list[Offer]]:
    """The choices in rows."""
    rows = [[offer(phrase("review.more"), "review")]] if waiting(scene) else []
    rows += back_to_lesson(scene) or _next_lesson(scene)
    rows.append([offer(phrase("start.lessons"), "menu")])
    return rows


def _next_lesson(scene: Scene) -> list[list[Offer]]:
    """The lesson behind the one that they finished last, if any; more reviews come before it."""
    finished = scene.learner.finished
    if not finished or waiting(scene):
        return []
    following = onward.next_lesson(scene, finished[-1])
    return [[onward.to_next(following)]] if following else []
