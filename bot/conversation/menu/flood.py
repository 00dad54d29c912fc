"""What is said, once, to somebody who sends far more than can be answered.

Nothing else becomes of it: the open question stays as it is.
"""

from collections.abc import Callable

from bot.conversation.inputs import Flood
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene


def _concerns(meant: Meant) -> bool | None:
    return True


def _run(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    scene.say(phrase("flood"))


def _needs(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    return Needs()


SLOW_DOWN: Interceptor[bool] = Interceptor(
    "slow down",
    "asks whoever sends too much at once to slow down, in place of all else",
    _concerns,
    _run,
    _needs,
    before={"settle plans": "a flood counts for nothing, not even as a sign of life"},
    inputs=(Flood,),
)
