"""What cuts across: a chain of interceptors that an input passes before its act is carried out.

An interceptor says whether an input concerns it, what must be loaded then, and what happens. It
gets what comes after it as a function, so it can do something before or after that, or in its
place: whoever was in a withdrawn revision is led on, and the act is not carried out.

Each names those that it must stand before or after, and why; their order follows from that.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from graphlib import TopologicalSorter
from typing import Any, Generic, TypeVar, get_args

from bot.conversation.inputs import Input
from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import Needs
from bot.conversation.turn import Scene
from bot.values import value

Matter = TypeVar("Matter")


@value
class Interceptor(Generic[Matter]):
    """Something that cuts across acts, by its ``name``; ``does`` says what, for the docs.

    ``concerns`` gives what an input has to do with it, or ``None``: then it is passed over. Only
    ``inputs`` of these kinds are asked for that.
    ``needs`` and ``run`` get that, and with ``rest`` all that comes after it. Without ``needs``,
    nothing more is loaded.
    ``before`` and ``after`` give a reason for each other interceptor that it must come before or
    after.
    """

    name: str
    does: str
    concerns: Callable[[Meant], Matter | None]
    run: Callable[[Scene, Meant, Matter, Callable[[], None]], None]
    needs: Callable[[Meant, Matter, Callable[[], Needs]], Needs] | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[type, ...] = get_args(Input)


def sort_chain(interceptors: Iterable[Interceptor[Any]]) -> tuple[Interceptor[Any], ...]:
    """The chain of these, outermost first, else by name. Raises ``ValueError``."""
    names: dict[str, Interceptor[Any]] = {}
    for interceptor in sorted(interceptors, key=lambda interceptor: interceptor.name):
        if interceptor.name in names:
            raise ValueError(f"two interceptors are called “{interceptor.name}”")
        names[interceptor.name] = interceptor
    sorter = TopologicalSorter[str](dict.fromkeys(names, ()))
    for name, interceptor in names.items():
        for other in (*interceptor.before, *interceptor.after):
            if other not in names:
                raise ValueError(f"“{name}” can't come before or after “{other}”: there is none")
        sorter.add(name, *interceptor.after)
        for other in interceptor.before:
            sorter.add(other, name)
    return tuple(names[name] for name in sorter.static_order())
