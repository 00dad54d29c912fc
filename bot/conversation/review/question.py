"""The review of a question: it is asked in other words if it has some, and answered as in a lesson.

=============  ============================================================
stage          what is open
=============  ============================================================
open           the question
confidence     a choice is made; how sure is it?
judge          a question without a key: the learner's own verdict is open
revealed       the reveal is being read
=============  ============================================================
"""

from collections.abc import Callable

from bot.conversation.facts.learner import Phase, Scheduled
from bot.conversation.lesson.render import say
from bot.conversation.phrases import phrase
from bot.conversation.phrases.dates import when
from bot.conversation.question import answering, context, memory, posing, typed
from bot.conversation.review import queue
from bot.conversation.review.under_way import heading, question, tell, under_way, worded
from bot.conversation.session import Outcome, Review
from bot.conversation.stages import Stage
from bot.conversation.turn import Scene
from bot.learning import reviews
from bot.learning.items import Item
from bot.lessons.question import Question
from bot.values import replace


def ask(scene: Scene) -> None:
    """Ask the question under way, with a promise of when each answer brings it back."""
    review, asked = under_way(scene), question(scene)
    if review.posted:
        head = phrase("predict.head", title=scene.lesson.title)
        posing.pose(scene, asked, "predict.ask", lead=head, cold=True)
        return
    head = heading(scene)
    until = memory.until(scene, review.item.lesson)
    promise = queue.promise(review, asked, until, confidence=scene.asks_confidence)
    posing.pose(
        scene,
        asked,
        "review.ask",
        lead=head,
        closing=promise,
        wording=worded(scene, asked),
        cold=True,
    )


def _is_new(review: Review) -> bool:
    """Whether a card led to it and it was never asked before."""
    return review.posted and not review.item.number and not review.item.stability


class AskedInReview:
    """The question under way in a review; see ``answering.QuestionUnderWay``."""

    def __init__(self, scene: Scene, following: Callable[[Scene], None]) -> None:
        self._scene = scene
        self._following = following
        """Asks the next question of the set, or ends it."""

    @property
    def _review(self) -> Review:
        return under_way(self._scene)

    @property
    def phase(self) -> Phase:
        """On a later day; for the first time, if a card led to what was never asked before."""
        return "first" if _is_new(self._review) else "review"

    @property
    def question(self) -> Question:
        """What is asked; raises ``LessonMissingError`` if the lesson has it no more."""
        return question(self._scene)

    @property
    def where(self) -> tuple[str, str, str]:
        """The set of reviews, the question's lesson, and the revision of that."""
        review = self._review
        return review.id, review.item.lesson, review.revision

    @property
    def asked_at(self) -> int:
        """When it was asked, in microseconds UTC."""
        return self._review.asked_at

    @property
    def choice(self) -> int | None:
        """What is chosen, while the confidence is open."""
        return self._review.choice

    @property
    def answer(self) -> str | None:
        """What was typed, while the confidence is open."""
        return self._review.answer

    @property
    def remembered(self) -> Item | None:
        """What is remembered of it until now."""
        return self._review.item

    @property
    def made(self) -> Outcome | None:
        """What was committed to, once it was."""
        return self._review.made

    def choose(self, choice: int | None, answer: str | None = None) -> None:
        """Note what is chosen or typed while the confidence is open; ``None`` takes it back."""
        stage: Stage = "open" if choice is None and answer is None else "confidence"
        self._set(replace(self._review, stage=stage, choice=choice, answer=answer))

    def ask(self) -> None:
        """Ask it again."""
        ask(self._scene)

    def committed(self, made: Outcome) -> None:
        """Answer the commitment; without a key, the lesson does, and the learner judges."""
        scene = self._scene
        if memory.settled(made):
            self._reveal(made, context.told(scene.lesson, self.question, made))
            return
        self._set(replace(self._review, stage="judge", choice=None, answer=None, made=made))
        say(scene, context.part(scene.lesson, self.question.id))
        answering.ask_verdict(scene, self.question, made)

    def judged(self, made: Outcome | None) -> None:
        """Schedule what was judged; raises ``ValueError`` if there was nothing to judge."""
        if made is None:
            raise ValueError("there is nothing to judge")
        self._reveal(made, [])

    def skipped(self) -> None:
        """It stays due, and the next one comes."""
        self._set(replace(self._review, skipped=self._review.skipped + 1))
        self._following(self._scene)

    def _set(self, review: Review) -> None:
        self._scene.session = replace(self._scene.session, review=review)

    def _reveal(self, made: Outcome, parts: list[str]) -> None:
        """Answer the commitment, say what has changed, and when the question is back."""
        scene, review, asked = self._scene, self._review, self.question
        before = review.item
        item = reviews.after_answer(
            before,
            memory.answer_of(scene, asked, made),
            lesson=before.lesson,
            question=before.question,
            asked_at=review.asked_at,
            until=memory.until(scene, before.lesson),
            wording=worded(scene, asked),
        )
        scene.facts.append(Scheduled(item))
        right = review.right + bool(made.right)
        after = replace(review, item=item, stage="revealed", choice=None, answer=None)
        self._set(replace(after, made=made, right=right))
        if _is_new(review):
            change, back = "", phrase("predict.returns", when=when(item.due, scene.now))
        else:
            change = queue.change(asked, before, item.answer)
            back = queue.returns(scene, before, item)
        more = [[typed.overruling()]] if typed.may_overrule(asked, made) else []
        tell(scene, [*parts, f"{change}\n{back}".strip()], part=not asked.open, more=more)


def overrule(scene: Scene) -> None:
    """The learner's words meant the same: it is right, and comes back as if it had been."""
    review, asked = under_way(scene), question(scene)
    made = review.made
    if made is None or not typed.may_overrule(asked, made):
        raise ValueError("there is nothing to overrule")
    scene.answered_with(phrase("typed.overrule"))
    where = (review.id, review.item.lesson, review.revision)
    after, item = typed.overrule(scene, where, made, review.item, asked_at=review.asked_at)
    item = item or review.item
    changed = replace(review, item=item, made=after, right=review.right + 1)
    scene.session = replace(scene.session, review=changed)
    back = queue.returns(scene, made.before or item, item)
    tell(scene, [f"{phrase('typed.overruled')}\n{back}"], part=True)
