"""Reviews: what was answered in a lesson comes back until it stays.

Each commitment schedules its question, in whatever mode it is made. What is due is asked in small
sets, the most surprising first and one lesson after another. What comes next is looked for anew
each time, in what is due by then, so that a set left for days goes on with what matters by then.

=============  ============================================================
stage          what is open
=============  ============================================================
open           the question
confidence     a choice is made; how sure is it?
judge          a question without a key: the learner's own verdict is open
revealed       the reveal is being read
=============  ============================================================

A question keeps its lesson's revision while it is open. One that a later revision has dropped is
passed over; what was answered stays on record.
"""

from dataclasses import replace
from functools import partial
from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.facts.learner import Judged, Met, Scheduled, Suspended
from bot.conversation.language import dates
from bot.conversation.phrases import phrase
from bot.conversation.question import context, memory, wording
from bot.conversation.question import task as tasks
from bot.conversation.question.task import Task
from bot.conversation.review import queue
from bot.conversation.review import task as reviewed
from bot.conversation.review import task as rewriting
from bot.conversation.session import Outcome, Review, Session, offer
from bot.conversation.turn import LessonMissingError, Scene
from bot.learning import reviews
from bot.learning.predictions import Confidence
from bot.lessons.model import Question

# Going on


def take_up(scene: Scene) -> None:
    """Go on with the review under way, or begin one."""
    if scene.session.review:
        resume(scene)
    else:
        begin(scene)


def begin(scene: Scene) -> None:
    """Bring back what is due, or say that nothing is."""
    due = queue.due_of(scene.library, scene.known.due or (), scene.now)
    item = queue.following(scene.library, scene.known.due or (), scene.now, None)
    if item is None:
        scene.close()
        scene.say(_nothing_due(scene))
        return
    scene.session = replace(scene.session.put_away(), review=None)
    _pose(scene, Review(scene.envelope.id, "", item, size=min(queue.SET, len(due))))


def resume(scene: Scene) -> None:
    """Ask the question under way again; if it is answered, the next one."""
    review = reviewed.under_way(scene)
    if review.stage == "revealed":
        _next(scene)
    elif review.stage == "judge":
        if task := _task(scene):
            rewriting.ask_criterion(scene, task)
        else:
            _ask_verdict(scene)
    else:
        _ask(scene, replace(review, stage="open", choice=None, asked_at=scene.now))


def part(scene: Scene) -> None:
    """Show what the lesson says around the question that was answered."""
    scene.answered()
    item = reviewed.under_way(scene).item
    reviewed.tell(scene, context.part(scene.lesson, item.question), part=False)


def _go(scene: Scene) -> None:
    scene.answered()
    _next(scene)


def _sure(scene: Scene, confidence: Confidence) -> None:
    _commit(scene, reviewed.under_way(scene).choice, confidence)


def _unknown(scene: Scene) -> None:
    if task := _task(scene):
        rewriting.unknown(scene, task)
    else:
        _commit(scene, None, "none")


def _back(scene: Scene) -> None:
    scene.answered()
    _ask(scene, replace(reviewed.under_way(scene), stage="open", choice=None))


def _hint(scene: Scene) -> None:
    scene.say(phrase("ask.hinted", hint=_question(scene).hint))


def _skip(scene: Scene) -> None:
    scene.answered_with(phrase("said.skip"))
    review = reviewed.under_way(scene)
    scene.session = replace(scene.session, review=replace(review, skipped=review.skipped + 1))
    _next(scene)


def _suspend(scene: Scene) -> None:
    scene.answered()
    scene.facts.append(Suspended(reviewed.under_way(scene).item))
    scene.say(phrase("review.suspended"))
    _next(scene)


def _write(scene: Scene) -> None:
    rewriting.hand_in(scene, _task_under_way(scene))


def _rate(scene: Scene, met: Met) -> None:
    rewriting.rate(scene, _task_under_way(scene), met)


def _nothing_due(scene: Scene) -> str:
    return " ".join(part for part in (phrase("review.none"), queue.outlook(scene)) if part)


def _pose(scene: Scene, review: Review) -> None:
    card = scene.library.cards[review.item.lesson]
    _ask(scene, replace(review, revision=card.revision, asked_at=scene.now))


def _ask(scene: Scene, review: Review) -> None:
    """Ask the question or task under way, with a promise of when each answer brings it back."""
    scene.session = replace(scene.session, review=review)
    if task := _task(scene):
        rewriting.ask(scene, review, task)
        return
    question = _question(scene)
    if puzzle := context.puzzle(scene.lesson, question.id):
        scene.show(puzzle, phrase("review.puzzle"))
    head = phrase("review.head", number=review.number, count=review.size, title=scene.lesson.title)
    asked = phrase("review.ask", question=context.wording(question, review.item.number))
    promise = queue.promise(review, confidence=scene.asks_confidence)
    parts = [head, context.setting(scene.lesson, question.id), asked, promise]
    rows = wording.rows(question, confidence=scene.asks_confidence)
    scene.ask("\n\n".join(part for part in parts if part), rows)


