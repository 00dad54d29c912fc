"""/ask: say something to the authors of what is on screen, or else of the last lesson."""

from bot.conversation.commands.base import ChatCommand
from bot.conversation.lesson import acts
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.remarks import remark
from bot.conversation.remarks.places import Place, in_run, on_screen
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.values import replace


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    run = session.run if session and not session.review else None
    return replace(acts.needs(run), remarks=True) if run else Needs(remarks=True)


def _run(scene: Scene, argument: str) -> None:
    place = on_screen(scene) or _last(scene)
    if place is None:
        scene.say(phrase("remark.nowhere"))
    elif argument:
        remark.send_at_once(scene, place, argument)
    else:
        remark.ask(scene, *place.words)


def _last(scene: Scene) -> Place | None:
    """The lesson that was left last, or else the one that was begun last."""
    if run := scene.session.latest:
        return in_run(run)
    begun = scene.known.remarks.last
    return Place(*begun, "", "") if begun else None


ASK = ChatCommand("ask", _run, argument="question", needs=_needs)
