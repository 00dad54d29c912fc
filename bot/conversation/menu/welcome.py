"""What somebody is met with who comes in: what this is, or where they were and what is next."""

from collections.abc import Sequence

from bot.conversation import availability
from bot.conversation.acts import Act
from bot.conversation.lesson.modes import of_card
from bot.conversation.needs.learner import DueItems, Needs
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase, say_untranslated
from bot.conversation.review import queue
from bot.conversation.session import IDLE, Session
from bot.conversation.turn import Scene
from bot.lessons.card import Card
from bot.lessons.library import Library


def needs(library: Library, session: Session | None) -> Needs:
    """What must be loaded to welcome somebody: what is due, if they were here before."""
    return Needs((DueItems(),) if session else ())


def welcome(scene: Scene, greeting: str = "") -> None:
    """Greet, and offer what comes next: what is under way, what is due, the next lesson.

    ``greeting`` is said in place of a welcome to somebody who was here before.
    """
    following = _next(scene)
    if scene.is_new and following:
        _begin(scene, following)
        return
    hello = greeting or phrase("start.welcome" if scene.session.asked else "start.hello")
    lessons = [offer(phrase("start.lessons"), "menu")]
    waiting = queue.waiting(scene)
    due = queue.due_words(scene)
    review = [offer(phrase("review.begin"), "review")] if waiting else []
    under_way = scene.session.latest
    if under_way and (held := scene.library.cards.get(under_way.lesson)):
        go_on = offer(phrase("start.continue"), "resume", held.id, under_way.mode)
        where = phrase("start.back", title=held.title)
        _ask(scene, [f"{hello} {where}", due], [[go_on], review, lessons])
    elif following:
        mode, minutes = of_card(following)[0]
        time = count("count.minutes", minutes)
        proposal = phrase("start.next", title=following.title, minutes=time)
        begin = [offer(phrase("start.begin"), "start", following.id, mode)]
        parts = [f"{hello} {proposal}", say_untranslated(following.language), due]
        _ask(scene, parts, [begin, review, lessons])
    else:
        parts = [f"{hello} {phrase('start.done')}", availability.soonest(scene), due]
        _ask(scene, parts, [review, lessons])


def _begin(scene: Scene, following: Card) -> None:
    """For somebody new: what this is, what they begin with, and a button."""
    mode, minutes = of_card(following)[0]
    time = count("count.minutes", minutes)
    first = phrase("start.first", title=following.title, minutes=time)
    parts = [phrase("start.hello"), first, say_untranslated(following.language)]
    _ask(scene, parts, [[offer(phrase("start.begin"), "start", following.id, mode)]])


def _next(scene: Scene) -> Card | None:
    """The first lesson in order that is open, not finished, and builds on nothing unfinished."""
    locks, cards = availability.locks(scene), scene.library.cards
    finished = scene.learner.finished
    return next(
        (
            card
            for card in scene.library.in_order()
            if card.id not in {*finished, *locks}
            and all(need in finished or need not in cards for need in card.needs)
        ),
        None,
    )


def _ask(scene: Scene, parts: Sequence[str], rows: Sequence[Sequence[Offer]]) -> None:
    scene.ask("\n\n".join(part for part in parts if part), rows)


def _greet(scene: Scene) -> None:
    """Answer a "hello"; a question of a lesson or review that was asked just now stays open."""
    asked, session = scene.open, scene.session
    learning = (session.run or session.review) and asked and not asked.card
    if learning and asked and scene.now - asked.asked_at < IDLE:
        scene.say(phrase("greet.open"))
    else:
        welcome(scene, phrase("greet.hello"))


ACTS = (Act("greet", _greet, needs),)
