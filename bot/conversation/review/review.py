"""Reviews: what was answered in a lesson comes back until it stays.

Each commitment schedules its question, in whatever mode it is made. What is due is asked in small
sets, the most surprising first and one lesson after another. What comes next is looked for anew
each time, in what is due by then, so that a set left for days goes on with what matters by then.

What is asked is a question (see ``question``) or a task (see ``task``). A question keeps its
lesson's revision while it is open. One that a later revision has dropped is passed over; what was
answered stays on record.
"""

from functools import partial

from bot.conversation.acts import Act
from bot.conversation.facts.learner import Met, Suspended
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.question import answering, score
from bot.conversation.question.answering import Answering
from bot.conversation.question.task import Task
from bot.conversation.review import comeback, intention, question, queue
from bot.conversation.review import task as tasks
from bot.conversation.review.question import AskedInReview
from bot.conversation.review.under_way import part_left, tell, under_way
from bot.conversation.review.under_way import question as question_of
from bot.conversation.review.under_way import task as task_of
from bot.conversation.review.ways import ways_on
from bot.conversation.session import Review, Session
from bot.conversation.turn import Scene
from bot.learning.items import Item
from bot.values import replace


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
    gentle = queue.returning(scene)
    if gentle:
        scene.lead = phrase("return.lead")
    size = min(queue.SET, len(due))
    _pose(scene, Review(scene.envelope.id, "", item, size=size, gentle=gentle))


def begin_posted(scene: Scene, item: Item) -> None:
    """Ask the one question that a card led to; what is under way is put away."""
    scene.session = replace(scene.session.put_away(), review=None)
    _pose(scene, Review(scene.envelope.id, "", item, size=1, posted=True))


def resume(scene: Scene) -> None:
    """Ask what is under way again; if it is answered, the next one."""
    review = under_way(scene)
    if review.stage == "revealed":
        # What was loaded is the lesson of the next one, or none if nothing more is due.
        _next(scene)
    elif review.stage == "judge" and (task := task_of(scene)):
        tasks.ask_verdict(scene, task)
    elif review.stage == "judge":
        answering.ask_verdict(scene, question_of(scene), review.made)
    else:
        anew = replace(review, stage="open", choice=None, answer=None, asked_at=scene.now)
        _ask(scene, anew)


def part(scene: Scene) -> None:
    """Show what else the lesson says around the question that was answered."""
    scene.answered()
    tell(scene, part_left(scene), part=False)


def _nothing_due(scene: Scene) -> str:
    return " ".join(part for part in (phrase("review.none"), queue.outlook(scene)) if part)


def _pose(scene: Scene, review: Review) -> None:
    card = scene.library.cards[review.item.lesson]
    review = intention.noted(scene, review)
    _ask(scene, replace(review, revision=card.revision, asked_at=scene.now))


def _ask(scene: Scene, review: Review) -> None:
    scene.session = replace(scene.session, review=review)
    if task := task_of(scene):
        tasks.ask(scene, review, task)
    else:
        question.ask(scene)


def _next(scene: Scene) -> None:
    """The next question of the set, or its end."""
    review = under_way(scene)
    item = queue.following(scene.library, scene.known.due or (), scene.now, review)
    if item is None or review.number == review.size:
        _end(scene, review)
        return
    later = Review(review.id, "", item, review.size, review.asked)
    later = replace(later, right=review.right, skipped=review.skipped, gentle=review.gentle)
    _pose(scene, replace(later, intention=review.intention))


def _end(scene: Scene, review: Review) -> None:
    scene.session = replace(scene.session, review=None)
    if comeback.choose(scene, review):
        return
    if review.posted:
        title = scene.library.cards[review.item.lesson].title
        text = phrase("predict.done" if review.made else "predict.skipped", title=title)
        lesson = offer(phrase("predict.lesson", title=title), "learn", review.item.lesson)
        scene.ask(text, [[lesson], *ways_on(scene)])
        return
    answered = review.number - review.skipped
    if few := score.few(review.right, answered):
        done = phrase(f"review.done.{few}")
    else:
        key = "review.done" if answered else "review.done.none"
        done = phrase(key, right=review.right, total=answered)
    theirs, answers = intention.taken_up(scene, review)
    parts = [done, queue.outlook(scene), *theirs]
    scene.ask("\n\n".join(part for part in parts if part), [*answers, *ways_on(scene)])


# Acts


def _go(scene: Scene) -> None:
    scene.answered()
    _next(scene)


def _unknown(scene: Scene) -> None:
    if task := task_of(scene):
        tasks.unknown(scene, task)
    else:
        _answering.unknown(scene)


def _suspend(scene: Scene) -> None:
    scene.answered()
    scene.facts.append(Suspended(under_way(scene).item))
    scene.say(phrase("review.suspended"))
    _next(scene)


def _write(scene: Scene) -> None:
    tasks.hand_in(scene, _task_under_way(scene))


def _show_task(scene: Scene) -> None:
    tasks.show(scene, _task_under_way(scene))


def _rate(scene: Scene, met: Met) -> None:
    tasks.rate(scene, _task_under_way(scene), met)


def _tick(scene: Scene, number: int) -> None:
    tasks.tick(scene, _task_under_way(scene), number)


def _judged(scene: Scene) -> None:
    tasks.judged(scene, _task_under_way(scene))


def _judged_in_words(scene: Scene) -> None:
    tasks.judged_in_words(scene, _task_under_way(scene))


def _task_under_way(scene: Scene) -> Task:
    task = task_of(scene)
    if task is None:
        raise ValueError("no task is under way")
    return task


def _asked(scene: Scene) -> AskedInReview:
    return AskedInReview(scene, _next)


def _unless_told(session: Session, *arguments: object) -> Review | None:
    """The review, unless its question is over: then the next one comes, of whatever lesson."""
    review = session.review
    return None if review and review.stage == "revealed" else review


def _under_way(session: Session, *arguments: object) -> Review | None:
    return session.review


_answering = Answering(_asked)
_review = partial(Act, about="review", needs=queue.needs)
_next_one = partial(Act, about="review", needs=queue.needs_after)

ACTS = (
    Act("review", take_up, queue.needs_resume, answers=True, goes_on=_under_way),
    _next_one("go", _go, goes_on=_unless_told),
    _review("pick", _answering.pick),
    _review("commit", _answering.commit),
    _review("sure", _answering.sure),
    _review("range", _answering.range),
    _review("estimate", _answering.estimate),
    _review("answer", _answering.answer),
    _review("overrule", question.overrule),
    _review("unknown", _unknown, needs=queue.needs_comparing),
    _review("back", _answering.back),
    _review("hint", _answering.hint),
    _next_one("skip", _answering.skip),
    _review("judge", _answering.judge),
    _review("write", _write, needs=queue.needs_comparing),
    _review("task", _show_task),
    _review("rate", _rate),
    _review("criterion", _tick),
    _review("criteria done", _judged),
    _review("criteria said", _judged_in_words),
    _review("part", part),
    _next_one("suspend", _suspend, goes_on=_unless_told),
    *comeback.ACTS,
    *intention.ACTS,
)