def _next(scene: Scene) -> None:
    """The next question of the set, or its end."""
    review = reviewed.under_way(scene)
    item = queue.following(scene.library, scene.known.due or (), scene.now, review)
    if item is None or review.number == review.size:
        _end(scene, review)
        return
    later = Review(review.id, "", item, review.size, review.asked)
    later = replace(later, right=review.right, skipped=review.skipped)
    _pose(scene, later)


def _end(scene: Scene, review: Review) -> None:
    scene.session = replace(scene.session, review=None)
    answered = review.number - review.skipped
    key = "review.done" if answered else "review.done.none"
    parts = [phrase(key, right=review.right, total=answered), queue.outlook(scene)]
    rows = [[offer(phrase("review.more"), "review")]] if queue.waiting(scene) else []
    left = next(iter(scene.session.shelf), None)
    if left and (card := scene.library.cards.get(left.lesson)):
        rows.append(
            [offer(phrase("review.back", title=card.title), "resume", left.lesson, left.mode)]
        )
    rows.append([offer(phrase("start.lessons"), "menu")])
    scene.ask("\n\n".join(part for part in parts if part), rows)


# Committing


def _pick(scene: Scene, choice: int) -> None:
    label = _question(scene).options[choice].label
    scene.answered_with(label)
    review = replace(reviewed.under_way(scene), stage="confidence", choice=choice)
    scene.session = replace(scene.session, review=review)
    scene.ask(phrase("ask.confidence", label=label), wording.confidence_rows())


def _commit_to(scene: Scene, choice: int, confidence: Confidence) -> None:
    _commit(scene, choice, confidence)


def _commit(scene: Scene, choice: int | None, sure: Confidence) -> None:
    review, question = reviewed.under_way(scene), _question(scene)
    made = wording.outcome(question, "review", choice, sure)
    took = scene.now - review.asked_at
    scene.facts.append(wording.attempt(review.id, review.item.lesson, review.revision, made, took))
    scene.answered_with(wording.said(question, choice, sure))
    if memory.settled(made):
        _reveal(scene, made, context.told(scene.lesson, question, made))
        return
    scene.session = replace(
        scene.session, review=replace(review, stage="judge", choice=None, made=made)
    )
    reviewed.say(scene, context.part(scene.lesson, question.id))
    _ask_verdict(scene)


def _ask_verdict(scene: Scene) -> None:
    made, question = reviewed.under_way(scene).made, _question(scene)
    label = question.options[made.choice].label if made and made.choice is not None else ""
    scene.ask(phrase("ask.judge", label=label), wording.verdict_rows())


def _judge(scene: Scene, verdict: Literal["yes", "no"]) -> None:
    right = verdict == "yes"
    review = reviewed.under_way(scene)
    if review.made is None:
        raise ValueError("there is nothing to judge")
    scene.facts.append(Judged(review.id, review.item.question, "review", right))
    scene.answered_with(phrase("ask.judge.yes" if right else "ask.judge.no"))
    _reveal(scene, replace(review.made, right=right), [])


def _reveal(scene: Scene, made: Outcome, parts: list[str]) -> None:
    """Answer the commitment, say what has changed, and when the question is back."""
    review, question = reviewed.under_way(scene), _question(scene)
    before = review.item
    item = reviews.answered(
        before,
        memory.answer_of(scene, question, made),
        lesson=before.lesson,
        question=before.question,
        asked_at=review.asked_at,
    )
    scene.facts.append(Scheduled(item))
    after = replace(
        review,
        item=item,
        stage="revealed",
        choice=None,
        made=made,
        right=review.right + bool(made.right),
    )
    scene.session = replace(scene.session, review=after)
    change = queue.change(question, before, item.answer)
    back = phrase("review.returns", when=dates.when(item.due, scene.now))
    reviewed.tell(scene, [*parts, f"{change}\n{back}"], part=not question.open)


# Where we are


def _task(scene: Scene) -> Task | None:
    return tasks.task(scene.lesson, reviewed.under_way(scene).item.question)


def _task_under_way(scene: Scene) -> Task:
    task = _task(scene)
    if task is None:
        raise ValueError("no task is under way")
    return task


def _question(scene: Scene) -> Question:
    id = reviewed.under_way(scene).item.question
    for question in scene.lesson.questions:
        if question.id == id:
            return question
    raise LessonMissingError(f"the lesson has no question {id}")


def _unless_told(session: Session, *arguments: object) -> Review | None:
    """The review, unless its question is over: then the next one comes, of whatever lesson."""
    review = session.review
    return None if review and review.stage == "revealed" else review


def _under_way(session: Session, *arguments: object) -> Review | None:
    return session.review


_review = partial(Act, about="review", needs=queue.needs)
_next_one = partial(Act, about="review", needs=queue.needs_after)

ACTS = (
    Act("review", take_up, queue.needs_resume, answers=True, goes_on=_under_way),
    Act("go", _go, queue.needs_after_reveal, about="review", goes_on=_unless_told),
    _review("pick", _pick),
    _review("commit", _commit_to),
    _review("sure", _sure),
    _review("unknown", _unknown, needs=queue.needs_comparing),
    _review("back", _back),
    _review("hint", _hint),
    _next_one("skip", _skip),
    _review("judge", _judge),
    _review("write", _write, needs=queue.needs_comparing),
    _review("rate", _rate),
    _review("part", part),
    _next_one("suspend", _suspend, goes_on=_unless_told),
)
