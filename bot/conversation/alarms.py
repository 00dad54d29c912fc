"""Alarms: what happens when a time has come that was set before, and what must be loaded for it.

An alarm is kept with its *kind*, such as ``publish:<draft>``: how that begins says what is to
happen, and what follows names what it is about. Each room contributes its kinds, and ``AlarmKinds``
finds that of an alarm. So a new kind is an entry in its room.

Nobody pressed anything, so an alarm first looks whether it suits (``comes``); where it does not, it
may set itself again for later.
"""

from collections.abc import Callable, Iterable

from bot.conversation.acts import UnderWay
from bot.conversation.inputs import Alarm
from bot.conversation.needs.learner import Needs
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.values import value


def _nothing(library: Library, session: Session, alarm: Alarm) -> Needs:
    return Needs()


def _always(scene: Scene, alarm: Alarm) -> bool:
    return True


def _with_nothing(session: Session, alarm: Alarm) -> UnderWay | None:
    return None


@value
class AlarmKind:
    """A kind of alarm: how its name ``begins``, and what happens at its time.

    ``comes`` says whether anything comes of it now, and sets what is to come later; ``run`` lets it
    come, and ``needs`` says what must be loaded for both. ``goes_on`` is the run or review that it
    goes on with, as with an ``Act``.
    """

    begins: str
    run: Callable[[Scene, Alarm], None]
    needs: Callable[[Library, Session, Alarm], Needs] = _nothing
    comes: Callable[[Scene, Alarm], bool] = _always
    goes_on: Callable[[Session, Alarm], UnderWay | None] = _with_nothing


class AlarmKinds:
    """All kinds of alarms there are.

    ``led_on`` leads on from a run or review that nobody is to go on in, and says whether it did;
    ``needs_led_on`` says what must be loaded for that, or ``None`` if it is none.
    """

    def __init__(
        self,
        kinds: Iterable[AlarmKind],
        *,
        led_on: Callable[[Scene, UnderWay], bool],
        needs_led_on: Callable[[Library, Session, UnderWay], Needs | None],
    ) -> None:
        self._kinds = tuple(kinds)
        self._led_on, self._needs_led_on = led_on, needs_led_on
        for kind in self._kinds:
            if any(kind.begins.startswith(other.begins) for other in self._kinds if other != kind):
                raise ValueError(f"another kind of alarm begins like “{kind.begins}”")

    def needs(self, library: Library, session: Session, alarm: Alarm) -> Needs:
        """What must be loaded when an alarm's time has come."""
        kind = self._kind(alarm)
        under_way = kind.goes_on(session, alarm)
        led_on = self._needs_led_on(library, session, under_way) if under_way else None
        return kind.needs(library, session, alarm) if led_on is None else led_on

    def run(self, scene: Scene, alarm: Alarm) -> None:
        """What happens when an alarm's time has come."""
        kind = self._kind(alarm)
        if not kind.comes(scene, alarm):
            return
        under_way = kind.goes_on(scene.session, alarm)
        if under_way is None or not self._led_on(scene, under_way):
            kind.run(scene, alarm)

    def _kind(self, alarm: Alarm) -> AlarmKind:
        """Its kind; raises ``LookupError`` for a later version's: it comes again next day."""
        kind = next((kind for kind in self._kinds if alarm.kind.startswith(kind.begins)), None)
        if kind is None:
            raise LookupError("no such kind of alarm")
        return kind
