"""/start: a greeting and a way in; a deep link's payload names a lesson, or invites to a cohort."""

from dataclasses import replace

from bot.conversation import availability
from bot.conversation.cohorts import membership
from bot.conversation.commands.base import ChatCommand
from bot.conversation.lesson.modes import of_card
from bot.conversation.menu import menu
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import count, phrase
from bot.conversation.review import queue
from bot.conversation.session import Session, offer
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    found = membership.NEEDS if membership.invited(library, argument) else Needs()
    return replace(found, due=session is not None)


def _run(scene: Scene, argument: str) -> None:
    session = scene.session
    if membership.invited(scene.library, argument):
        if cohort := membership.find(scene, argument):
            if not session.asked:
                scene.say(phrase("start.hello"))
            membership.enter(scene, cohort)
            return
        scene.say(phrase("cohort.unknown"))
    if argument and (found := scene.library.find(argument)):
        if not session.asked:
            scene.say(phrase("start.hello"))
        menu.card(scene, found.id)
        return
    lessons = [offer(phrase("start.lessons"), "menu")]
    waiting = queue.waiting(scene)
    due = [queue.due_words(scene)] if waiting else []
    review = [offer(phrase("review.begin"), "review")] if waiting else []
    under_way = session.latest
    if under_way and (held := scene.library.cards.get(under_way.lesson)):
        go_on = offer(phrase("start.continue"), "resume", held.id, under_way.mode)
        welcome = [phrase("start.back", title=held.title), *due]
        scene.ask("\n\n".join(welcome), [[go_on], review, lessons])
        return
    hello = [] if session.asked else [phrase("start.hello")]
    finished, locks = frozenset(scene.learner.finished), availability.locks(scene)
    following = next(
        (
            one
            for one in scene.library.in_order()
            if one.id not in {*finished, *locks} and finished.issuperset(one.needs)
        ),
        None,
    )
    if following is None:
        coming = [one for one in [availability.soonest(scene)] if one]
        welcome = [*(hello or [phrase("start.done")]), *coming, *due]
        scene.ask("\n\n".join(welcome), [review, lessons])
        return
    key = "start.next" if session.asked else "start.choose"
    mode, minutes = of_card(following)[0]
    proposal = phrase(key, title=following.title, minutes=count("count.minutes", minutes))
    begin = [offer(phrase("start.begin"), "start", following.id, mode)]
    scene.ask("\n\n".join([*hello, proposal, *due]), [begin, review, lessons])


START = ChatCommand("start", _run, argument="lesson", needs=_needs)
