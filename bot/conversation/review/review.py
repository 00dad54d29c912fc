"""Reviews: what was answered in a lesson comes back until it stays.

Each commitment schedules its question, in whatever mode it is made. What is due is asked in small
sets, the most surprising first and lesson by lesson, see ``queue``. What is asked is a question or
a task, see ``question``. A question keeps its lesson's revision while it is open.

Who comes back after two weeks without an answer, with more due than two sets, meets the five that
matter most. At the end of those, what is left is theirs to decide: spread over the next days, all
now, or let go of what they knew well. How much has waited is said only then.

What a learner wrote at a lesson's end (see ``lesson/intention.py``) is taken up once, below a set
in which a question of it was asked. It waits for no answer and is never brought up again. Of
several lessons in a set it is the first lesson's; the others wait for a set of theirs.
"""

from functools import partial
from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.facts.learner import Met, Suspended
from bot.conversation.lesson.intention import quote
from bot.conversation.needs.learner import DueItems, EarlierText, Needs
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.question import answering, memory
from bot.conversation.question.answering import Answering
from bot.conversation.question.criteria import Task
from bot.conversation.reminders import planned
from bot.conversation.review import question, queue
from bot.conversation.review import question as tasks
from bot.conversation.review.question import AskedInReview
from bot.conversation.review.queue import part_left, tell, under_way, ways_on
from bot.conversation.review.queue import question_under_way as question_of
from bot.conversation.review.queue import task_under_way as task_of
from bot.conversation.session import Review, Session
from bot.conversation.turn import Scene
from bot.learning import rescheduling
from bot.learning.items import Item
from bot.learning.local_time import local, wall_of
from bot.learning.zones import clock
from bot.lessons.library import Library
from bot.values import replace


