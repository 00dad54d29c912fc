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

from bot.conversation.facts.learner import Judged, Scheduled, Suspended
from bot.conversation.phrases import phrase
from bot.conversation.question import context, memory, wording
from bot.conversation.question import task as tasks
from bot.conversation.question.task import Task
from bot.conversation.review import task as reviewed
from bot.conversation.review import task as rewriting
from bot.conversation.session import Offer, Outcome, Review
from bot.conversation.turn import LessonMissingError, Scene
from bot.learning import reviews
from bot.learning.predictions import Confidence, sureness
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
    due = memory.due_of(scene.library, scene.known.due or (), scene.now)
    item = memory.following(scene.library, scene.known.due or (), scene.now, None)
    if item is None:
        scene.close()
        scene.say(_nothing_due(scene))
        return
    scene.session = replace(scene.session.put_away(), review=None)
    _pose(scene, Review(scene.envelope.id, "", item, size=min(memory.SET, len(due))))


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


def act(scene: Scene, verb: str, arguments: list[str]) -> None:
    """Carry out a choice of the review's open question."""
    if verb in rewriting.ACTS and (task := _task(scene)):
        rewriting.act(scene, task, verb, arguments)
        return
    match verb, arguments:
        case "go", []:
            scene.answered()
            _next(scene)
        case "commit", [choice, word]:
            _commit(scene, int(choice), sureness(word))
        case "pick", [choice]:
            _pick(scene, int(choice))
        case "sure", [word]:
            _commit(scene, reviewed.under_way(scene).choice, sureness(word))
        case "unknown", []:
            _commit(scene, None, "none")
        case "back", []:
            scene.answered()
            _ask(scene, replace(reviewed.under_way(scene), stage="open", choice=None))
        case "hint", []:
            scene.say(phrase("ask.hinted", hint=_question(scene).hint))
        case "skip", []:
            scene.answered_with(phrase("said.skip"))
            review = reviewed.under_way(scene)
            scene.session = replace(
                scene.session, review=replace(review, skipped=review.skipped + 1)
            )
            _next(scene)
        case "judge", [verdict]:
            _judge(scene, right=verdict == "yes")
        case "part", []:
            scene.answered()
            item = reviewed.under_way(scene).item
            reviewed.tell(scene, context.part(scene.lesson, item.question), part=False)
        case "suspend", []:
            scene.answered()
            scene.facts.append(Suspended(reviewed.under_way(scene).item))
            scene.say(phrase("review.suspended"))
            _next(scene)
        case _:
            raise ValueError(f"no such act in a review: {verb} {arguments}")


def _nothing_due(scene: Scene) -> str:
    return " ".join(part for part in (phrase("review.none"), memory.outlook(scene)) if part)


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
    promise = memory.promise(review, confidence=scene.asks_confidence)
    parts = [head, context.setting(scene.lesson, question.id), asked, promise]
    rows = wording.rows(question, confidence=scene.asks_confidence)
    scene.ask("\n\n".join(part for part in parts if part), rows)


def _next(scene: Scene) -> None:
    """The next question of the set, or its end."""
    review = reviewed.under_way(scene)
    item = memory.following(scene.library, scene.known.due or (), scene.now, review)
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
    parts = [phrase(key, right=review.right, total=answered), memory.outlook(scene)]
    rows = [[Offer(phrase("review.more"), "review")]] if memory.waiting(scene) else []
    left = next(iter(scene.session.shelf), None)
    if left and (card := scene.library.cards.get(left.lesson)):
        rows.append(
            [Offer(phrase("review.back", title=card.title), f"resume {left.lesson} {left.mode}")]
        )
    rows.append([Offer(phrase("start.lessons"), "menu")])
    scene.ask("\n\n".join(part for part in parts if part), rows)


# Committing


def _pick(scene: Scene, choice: int) -> None:
    label = _question(scene).options[choice].label
    scene.answered_with(label)
    review = replace(reviewed.under_way(scene), stage="confidence", choice=choice)
    scene.session = replace(scene.session, review=review)
    scene.ask(phrase("ask.confidence", label=label), wording.confidence_rows())


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


def _judge(scene: Scene, *, right: bool) -> None:
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
    change = memory.change(question, before, item.answer)
    back = phrase("review.returns", when=memory.when(item.due, scene.now))
    reviewed.tell(scene, [*parts, f"{change}\n{back}"], part=not question.open)


# Where we are


def _task(scene: Scene) -> Task | None:
    return tasks.task(scene.lesson, reviewed.under_way(scene).item.question)


def _question(scene: Scene) -> Question:
    id = reviewed.under_way(scene).item.question
    for question in scene.lesson.questions:
        if question.id == id:
            return question
    raise LessonMissingError(f"the lesson has no question {id}")
