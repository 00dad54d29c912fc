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


def _concerns(meant: Meant) -> Flood | None:
    return meant.given if isinstance(meant.given, Flood) else None


def _run(scene: Scene, meant: Meant, matter: Flood, rest: Callable[[], None]) -> None:
    scene.say(phrase("flood"))


def _needs(meant: Meant, matter: Flood, rest: Callable[[], Needs]) -> Needs:
    return Needs()


FLOOD: Interceptor[Flood] = Interceptor(_concerns, _run, _needs)
"""Asks them to slow down, in place of all else."""