def choose(scene: Scene, review: Review) -> bool:
    """Ask what is to become of the rest, if any, after a gentle set."""
    left = queue.due_of(scene.library, queue.coming(scene), scene.now)
    if not (review.gentle and left):
        return False
    a_day = _a_day(scene)
    days = -(-len(left) // a_day)
    well = len(rescheduling.let_go(_without_date(scene, left), scene.now))
    answered = review.number - review.skipped
    done = phrase("return.done.none")
    if review.right:
        few = answering.few_right(review.right, answered)
        counted = phrase("return.done", right=review.right, total=answered)
        done = phrase(f"return.done.{few}") if few else counted
    parts = [done] if answered else []
    parts.append(count("return.left", len(left)))
    rows = [
        [offer(count("return.spread", days), "return spread")],
        [offer(phrase("return.all"), "review")],
    ]
    if well:
        parts.append(count("return.well", well))
        rows.append([offer(phrase("return.let_go"), "return let go")])
    scene.ask("\n\n".join(parts), rows)
    return True


def _a_day(scene: Scene) -> int:
    return rescheduling.daily_limit(scene.learner.preferences.goal)


def _spread(scene: Scene) -> None:
    moved = _spread_rest(scene)
    _say_choice(scene, [count("return.spread.done", moved, a_day=_a_day(scene))] if moved else [])


def _let_go(scene: Scene) -> None:
    free = _without_date(scene, planned.items(scene))
    gone = planned.move(scene, rescheduling.let_go(free, scene.now))
    moved = _spread_rest(scene)
    parts = [count("return.let_go.done", gone)] if gone else []
    if moved:
        parts.append(count("return.spread.rest", moved, a_day=_a_day(scene)))
    _say_choice(scene, parts)


def _spread_rest(scene: Scene) -> int:
    """Deal out what is due, from tomorrow on: today's five are done."""
    wanted, every = scene.learner.preferences, planned.items(scene)
    moved = rescheduling.deal_out(
        every,
        wanted.ready,
        memory.courses(scene.library),
        wanted.zone,
        scene.now,
        _a_day(scene),
        first=1,
    )
    return planned.move(scene, moved)


def _without_date(scene: Scene, items: list[Item]) -> list[Item]:
    """Those that need not be ready by a date."""
    return [item for item in items if not memory.until(scene, item.lesson)]


def _say_choice(scene: Scene, parts: list[str]) -> None:
    scene.ask("\n\n".join(parts or [queue.outlook(scene)]), ways_on(scene))


def _all(library: Library, session: Session) -> Needs:
    return planned.ALL


_COMEBACK = (
    Act("return spread", _spread, _all, answers=True),
    Act("return let go", _let_go, _all, answers=True),
)


def note_intention(scene: Scene, review: Review) -> Review:
    """The same, noting that the lesson asked about has an intention that waits."""
    lesson = review.item.lesson
    if review.intention or review.posted or lesson not in scene.learner.intentions:
        return review
    return replace(review, intention=lesson)


def taken_up(scene: Scene, review: Review) -> tuple[list[str], list[list[Offer]]]:
    """What was written, with what may be said of it; nothing before the next day.

    Nor is there anything where the words are kept no longer.
    """
    lesson, before = review.intention, scene.known.get(EarlierText)
    card = scene.library.cards.get(lesson)
    if not lesson or before is None or scene.envelope.overheard:
        return [], []
    wanted = scene.learner.preferences
    written = wall_of(before.at, clock(wanted.zone)).date()
    days = (local(wanted, scene.now).date() - written).days
    if days < 1:
        return [], []
    left = tuple(intention for intention in scene.learner.intentions if intention != lesson)
    scene.learner = replace(scene.learner, intentions=left)
    if card is None:
        return [], []
    text = count("review.intention", days, title=card.title, said=quote(before.text))
    did = offer(phrase("review.intention.did"), "intention", "did")
    not_yet = offer(phrase("review.intention.not"), "intention", "not")
    return [text], [[did, not_yet]]


def _confirm_intention(scene: Scene, what: Literal["did", "not"]) -> None:
    scene.answered_with(phrase(f"review.intention.{what}"))
    scene.ask(phrase(f"review.intention.{what}.said"), ways_on(scene))


def _needs(library: Library, session: Session, what: Literal["did", "not"]) -> Needs:
    return Needs((DueItems(),))


_INTENTION = (Act("intention", _confirm_intention, _needs),)


def take_up(scene: Scene) -> None:
    """Go on with the review under way, or begin a new review."""
    if scene.session.review:
        resume(scene)
    else:
        begin(scene)


def begin(scene: Scene, after: Review | None = None) -> None:
    """Bring back what is due, or say that nothing is; first what was not asked in ``after``."""
    due = queue.due_of(scene.library, scene.known[DueItems], scene.now)
    item = queue.following(scene.library, scene.known[DueItems], scene.now, after)
    if item is None:
        scene.card(_nothing_due(scene), [[offer(phrase("start.lessons"), "menu")]])
        return
    scene.session = replace(scene.session.put_away(), review=None)
    gentle = queue.returning(scene)
    if gentle:
        scene.lead = phrase("return.lead")
    size = min(queue.SET, len(due))
    _pose(scene, Review(scene.envelope.id, "", item, size=size, gentle=gentle))


def begin_posted(scene: Scene, item: Item) -> None:
    """Ask just the question that a card led to; what is under way is put away."""
    scene.session = replace(scene.session.put_away(), review=None)
    _pose(scene, Review(scene.envelope.id, "", item, size=1, posted=True))


def resume(scene: Scene) -> None:
    """Ask what is under way again; if it is answered, the next question."""
    review = under_way(scene)
    if review.stage == "revealed":
        # What was loaded is the lesson of the next question, or none if nothing more is due.
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
    scene.close_answered()
    tell(scene, part_left(scene), part=False)


def _nothing_due(scene: Scene) -> str:
    return " ".join(part for part in (phrase("review.none"), queue.outlook(scene)) if part)


def _pose(scene: Scene, review: Review) -> None:
    card = scene.library.cards[review.item.lesson]
    review = note_intention(scene, review)
    _ask(scene, replace(review, revision=card.revision, asked_at=scene.now))


def _ask(scene: Scene, review: Review) -> None:
    scene.session = replace(scene.session, review=review)
    if task := task_of(scene):
        tasks.ask_task(scene, review, task)
    else:
        question.ask(scene)


def _next(scene: Scene) -> None:
    review = under_way(scene)
    item = queue.following(scene.library, scene.known[DueItems], scene.now, review)
    if item is None or review.number == review.size:
        _end(scene, review)
        return
    later = Review(review.id, "", item, review.size, review.asked)
    later = replace(later, right=review.right, skipped=review.skipped, gentle=review.gentle)
    later = replace(later, stuck=review.stuck, kept=review.kept)
    _pose(scene, replace(later, intention=review.intention))


def _end(scene: Scene, review: Review) -> None:
    scene.session = replace(scene.session, review=None)
    if choose(scene, review):
        return
    if review.posted:
        title = scene.library.cards[review.item.lesson].title
        text = phrase("predict.done" if review.made else "predict.skipped", title=title)
        lesson = offer(phrase("predict.lesson", title=title), "learn", review.item.lesson)
        scene.ask(text, [[lesson], *ways_on(scene)])
        return
    answered = review.number - review.skipped
    if few := answering.few_right(review.right, answered):
        done = phrase(f"review.done.{few}")
    else:
        key = "review.done" if answered else "review.done.none"
        done = phrase(key, right=review.right, total=answered)
    intentions, answers = taken_up(scene, review)
    stuck = count("review.stuck", review.kept, what=review.stuck) if review.stuck else ""
    parts = [" ".join((done, planned.streak_words(scene))).rstrip(), stuck, queue.outlook(scene)]
    parts += intentions
    scene.ask("\n\n".join(part for part in parts if part), [*answers, *ways_on(scene)])


# Acts


def _go(scene: Scene) -> None:
    scene.close_answered()
    _next(scene)


def _unknown(scene: Scene) -> None:
    if task := task_of(scene):
        tasks.unknown(scene, task)
    else:
        _answering.unknown(scene)


def _suspend(scene: Scene) -> None:
    scene.close_answered()
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


def _after_judging(scene: Scene) -> None:
    tasks.judge_ticked(scene, _task_under_way(scene))


def _judged_in_words(scene: Scene) -> None:
    tasks.judged_in_words(scene, _task_under_way(scene))


def _task_under_way(scene: Scene) -> Task:
    task = task_of(scene)
    if task is None:
        raise ValueError("no task is under way")
    return task


def _question_under_way(scene: Scene) -> AskedInReview:
    return AskedInReview(scene, _next)


def _unless_told(session: Session, *arguments: object) -> Review | None:
    """The review, unless its question is over: then the next comes, of whatever lesson."""
    review = session.review
    return None if review and review.stage == "revealed" else review


def _under_way(session: Session, *arguments: object) -> Review | None:
    return session.review


_answering = Answering(_question_under_way)
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
    _review("words", _answering.words),
    _next_one("skip", _answering.skip),
    _review("judge", _answering.judge),
    _review("write", _write, needs=queue.needs_comparing),
    _review("task", _show_task),
    _review("rate", _rate),
    _review("criterion", _tick),
    _review("criteria done", _after_judging),
    _review("criteria said", _judged_in_words),
    _review("part", part),
    _next_one("suspend", _suspend, goes_on=_unless_told),
    *_COMEBACK,
    *_INTENTION,
)
