"""A run whose beat its mode has no more, since a later version of the program goes another way.

What was open then is not there to be answered: the learner is shown the nearest beat that there
is, and what they said to the old one counts no further. A text that is dealt out over fewer
messages by now needs none of this: they just go on from it.
"""

from collections.abc import Callable

from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.lesson.beats import Tell
from bot.conversation.lesson.modes import MODES, is_there
from bot.conversation.lesson.playthrough import asks_again, playthrough, settled
from bot.conversation.lesson.render import render
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene

_SHOWS = ("resume", "here", "overview", "remind")
"""Verbs of acts that answer nothing, but show where the learner is."""


def _concerns(meant: Meant) -> bool | None:
    run = meant.session.run if meant.session else None
    goes_on = meant.goes_on
    known = run is not None and run is goes_on and run.mode in MODES
    return True if known and run and not asks_again(run) else None


def _lead_on(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    if scene.known.lesson is None or is_there(scene.run, scene.lesson):
        rest()
        return
    here = playthrough(scene)
    if meant.call == ("go",) and (isinstance(here.beat, Tell) or not here.onward):
        rest()
        return
    scene.run = settled(scene.run, scene.lesson)
    if not meant.call or meant.call[0] in _SHOWS:
        rest()
        return
    scene.close()
    scene.say(phrase("lesson.moved"))
    render(scene)


MOVED: Interceptor[bool] = Interceptor(_concerns, _lead_on)
"""Leads on whose place in a lesson is gone."""
