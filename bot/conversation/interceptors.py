"""What cuts across: an ordered chain that an input passes before its act is carried out.

An interceptor says whether an input concerns it, what must be loaded then, and what happens. It
gets what comes after it as a function, so it can do something before or after that, or in its
place: whoever was in a withdrawn revision is led on, and the act is not carried out.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import Needs
from bot.conversation.turn import Scene
from bot.values import value

Matter = TypeVar("Matter")


def _as_it_is(meant: Meant, matter: Any, rest: Callable[[], Needs]) -> Needs:
    return rest()


@value
class Interceptor(Generic[Matter]):
    """Something that cuts across acts.

    ``concerns`` gives what an input has to do with it, or ``None``: then it is passed over.
    ``needs`` and ``run`` get that, and with ``rest`` all that comes after it.
    """

    concerns: Callable[[Meant], Matter | None]
    run: Callable[[Scene, Meant, Matter, Callable[[], None]], None]
    needs: Callable[[Meant, Matter, Callable[[], Needs]], Needs] = _as_it_is


def needs(chain: Sequence[Interceptor[Any]], meant: Meant, rest: Callable[[], Needs]) -> Needs:
    """What must be loaded, given what ``rest`` says without the chain."""
    for one in reversed(chain):
        matter = one.concerns(meant)
        if matter is not None:
            rest = partial(one.needs, meant, matter, rest)
    return rest()


def run(
    chain: Sequence[Interceptor[Any]], scene: Scene, meant: Meant, rest: Callable[[], None]
) -> None:
    """Pass the input through the chain, and at its end carry out what it means."""
    for one in reversed(chain):
        matter = one.concerns(meant)
        if matter is not None:
            rest = partial(one.run, scene, meant, matter, rest)
    rest()
