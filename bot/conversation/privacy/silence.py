"""Who has been silent for long is told before they are forgotten, if that is set at all.

Whether, and when, is the program's to say; its alarm's name holds the day (``silence:<time>``, in
microseconds UTC). Whatever they say until then keeps everything.
"""

from bot.conversation.alarms import AlarmKind
from bot.conversation.inputs import Alarm
from bot.conversation.phrases import dates, phrase
from bot.conversation.turn import Scene

PREFIX = "silence:"
"""How the kinds of these alarms begin."""


def alarm_kind(until: int) -> str:
    """The kind of the alarm that says that somebody is forgotten after this time."""
    return f"{PREFIX}{until}"


def _warn(scene: Scene, alarm: Alarm) -> None:
    until = alarm.kind.removeprefix(PREFIX)
    if until.isdecimal():
        scene.say(phrase("silence.warning", when=dates.when(int(until), scene.now)))


ALARMS = (AlarmKind(PREFIX, _warn),)
