"""/start: a greeting and a way in; a deep link's payload names a lesson."""

from bot.conversation import menu
from bot.conversation.commands.base import ChatCommand
from bot.conversation.phrases import count, phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Offer


def _run(scene: Scene, argument: str) -> None:
    session = scene.session
    if argument and (found := scene.library.find(argument)):
        if not session.asked:
            scene.say(phrase("start.hello"))
        menu.card(scene, found.id)
        return
    lessons = [Offer(phrase("start.lessons"), "menu")]
    under_way = session.run or next(iter(session.shelf), None)
    if under_way and (held := scene.library.cards.get(under_way.lesson)):
        go_on = Offer(phrase("start.continue"), f"resume {held.id}")
        scene.ask(phrase("start.back", title=held.title), [[go_on], lessons])
        return
    hello = [] if session.asked else [phrase("start.hello")]
    finished = frozenset(session.finished)
    following = next(
        (
            one
            for one in scene.library.in_order()
            if one.id not in finished and finished.issuperset(one.needs)
        ),
        None,
    )
    if following is None:
        scene.ask("\n\n".join(hello) or phrase("start.done"), [lessons])
        return
    key = "start.next" if session.asked else "start.choose"
    minutes = count("count.minutes", following.minutes)
    offer = phrase(key, title=following.title, minutes=minutes)
    begin = [Offer(phrase("start.begin"), f"start {following.id}")]
    scene.ask("\n\n".join([*hello, offer]), [begin, lessons])


START = ChatCommand("start", _run, argument="lesson")
