"""The gentle return: who comes back after long silence meets five questions, and then a choice.

Two weeks without an answer, and more due than two sets: a pile like that is what people turn away
from. So the first set begins with the five that matter most, and at its end what is left is theirs
to decide: spread over the next days, all now, or let go of what they knew well. How much has
waited is said only then, and nothing is counted against anybody.
"""

from bot.conversation.acts import Act
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import count, phrase
from bot.conversation.question import memory, score
from bot.conversation.reminders import planned
from bot.conversation.review import queue
from bot.conversation.review.ways import ways_on
from bot.conversation.session import Review, Session
from bot.conversation.turn import Scene
from bot.learning import rescheduling
from bot.learning.items import Item
from bot.lessons.library import Library


def choose(scene: Scene, review: Review) -> bool:
    """Ask what is to become of the rest, if there is one and the set was a gentle one."""
    left = queue.due_of(scene.library, queue.coming(scene), scene.now)
    if not (review.gentle and left):
        return False
    a_day = _a_day(scene)
    days = -(-len(left) // a_day)
    well = len(rescheduling.let_go(_without_date(scene, left), scene.now))
    answered = review.number - review.skipped
    done = phrase("return.done.none")
    if review.right:
        few = score.few(review.right, answered)
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
    return rescheduling.bound(scene.learner.preferences.goal)


def _spread(scene: Scene) -> None:
    moved = _spread_rest(scene)
    _said(scene, [count("return.spread.done", moved, a_day=_a_day(scene))] if moved else [])


def _let_go(scene: Scene) -> None:
    free = _without_date(scene, planned.items(scene))
    gone = planned.move(scene, rescheduling.let_go(free, scene.now))
    moved = _spread_rest(scene)
    parts = [count("return.let_go.done", gone)] if gone else []
    if moved:
        parts.append(count("return.spread.rest", moved, a_day=_a_day(scene)))
    _said(scene, parts)


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


def _said(scene: Scene, parts: list[str]) -> None:
    scene.ask("\n\n".join(parts or [queue.outlook(scene)]), ways_on(scene))


def _all(library: Library, session: Session) -> Needs:
    return planned.ALL


ACTS = (
    Act("return spread", _spread, _all, answers=True),
    Act("return let go", _let_go, _all, answers=True),
)
